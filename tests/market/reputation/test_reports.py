"""Reports are kept with what they were made from, sealed reviews stay out, and rings earn nothing."""

import threading
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mikiwame.core.terms import Term
from mikiwame.discernment.kinds import Flag, Report, Verdict
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.version import version
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import work
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.models import Posting, PostingIndex
from mikiwame.market.history import operations as history
from mikiwame.market.members.models import Member, Party
from mikiwame.market.reputation import queries, reading
from mikiwame.market.reputation.models import Description, Opinion, Regard, Review
from mikiwame.market.reputation.operations import reports, reviews
from tests.cast import MORNING, Cast, joined
from tests.market.contracts.stage import DAY, HOUR, START, agreed, inspecting, part
from tests.market.hiring.stage import drafted, published, task_published
from tests.market.reputation.stage import settle
from tests.ops.instance import eventually
from tests.races import at_once, is_waited_for

END = START + 2 * HOUR
OPINION = reading.OpinionReport(Verdict.INCOMPLETE, 2, {}, (), (), suspicious=False)
FEE = "お仕事を始める前に、登録料として5,000円をお支払いいただきます。"


def published_and_read(client: Member, **changes: Any) -> Description:
    """A posting of which the facts have been taken in."""
    posting = published(client, **changes)
    settle(MORNING)
    return Description.objects.get(posting=posting)


def said(contract: Contract, *, by: Member, stars: int = 5, comment: str = "") -> Review:
    """One side has written its review."""
    return reviews.review(contract, reviews.Verdict(stars=stars, comment=comment), by=by, at=END + HOUR)


def described(posting: Posting) -> PostingReport:
    """What the report on a posting says of its text."""
    report = queries.report_on(posting, at=MORNING).description
    assert report is not None
    return report


def both_said(contract: Contract, cast: Cast, comment: str, *, stars: int = 5) -> None:
    """Both sides have, the worker in these words."""
    worker = contract.worker.person
    said(contract, by=worker, stars=stars, comment=comment)
    said(contract, by=cast.sakurai)


def test_a_posting_is_read_when_it_is_published(cast: Cast) -> None:
    kept = published_and_read(cast.kuroda, body=FEE)
    assert (kept.verdict, kept.engine) == (Verdict.DANGER, version())
    report = described(kept.posting)
    fee = next(one for one in report.flags if one.kind == Flag.UPFRONT_FEE)
    assert FEE[fee.quote.start : fee.quote.end] == fee.quote.text


def test_a_text_that_says_otherwise_than_its_sheet_calls_for_caution(cast: Cast) -> None:
    kept = published_and_read(cast.sakurai, body="焼き菓子店のロゴです。報酬は10,000円です。")

    assert kept.verdict == Verdict.CAUTION
    (one,) = described(kept.posting).contradictions
    assert (one.term, one.quote.text, one.sheet) == (Term.REWARD, "10,000円", "30000")


def test_what_is_kept_is_what_the_engine_would_say(cast: Cast) -> None:
    posting = published_and_read(cast.sakurai).posting
    assert described(posting) == reading.describe(posting)


