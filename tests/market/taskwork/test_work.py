"""A worker joins, claims, answers: never more than asked, never twice, nothing that came in time is lost."""

from datetime import datetime
from typing import Any, LiteralString

import pytest
from django.db import IntegrityError, OperationalError, connection
from psycopg.errors import DeadlockDetected

from mikiwame.core.database import one_row
from mikiwame.core.errors import Refused
from mikiwame.market.taskwork.models import Answer, Notice, Participant, Place
from mikiwame.market.taskwork.operations import drafts, opening, work
from mikiwame.market.taskwork.states import AnswerState, PlaceState
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import DAY, FEELING, MINUTE, WHY, drafted, joined, opened
from tests.races import code_of

GOOD = {"feeling": "good"}
LATER = MORNING + MINUTE


def test_a_worker_answers_one_after_another_until_nothing_is_left(cast: Cast) -> None:
    batch = opened(cast, units=3)
    joined(batch, cast.yuki)

    for number in (1, 2, 3):
        claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
        assert claim.columns == {"text": f"{number}番目の文"}
        work.submit(batch.pk, claim.place, GOOD, form_version=claim.form_version, by=cast.yuki, at=LATER)

    assert code_of(lambda: work.claim(batch.pk, by=cast.yuki, at=LATER)) == "nothing_to_claim"
    assert Answer.objects.filter(state=AnswerState.SUBMITTED).count() == 3
    mine = Participant.objects.get(worker=cast.yuki.party)
    assert mine.answered == 3


def test_who_has_not_accepted_the_terms_claims_nothing(cast: Cast) -> None:
    batch = opened(cast)
    assert code_of(lambda: work.claim(batch.pk, by=cast.yuki, at=LATER)) == "not_joined"


def test_joining_issues_the_terms_notice_once(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki, cast.yuki, cast.ken)

    notice = Notice.objects.get()
    assert "1件 20円" in notice.html
    assert {mine.notice_id for mine in Participant.objects.all()} == {notice.pk}


def test_a_batch_and_its_posting_have_one_identifier(cast: Cast) -> None:
    batch = drafted(cast)
    assert batch.pk == batch.posting.pk


def test_the_client_does_not_answer_her_own_batch(cast: Cast) -> None:
    batch = opened(cast)
    assert code_of(lambda: work.join(batch, by=cast.sakurai, at=LATER)) == "own_batch"


def test_asked_twice_the_claim_is_the_same(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki)
    first = work.claim(batch.pk, by=cast.yuki, at=LATER)
    assert work.claim(batch.pk, by=cast.yuki, at=LATER + MINUTE) == first


def test_two_answers_to_a_unit_come_from_two_workers(cast: Cast) -> None:
    batch = opened(cast, units=1, answers_per_unit=2)
    joined(batch, cast.yuki, cast.ken)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=LATER)

    assert code_of(lambda: work.claim(batch.pk, by=cast.yuki, at=LATER)) == "nothing_to_claim"
    assert work.claim(batch.pk, by=cast.ken, at=LATER).unit == 1


def test_sent_twice_it_is_one_answer_and_another_one_is_refused(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    first = work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=LATER)

    assert work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=LATER) == first
    other = {"feeling": "bad"}
    again = lambda: work.submit(batch.pk, claim.place, other, form_version=1, by=cast.yuki, at=LATER)  # noqa: E731
    assert code_of(again) == "already_answered"
    assert Answer.objects.get().content == GOOD


def test_a_claim_that_ran_out_returns_by_itself_and_its_answer_is_refused(cast: Cast) -> None:
    batch = opened(cast, units=1)
    joined(batch, cast.yuki, cast.ken)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    over = claim.until + work.GRACE

    taken = work.claim(batch.pk, by=cast.ken, at=over)

    assert taken.place == claim.place
    with pytest.raises(Refused, match="no_claim"):
        work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=over)


def test_nobody_else_has_the_place_while_an_answer_may_be_on_its_way(cast: Cast) -> None:
    batch = opened(cast, units=1)
    joined(batch, cast.yuki, cast.ken)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)

    assert code_of(lambda: work.claim(batch.pk, by=cast.ken, at=claim.until)) == "nothing_to_claim"
    late = lambda: work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=claim.until)  # noqa: E731
    assert code_of(late) == "claim_over"
    in_time = claim.until - MINUTE
    assert work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=in_time)


def test_the_sweep_frees_what_ran_out(cast: Cast) -> None:
    batch = opened(cast, units=2)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)

    assert work.release_expired(at=claim.until) == 0
    assert work.release_expired(at=claim.until + work.GRACE) == 1
    assert set(Place.objects.values_list("state", flat=True)) == {PlaceState.FREE}


def test_what_is_given_back_comes_last(cast: Cast) -> None:
    batch = opened(cast, units=2)
    joined(batch, cast.yuki)
    first = work.claim(batch.pk, by=cast.yuki, at=LATER)
    work.give_back(batch.pk, first.place, by=cast.yuki, at=LATER)

    second = work.claim(batch.pk, by=cast.yuki, at=LATER)
    assert second.unit != first.unit
    work.submit(batch.pk, second.place, GOOD, form_version=1, by=cast.yuki, at=LATER)
    assert work.claim(batch.pk, by=cast.yuki, at=LATER + MINUTE).unit == first.unit


def test_anothers_claim_is_nobody_elses_to_answer(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki, cast.kuroda)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    for place in (claim.place, 999, -1):
        stolen = lambda: work.submit(batch.pk, place, GOOD, form_version=1, by=cast.kuroda, at=LATER)  # noqa: B023, E731
        assert code_of(stolen) == "no_claim"


