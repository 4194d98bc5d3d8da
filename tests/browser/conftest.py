"""Browser tests run in a real Chromium; without one they fail, with BROWSER=none they are left out."""

import pytest

from tests.browser import chromium


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The installed browser, for Playwright's ``executable_path``."""
    if chromium.LEFT_OUT:
        pytest.skip("BROWSER=none: THE BROWSER TESTS ARE LEFT OUT")
    path = chromium.find()
    if path is None:
        pytest.fail("No Chromium or Chrome: `make setup` gets one, BROWSER=none leaves these tests out")
    return path
