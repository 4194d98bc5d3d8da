"""Clocks that stand still: for an outage, for closed days, for who is away; and who is reminded."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, product
from threading import Thread

import pytest
from django.db import transaction

from mikiwame.core.calendar import days, is_business_day
from mikiwame.core.errors import Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Party
from mikiwame.market.turns import clockwork, operations, queries, rules, shifting
from mikiwame.market.turns.models import Absence, Stop, Turn
from mikiwame.market.turns.states import StopKind, TurnKind, TurnState
from tests.cast import MORNING, Cast, assemble

DAY = timedelta(days=1)
LIMIT = MORNING + 5 * DAY
WHOSE = [
    (1, TurnKind.OFFER),
    (None, TurnKind.INSPECTION),
    (1, TurnKind.DELIVERY),
    (1, TurnKind.CLOSING),
    (1, TurnKind.INSPECTION),
]
"""Whose turns they are, if anybody's, and of what kinds."""


def opened(
    whose: Party | None,
    kind: TurnKind = TurnKind.OFFER,
    *,
    since: datetime = MORNING,
    until: datetime = LIMIT,
) -> Turn:
    subject = key("thing", new_id())
    return operations.open_turn(
        kind, subject, whose=whose, waiting=None, title="商品説明文", page=subject, since=since, until=until
    )


def limit(turn: Turn) -> datetime:
    turn.refresh_from_db()
    return turn.until


def outage(since: datetime, until: datetime) -> Stop:
    return operations.stop(StopKind.OUTAGE, since=since, until=until, reason="停電", by=None, at=until)


def test_nobody_loses_by_an_outage(cast: Cast) -> None:
    running = opened(cast.yuki.party)
    late = opened(cast.ken.party, since=MORNING + 2 * DAY)
    over = opened(cast.ken.party, until=MORNING + timedelta(hours=1))
    dated = opened(cast.yuki.party, TurnKind.DELIVERY)

    outage(MORNING + DAY, MORNING + 3 * DAY)

    assert limit(running) == LIMIT + 2 * DAY
    assert limit(late) == LIMIT + DAY, "it began while the clocks stood"
    assert limit(over) == MORNING + timedelta(hours=1), "it was over before"
    assert limit(dated) == LIMIT + 2 * DAY, "agreed days wait for an outage too"


def test_an_outage_that_is_told_twice_counts_once(cast: Cast) -> None:
    turn = opened(cast.yuki.party)

    outage(MORNING + DAY, MORNING + 2 * DAY)
    outage(MORNING + DAY, MORNING + 2 * DAY)

    assert limit(turn) == LIMIT + DAY


def test_what_ended_stays_as_it_was(cast: Cast) -> None:
    turn = opened(cast.yuki.party)
    operations.take(turn.kind, turn.subject, at=MORNING + DAY)

    outage(MORNING + 2 * DAY, MORNING + 3 * DAY)

    assert limit(turn) == LIMIT
    assert turn.state == TurnState.TAKEN


def test_more_turns_than_one_portion_all_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = [opened(cast.yuki.party) for _ in range(5)]
    outage(MORNING + timedelta(hours=30), MORNING + timedelta(hours=36))
    portions = operations._portions
    monkeypatch.setattr(operations, "_portions", lambda found: portions(found, most=2))

    outage(MORNING + DAY, MORNING + 2 * DAY)

    assert {limit(turn) for turn in turns} == {LIMIT + DAY}


@pytest.mark.parametrize("lasting", [timedelta(hours=1), 2 * DAY, 9 * DAY])
@pytest.mark.parametrize("kind", StopKind)
def test_moved_at_once_clocks_stand_where_reckoned_one_by_one(
    cast: Cast, kind: StopKind, lasting: timedelta
) -> None:
    begin, kinds = MORNING + 2 * DAY, cycle(WHOSE)
    for since, given in product(range(0, 100, 12), (6, 20, 31, 47, 61, 73, 240)):
        whose, of = next(kinds)
        begun = MORNING + timedelta(hours=since)
        opened(cast.yuki.party if whose else None, of, since=begun, until=begun + timedelta(hours=given))
    stopped = operations.stop(
        kind, since=begin, until=begin + lasting, reason="点検", by=None, at=begin + lasting
    )

    assert not shifting.running(stopped).filter(shifting.is_entangled(stopped)).exists(), "all at once"
    for turn in Turn.objects.all():
        granted = turn.since + turn.running
        reckoned = clockwork.limit(turn.since, turn.running, queries.pauses([turn])[turn.pk])
        assert turn.until == (reckoned if granted > begin else granted)
        moved = turn.until != granted
        after = max(turn.since, begin + lasting) if moved else turn.since
        assert turn.remind_at == operations._next_reminder(turn, after=after)


