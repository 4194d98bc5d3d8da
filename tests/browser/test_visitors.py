"""What visitors read, as it looks."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", ["guide", "how", "terms", "privacy"])
def test_a_page_for_visitors(visitor: Page, look: Look, name: str) -> None:
    visitor.goto(f"/{name}/")
    look(visitor, name)
