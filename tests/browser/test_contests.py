"""A contest in a real browser: written, paid in, entered twice, looked through, decided and put on paper."""

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contests.models import Contest
from mikiwame.market.contests.operations import exclusions
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contests.stage import found, logo, second_operator
from tests.web.test_contests import closed_early, crowded, entered_today, opened_today

pytestmark = pytest.mark.django_db(transaction=True)


def picture(name: str, colour: str) -> FilePayload:
    """A logo as a file chooser takes it."""
    return {"name": name, "mimeType": "image/png", "buffer": logo(colour).read()}


def test_a_contest_from_its_first_word_to_the_notice(signed_in: SignIn, cast: Cast, look: Look) -> None:
    sakurai = signed_in(cast.sakurai)
    contest = offered(sakurai, look)
    yuki = signed_in(cast.yuki)
    entered(yuki, contest, look)
    entered_by_keyboard(signed_in(cast.ken), contest)

    # Her page is still open, and asks by itself for what is new.
    expect(sakurai.get_by_text("応募を受け付けています")).to_be_visible(timeout=30_000)
    for name in ("ゆき", "ケンジ", "ゆきのロゴ"):
        expect(sakurai.locator("main").get_by_text(name)).to_have_count(0)
    sakurai.locator("#entry-1").get_by_role("button", name="最終候補に入れる").click()
    expect(sakurai.locator("#entry-1").get_by_role("button", name="最終候補から外す")).to_be_visible()
    look(sakurai, "contest-entries")
    chosen(sakurai, closed_early(contest), look)

    yuki.goto("/entries/")
    yuki.get_by_role("link", name="町のパン屋のロゴ").click()
    expect(yuki.get_by_text("おめでとうございます")).to_be_visible()
    expect(yuki.get_by_text("麦の線がすてきでした。")).to_be_visible()
    look(yuki, "entry-won")
    with yuki.expect_download() as printed:
        yuki.get_by_role("link", name="PDF").click()
    assert printed.value.path().read_bytes().startswith(b"%PDF")
    yuki.get_by_role("link", name="取引条件明示書（補充）").click()
    expect(yuki.get_by_text("クライアントに移りました")).to_be_visible()


def offered(page: Page, look: Look) -> Contest:
    """The client writes down what she wants, and pays for it."""
    page.goto("/contests/")
    page.get_by_role("link", name="題名から始める").click()
    page.get_by_label("題名").fill("町のパン屋のロゴ")
    page.get_by_role("button", name="下書きを始める").click()
    page.get_by_label("カテゴリー").select_option("design-logo")
    page.get_by_label("説明", exact=True).fill(
        "来春に開くパン屋のロゴを募ります。麦を感じる、あたたかい形をお願いします。"
    )
    page.get_by_label("求める作品").fill("白地に1色のロゴ。PNGで1点。")
    page.get_by_label("1位の賞金").fill("30,000")
    closes_on = day_in_tokyo(clock.now()) + timedelta(days=10)
    page.get_by_label("応募の最後の日").fill(closes_on.isoformat())
    look(page, "contest-edit")
    page.get_by_role("button", name="保存して、確認と支払いへ").click()
    look(page, "contest-payment")
    page.get_by_role("button", name="30,000円の支払いへ").click()
    look(page, "contest-deposit")
    page.get_by_role("button", name="30,000円を仮払いする").click()
    expect(page.get_by_text("応募を待っています")).to_be_visible()
    return Contest.objects.get()


def entered(page: Page, contest: Contest, look: Look) -> None:
    """A worker finds it, reads it, and hands in a picture, whose name says who she is."""
    page.goto("/postings/?format=contest")
    page.get_by_role("link", name="町のパン屋のロゴ").click()
    look(page, "contest-posting")
    page.goto(f"/contests/{contest.pk}/")
    look(page, "contest-page")
    page.get_by_role("button", name="作品を応募する").click()
    page.get_by_label("作品の文").fill("麦の穂を円で囲みました。")
    expect(page.locator("#saved")).to_contain_text("に保存")
    page.get_by_label("画像・ファイルを加える").set_input_files(picture("ゆきのロゴ.png", "navy"))
    look(page, "entry-draft")
    page.get_by_label("だれにでも見せてよい").check()
    page.get_by_role("button", name="同意して応募する").click()
    expect(page.get_by_text("応募しました。締め切りまでは")).to_be_visible()


