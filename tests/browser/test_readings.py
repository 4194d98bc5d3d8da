"""The check in a browser: read by keyboard and without a script, on a phone, in both languages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mikiwame.throttle import READINGS
from tests.browser.conftest import Look

pytestmark = pytest.mark.django_db(transaction=True)

TRAP = """★☆未経験から月30万円も可能☆★ スマホひとつでOKのお仕事です！

【仕事内容】
商品を購入せずに、高評価の口コミを例文どおりに投稿していただきます。1件100円、1時間に3件ほど、時給300円になります。
くわしい単価と納期は、採用のあとでお伝えします。

【応募方法】
応募はLINEのID: kuchikomi_2025 を追加して「応募」と送ってください。身分証の写真もお送りください。
はじめに登録料として3,000円をお支払いいただきますが、1か月続けた方には全額お返しします。
修正は納得いくまで何度でもお願いします。"""

FAIR = """月2回発行の地域の広報紙（A4で4ページ）の文字校正をお願いします。
原稿はPDFでお渡しし、赤字を入れたPDFを納品していただきます。1号あたり8,000円（税込・固定）です。
初回は12月8日に開始し、原稿をお渡しした日から3日以内に納品してください。
仮払いのあとに作業を始めていただき、検収は納品から5日以内、月末締め翌月10日払いです。募集は1名です。"""


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Nobody has asked for a reading yet."""
    READINGS.clear()
    yield
    READINGS.clear()


def check(page: Page, text: str, title: str = "") -> None:
    """Paste a text and have it read."""
    page.goto("/check/")
    page.locator("textarea[name=body]").first.fill(text)
    page.locator("input[name=title]").first.fill(title)
    page.locator("main form.form button").click()
    expect(page.locator("#verdict")).to_be_visible()


def test_a_trap_is_read(visitor: Page, look: Look) -> None:
    visitor.goto("/check/")
    look(visitor, "check")
    check(visitor, TRAP, "【急募】口コミ投稿のかんたん作業♪")
    look(visitor, "check-danger")
    visitor.get_by_label("書かれている条件にも印をつける").check()
    look(visitor, "check-stated")


def test_a_fair_posting_is_read(visitor: Page, look: Look) -> None:
    check(visitor, FAIR, "広報紙の文字校正")
    look(visitor, "check-calm")


def test_the_check_in_english(open_context: Callable[..., BrowserContext], look: Look) -> None:
    page = open_context(language="en").new_page()
    page.goto("/check/")
    look(page, "check-en")
    check(page, TRAP, "【急募】口コミ投稿のかんたん作業♪")
    look(page, "check-danger-en")
