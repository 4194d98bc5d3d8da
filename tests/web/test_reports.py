"""Reports on pages: who sees what, in which words, and that a newcomer is never bad."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.discernment import record
from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.record import Measure
from mikiwame.discernment.words import words
from mikiwame.market.contracts.operations import work
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.reputation.models import Observation
from mikiwame.market.reputation.operations import reviews
from mikiwame.market.reputation.states import Side
from tests.cast import Cast
from tests.market.contracts.stage import DAY, START, inspecting, part
from tests.market.hiring.stage import drafted, published
from tests.market.reputation.stage import settle, tallied
from tests.market.reputation.test_reports import FEE, both_said, said
from tests.web.hiring import reading
from tests.web.test_statements import STATEMENTS_MOST

CALM = "安心"


def page_of(posting: object) -> str:
    return reverse("posting", kwargs={"id": posting.pk})  # type: ignore[attr-defined]


def member_page(member: Member, path: str = "") -> str:
    return reverse("member", kwargs={"id": member.party.pk}) + path


def read(client: Client, address: str) -> str:
    """The page's text."""
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def proven(member: Member, at: datetime, *, funded: int = 12, of: int = 12) -> None:
    """She is known for having paid in that often."""
    tallied(member, Measure.FUNDED, funded, of, at=at)


def test_a_careful_posting_of_a_newcomer_is_never_called_bad_and_never_safe(
    client: Client, cast: Cast
) -> None:
    page = read(client, page_of(published(cast.sakurai, at=clock.now())))
    assert "文面に目立つ問題はありません" in page
    assert "よいとも悪いとも言えません" in page
    assert "まだ分かりません" in page
    assert "悪いという意味ではありません" in page
    assert CALM not in page.partition('id="report"')[2]
    assert 'class="report-headline incomplete"' in page


def test_a_dangerous_posting_says_so_with_its_words_marked_in_place(client: Client, cast: Cast) -> None:
    page = read(client, page_of(published(cast.kuroda, at=clock.now(), body=FEE)))
    assert 'class="report-headline danger"' in page
    assert "働く前にお金を求める" in page
    assert "<mark" in page
    assert 'href="#place-1-1"' in page
    assert 'id="place-1-1"' in page


def test_what_people_write_stays_text_in_reports_too(client: Client, cast: Cast) -> None:
    body = FEE + "<script>alert(1)</script>"
    page = client.get(page_of(published(cast.kuroda, at=clock.now(), body=body))).content.decode()
    assert "<script>alert" not in page


def test_a_client_who_does_not_pay_is_a_caution_with_figures_and_the_way_to_the_facts(
    client: Client, cast: Cast
) -> None:
    at = clock.now()
    proven(cast.kuroda, at, funded=4, of=14)
    page = read(client, page_of(published(cast.kuroda, at=at)))
    assert 'class="report-headline danger"' in page or 'class="report-headline caution"' in page
    assert "期限までの仮払い" in page
    assert "14件中4件" in page
    assert "ふつうは 92%" in page
    assert member_page(cast.kuroda, "record/") in page
    assert "見極めは助言です" in page
    assert "/how/scores/#contest" in page


def test_a_proven_client_reads_so(client: Client, cast: Cast) -> None:
    at = clock.now()
    proven(cast.sakurai, at)
    page = read(client, member_page(cast.sakurai))
    assert "12件中12件" in page
    assert "クライアントとしての記録" in page
    assert "目立つ問題はありません" in page


def test_a_client_of_whose_payments_little_is_known_is_not_called_good(client: Client, cast: Cast) -> None:
    at = clock.now()
    tallied(cast.kuroda, Measure.DAYS_TO_DECIDE, 5 * 1440, 5, at=at)
    tallied(cast.kuroda, Measure.FUNDED, 1, 2, at=at)
    page = read(client, page_of(published(cast.kuroda, at=at)))
    assert "目立つ問題はありません" not in page.replace("文面に目立つ問題はありません", "")
    assert "よいとも悪いとも言えません" in page
    assert "2件中1件" in page


def test_a_worker_has_a_record_of_her_own(client: Client, cast: Cast) -> None:
    tallied(cast.ken, Measure.PUNCTUAL, 9, 10, at=clock.now(), side=Side.WORKER)
    page = read(client, member_page(cast.ken))
    assert "ワーカーとしての記録" in page
    assert "クライアントとしての記録" not in page
    assert "10件中9件" in page


def test_a_member_without_facts_is_unproven(client: Client, cast: Cast) -> None:
    page = read(client, member_page(cast.sora))
    assert "よいとも悪いとも言えません" in page
    assert "評価がないことは、悪い評価ではありません" in page
    assert 'class="tag danger"' not in page
    assert 'class="tag caution"' not in page


def test_a_draft_is_read_for_its_client_alone(client: Client, cast: Cast) -> None:
    draft = drafted(cast.kuroda, at=clock.now(), body=FEE)
    preview = reverse("preview_posting", kwargs={"id": draft.pk})
    assert "働く前にお金を求める" in read(reading(cast.kuroda), preview)
    assert reading(cast.sora).get(preview).status_code == 404
    assert client.get(page_of(draft)).status_code == 404


