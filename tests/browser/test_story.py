"""The main job in a real browser: two people side by side, from signing up to each other's review."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.utils.translation import gettext, override
from playwright.sync_api import BrowserContext, Locator, Page, expect

from mikiwame.core import clock
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.notifications import operations as notifications
from mikiwame.ops import consumers, sweep
from tests.browser.conftest import Look

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "焼き菓子店のロゴ制作（1点）"
BODY = "来春に開く焼き菓子の店です。看板と紙袋に使うロゴを、はじめから一緒に考えてくださる方を探しています。"
DRAFT = {
    "body": BODY,
    "scope": "ラフ3案から1案を選び、清書まで。",
    "deliverable": "SVG形式とPNG形式、各1点",
    "reward": "３０，０００円",
    "headcount": "1",
    "inspection_days": "7",
    "payment_days": "30",
    "essential": "SVG形式で納品できること",
    "asked": "これまでに描いたものを、一つ教えてください。",
}


@dataclass
class Person:
    """Somebody at her own browser, who reads one language and finds things by their words."""

    page: Page
    language: str

    def says(self, words: str) -> str:
        """The words of the page, as she reads them."""
        with override(self.language):
            return gettext(words)

    def field(self, label: str) -> Locator:
        """An input by its label."""
        return self.page.locator("#main").get_by_label(self.says(label))

    def press(self, words: str) -> None:
        """A button by its words."""
        self.page.get_by_role("button", name=self.says(words), exact=True).click()

    def follow(self, words: str) -> None:
        """A link by its words."""
        self.page.get_by_role("link", name=self.says(words), exact=True).first.click()

    def sees(self, words: str) -> None:
        """The words stand on the page."""
        expect(self.page.get_by_text(self.says(words)).first).to_be_visible()

    def goes_to_her_turn(self, title: str) -> None:
        """From her own front page to what waits on her."""
        self.page.goto("/home/")
        self.page.locator("#main").get_by_role("link", name=title).first.click()

    def sees_the_lamp(self, colour: str) -> None:
        """The start lamp of the contract on the page."""
        expect(self.page.locator(f".lamp.{colour}")).to_be_visible()


@pytest.fixture(params=["ja", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The story is told once in each language."""
    return str(request.param)


def test_the_main_job(open_context: Callable[..., BrowserContext], look: Look, language: str) -> None:
    pictures = f"story-{language}"
    sakurai, yuki = (Person(open_context(language=language).new_page(), language) for _ in range(2))

    sign_up(sakurai, "桜井菓子店", "sakurai@example.jp", look=look, pictures=pictures)
    sign_up(yuki, "ゆき", "yuki@example.jp")
    look(yuki.page, f"{pictures}-04-home")

    post(sakurai, look=look, pictures=pictures)
    apply(yuki, look=look, pictures=pictures)
    work_in_the_background()
    offer(sakurai, look=look, pictures=pictures)
    work_in_the_background()
    agree(yuki, look=look, pictures=pictures)
    work_in_the_background()
    pay(sakurai, look=look, pictures=pictures)
    deliver(yuki, look=look, pictures=pictures)
    work_in_the_background()
    accept(sakurai, look=look, pictures=pictures)
    work_in_the_background()
    get_paid(yuki, look=look, pictures=pictures)
    review(sakurai, "丁寧に進めてくださいました。")
    work_in_the_background()
    review(yuki, "説明がわかりやすく、返事も早かったです。")
    look(yuki.page, f"{pictures}-20-reviews")
    work_in_the_background()

    assert money.audit() == []
    assert {message.to[0] for message in mail.outbox} == {"sakurai@example.jp", "yuki@example.jp"}


def sign_up(person: Person, name: str, email: str, *, look: Look | None = None, pictures: str = "") -> None:
    """Sign up, and follow the link that came by e-mail."""
    page = person.page
    page.goto("/accounts/signup/")
    if look:
        look(page, f"{pictures}-01-sign-up")
    person.field("表示名").fill(name)
    person.field("メールアドレス").fill(email)
    person.field("パスワード").fill("kaze-to-mori-7")
    person.press("登録する")
    if look:
        look(page, f"{pictures}-02-check-your-mail")
    expect(page).to_have_url(re.compile("confirm-email"))
    [letter] = [message for message in mail.outbox if message.to == [email]]
    address = re.search(r"http://\S+/confirm-email/\S+", str(letter.body))
    assert address is not None
    page.goto(address[0])
    if look:
        look(page, f"{pictures}-03-confirm")
    person.press("確認する")
    expect(page).to_have_url(re.compile("/home/$"))


