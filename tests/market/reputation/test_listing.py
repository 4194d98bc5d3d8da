"""What the list shows of texts and clients: written when it is made, and the last truth wins."""

import threading
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from mikiwame.core.terms import Term
from mikiwame.discernment import read_posting
from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.record import Measure
from mikiwame.market.contracts.operations import work
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import THREE_CHECKS, Care, Filters
from mikiwame.market.hiring.models import PostingIndex
from mikiwame.market.hiring.operations import postings
from mikiwame.market.history import operations as history
from mikiwame.market.history import queries as facts
from mikiwame.market.history.models import Dispatch
from mikiwame.market.members.models import Member, Party
from mikiwame.market.reputation import queries, reading
from mikiwame.market.reputation.models import Opinion, Regard
from mikiwame.market.reputation.operations import listing, records, reports, reviews
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, HOUR, START, inspecting, part
from tests.market.hiring.stage import published
from tests.market.reputation.stage import settle, tallied
from tests.ops.instance import eventually
from tests.races import at_once, is_waited_for

END = START + 2 * HOUR
FEE = "お仕事を始める前に、登録料として5,000円をお支払いいただきます。"


def titles(filters: Filters, **changes: Any) -> list[str]:
    """What a worker finds, the newest first."""
    return [found.title for found in hiring.listed(replace(filters, **changes), at=MORNING).listings]


def row_of(client: Member) -> PostingIndex:
    """The row of a client's one listed posting."""
    return PostingIndex.objects.get(client=client.party)


def with_a_good_name(client: Member) -> None:
    """As if much were known of her, all of it good: funded in time, and reviews that give no doubt."""
    for measure in (Measure.FUNDED, Measure.INSPECTED, Measure.DECIDED):
        tallied(client, measure, 12, 12, at=MORNING)
    report = reading.OpinionReport(Verdict.OK, 5, {}, (), (), suspicious=False)
    found = reading.OPINIONS.dump_python(report, mode="json")
    Opinion.objects.create(
        party=client.party, verdict="ok", found=found, engine="1", made_at=MORNING, reviews=5
    )


def known(client: Member) -> set[tuple[str, str, int]]:
    """What each row of a client with calm texts has to say at the end."""
    return {("ok", queries.known_of(client.party, at=END).record_verdict, 1)}


def judged(rows: QuerySet[PostingIndex]) -> set[tuple[str, str, int]]:
    """What rows do say."""
    return set(rows.values_list("text_verdict", "record_verdict", "finished"))


def test_three_checks_leave_the_careful_posting_of_a_proven_client(cast: Cast) -> None:
    """Yuki's own story: the fraud's posting vanishes, the newcomer's waits behind a switch that says so."""
    with_a_good_name(cast.sakurai)
    published(cast.sakurai, title="焼き菓子店のロゴ")
    published(cast.ken, title="はじめての依頼")
    published(cast.kuroda, title="だれでも月50万円", body=FEE)
    assert titles(THREE_CHECKS) == []  # nobody has looked yet, so nobody vouches

    settle(MORNING)

    assert titles(Filters()) == ["だれでも月50万円", "はじめての依頼", "焼き菓子店のロゴ"]
    assert titles(THREE_CHECKS) == ["焼き菓子店のロゴ"]
    assert titles(THREE_CHECKS, unproven=True) == ["はじめての依頼", "焼き菓子店のロゴ"]
    assert titles(Filters(care=Care.CALM)) == ["はじめての依頼", "焼き菓子店のロゴ"]


def test_a_newcomer_is_unproven_and_never_bad(cast: Cast) -> None:
    published(cast.ken)
    settle(MORNING)
    row = row_of(cast.ken)
    assert {row.record_verdict, row.funding_verdict, row.reviews_verdict} == {Verdict.INCOMPLETE}
    assert (row.finished, row.reviews_odd) == (0, False)


def test_whoever_improves_the_description_comes_in(cast: Cast) -> None:
    """A posting that was published stays as it is; the client begins anew with a copy."""
    vague = published(cast.ken, title="お手伝い", body="かんたんな作業です。詳細は採用後にお伝えします。")
    settle(MORNING)
    assert titles(Filters(care=Care.CAREFUL)) == []

    postings.close(vague, by=cast.ken, at=MORNING + HOUR)
    published(cast.ken, at=MORNING + HOUR, title="お手伝い、書きなおし")
    settle(MORNING + HOUR)
    assert titles(Filters(care=Care.CAREFUL)) == ["お手伝い、書きなおし"]


