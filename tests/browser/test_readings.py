"""The check in a browser: read by keyboard and without a script, on a phone, in both languages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from mikiwame.core import clock
from mikiwame.throttle import READINGS
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.hiring.stage import drafted

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


POLITE = """とても丁寧な方で、指示も分かりやすかったです。お返事もすぐにくださいました。
ただ、採用のあとで納期を一週間早められ、追加の作業に報酬はありませんでした。"""


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


def test_a_comment_is_read(visitor: Page, look: Look) -> None:
    visitor.goto("/check/")
    visitor.get_by_role("link", name="口コミの文面").click()
    look(visitor, "check-comment")
    visitor.get_by_role("textbox", name="口コミの文面").fill(POLITE)
    visitor.get_by_label("いっしょに付いた星").select_option("5")
    visitor.get_by_role("button", name="見極める").click()
    expect(visitor.locator("#verdict")).to_contain_text("困ったことが書かれています")
    look(visitor, "check-comment-read")


def test_the_check_in_english(open_context: Callable[..., BrowserContext], look: Look) -> None:
    page = open_context(language="en").new_page()
    page.goto("/check/")
    look(page, "check-en")
    check(page, TRAP, "【急募】口コミ投稿のかんたん作業♪")
    look(page, "check-danger-en")


def test_marks_and_findings_lead_to_each_other_by_keyboard(visitor: Page) -> None:
    check(visitor, TRAP)
    mark = visitor.locator("mark a").first
    finding = mark.get_attribute("href")
    mark.focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator(f"{finding}:target")).to_be_in_viewport()
    visitor.keyboard.press("Tab")
    expect(visitor.locator(f"{finding} a").first).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("mark a:target")).to_be_in_viewport()


def test_the_questions_are_copied(visitor: Page) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    check(visitor, TRAP)
    visitor.get_by_role("button", name="質問をコピーする").click()
    expect(visitor.get_by_role("button", name="コピーしました")).to_be_visible()
    expect(visitor.get_by_role("status").filter(has_text="コピーしました")).to_be_attached()
    copied = visitor.evaluate("navigator.clipboard.readText()")
    assert "作業の開始日はいつになりますか。" in copied.splitlines()
    expect(visitor.get_by_role("button", name="質問をコピーする")).to_be_visible(timeout=10_000)


def test_it_works_without_a_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto("/check/")
    page.get_by_role("button", name="この例を読ませてみる").click()
    expect(page.locator("#verdict")).to_contain_text("危険")
    expect(page.locator("#questions")).to_contain_text("作業の開始日はいつになりますか。")
    expect(page.get_by_role("button", name="質問をコピーする")).to_be_hidden()
    page.locator("mark a").first.click()
    expect(page.locator(".finding:target")).to_be_in_viewport()
    context.close()


def test_a_draft_is_read_while_it_is_typed_and_nothing_moves(
    signed_in: SignIn, cast: Cast, look: Look
) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    page = signed_in(cast.sakurai)
    page.goto(f"/postings/{draft.pk}/edit/")
    eyes, body = page.locator("#eyes"), page.get_by_label("仕事の説明")
    expect(eyes).not_to_contain_text("危険")
    body.fill("パン屋のチラシです。")
    before = height_of(body)
    body.fill("パン屋のチラシです。はじめに登録料として3,000円をお支払いください。")
    expect(eyes).to_contain_text("働く前にお金を求める")
    expect(page.locator("#eyes-said")).to_contain_text("危険")
    assert height_of(body) == before
    look(page, "posting-edit-eyes")

    page.set_viewport_size({"width": 360, "height": 740})
    before = height_of(body)
    body.fill("パン屋のチラシです。")
    expect(page.locator("#eyes-line")).not_to_contain_text("危険")
    assert height_of(body) == before
    page.evaluate("document.getElementById('id_body').scrollIntoView()")
    expect(page.locator("#eyes-line")).to_be_in_viewport()
    body.fill("")
    expect(page.locator("#eyes-line")).to_have_text("説明を書くと、ここに出ます")
    body.fill("パン屋のチラシです。")
    expect(page.locator("#eyes-line")).to_contain_text("目立つ問題はありません")

    page.get_by_role("button", name="保存して、見え方を確かめる").click()
    expect(page.get_by_role("heading", name="文面の見極め")).to_be_visible()


def height_of(place: Locator) -> float:
    """How far below the top of its page something stands."""
    top: float = place.evaluate("element => element.getBoundingClientRect().top + scrollY")
    return top