def post(client: Person, *, look: Look, pictures: str) -> None:
    """Write a posting with its terms, look at it, and publish it."""
    page, today = client.page, clock.day_in_tokyo(clock.now())
    page.goto("/postings/new/")
    client.field("題名").fill(TITLE)
    client.field("カテゴリー").select_option("design-logo")
    client.press("下書きを始める")
    for name, words in DRAFT.items():
        page.locator(f"#id_{name}").fill(words)
    page.locator("#id_reward_basis").select_option("fixed")
    for name, days in {"start_date": 0, "deadline": 30, "apply_until": 7}.items():
        page.locator(f"#id_{name}").fill(str(today + timedelta(days=days)))
    expect(page.locator(".draft-ready")).to_be_visible()  # it saved itself while it was written
    look(page, f"{pictures}-05-draft")
    client.press("保存して、見え方を確かめる")
    look(page, f"{pictures}-06-preview")
    client.press("この内容で公開する")
    client.sees("募集を公開しました。")
    look(page, f"{pictures}-07-posting")


def apply(worker: Person, *, look: Look, pictures: str) -> None:
    """Find the posting by a word, and apply at a price of one's own."""
    page = worker.page
    page.goto("/postings/?q=焼き菓子")
    look(page, f"{pictures}-08-search")
    page.get_by_role("link", name=TITLE).first.click()
    worker.follow("応募する")
    worker.field("メッセージ").fill("焼き菓子が大好きで、ロゴを三年描いています。ぜひお願いします。")
    worker.field("希望する報酬（税込・円）").fill("28,000円")
    page.get_by_label(DRAFT["asked"]).fill("花屋さんのロゴを描きました。")
    page.get_by_label(DRAFT["essential"]).check()
    look(page, f"{pictures}-09-apply")
    worker.press("応募を送る")
    look(page, f"{pictures}-10-application")


def offer(client: Person, *, look: Look, pictures: str) -> None:
    """Look at who applied, and offer her the work."""
    client.goes_to_her_turn(TITLE)
    client.page.goto(f"{client.page.url.rstrip('/')}/applicants/")
    look(client.page, f"{pictures}-11-applicants")
    client.follow("内定を出す")
    client.field("相手へのことば").fill("ぜひお願いします。")
    client.press("内容を確かめる")
    look(client.page, f"{pictures}-12-offer-rehearsed")
    client.press("内定を出す")
    client.sees("内定を出しました。返事をお待ちください。")


def agree(worker: Person, *, look: Look, pictures: str) -> None:
    """Read the offer and accept it: the lamp is red."""
    worker.goes_to_her_turn(TITLE)
    look(worker.page, f"{pictures}-13-offer")
    worker.press("この条件で承諾する")
    worker.sees_the_lamp("red")
    look(worker.page, f"{pictures}-14-lamp-red")


def pay(client: Person, *, look: Look, pictures: str) -> None:
    """Pay into escrow with play money: the lamp is green."""
    client.goes_to_her_turn(TITLE)
    client.press("仮払いへ進む")
    look(client.page, f"{pictures}-15-payment")
    client.page.locator("#main form .button:not(.quiet)").click()
    client.sees("仮払いをお預かりしました。")
    client.sees_the_lamp("green")


def deliver(worker: Person, *, look: Look, pictures: str) -> None:
    """See the green light, and hand the work over."""
    worker.goes_to_her_turn(TITLE)
    worker.sees_the_lamp("green")
    worker.field("納品のことば").fill("ロゴを納品します。SVGとPNGを一つずつです。")
    note = {"name": "説明.txt", "mimeType": "text/plain", "buffer": "色は藍です。".encode()}
    worker.page.locator("#delivery_files").set_input_files(note)  # type: ignore[arg-type]
    look(worker.page, f"{pictures}-16-lamp-green")
    worker.press("納品する")
    worker.sees("納品しました。検収を待ちましょう。")


def accept(client: Person, *, look: Look, pictures: str) -> None:
    """Inspect the delivery and accept it: the money goes to the worker."""
    client.goes_to_her_turn(TITLE)
    look(client.page, f"{pictures}-17-inspection")
    client.page.locator("details.accept > summary").click()
    client.press("受け入れて支払う")
    client.sees("受け入れました。報酬はワーカーに支払われます。")
    look(client.page, f"{pictures}-18-finished")


def get_paid(worker: Person, *, look: Look, pictures: str) -> None:
    """The money has arrived and is paid out."""
    worker.page.goto("/money/")
    paid = worker.page.locator("[aria-labelledby=earned] .net dd")
    expect(paid).to_contain_text("26,200")  # 28,000 less the fee: a newcomer's first 10,000 are free of it
    look(worker.page, f"{pictures}-19-money")


def review(person: Person, comment: str) -> None:
    """Say how it went."""
    person.goes_to_her_turn(TITLE)
    person.follow("評価を書く")
    for question in ("terms_kept", "on_time", "clear", "again"):
        person.page.locator(f"[name={question}][value=yes]").check()
    person.page.locator("[name=stars][value='5']").check()
    person.field("コメント").fill(comment)
    person.press("評価を送る")


def work_in_the_background() -> None:
    """What the worker process does in between: facts are told, limits passed, money and e-mails sent."""
    at = clock.now()
    consumers.take_in(at)
    sweep.perform_due(at)
    escrow.make_payouts(at=at)
    notifications.send_emails(at=at)