def test_a_text_that_warns_looks_no_better_for_leaving_out_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "ライティングのお仕事です。報酬や詳細は採用後にお伝えします。"
    report = read_posting("ライティング", body)
    assert (report.verdict, len(report.flags)) == (Verdict.INCOMPLETE, 1)
    published(cast.ken, body=body)
    monkeypatch.setattr(reading, "describe", lambda _posting: report)
    settle(MORNING)
    assert row_of(cast.ken).text_verdict == Verdict.CAUTION
    assert titles(Filters(care=Care.CALM)) == []


def test_missing_terms_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report = reading.describe(published(cast.sakurai))
    open_terms = (Term.COMMUNICATION, Term.RIGHTS)
    read = replace(report, verdict=Verdict.INCOMPLETE, missing=open_terms)
    monkeypatch.setattr(reading, "describe", lambda _posting: read)
    settle(MORNING)
    assert (row_of(cast.sakurai).text_verdict, row_of(cast.sakurai).missing) == (Verdict.INCOMPLETE, 2)
    assert len(titles(Filters(care=Care.CALM))) == 1
    assert titles(Filters(care=Care.CAREFUL)) == []


def test_a_posting_that_comes_back_is_judged_again(cast: Cast) -> None:
    posting = published(cast.kuroda, body=FEE)
    settle(MORNING)
    postings.pause(posting, by=cast.kuroda, at=MORNING)
    postings.resume(posting, by=cast.kuroda, at=MORNING)
    assert row_of(cast.kuroda).text_verdict == ""
    settle(MORNING)
    assert row_of(cast.kuroda).text_verdict == Verdict.DANGER

    postings.suspend(posting, reason="登録料", by=cast.oda, at=MORNING)
    postings.reinstate(posting, reason="あやまり", by=cast.oda, at=MORNING)
    settle(MORNING)
    assert row_of(cast.kuroda).text_verdict == Verdict.DANGER


def test_what_a_client_does_shows_on_all_that_she_has_listed(cast: Cast) -> None:
    contract = inspecting(cast)
    postings_of = [published(cast.sakurai, title=title) for title in ("一つめ", "二つめ")]
    settle(END)
    assert titles(Filters(finished_least=1)) == []

    work.accept(part(contract), by=cast.sakurai, at=END)
    settle(END)
    assert titles(Filters(finished_least=1)) == [posting.title for posting in reversed(postings_of)]
    assert titles(Filters(finished_least=3)) == []
    assert len(titles(Filters(finished_least=3, unproven=True))) == 2


@pytest.mark.parametrize(
    ("funded", "agreed", "verdict"),
    [(2, 2, Verdict.INCOMPLETE), (9, 10, Verdict.OK), (8, 10, Verdict.CAUTION), (0, 3, Verdict.CAUTION)],
)
def test_who_mostly_funds_in_time(cast: Cast, funded: int, agreed: int, verdict: Verdict) -> None:
    tallied(cast.sakurai, Measure.FUNDED, funded, agreed, at=MORNING)
    published(cast.sakurai)
    settle(MORNING)
    assert row_of(cast.sakurai).funding_verdict == verdict


def test_odd_reviews_keep_a_posting_out_whether_or_not_the_unproven_come_in(cast: Cast) -> None:
    with_a_good_name(cast.sakurai)
    odd = reading.OpinionReport(Verdict.CAUTION, 5, {}, (), (), suspicious=True)
    Opinion.objects.update(found=reading.OPINIONS.dump_python(odd, mode="json"), verdict="caution")
    published(cast.sakurai)
    settle(MORNING)
    assert row_of(cast.sakurai).reviews_odd
    assert titles(THREE_CHECKS) == titles(THREE_CHECKS, unproven=True) == []
    assert len(titles(THREE_CHECKS, calm_reviews=False)) == 1


def test_reviews_that_open_are_shown_on_the_list(cast: Cast) -> None:
    contracts = [inspecting(cast, worker=worker) for worker in (cast.yuki, cast.ken)]
    published(cast.sakurai)
    settle(END)
    for contract in contracts:
        worker = contract.worker.person
        said = reviews.Verdict(stars=2, comment="採用後に条件が変わりました。")
        reviews.review(contract, said, by=worker, at=END)
        reviews.review(contract, reviews.Verdict(stars=5), by=cast.sakurai, at=END)
    settle(END + DAY)
    assert row_of(cast.sakurai).reviews_verdict == Verdict.CAUTION


