"""A short exam before a batch: who passes may claim, who fails may try again, and nobody slips past it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from mikiwame.core.constraints import refusal_of
from mikiwame.core.errors import Refused
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import audit, exams, queries, workers
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Admission, Attempt, Batch, Exam, Participant
from mikiwame.market.taskwork.operations import drafts, opening, work
from mikiwame.market.taskwork.operations import exams as acts
from mikiwame.market.taskwork.states import FieldKind
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import DAY, FEELING, MINUTE, WHY, again, drafted, joined, paid_in
from tests.races import at_once, code_of

LATER = MORNING + MINUTE
GOOD, BAD = {"feeling": "good"}, {"feeling": "bad"}
RIGHT = {1: GOOD, 2: BAD, 3: GOOD}
HALF_RIGHT = {1: GOOD, 2: GOOD, 3: BAD}


def examined(cast: Cast, **values: object) -> Batch:
    """A draft whose exam asks about three sentences; 60 % pass, two attempts, then seven days."""
    batch = drafted(cast)
    acts.set_exam(batch, {"name": "文の読み取り", "pass_least": 60} | values, by=cast.sakurai, at=MORNING)
    for number, known in RIGHT.items():
        text = {"text": f"試験の{number}番目の文"}
        acts.add_exam_unit(batch, text, known, by=cast.sakurai, at=MORNING)
    return again(batch)


def passed(batch: Batch, *who: Member) -> None:
    for worker in who:
        assert acts.take(batch, 1, RIGHT, by=worker, at=LATER).passed


def failed(batch: Batch, worker: Member, number: int, at: object = LATER) -> None:
    assert not acts.take(batch, number, HALF_RIGHT, by=worker, at=at).passed  # type: ignore[arg-type]


def test_who_passes_joins_and_claims(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    assert code_of(lambda: work.join(batch, by=cast.yuki, at=LATER)) == "exam_not_passed"

    attempt = acts.take(batch, 1, RIGHT | {3: BAD}, by=cast.yuki, at=LATER)

    assert (attempt.right, attempt.asked, attempt.passed) == (2, 3, True)
    joined(batch, cast.yuki)
    assert work.claim(batch.pk, by=cast.yuki, at=LATER).columns == {"text": "1番目の文"}
    assert audit.discrepancies() == []


def test_who_fails_twice_waits_and_then_has_two_more(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    exam = Exam.objects.get()
    failed(batch, cast.yuki, 1)
    assert exams.chances(exam, cast.yuki.party, at=LATER).left == 1
    failed(batch, cast.yuki, 2)

    waits = exams.chances(exam, cast.yuki.party, at=LATER)
    assert (waits.left, waits.again_at) == (0, LATER + 7 * DAY)
    almost = LATER + 7 * DAY - timedelta(seconds=1)
    assert code_of(lambda: acts.take(batch, 3, RIGHT, by=cast.yuki, at=almost)) == "exam_waits"
    assert code_of(lambda: work.join(batch, by=cast.yuki, at=almost)) == "exam_not_passed"

    assert exams.chances(exam, cast.yuki.party, at=LATER + 7 * DAY).left == 2
    failed(batch, cast.yuki, 3, LATER + 7 * DAY)
    assert acts.take(batch, 4, RIGHT, by=cast.yuki, at=LATER + 7 * DAY).passed
    assert exams.figures(exam) == (3, 1, 1)
    assert audit.discrepancies() == []


def test_a_pass_counts_in_every_batch_that_names_the_exam(cast: Cast) -> None:
    first = paid_in(examined(cast), cast)
    exam = exams.nameable(cast.sakurai.party).get()
    second = drafted(cast, title="つづき")
    acts.name_exam(second, exam, by=cast.sakurai, at=MORNING)
    second = paid_in(again(second), cast)
    passed(first, cast.yuki)

    joined(second, cast.yuki)

    assert code_of(lambda: work.join(second, by=cast.ken, at=LATER)) == "exam_not_passed"
    third = drafts.copy(first, by=cast.sakurai, at=LATER)
    assert Admission.objects.get(batch=third).exam_id == exam.pk


def test_nobody_names_another_s_exam_or_one_that_was_never_asked(cast: Cast) -> None:
    batch = examined(cast)
    exam = Exam.objects.get()
    other = drafted(cast, title="別のバッチ")
    assert code_of(lambda: acts.name_exam(other, exam, by=cast.sakurai, at=MORNING)) == "wrong_state"

    paid_in(batch, cast)
    exam.refresh_from_db()
    theirs = drafts.draft(cast.kuroda.party, by=cast.kuroda, at=MORNING)
    assert code_of(lambda: acts.name_exam(theirs, exam, by=cast.kuroda, at=MORNING)) == "not_yours"
    assert code_of(lambda: acts.set_exam(batch, {}, by=cast.kuroda, at=MORNING)) == "not_yours"
    assert code_of(lambda: acts.set_exam(batch, {}, by=cast.sakurai, at=MORNING)) == "batch_not_a_draft"
    copy = drafts.copy(batch, by=cast.sakurai, at=MORNING)
    assert code_of(lambda: acts.set_exam(copy, {}, by=cast.sakurai, at=MORNING)) == "exam_frozen"


def test_the_database_itself_lets_nobody_in_or_claim_who_has_not_passed(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    passed(batch, cast.ken)
    joined(batch, cast.ken)
    notice = Participant.objects.get().notice
    slips = {"batch": batch, "notice": notice, "joined_at": LATER}

    for worker in (cast.yuki, cast.sora):
        assert slipped_in(worker, **slips) == "exam_not_passed"

    with connection.cursor() as cursor:  # even past the trigger
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE taskwork_participant DISABLE TRIGGER taskwork_participant_admitted")
        Participant.objects.create(worker=cast.yuki.party, **slips)
        cursor.execute("ALTER TABLE taskwork_participant ENABLE TRIGGER taskwork_participant_admitted")
    assert code_of(lambda: work.claim(batch.pk, by=cast.yuki, at=LATER)) == "exam_not_passed"
    [found] = audit.discrepancies()
    assert found.check == "whoever takes part in a batch has passed its exam"


def slipped_in(worker: Member, **slips: object) -> str:
    """The code of the refusal when the database itself finds that she may not take part."""
    with pytest.raises(IntegrityError) as found, transaction.atomic():
        Participant.objects.create(worker=worker.party, **slips)
    refusal = refusal_of(found.value)
    assert refusal
    return refusal.code


def test_the_database_says_which_of_two_things_is_lacking(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    passed(batch, cast.ken)
    joined(batch, cast.ken)
    slips = {"batch": batch, "notice": Participant.objects.get().notice, "joined_at": LATER}
    Admission.objects.filter(batch=batch).update(identity=True)

    assert slipped_in(cast.yuki, **slips) == "identity_unconfirmed"


def test_no_unit_is_moved_out_of_an_exam_that_was_asked_or_into_it(cast: Cast) -> None:
    asked = examined(cast)
    other = drafted(cast, title="別のバッチ")
    acts.set_exam(other, {"name": "別の試験", "pass_least": 60}, by=cast.sakurai, at=MORNING)
    acts.add_exam_unit(other, {"text": "別の文"}, GOOD, by=cast.sakurai, at=MORNING)
    paid_in(asked, cast)

    frozen, drawn = Exam.objects.get(name="文の読み取り"), Exam.objects.get(name="別の試験")
    for here, there in ((frozen, drawn), (drawn, frozen)):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            here.units.update(exam=there, number=F("number") + 5)


def test_an_exam_that_was_asked_stays_as_it_is(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    passed(batch, cast.yuki)

    for statement in (
        "UPDATE taskwork_exam SET pass_least = 1",
        "UPDATE taskwork_examunit SET known = '{}'",
        "DELETE FROM taskwork_examunit",
        "UPDATE taskwork_attempt SET passed = true",
        "DELETE FROM taskwork_attempt",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_questionnaire_may_be_rewritten_but_the_exam_must_still_fit(cast: Cast) -> None:
    batch = examined(cast)
    renamed = Question("mood", FieldKind.SINGLE, FEELING.label, choices=FEELING.choices)
    drafts.write_form(batch, [renamed], by=cast.sakurai, at=MORNING)

    [missing] = queries.missing(batch, MORNING)

    assert (missing.code, missing.field) == ("exam_unfit", "exam")
    assert code_of(lambda: opening.prepare(batch, by=cast.sakurai, at=MORNING)) == "exam_unfit"
    acts.drop_exam(batch, by=cast.sakurai, at=MORNING)
    assert queries.missing(again(batch), MORNING) == []
    assert not Exam.objects.exists()


def test_an_exam_is_short_and_asks_only_what_can_be_marked(cast: Cast) -> None:
    batch = drafted(cast)
    tell = Question("tell", FieldKind.LONG_TEXT, "くわしく")
    drafts.write_form(batch, [FEELING, WHY, tell], by=cast.sakurai, at=MORNING)

    def add(known: dict[str, str], number: int = 1) -> object:
        return acts.add_exam_unit(batch, {"text": f"{number}"}, known, by=cast.sakurai, at=MORNING)

    assert code_of(lambda: add({"tell": "長い文"})) == "exam_unfit"
    assert code_of(lambda: add({})) == "exam_answer_missing"
    assert code_of(lambda: add({"feeling": "sideways"})) == "known_unfit"
    for number in range(5):
        add(GOOD | {"why": "明るいから"}, number)
    assert code_of(lambda: add(GOOD, 6)) == "exam_too_long"
    assert [item.asked for item in queries.paper(Exam.objects.get()).items] == [2] * 5


def test_words_are_right_in_any_width_and_case(cast: Cast) -> None:
    batch = drafted(cast)
    acts.set_exam(batch, {"pass_least": 100}, by=cast.sakurai, at=MORNING)
    known = {"feeling": "good", "why": "OK です"}
    acts.add_exam_unit(batch, {"text": "文"}, known, by=cast.sakurai, at=MORNING)
    batch = paid_in(again(batch), cast)

    with pytest.raises(Refused, match="answer_missing"):  # optional in the form, not in the exam
        acts.take(batch, 1, {1: GOOD}, by=cast.yuki, at=LATER)
    assert acts.take(batch, 1, {1: GOOD | {"why": "ｏｋ　です"}}, by=cast.yuki, at=LATER).passed


def test_who_lacks_the_record_is_not_asked_in_vain(cast: Cast) -> None:
    batch = examined(cast)
    drafts.save(batch, {"approved_least": 5}, by=cast.sakurai, at=MORNING)
    batch = paid_in(again(batch), cast)
    assert code_of(lambda: acts.take(batch, 1, RIGHT, by=cast.yuki, at=LATER)) == "experience_short"
    assert code_of(lambda: acts.take(batch, 1, RIGHT, by=cast.sakurai, at=LATER)) == "own_batch"


def test_the_list_leaves_out_only_exams_that_she_has_to_wait_for(cast: Cast) -> None:
    batch = paid_in(examined(cast, chances=1), cast)
    assert workers.closed_to(cast.yuki, at=LATER) == set()
    failed(batch, cast.yuki, 1)
    assert workers.closed_to(cast.yuki, at=LATER) == {batch.posting_id}
    assert workers.closed_to(cast.yuki, at=LATER + 8 * DAY) == set()


def test_a_draft_that_goes_takes_its_exam_along(cast: Cast) -> None:
    batch = examined(cast)
    drafts.discard(batch, by=cast.sakurai)
    assert not Exam.objects.exists()


def test_a_fact_tells_who_took_it_and_no_client(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    failed(batch, cast.yuki, 1)
    fact = Fact.objects.get(kind="taskwork.ExamTaken")
    assert fact.data == {"worker": cast.yuki.party.key, "exam": Exam.objects.get().key, "passed": False}


@pytest.mark.django_db(transaction=True)
def test_two_windows_use_one_attempt(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    wrong = [HALF_RIGHT, HALF_RIGHT | {1: BAD}, {1: BAD, 2: BAD, 3: BAD}]

    take = [lambda given=given: acts.take(batch, 1, given, by=cast.yuki, at=LATER) for given in wrong]
    refused = at_once(*take, *take)

    assert set(refused) == {"attempt_used"}
    assert len(refused) == 4  # the other window with the same answers hears the same as the first
    assert Attempt.objects.count() == 1
    assert audit.discrepancies() == []


@pytest.mark.django_db(transaction=True)
def test_passing_and_joining_at_once_lets_nobody_in_early(cast: Cast) -> None:
    batch = paid_in(examined(cast), cast)
    crowd = (cast.yuki, cast.ken, cast.sora)
    take = [lambda who=who: acts.take(batch, 1, RIGHT, by=who, at=LATER) for who in crowd]
    join = [lambda who=who: work.join(batch, by=who, at=LATER) for who in crowd]

    refused = at_once(*take, *join)

    assert set(refused) <= {"exam_not_passed"}
    assert Participant.objects.count() == len(crowd) - len(refused)
    assert audit.discrepancies() == []