def test_a_form_that_changed_is_asked_of_new_claims_only(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki, cast.ken)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)

    drafts.write_form(batch, [FEELING], by=cast.sakurai, at=LATER)

    assert work.claim(batch.pk, by=cast.ken, at=LATER).form_version == 2
    as_if_new = lambda: work.submit(batch.pk, claim.place, GOOD, form_version=2, by=cast.yuki, at=LATER)  # noqa: E731
    assert code_of(as_if_new) == "form_changed"
    with_why = GOOD | {"why": "そう読めたから"}
    assert work.submit(batch.pk, claim.place, with_why, form_version=1, by=cast.yuki, at=LATER)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE taskwork_form SET version = 7",
        "DELETE FROM taskwork_choice",
        "UPDATE taskwork_field SET label = 'other'",
        "INSERT INTO taskwork_choice SELECT gen_random_uuid(), 9, 'x', 'x', id FROM taskwork_field LIMIT 1",
    ],
)
def test_a_frozen_form_stays_as_it_is(cast: Cast, change: str) -> None:
    opened(cast)
    with pytest.raises(IntegrityError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_new_form_asks_for_nothing_that_units_lack(cast: Cast) -> None:
    batch = opened(cast)
    lacking = lambda: drafts.write_form(  # noqa: E731
        batch, [FEELING, WHY.__class__("x", WHY.kind, "{{nothing}}")], by=cast.sakurai, at=LATER
    )
    assert code_of(lacking) == "placeholder_unknown"


def test_a_paused_batch_gives_out_nothing_but_takes_what_is_under_way(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki, cast.ken)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    opening.pause(batch, by=cast.sakurai, at=LATER)

    assert code_of(lambda: work.claim(batch.pk, by=cast.ken, at=LATER)) == "batch_not_open"
    assert work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=LATER)
    opening.resume(batch, by=cast.sakurai, at=LATER)
    assert work.claim(batch.pk, by=cast.ken, at=LATER)


def test_after_the_last_day_nothing_is_given_out(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki)
    over = batch.closes_at
    assert over is not None
    assert code_of(lambda: work.claim(batch.pk, by=cast.yuki, at=over)) == "batch_not_open"
    assert work.claim(batch.pk, by=cast.yuki, at=over - DAY)


def test_known_units_are_counted_and_told_to_nobody(cast: Cast) -> None:
    batch = opened(cast, units=2, known=2)
    joined(batch, cast.yuki)
    for feeling in ("good", "bad"):
        claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
        assert "known" not in claim.columns
        work.submit(batch.pk, claim.place, {"feeling": feeling}, form_version=1, by=cast.yuki, at=LATER)

    mine = Participant.objects.get(worker=cast.yuki.party)
    assert (mine.known_answered, mine.known_right) == (2, 1)


def test_who_goes_on_has_the_next_place_with_her_answer(cast: Cast) -> None:
    batch = opened(cast, units=2)
    joined(batch, cast.yuki)
    first = work.claim(batch.pk, by=cast.yuki, at=LATER)

    given, second = work.go_on(batch.pk, first.place, GOOD, form_version=1, by=cast.yuki, at=LATER)
    assert second == work.claim(batch.pk, by=cast.yuki, at=LATER)
    assert second.unit != first.unit
    # Sent again, as after a lost connection: the same answer, the same place.
    again = work.go_on(batch.pk, first.place, GOOD, form_version=1, by=cast.yuki, at=LATER)
    assert again == (given, second)

    assert work.go_on(batch.pk, second.place, GOOD, form_version=1, by=cast.yuki, at=LATER)[1] is None
    assert Answer.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "version", "at", "code"),
    [
        ({"feeling": "angry"}, 1, LATER, "choice_unknown"),
        (GOOD, 2, LATER, "form_changed"),
        (GOOD, 1, LATER + 10 * MINUTE, "claim_over"),
    ],
)
def test_what_is_not_taken_leads_to_no_further_place(
    cast: Cast, content: dict[str, str], version: int, at: datetime, code: str
) -> None:
    batch = opened(cast, units=3)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    drafts.write_form(batch, [FEELING, WHY], by=cast.sakurai, at=LATER)

    on = lambda: work.go_on(batch.pk, claim.place, content, form_version=version, by=cast.yuki, at=at)  # noqa: E731
    assert code_of(on) == code
    assert [place.number for place in Place.objects.filter(state=PlaceState.CLAIMED)] == [claim.place]


def test_another_answer_than_the_one_given_leads_nowhere(cast: Cast) -> None:
    batch = opened(cast, units=3)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)
    work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=LATER)

    bad = {"feeling": "bad"}
    on = lambda: work.go_on(batch.pk, claim.place, bad, form_version=1, by=cast.yuki, at=LATER)  # noqa: E731
    assert code_of(on) == "already_answered"
    assert not Place.objects.filter(state=PlaceState.CLAIMED).exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_outlives_a_race_for_the_next_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = opened(cast, units=2)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=LATER)

    def loses(statement: LiteralString, *values: object) -> Any:
        if statement == work._GO_ON:
            raise OperationalError from DeadlockDetected()
        return one_row(statement, *values)

    monkeypatch.setattr("mikiwame.market.taskwork.operations.work.one_row", loses)
    given, further = work.go_on(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=LATER)
    assert (Answer.objects.get().pk, further) == (given, None)