def test_whom_the_rating_graph_lets_fall_falls_on_the_list_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_good_name(cast.sakurai)
    published(cast.sakurai)
    settle(MORNING)
    assert row_of(cast.sakurai).reviews_verdict == Verdict.OK
    contract = inspecting(cast)
    reviews.review(contract, reviews.Verdict(stars=1), by=cast.yuki, at=END)
    reviews.review(contract, reviews.Verdict(stars=5), by=cast.sakurai, at=END)
    low = [{"party_id": cast.sakurai.party.pk, "fairness": 0.5, "goodness": -0.6}]
    monkeypatch.setattr(reading, "weigh", lambda _rows: low)

    reports.weigh_raters(at=END)

    assert Regard.objects.get().goodness < 0
    assert row_of(cast.sakurai).reviews_verdict == Verdict.CAUTION


def test_rows_from_before_are_filled_by_the_chore_once(cast: Cast) -> None:
    with_a_good_name(cast.sakurai)
    published(cast.sakurai)
    published(cast.kuroda, body=FEE)
    settle(MORNING)
    before = {
        "text_verdict": "",
        "record_verdict": "",
        "funding_verdict": "",
        "reviews_verdict": "",
    }
    PostingIndex.objects.update(**before, missing=0, finished=0)

    assert reports.renew(at=MORNING) > 0
    assert (row_of(cast.sakurai).text_verdict, row_of(cast.sakurai).record_verdict) == ("ok", "ok")
    assert row_of(cast.kuroda).text_verdict == Verdict.DANGER
    assert reports.renew(at=MORNING) == 0


def test_a_night_chore_visits_every_client_once(cast: Cast) -> None:
    for client in (cast.sakurai, cast.sakurai, cast.ken, cast.kuroda):
        published(client)
    PostingIndex.objects.update(record_verdict=Verdict.DANGER)
    seen = []
    last = listing.refresh(at=MORNING, limit=2)
    while last is not None:
        seen.append(last)
        last = listing.refresh(at=MORNING, after=last, limit=2)
    assert len(seen) == 2
    assert set(PostingIndex.objects.values_list("record_verdict", flat=True)) == {Verdict.INCOMPLETE}


def test_facts_of_years_ago_are_weighed_as_of_today(cast: Cast) -> None:
    tallied(cast.sakurai, Measure.FUNDED, 1, 8, at=MORNING - 60 * DAY, reward=60_000)
    inspecting(cast)
    published(cast.sakurai)
    today = MORNING + 3_650 * DAY

    history.consume("records", partial(records.take_in, at=today), at=today)

    then, now = (queries.known_of(cast.sakurai.party, at=at).record_verdict for at in (MORNING, today))
    assert then != now
    assert row_of(cast.sakurai).record_verdict == now


@pytest.mark.django_db(transaction=True)
def test_who_reads_a_text_waits_for_who_writes_of_its_client(cast: Cast) -> None:
    """And keeps nothing meanwhile for which the other would have to wait in turn."""
    published(cast.sakurai)
    holds = threading.Event()

    def vouches() -> None:
        with transaction.atomic():
            Party.objects.select_for_update(no_key=True).get(pk=cast.sakurai.party.pk)
            holds.set()
            assert eventually(is_waited_for)
            listing.vouch([cast.sakurai.party.pk], at=MORNING)

    def reads() -> None:
        holds.wait()
        history.consume("reports", partial(reports.take_in, at=MORNING), at=MORNING)

    at_once(vouches, reads)
    assert facts.waiting("reports") == 0
    assert (row_of(cast.sakurai).text_verdict, row_of(cast.sakurai).record_verdict) == ("ok", "incomplete")


@pytest.mark.django_db(transaction=True)
def test_counts_and_publications_at_once_end_in_the_last_truth(cast: Cast) -> None:
    contract = inspecting(cast)
    before = [published(cast.sakurai).pk for _ in range(4)]
    work.accept(part(contract), by=cast.sakurai, at=END)
    consume = history.consume
    consumers = (
        partial(consume, "reputation", partial(reviews.take_in, at=END), at=END),
        partial(consume, "records", partial(records.take_in, at=END), at=END),
        partial(consume, "reports", partial(reports.take_in, at=END), at=END),
    )
    at_once(*[partial(published, cast.sakurai)] * 2, *consumers, *consumers)
    assert not Dispatch.objects.filter(attempts__gt=0).exists()
    assert judged(PostingIndex.objects.filter(pk__in=before)) == known(cast.sakurai)

    settle(END)
    assert PostingIndex.objects.filter(client=cast.sakurai.party).count() == 6
    assert judged(PostingIndex.objects.all()) == known(cast.sakurai)