def test_an_outage_amid_an_absence_counts_once(cast: Cast) -> None:
    operations.announce_absence(
        first=date(2026, 11, 4), last=date(2026, 11, 6), by=cast.yuki, at=MORNING - DAY
    )
    away, here = opened(cast.yuki.party), opened(cast.ken.party)
    granted = limit(away)

    outage(MORNING + 3 * DAY, MORNING + 4 * DAY)

    assert limit(away) == granted
    assert limit(here) == LIMIT + DAY


def test_on_closed_days_clocks_stand_but_agreed_days_stay(cast: Cast) -> None:
    before, dated = opened(cast.yuki.party), opened(cast.yuki.party, TurnKind.DELIVERY)

    operations.close(
        first=date(2026, 11, 4), last=date(2026, 11, 5), reason="設備の点検", by=cast.oda, at=MORNING
    )
    after = opened(cast.ken.party)

    assert limit(before) == limit(after) == LIMIT + 2 * DAY
    assert limit(dated) == LIMIT
    told = Fact.objects.get(kind="turns.ClocksStopped")
    assert (told.by, told.data["reason"]) == (cast.oda.key, "設備の点検")


@pytest.mark.parametrize(
    ("first", "last", "reason", "code"),
    [
        (date(2026, 11, 2), date(2026, 11, 3), "点検", "closing_begun"),
        (date(2026, 11, 5), date(2026, 11, 4), "点検", "absence_backward"),
        (date(2026, 11, 5), date(2026, 11, 25), "点検", "closing_too_long"),
        (date(2026, 11, 5), date(2026, 11, 5), " ", "reason_missing"),
    ],
)
def test_closing_is_announced_briefly_and_with_a_reason(
    cast: Cast, first: date, last: date, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        operations.close(first=first, last=last, reason=reason, by=cast.oda, at=MORNING)

    assert refusal.value.code == code


def test_only_an_operator_closes(cast: Cast) -> None:
    with pytest.raises(Refused):
        operations.close(
            first=date(2026, 11, 4), last=date(2026, 11, 4), reason="休み", by=cast.kuroda, at=MORNING
        )

    assert not Stop.objects.exists()


def test_a_moved_limit_still_waits(cast: Cast) -> None:
    operations.close(first=date(2026, 11, 4), last=date(2026, 11, 4), reason="点検", by=cast.oda, at=MORNING)
    turn = opened(cast.yuki.party)

    operations.move_limit(turn.kind, turn.subject, until=LIMIT + 3 * DAY, at=MORNING)
    outage(MORNING + 4 * DAY, MORNING + 5 * DAY)

    assert limit(turn) == LIMIT + 4 * DAY, "the closed day stood within the limit that was named"


def test_clocks_that_begin_wait_for_who_is_away(cast: Cast) -> None:
    begun = opened(cast.yuki.party)
    operations.announce_absence(
        first=date(2026, 11, 5), last=date(2026, 11, 6), by=cast.yuki, at=MORNING + timedelta(hours=1)
    )
    later = MORNING + timedelta(hours=2)
    kinds = {
        kind: opened(cast.yuki.party, kind, since=later)
        for kind in (TurnKind.OFFER, TurnKind.INSPECTION, TurnKind.FUNDING, TurnKind.DELIVERY)
    }
    others = opened(cast.ken.party, since=later)

    assert limit(begun) == LIMIT, "it had begun before"
    assert limit(kinds[TurnKind.OFFER]) == LIMIT + 2 * DAY
    assert {limit(kinds[kind]) for kind in kinds if kind != TurnKind.OFFER} == {LIMIT}
    assert limit(others) == LIMIT


def test_what_was_granted_stays_when_clocks_stop_again(cast: Cast) -> None:
    away = operations.announce_absence(
        first=date(2026, 11, 5), last=date(2026, 11, 6), by=cast.yuki, at=MORNING
    )
    turn = opened(cast.yuki.party)
    operations.withdraw_absence(away, by=cast.yuki, at=MORNING)

    outage(MORNING + DAY, MORNING + 2 * DAY)

    assert limit(turn) == LIMIT + 2 * DAY


def test_a_limit_within_closed_days_stays(cast: Cast) -> None:
    operations.close(first=date(2026, 11, 9), last=date(2026, 11, 10), reason="点検", by=cast.oda, at=MORNING)
    turn = opened(cast.yuki.party)
    named = datetime(2026, 11, 9, 12, tzinfo=UTC)

    operations.move_limit(turn.kind, turn.subject, until=named, at=MORNING)
    outage(MORNING, MORNING + timedelta(minutes=20))

    assert limit(turn) >= named


def test_whoever_comes_back_is_waited_for_no_more(cast: Cast) -> None:
    away = operations.announce_absence(
        first=date(2026, 11, 5), last=date(2026, 11, 6), by=cast.yuki, at=MORNING
    )

    operations.withdraw_absence(away, by=cast.yuki, at=MORNING)

    assert limit(opened(cast.yuki.party)) == LIMIT
    assert list(queries.absences(cast.yuki.party, at=MORNING)) == []
    with pytest.raises(Refused):
        operations.withdraw_absence(away, by=cast.yuki, at=MORNING)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 11, 1), date(2026, 11, 3), "absence_over"),
        (date(2026, 11, 6), date(2026, 11, 5), "absence_backward"),
        (date(2027, 11, 5), date(2027, 11, 5), "absence_too_far"),
        (date(2026, 11, 5), date.max, "absence_too_far"),
        (date(2026, 11, 9), date(2026, 11, 16), "absence_too_long"),
        (date(2026, 12, 1), date(2026, 12, 2), "absence_twice"),
        (date(2026, 12, 3), date(2026, 12, 7), "absence_too_long"),
    ],
)
def test_an_absence_is_short_and_announced_beforehand(cast: Cast, first: date, last: date, code: str) -> None:
    operations.announce_absence(first=date(2026, 12, 1), last=date(2026, 12, 3), by=cast.yuki, at=MORNING)

    with pytest.raises(Refused) as refusal:
        operations.announce_absence(first=first, last=last, by=cast.yuki, at=MORNING)

    expected = {code, "absence_twice"} if first == date(2026, 12, 3) else {code}
    assert refusal.value.code in expected
    assert Absence.objects.count() == 1