def entered_by_keyboard(page: Page, contest: Contest) -> None:
    """Another one does so without a mouse."""
    page.goto(f"/contests/{contest.pk}/")
    page.get_by_role("button", name="作品を応募する").press("Enter")
    page.get_by_label("作品の文").fill("焼きたての湯気を線で描きました。")
    page.get_by_label("画像・ファイルを加える").set_input_files(picture("案.png", "teal"))
    page.get_by_role("button", name="同意して応募する").press("Enter")
    expect(page.get_by_text("応募しました。締め切りまでは")).to_be_visible()


def chosen(page: Page, contest: Contest, look: Look) -> None:
    """The client names the winner, and sees whose it is only then."""
    page.goto("/home/")
    expect(page.get_by_text("受賞作の決定")).to_be_visible()
    page.goto(f"/contests/{contest.pk}/own/")
    look(page, "contest-deciding")
    page.get_by_role("link", name="受賞作を選ぶ").click()
    page.get_by_label("1位の受賞作").select_option(label="応募 1")
    page.get_by_label("1位の作者へのことば").fill("麦の線がすてきでした。")
    look(page, "contest-choice")
    page.get_by_role("button", name="この内容で決める").click()
    expect(page.get_by_role("link", name="ゆき").first).to_be_visible()
    look(page, "contest-decided")


def test_an_appeal_against_an_exclusion(signed_in: SignIn, cast: Cast, look: Look) -> None:
    contest = opened_today(cast)
    entry = entered_today(contest, cast.yuki)
    sakurai = signed_in(cast.sakurai)
    sakurai.goto(f"/entries/{entry.pk}/exclusion/")
    look(sakurai, "entry-exclusion")
    exclusion = found(cast, entry, at=clock.now())

    yuki = signed_in(cast.yuki)
    yuki.goto("/home/")
    expect(yuki.get_by_text("応募の除外への異議")).to_be_visible()
    yuki.goto(f"/entries/{entry.pk}/")
    look(yuki, "entry-found")
    yuki.get_by_role("link", name="異議を申し立てる").click()
    yuki.get_by_label("判断のどこが違いますか").fill("春に自分のノートに書いた案です。登録されていません。")
    look(yuki, "entry-appeal")
    yuki.get_by_role("button", name="異議を申し立てる").click()
    expect(yuki.get_by_text("ほかの運営担当が、もう一度判断します")).to_be_visible()

    mori = second_operator()
    page = signed_in(mori)
    page.goto(f"/operations/exclusions/{exclusion.pk}/")
    look(page, "exclusion-appealed")
    exclusions.keep(exclusion, ruling="登録されていませんでした。", by=mori, at=clock.now())
    yuki.reload()
    expect(yuki.get_by_text("異議が認められました")).to_be_visible()


def test_silence_is_told(signed_in: SignIn, cast: Cast, look: Look) -> None:
    contest = opened_today(cast)
    entered_today(contest, cast.ken)
    page = signed_in(cast.yuki)
    page.goto("/entries/")
    look(page, "own-entries-none")
    closed_early(contest)
    page.goto(f"/contests/{contest.pk}/")
    look(page, "contest-waits")


def test_many_entries_are_looked_through_with_a_half_written_choice(
    signed_in: SignIn, cast: Cast, look: Look
) -> None:
    contest = opened_today(cast)
    entries = crowded(contest, cast.yuki, 60)
    sakurai = signed_in(cast.sakurai)
    sakurai.goto(f"/contests/{contest.pk}/own/?page=2")
    expect(sakurai.locator("#entry-25")).to_be_visible()
    sakurai.locator("#entry-26").get_by_role("button", name="最終候補に入れる").press("Enter")
    expect(sakurai.locator("#entry-24")).to_be_visible()  # still her page, where one more came from the first
    look(sakurai, "contest-part")

    closed_early(contest)
    sakurai.goto(f"/contests/{contest.pk}/choice/")
    words = sakurai.get_by_label("1位の作者へのことば")
    words.fill("覚えやすい名前です。")
    for first in (24, 48):
        sakurai.get_by_role("link", name="次へ").press("Enter")
        expect(sakurai.locator(f"#entry-{first}")).to_be_visible()
        expect(words).to_have_value("覚えやすい名前です。")
    sakurai.get_by_label("1位の受賞作").select_option(str(entries[50].pk))
    look(sakurai, "contest-choice-part")