def test_a_kept_report_is_read_in_two_statements_and_without_the_engine(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = published_and_read(cast.kuroda, body=FEE)
    posting = hiring.posting_for(None, kept.posting_id)
    monkeypatch.setattr(reading, "read_posting", None)
    with CaptureQueriesContext(connection) as asked:
        described(posting)
    assert len(asked) == 2  # one for the record


def test_a_draft_is_read_and_nothing_of_it_is_kept(cast: Cast) -> None:
    draft = drafted(cast.kuroda, body=FEE)
    assert described(draft).verdict == Verdict.DANGER
    assert not Description.objects.exists()


def test_after_an_upgrade_everything_is_read_anew_once(cast: Cast) -> None:
    kept = published_and_read(cast.kuroda, body=FEE)
    both_said(inspecting(cast), cast, "連絡が早く、助かりました。")
    settle(END + DAY)
    assert reports.renew(at=END + DAY) == 0
    Description.objects.update(engine="of old", found={"nonsense": True})
    Opinion.objects.update(engine="of old", found={"nonsense": True})

    assert described(kept.posting).verdict == Verdict.DANGER  # read meanwhile, here and now
    assert queries.esteem_of(cast.sakurai.party).report is None
    assert reports.renew(at=END + 2 * DAY) > 0
    assert reports.renew(at=END + 2 * DAY) == 0
    assert queries.esteem_of(cast.sakurai.party).report is not None


def test_two_engines_at_work_leave_each_other_what_they_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """During an upgrade an old worker's job and a new one's each call again as long as there is something."""
    published_and_read(cast.sakurai)
    both_said(inspecting(cast), cast, "連絡が早く、助かりました。")
    settle(END + DAY)
    begun = {"of old": END + 2 * DAY, "of now": END + 2 * DAY + HOUR}
    read: list[int] = []
    for engine in ("of old", "of now", "of old", "of now"):
        for room in (queries, reports):
            monkeypatch.setattr(room, "version", partial(str, engine))
        read.append(reports.renew(at=begun[engine]))
    assert read == [4, 4, 0, 0]  # two texts, and what two people said


@pytest.mark.django_db(transaction=True)
def test_a_chore_goes_round_whom_somebody_else_holds(cast: Cast) -> None:
    for client in (cast.sakurai, cast.ken):
        published(client)

    def renews() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")  # one that waits would wait for this very test
            reports.renew(at=MORNING)

    with transaction.atomic():
        Party.objects.select_for_update(no_key=True).get(pk=cast.sakurai.party.pk)
        at_once(renews)
    assert [one.posting.client for one in Description.objects.all()] == [cast.ken.party]
    assert reports.renew(at=MORNING) == 1


def test_what_is_unread_is_found_by_an_index(cast: Cast) -> None:
    published_and_read(cast.sakurai)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # the tables are short
    assert "hiring_index_unread" in queries.unshown().explain()
    assert "reputation_description_engine" in queries.outdated(MORNING).explain()


def test_postings_from_before_there_were_reports_are_read_by_the_chore(cast: Cast) -> None:
    published(cast.sakurai)
    drafted(cast.sakurai)
    assert reports.renew(at=MORNING) == 1
    assert reports.renew(at=MORNING) == 0


def test_a_sealed_review_is_in_no_report(cast: Cast) -> None:
    contract = inspecting(cast)
    said(contract, by=cast.yuki, stars=1, comment="途中で連絡が途絶え、報酬の支払いも遅れました。")
    settle(END + DAY)
    reports.renew(at=END + DAY)
    reports.weigh_raters(at=END + DAY)
    assert queries.esteem_of(cast.sakurai.party) == queries.Esteem(report=None, goodness=0.0)
    assert not Regard.objects.exists()

    said(contract, by=cast.sakurai)
    settle(END + DAY)
    report = queries.esteem_of(cast.sakurai.party).report
    assert report is not None
    assert {one.report for one in report.heard} >= {Report.NO_CONTACT}


@pytest.mark.django_db(transaction=True)
def test_reviews_that_open_while_others_are_read_are_read_too(cast: Cast) -> None:
    first, second = (inspecting(cast, worker=worker) for worker in (cast.yuki, cast.ken))
    both_said(first, cast, "連絡が早く、助かりました。")
    holds = threading.Event()

    def opens() -> None:
        with transaction.atomic():
            Party.objects.select_for_update(no_key=True).get(pk=cast.sakurai.party.pk)
            holds.set()
            assert eventually(is_waited_for)
            both_said(second, cast, "よかったです。")

    def hears() -> None:
        holds.wait()
        reports.hear(cast.sakurai.party, at=END + DAY)

    at_once(opens, hears)
    assert Opinion.objects.get(party=cast.sakurai.party).reviews == 2


def test_one_complaint_is_no_caution_and_the_same_from_two_people_is(cast: Cast) -> None:
    for worker in (cast.yuki, cast.ken):
        both_said(inspecting(cast, worker=worker), cast, "採用後に条件が変わりました。", stars=2)
        settle(END + DAY)
        report = queries.esteem_of(cast.sakurai.party).report
        assert report is not None
        expected = Verdict.INCOMPLETE if worker == cast.yuki else Verdict.CAUTION
        assert report.verdict == expected


def test_who_says_it_twice_is_one_who_says_it(cast: Cast) -> None:
    for _ in range(2):
        both_said(inspecting(cast), cast, "採用後に条件が変わりました。", stars=2)
    settle(END + DAY)
    report = queries.esteem_of(cast.sakurai.party).report
    assert report is not None
    assert [one.people for one in report.heard if one.report == Report.TERMS_CHANGED] == [1]
    assert report.verdict == Verdict.INCOMPLETE


def test_stars_without_a_word_are_counted_and_read_no_further(cast: Cast) -> None:
    both_said(inspecting(cast), cast, "")
    settle(END + DAY)
    report = queries.esteem_of(cast.sakurai.party).report
    assert report is not None
    assert (report.read, report.heard, report.sentiments) == (1, (), {})


def test_a_ring_of_friends_earns_nothing(cast: Cast) -> None:
    honest = [joined(f"worker{number}", f"ワーカー{number}", MORNING) for number in range(12)]
    clients = [cast.sakurai, joined("client", "港町", MORNING), joined("client2", "川辺", MORNING)]
    ring = [cast.kuroda, *(joined(f"friend{number}", f"友{number}", MORNING) for number in range(3))]
    contracts = [agreed(cast, worker=worker) for worker in (cast.yuki, cast.ken, cast.sora)]

    def rates(author: Member, about: Member, stars: int) -> None:
        at = END + timedelta(days=Review.objects.count())
        number = Review.objects.filter(author=author.party).count()
        Review.objects.create(
            contract=contracts[number],
            author=author.party,
            about=about.party,
            stars=stars,
            written_at=at,
            opened_at=at,
        )

    for worker in honest:
        for client, stars in zip(clients, (5, 4, 2), strict=True):
            rates(worker, client, stars)
    for one in ring:
        for other in ring:
            if one != other:
                rates(one, other, 5)
    assert reports.weigh_raters(at=END) == len(honest) + len(clients) + len(ring)

    goodness = {member: queries.esteem_of(member.party).goodness for member in (*clients, *ring)}
    assert goodness[cast.sakurai] > 0.3
    assert max(goodness[one] for one in ring) < 0.15
    assert goodness[clients[2]] < 0


def test_who_is_slated_and_slates_in_turn_retaliates_against_nobody(cast: Cast) -> None:
    """Both reviews were sealed: neither side knew what the other had written."""
    contract = inspecting(cast)
    said(contract, by=cast.yuki, stars=1, comment="指示が何度も変わりました。")
    said(contract, by=cast.sakurai, stars=1, comment="イメージが合いませんでした。")
    settle(END + DAY)
    for member in (cast.yuki, cast.sakurai):
        report = queries.esteem_of(member.party).report
        assert report is not None
        assert report.odd == ()


def test_whom_fair_strangers_rate_low_is_a_caution_once_there_are_enough(cast: Cast) -> None:
    few = queries.Esteem(OPINION, goodness=-0.4)
    assert few.verdict == Verdict.INCOMPLETE
    assert queries.Esteem(replace(OPINION, read=5, verdict=Verdict.OK), -0.4).verdict == Verdict.CAUTION
    assert queries.Esteem(replace(OPINION, read=5, verdict=Verdict.OK), 0.0).verdict == Verdict.OK


def test_weighing_again_changes_nothing_and_follows_new_reviews(cast: Cast) -> None:
    assert reports.weigh_raters(at=END) == 0
    both_said(inspecting(cast), cast, "よかったです。")
    first = reports.weigh_raters(at=END), dict(Regard.objects.values_list("party", "goodness"))
    again = reports.weigh_raters(at=END), dict(Regard.objects.values_list("party", "goodness"))
    assert first == again


def test_a_judgement_that_stays_as_it_is_is_not_written_anew(cast: Cast) -> None:
    both_said(inspecting(cast), cast, "よかったです。")
    reports.weigh_raters(at=END)
    Regard.objects.filter(party=cast.yuki.party).update(goodness=-0.5)
    assert reports.weigh_raters(at=END + HOUR) == 2
    assert list(Regard.objects.filter(made_at=END + HOUR).values_list("party", flat=True)) == [
        cast.yuki.party.pk
    ]


def test_a_reading_that_is_killed_midway_is_made_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    published(cast.kuroda, body=FEE)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "describe", partial(int, "no number"))
        history.consume("reports", partial(reports.take_in, at=MORNING), at=MORNING, limit=1)
    assert not Description.objects.exists()
    settle(MORNING + HOUR)
    assert Description.objects.get().verdict == Verdict.DANGER


def test_accepting_work_reads_nothing(cast: Cast) -> None:
    work.accept(part(inspecting(cast)), by=cast.sakurai, at=END)
    settle(END)
    assert not Opinion.objects.exists()


def test_a_posting_of_tasks_is_read_as_one(cast: Cast) -> None:
    posting = task_published(cast.sakurai)
    settle(MORNING)
    kept = Description.objects.get(posting=posting)
    assert bytes(kept.text) == reading.text_of(posting)
    report = described(posting)
    # A project of these words would lack its requirements, its communication and more.
    assert (report.verdict, report.missing) == (Verdict.OK, ())
    index = PostingIndex.objects.get(posting=posting)
    assert (index.text_verdict, index.missing) == (Verdict.OK, 0)