def test_holidays_and_weekends_are_no_business_days(cast: Cast) -> None:
    """Golden week of 2027: 11 days with three business days."""
    away = operations.announce_absence(
        first=date(2027, 4, 29), last=date(2027, 5, 9), by=cast.yuki, at=datetime(2027, 4, 1, tzinfo=UTC)
    )

    assert away.pk


def test_nobody_who_is_never_away_stretches_clock_after_clock(cast: Cast) -> None:
    """On each day she announces the next five, has a clock begin, and takes them back."""
    stretched: list[timedelta] = []
    away: set[date] = set()
    for number in range(20):
        at = MORNING + number * DAY
        first, last = (at + DAY).date(), (at + 5 * DAY).date()
        with suppress(Refused):
            absence = operations.announce_absence(first=first, last=last, by=cast.yuki, at=at)
            away.update(days(first, last))
            turn = opened(cast.yuki.party, TurnKind.DISPUTE_ANSWER, since=at, until=at + 3 * DAY)
            operations.withdraw_absence(absence, by=cast.yuki, at=at)
            stretched.append(limit(turn) - turn.since)

    assert sum(map(is_business_day, away)) == rules.ABSENT_MOST
    assert len(stretched) < 5, "as many as for an absence on all of these days"


def test_days_taken_back_can_be_announced_again(cast: Cast) -> None:
    week = {"first": date(2026, 11, 9), "last": date(2026, 11, 13)}
    away = operations.announce_absence(**week, by=cast.yuki, at=MORNING)
    operations.withdraw_absence(away, by=cast.yuki, at=MORNING)

    with pytest.raises(Refused, match="absence_too_long"):
        operations.announce_absence(
            first=date(2026, 11, 16), last=date(2026, 11, 16), by=cast.yuki, at=MORNING
        )
    assert operations.announce_absence(**week, by=cast.yuki, at=MORNING).pk


