"""Browser tests run in a real Chromium; without one they fail, with BROWSER=none they are left out."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium

if TYPE_CHECKING:  # loaded before Django is set up
    from mikiwame.market.members.models import Member

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ARGUMENTS += [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]  # a microphone that beeps
WIDTHS = {360: 740, 1280: 800}
SCHEMES = ("light", "dark")
# Without preloading: it copies style sheets into the page, which the page's policy forbids.
AXE = {"resultTypes": ["violations"], "preload": False}
EXPECTED = (
    "the server responded with a status of 4",
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    "htmx:sendError",
    "htmx:afterRequest",
    "Blocked script execution",  # kept documents, in which nothing runs, a test's own look at them neither
)
HERE = Path(__file__).resolve().parent
SCREENS = HERE.parents[1] / "build/screens"
PICTURES = "PICTURES" in os.environ

SignIn = Callable[..., Page]
Look = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser that lost its way on a busy machine gets a second try; a page that is wrong fails twice."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The installed browser, for Playwright's ``executable_path``."""
    if chromium.LEFT_OUT:
        pytest.skip("BROWSER=none: THE BROWSER TESTS ARE LEFT OUT")
    path = chromium.find()
    if path is None:
        pytest.fail("No Chromium or Chrome: `make setup` gets one, BROWSER=none leaves these tests out")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser a run. Playwright's loop runs in our thread, which Django would take for an async view."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_context(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers, one for each person in a story; script errors and blocked loads fail the test."""
    settings.LIVE_HOSTS = []  # where nobody tells of news, pages ask for them
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        # A refusal (4xx) is an answer, and a connection that a test cut is gone; both are called errors.
        if message.type == "error" and not any(expected in message.text for expected in EXPECTED):
            complaints.append(message.text)

    def open_one(*, language: str = "ja") -> BrowserContext:
        locale = {"ja": "ja-JP", "en": "en-GB"}[language]
        context = browser.new_context(
            base_url=live_server.url,
            locale=locale,
            timezone_id="Asia/Tokyo",
            viewport={"width": 1280, "height": WIDTHS[1280]},
        )
        context.set_default_timeout(15_000)
        context.on("console", complain)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def visitor(open_context: Callable[..., BrowserContext]) -> Page:
    """The browser of somebody who has not signed in."""
    return open_context().new_page()


@pytest.fixture
def signed_in(open_context: Callable[..., BrowserContext], live_server: LiveServer) -> SignIn:
    """``signed_in(member)`` is that member's browser; ``language="en"`` reads English."""

    def sign_in(member: "Member", *, language: str = "ja") -> Page:
        type(member).objects.filter(pk=member.pk).update(language=language)
        client = Client()
        client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[-1])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = open_context(language=language)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        return context.new_page()

    return sign_in


@pytest.fixture
def look() -> Look:
    """``look(page, "offer")`` takes the page's picture at each width and scheme, and lets axe check it."""
    return look_at


SETTLED = """async () => {
    const fades = motion =>
        motion.playState === 'running' && (motion.effect?.getTiming().iterations ?? Infinity) < Infinity;
    while (document.querySelector('.htmx-request') || document.getAnimations().some(fades))
        await new Promise(requestAnimationFrame);
}"""
"""Waits until nothing is on its way and nothing fades: then colours are what they are meant to be."""


def look_at(page: Page, step: str) -> None:
    """Check a page as it is now; ``make screens`` pictures it too, in
    ``build/screens/<step>-<width>-<scheme>.png``."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    page.wait_for_load_state("networkidle")  # whatever a click began has ended
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        # As high as the page, so that the bar at a phone's lower edge hides nothing in the picture.
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, tall)})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate(SETTLED)
            if PICTURES:
                page.screenshot(path=SCREENS / f"{step}-{width}-{scheme}.png", full_page=True)
            found = violations(page)
            assert found.violations_count == 0, f"{step} at {width}, {scheme}:\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{step} is wider than {width}"
        )
    page.emulate_media(color_scheme="light")
    if before is not None:
        page.set_viewport_size(before)


def violations(page: Page) -> AxeResults:
    """What axe finds on the page; it is brought into each document once, half a megabyte that it is."""
    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
    return AxeResults(page.evaluate("options => axe.run(options)", AXE))
