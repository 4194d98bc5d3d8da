"""The pages of hiring in a real browser, looked at in both widths and schemes."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import applications
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.hiring.stage import applied, drafted, experienced, published

pytestmark = pytest.mark.django_db(transaction=True)

CARE = {
    "title": "地方の小さな宿を紹介する記事（1本2,000字）を書いてくださる方",
    "body": (
        "長野と山梨の小さな宿を紹介するサイトを、夫婦で作っています。泊まった人の言葉で宿を伝えたく、"
        "取材の録音（40分ほど）から記事にしてくださる方を探しています。\n\n"
        "・録音と写真はこちらでお渡しします。取材に行く必要はありません\n"
        "・見本の記事を3本お見せします。文体は「です・ます」、読む人は50代の夫婦です\n"
        "・はじめの1本は、構成の段階で一度見せてください"
    ),
    "category": "writing-article",
    "reward_basis": "per_piece",
    "reward": 8_000,
    "quantity": 6,
    "continuing": True,
    "headcount": 3,
    "newcomer_places": 1,
    "scope": "録音の聞き取り、構成、執筆、事実の確認までの一式。写真選びは含みません。",
    "deliverable": "記事6本（各2,000字、Googleドキュメント）",
    "pace": "週に1本、毎週金曜まで",
    "duration": "6週間。よければ春まで続けます",
    "change_rounds": 2,
    "payment_days": 10,
    "communication": "このサイトのメッセージだけで進めます。平日の返事は1日以内です。",
    "rights": "検収のあと、著作権は当方に移ります。実績として公開してかまいません。",
    "requirement_lines": [("録音を聞いて記事にした経験、または見本の記事", True), ("旅や宿が好き", False)],
    "question_lines": [("これまでに書いた記事を、1つ教えてください", True), ("週に何時間使えますか", False)],
}
OTHERS: list[dict[str, Any]] = [
    {"title": "焼き菓子店のロゴ制作（1点）", "reward": 30_000},
    {
        "title": "商品データの入力 約1,200件",
        "category": "data-products",
        "reward_basis": "per_piece",
        "reward": 40,
    },
    {
        "title": "旅Vlogの編集してくれる人",
        "category": "video-editing",
        "reward": 8_000,
        "reward_most": 12_000,
    },
    {"title": "産業機器メーカーの紹介動画のナレーション", "category": "voice-narration", "reward": 4_000},
    {
        "title": "オンライン秘書（週3日・午前のみ）",
        "category": "office-secretary",
        "reward_basis": "hourly",
        "reward": 1_400,
        "continuing": True,
    },
]


@pytest.fixture
def market(cast: Cast) -> Posting:
    """A few postings, and three people who have applied to the most careful one."""
    at = clock.now() - timedelta(hours=30)
    for number, other in enumerate(OTHERS):
        body = "くわしくは条件をご覧ください。初めての方も、見本を見せていただければ大丈夫です。"
        published(cast.kuroda, at=at + timedelta(minutes=number), body=body, **{"scope": body, **other})
    posting = published(cast.sakurai, at=at + timedelta(hours=1), **CARE)
    needed, _ = posting.requirements.all()
    question, hours = posting.questions.all()
    experienced(cast.ken)
    applied(
        cast.ken,
        posting,
        at=at + timedelta(hours=2),
        price=9_000,
        met=[needed.pk],
        answers={question.pk: "山小屋の主人に聞いた話を記事にしました。", hours.pk: "10時間ほど"},
        message="旅の雑誌で4年、聞き書きの記事を書いてきました。録音から2日で初稿をお出しします。",
    )
    applied(
        cast.sora,
        posting,
        at=at + timedelta(hours=3),
        price=7_500,
        answers={question.pk: "自分のブログで、近所の銭湯を歩いた記録を書いています。"},
        message="仕事として書くのは初めてです。宿が好きで、年に六度は泊まりに行きます。\n構成から相談させてください。",
    )
    gone = applied(
        cast.oda,
        posting,
        at=at + timedelta(hours=4),
        answers={question.pk: "ありません"},
        message="やります。",
    )
    applications.decline(
        gone, reason="experience", note="見本の記事ができたら、またぜひ。", by=cast.sakurai, at=clock.now()
    )
    return posting


def test_a_visitor_searches_and_reads(visitor: Page, market: Posting, look: Look) -> None:
    visitor.goto("/postings/")
    look(visitor, "postings")
    visitor.goto("/postings/?q=記事&newcomers=on")
    expect(visitor.locator(".listing")).to_have_count(1)
    look(visitor, "postings-filtered")
    visitor.goto("/postings/?q=潜水艦の操縦")
    look(visitor, "postings-none")
    visitor.goto(f"/postings/{market.pk}/")
    look(visitor, "posting")


def test_a_changed_filter_is_asked_at_once(visitor: Page, market: Posting) -> None:
    visitor.goto("/postings/")
    expect(visitor.locator(".listing")).to_have_count(6)
    visitor.get_by_label("カテゴリー").select_option("writing")
    expect(visitor.locator(".listing")).to_have_count(1)
    expect(visitor).to_have_url(
        "/postings/?q=&sort=newest&care=&finished_least=&category=writing&format=&reward_basis="
        "&reward_least=&hourly_least=&crowd_most="
    )


def test_a_worker_applies_and_waits(signed_in: SignIn, cast: Cast, market: Posting, look: Look) -> None:
    page = signed_in(cast.yuki)
    page.goto(f"/postings/{market.pk}/")
    look(page, "posting-worker")
    page.get_by_role("link", name="応募する", exact=True).click()
    look(page, "apply")
    page.get_by_role("button", name="応募を送る").click()
    expect(page.get_by_role("alert")).to_contain_text("メッセージ")
    look(page, "apply-wrong")
    page.get_by_label("メッセージ").fill("宿の記事を、ぜひ書かせてください。")
    page.get_by_label("希望する報酬").fill("８，５００円")
    page.get_by_label("これまでに書いた記事").fill("祖母の梅干しの話を書きました。")
    page.get_by_label("録音を聞いて記事にした経験").check()
    page.get_by_role("button", name="応募を送る").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("小さな宿")
    look(page, "application-worker")
    page.goto("/applications/")
    look(page, "applications")


def test_a_client_chooses(signed_in: SignIn, cast: Cast, market: Posting, look: Look) -> None:
    page = signed_in(cast.sakurai)
    page.goto("/postings/mine/")
    look(page, "own-postings")
    page.get_by_role("link", name="小さな宿").click()
    look(page, "applicants")
    page.get_by_role("link", name="ケンジ").click()
    look(page, "application-client")
    page.goto(f"/postings/{market.pk}/")
    look(page, "posting-client")


def test_a_draft_saves_itself_while_it_is_written(
    signed_in: SignIn, cast: Cast, market: Posting, look: Look
) -> None:
    page = signed_in(cast.sakurai)
    page.goto("/postings/new/")
    look(page, "posting-new")
    page.get_by_label("題名").fill("パン屋のチラシ（A4・片面）")
    page.get_by_label("カテゴリー").select_option("design-print")
    page.get_by_role("button", name="下書きを始める").click()
    look(page, "posting-edit")
    state = page.locator("#draft-state")
    expect(state).to_contain_text("納品するものを書いてください。")
    page.get_by_label("納品物").fill("PDF（入稿できる形）")
    expect(state).not_to_contain_text("納品するものを書いてください。")
    page.get_by_label("報酬（税込・円）").fill("🍞")
    expect(state).to_contain_text("金額を円の整数で書いてください")
    look(page, "posting-edit-wrong")
    page.get_by_label("報酬（税込・円）").fill("25,000")
    expect(state).not_to_contain_text("金額を円の整数で")
    page.reload()
    expect(page.get_by_label("納品物")).to_have_value("PDF（入稿できる形）")
    expect(page.get_by_label("報酬（税込・円）")).to_have_value("25,000")
    page.get_by_role("button", name="保存して、見え方を確かめる").click()
    look(page, "posting-preview")


def test_parts_and_files_are_added_while_the_rest_is_being_written(
    signed_in: SignIn, cast: Cast, look: Look
) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    today = day_in_tokyo(clock.now())
    page = signed_in(cast.sakurai)
    page.goto(f"/postings/{draft.pk}/edit/")
    page.get_by_text("いくつかの区切りに分ける").click()
    for number, (title, amount, days) in enumerate((("ラフ", "１万円", 25), ("清書", "20,000", 40)), start=1):
        row = page.get_by_role("group", name=f"区切り{number}")
        row.get_by_label(f"{number} の名前").fill(title)
        row.get_by_label("額（税込）").fill(amount)
        row.get_by_label("納期").fill(str(today + timedelta(days=days)))
    state = page.locator("#draft-state")
    expect(state).to_contain_text("公開に必要なことは、そろっています。")

    # Sent by the keyboard alone; what is being typed meanwhile stays.
    page.get_by_label("ファイルを選ぶ").set_input_files(
        [FilePayload(name="店の写真と包装紙の見本.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")] * 2
    )
    page.get_by_label("連絡方法").fill("サイトのメッセージで")
    page.get_by_role("button", name="添付する").press("Enter")
    files = page.locator("#posting-files")
    expect(files.get_by_role("status")).to_be_focused()
    expect(files.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("連絡方法")).to_have_value("サイトのメッセージで")
    look(page, "posting-edit-parts-files")
    files.get_by_role("button", name="店の写真と包装紙の見本.pdfを外す").first.press("Enter")
    expect(files.get_by_role("link")).to_have_count(1)
    expect(files.get_by_role("status")).to_have_text("ファイルを外しました。")
    page.get_by_label("ファイルを選ぶ").set_input_files(
        FilePayload(name="見本.exe", mimeType="application/pdf", buffer=b"MZ\x90\x00 this cannot be run")
    )
    page.get_by_role("button", name="添付する").click()
    expect(files).to_contain_text("この種類のファイルは送れません")
    look(page, "posting-edit-file-wrong")

    page.get_by_role("button", name="保存して、見え方を確かめる").click()
    expect(page.get_by_role("link", name="店の写真と包装紙の見本.pdf")).to_be_visible()
    expect(page.locator("#terms")).to_contain_text("ラフ 10,000円、清書 20,000円")
    look(page, "posting-preview-parts-files")
    page.get_by_role("button", name="この内容で公開する").click()
    look(page, "posting-parts-files")