def test_nobody_takes_back_anothers_absence(cast: Cast) -> None:
    away = operations.announce_absence(
        first=date(2026, 11, 5), last=date(2026, 11, 6), by=cast.yuki, at=MORNING
    )

    with pytest.raises(Refused):
        operations.withdraw_absence(away, by=cast.kuroda, at=MORNING)


def reminded() -> list[tuple[str, str]]:
    facts = Fact.objects.filter(kind="turns.TurnReminded").order_by("at", "id")
    return [(fact.data["party"], fact.data["until"]) for fact in facts]


def test_whose_turn_it_is_hears_at_half_and_a_day_before(cast: Cast) -> None:
    opened(cast.yuki.party, until=MORNING + 6 * DAY)
    opened(None, TurnKind.DISPUTE)
    opened(cast.sakurai.party, TurnKind.CLOSING, until=MORNING + 6 * DAY)

    counts = [operations.remind(at=MORNING + timedelta(hours=12 * half)) for half in range(14)]

    assert sum(counts) == 2
    assert counts[6] == counts[10] == 1
    assert {party for party, _ in reminded()} == {cast.yuki.party.key}


def test_what_was_slept_through_is_told_once_and_nothing_after_the_limit(cast: Cast) -> None:
    opened(cast.yuki.party, until=MORNING + 6 * DAY)
    opened(cast.ken.party, until=MORNING + 2 * DAY)

    operations.remind(at=MORNING + timedelta(days=5, hours=12))

    assert [party for party, _ in reminded()] == [cast.yuki.party.key]
    assert operations.remind(at=MORNING + timedelta(days=5, hours=13)) == 0


def test_what_is_done_is_reminded_of_no_more(cast: Cast) -> None:
    turn = opened(cast.yuki.party)
    operations.take(turn.kind, turn.subject, at=MORNING)

    assert operations.remind(at=MORNING + 4 * DAY) == 0


def test_a_reminder_moves_with_its_clock(cast: Cast) -> None:
    turn = opened(cast.yuki.party, until=MORNING + 6 * DAY)

    outage(MORNING + DAY, MORNING + 3 * DAY)

    turn.refresh_from_db()
    assert turn.remind_at == MORNING + 4 * DAY


def test_a_silence_of_the_pages_is_noticed_once(cast: Cast) -> None:
    assert operations.beat(at=MORNING) is None
    assert operations.beat(at=MORNING + timedelta(minutes=10)) is None
    assert operations.beat(at=MORNING + 2 * DAY) == 2 * DAY - timedelta(minutes=10)
    assert operations.beat(at=MORNING + 2 * DAY) is None
    assert operations.beat(at=MORNING) is None, "a clock that goes wrong moves nothing"


def test_while_the_pages_are_silent_nothing_happens_by_itself(cast: Cast) -> None:
    assert queries.pages_answer(at=MORNING), "they never did yet"
    operations.beat(at=MORNING)

    assert queries.pages_answer(at=MORNING + timedelta(seconds=60))
    assert not queries.pages_answer(at=MORNING + timedelta(minutes=5))


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_opens_while_the_clocks_are_stopped_waits_too(
    transactional_db: None,
) -> None:
    """Whichever comes first, the row or the stop, the limit is the same."""
    cast = assemble()
    with transaction.atomic():
        turn = opened(cast.yuki.party)
        closing = Thread(
            target=operations.close,
            kwargs={
                "first": date(2026, 11, 4),
                "last": date(2026, 11, 4),
                "reason": "点検",
                "by": cast.oda,
                "at": MORNING,
            },
        )
        closing.start()
        closing.join(0.5)
    closing.join(20)

    assert limit(turn) == LIMIT + DAY
