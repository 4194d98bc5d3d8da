"""The frame in a browser: by keyboard, on a phone, by day and night."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Look, SignIn
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_front_page(visitor: Page, look: Look) -> None:
    visitor.goto("/")
    look(visitor, "home")


def test_a_member_s_own_front_page(signed_in: SignIn, look: Look) -> None:
    page = signed_in(assemble().yuki)
    page.goto("/home/")
    look(page, "desk")


def test_the_first_tab_leads_past_the_frame(visitor: Page) -> None:
    visitor.goto("/")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("link", name="本文へ移る")).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("main")).to_be_focused()


def test_the_reader_turns_on_the_lamp(visitor: Page) -> None:
    visitor.goto("/")
    visitor.get_by_role("button", name="暗い").click()
    expect(visitor.locator("html")).to_have_attribute("data-theme", "dark")
    expect(visitor.get_by_role("button", name="暗い")).to_have_attribute("aria-pressed", "true")


def test_a_page_that_does_not_exist(visitor: Page, look: Look) -> None:
    visitor.goto("/nowhere/")
    look(visitor, "not-found")