def test_sealed_words_are_in_no_page(client: Client, cast: Cast) -> None:
    contract = inspecting(cast)
    said(contract, by=cast.yuki, stars=1, comment="途中で連絡が途絶えました。")
    settle(clock.now())
    for address in (member_page(cast.sakurai), page_of(published(cast.sakurai, at=clock.now()))):
        assert "途絶え" not in read(client, address)

    reviews.review(contract, reviews.Verdict(stars=4), by=cast.sakurai, at=contract.agreed_at)
    settle(clock.now())
    assert "連絡が途絶えた" in read(client, member_page(cast.sakurai))


def test_what_several_people_tell_stands_with_their_words(client: Client, cast: Cast) -> None:
    for worker in (cast.yuki, cast.ken):
        both_said(inspecting(cast, worker=worker), cast, "採用後に条件が変わりました。", stars=2)
    settle(clock.now())
    page = read(client, member_page(cast.sakurai))
    assert "後から条件が変わった" in page
    assert "採用後に条件が変わりました" in page
    assert 'class="report-headline caution"' in page


def test_the_facts_behind_a_record_name_nobody(client: Client, cast: Cast) -> None:
    contract = inspecting(cast)
    work.accept(part(contract), by=cast.sakurai, at=START + DAY)
    settle(clock.now())
    page = read(client, member_page(cast.sakurai, "record/"))
    assert "返事をした検収" in page
    assert "2026年11月" in page
    for secret in (cast.yuki.party.display_name, contract.title, str(contract.pk), str(cast.yuki.party.pk)):
        assert secret not in page


def test_who_has_left_has_no_page_of_facts(client: Client, cast: Cast) -> None:
    members.delete_account(cast.sora, obligations=lambda _: 0, by=cast.sora, at=clock.now())
    assert client.get(member_page(cast.sora, "record/")).status_code == 404


def test_low_pay_is_told_and_no_link_leads_nowhere(client: Client, cast: Cast) -> None:
    posting = published(cast.kuroda, at=clock.now(), body="時給900円でお願いします。")
    page = client.get(page_of(posting)).content.decode()
    assert 'class="pay-relation below"' in page
    assert '<li id="pay-1">' in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_how_scores_are_made_is_said_with_the_engines_own_figures(
    client: Client, db: None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.cookies["django_language"] = language
    monkeypatch.setattr(record, "HALF_LIFE_DAYS", 123.0)
    monkeypatch.setattr(record, "ENOUGH", 77)
    page = read(client, "/how/scores/")
    assert "123" in page
    assert "77" in page
    assert ("期限までの仮払い" if language == "ja" else "Paid into escrow on time") in page
    assert ("働く前にお金を求める" if language == "ja" else "Asks you for money first") in page


def test_what_tasks_really_pay_reads_as_yen_an_hour(client: Client, cast: Cast) -> None:
    at, month = clock.now(), day_in_tokyo(clock.now()).replace(day=1)
    kind = {"side": "client", "measure": "hours_for_1000_yen", "format": "task", "size": "small"}
    for number in range(12):
        took = {"amount": 1_200, "of": 1, "subject": f"participation:{number}", "at": at}
        Observation.objects.create(party=cast.sakurai.party, month=month, **kind, **took)
    tallied(cast.sakurai, Measure.HOURS_FOR_1000_YEN, 14_400, 12, at=at, format="task", reward=20)

    page = read(client, member_page(cast.sakurai))
    assert "タスクの実際の時給" in page
    assert "平均1時間500円（12件）" in page
    low, high = re.findall(r"おそらく 1時間([\d,]+)円〜1時間([\d,]+)円", page)[0]
    assert int(low) < 500 < int(high)
    assert "1時間500円未満" in read(client, "/how/scores/")
    assert "1時間500円" in read(client, member_page(cast.sakurai, "record/"))


def test_every_warning_sign_is_among_those_that_scores_name(client: Client, db: None) -> None:
    page = read(client, "/how/scores/")
    assert [flag for flag in Flag if words("ja").names[flag] not in page] == []
    assert "それだけで注意とは" not in page


def test_a_report_reads_in_english(client: Client, cast: Cast) -> None:
    proven(cast.sakurai, clock.now())
    client.cookies["django_language"] = "en"
    page = read(client, member_page(cast.sakurai))
    assert "12 of 12" in page
    assert "Paid into escrow on time" in page
    assert "Probably" in page


def test_a_text_that_contradicts_its_terms_says_where(client: Client, cast: Cast) -> None:
    page = read(
        client, page_of(published(cast.sakurai, at=clock.now(), body="ロゴの制作です。報酬は1万円です。"))
    )
    assert "条件と食い違う言葉" in page
    assert "30,000円" in page.partition("条件と食い違う言葉")[2].partition("</section>")[0]
    assert 'class="report-headline caution"' in page


def test_a_worker_reads_all_of_a_posting_in_few_statements(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    settle(clock.now())
    browser = reading(cast.yuki)
    with CaptureQueriesContext(connection) as asked:
        assert "あなたの見込み" in read(browser, page_of(posting))
    assert len(asked) <= STATEMENTS_MOST
