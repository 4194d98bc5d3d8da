"""Who may offer task work, who may do it, and what must hold."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, refuse, rule
from mikiwame.core.money import MOST
from mikiwame.core.texts import unreadable
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.escrow.states import DepositState
from mikiwame.market.hiring import rules as hiring
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.private import PREFECTURES
from mikiwame.market.messaging.filetypes import IMAGES, recognise
from mikiwame.market.messaging.sound import sound_of
from mikiwame.market.turns import rules as turns

from .approving import COMPARED, Rule
from .exams import Chances, Item, Paper, misfits
from .form import Question, Questions
from .models import Admission, Answer, Batch, Exam, Funding
from .qualities import Qualities
from .states import ANSWER, BATCH, CHOSEN, SHOWN, ApprovedBy, BatchState, FieldKind, Finding, Reason

UNITS_MOST = 1_000_000
FILE_MOST = 512 << 20
"""Bytes of a file with units."""
PLACES_AT_ONCE = 50_000
"""More are laid out in the background."""
PLACES_MOST = 10_000_000
QUESTIONS_MOST = 100
CHOICES_MOST = 100
LABEL_MOST, END_MOST, CHOICE_MOST, CHOICE_LABEL_MOST = 500, 40, 100, 200
"""Letters that a label or a help, the end of a scale, a choice's value and its label may have."""
BOUND_MOST = 1_000_000_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
CLOSES_WITHIN = timedelta(days=hiring.TASK_DAYS_MOST)
EVIDENCE_LEAST = 5
"""Letters that the evidence for a returned answer has at the least: a bare "wrong" shows nothing."""
FIX_DAYS = 3
"""How long a worker has to mend a returned answer, to contest it, or to let it stand."""
JUDGE_DAYS = 3
"""How long other workers have to find for one side, before an operator does."""
APPEAL_DAYS = 3
"""How long a worker has to appeal."""
DECIDE_DAYS = 7
"""How long operators have to decide an appeal; after that they are asked again, and it is recorded."""
KNOWN_LEAST = 3
"""Known-answer units that a worker must have met before her share of right ones says anything."""
PERCENT_LEAST = 50
"""Of these, the least share that a rule may ask to be right: a coin is right as often."""
REFUSED_MOST = 5
"""Percent of a client's judged answers that she may refuse before others look at each of them first."""
REFUSED_WITHIN = timedelta(days=90)
JUDGES = 3
LIMIT_REASON_LEAST = 10
"""Letters with which a client says why the work needs people from somewhere, or of an age."""
EXAM_MOST = 10
"""Questions that an exam may ask."""
JUDGE_APPROVED_LEAST = 20
"""How many answers of a worker were approved who may judge others'."""

LIMITS: dict[str, tuple[int, int]] = {
    "reward": (1, 1_000_000),
    "answers_per_unit": (1, 1_000_000),
    "answers_per_known": (1, 1_000_000),
    "time_limit": (60, 7 * 24 * 3_600),
    "expected_seconds": (5, 7 * 24 * 3_600),
    "approval_least": (1, 100),
    "approved_least": (1, 100_000),
    "pass_least": (1, 100),
    "chances": (1, 5),
    "wait_days": (1, 90),
}
"""The least and the most of every number of a batch, and of its exam."""


def is_client(by: Member, batch: Batch) -> Ruling:
    """The member speaks for the client."""
    return members.acts_for(by, batch.client)


def is_worker(by: Member, answer: Answer) -> Ruling:
    """The member gave the answer."""
    return members.acts_for(by, answer.worker)


def in_state(batch: Batch, operation: str) -> Ruling:
    """The batch's lifecycle has that operation in its present state."""
    return rule(batch.state in BATCH.sources(operation), "wrong_state")


def answer_in_state(answer: Answer, operation: str) -> Ruling:
    """The answer's lifecycle has that operation in its present state."""
    return rule(answer.state in ANSWER.sources(operation), "wrong_state")


def may_begin(by: Member, client: Party) -> Ruling:
    """A member offers work in the name of a party that she speaks for."""
    return members.acts_for(by, client)


def may_write(by: Member, batch: Batch) -> Ruling:
    """The client writes her own draft, as long as its places aren't being laid out."""
    return (
        is_client(by, batch)
        and rule(batch.state == BatchState.DRAFT, "batch_not_a_draft")
        and rule(batch.ordered_at is None, "batch_in_preparation")
    )


def may_change_units(by: Member, batch: Batch, importing: bool) -> Ruling:
    """The client changes a draft's units, or does away with it, while no file is being taken in."""
    return may_write(by, batch) and no_import(importing)


def no_import(importing: bool) -> Ruling:
    """No file is being taken in."""
    return rule(not importing, "import_under_way", field="file")


def file_fits(size: int) -> Ruling:
    """The file is neither empty nor too large."""
    return rule(size > 0, "file_empty", field="file") and rule(
        size <= FILE_MOST, "file_too_large", field="file", most=FILE_MOST >> 20
    )


def may_look_over(by: Member, batch: Batch) -> Ruling:
    """The client sees what she is about to pay for."""
    return is_client(by, batch) and rule(
        batch.state in {BatchState.DRAFT, BatchState.PREPARED}, "wrong_state"
    )


def may_write_form(by: Member, batch: Batch) -> Ruling:
    """The client writes what is asked, in a draft or for claims to come."""
    open_to_change = {BatchState.DRAFT, BatchState.OPEN, BatchState.PAUSED}
    return (
        is_client(by, batch)
        and rule(batch.state in open_to_change, "wrong_state")
        and rule(batch.ordered_at is None, "batch_in_preparation")
    )


def within_limits(name: str, value: Any) -> Ruling:
    """The number is one that a batch may hold."""
    if value is None or name not in LIMITS:
        return ALLOWED
    least, most = LIMITS[name]
    return rule(least <= value <= most, "number_out_of_range", field=name, least=least, most=most)


def few_units(units: int) -> Ruling:
    return rule(units <= UNITS_MOST, "too_many_units", field="units", most=f"{UNITS_MOST:,}")


def answerable(questions: Sequence[Question]) -> Ruling:
    """The form can be filled in."""
    return next(form_failings(questions), ALLOWED)


def form_failings(questions: Sequence[Question]) -> Iterator[Ruling]:
    """Everything that keeps a form from being asked, each with the question's name."""
    if len(questions) > QUESTIONS_MOST:
        yield refuse("too_many_questions", field="questions", most=QUESTIONS_MOST)
    earlier: dict[str, Question] = {}
    for question in questions:
        yield from _question_failings(question, earlier)
        earlier[question.name] = question


def _question_failings(question: Question, earlier: Mapping[str, Question]) -> Iterator[Ruling]:
    name = question.name
    scale = question.kind == FieldKind.SCALE
    downward = None not in {question.least, question.most} and question.least > question.most  # type: ignore[operator]
    rulings = (
        rule(_NAME.fullmatch(name) is not None, "question_name_unreadable", field=name),
        rule(name not in earlier, "question_twice", field=name),
        rule(bool(question.label.strip()), "text_missing", field=name),
        rule(
            question.kind not in CHOSEN or 2 <= len(set(question.values)) <= CHOICES_MOST,
            "choices_out_of_range",
            field=name,
            least=2,
            most=CHOICES_MOST,
        ),
        rule(len(set(question.values)) == len(question.values), "choice_twice", field=name),
        rule(not scale or _is_scale(question), "scale_out_of_range", field=name),
        rule(not downward, "least_above_most", field=name),
        rule(
            not question.show_if or _can_decide(earlier.get(question.show_if), question.show_if_value),
            "condition_unknown",
            field=name,
        ),
        *_too_long(question),
    )
    yield from (ruling for ruling in rulings if not ruling)


def asks_something(questions: Questions) -> Ruling:
    """At least one question wants an answer."""
    return rule(any(questions.asked()), "form_empty", field="form")


def placeholders_filled(columns: Collection[str], questions: Sequence[Question]) -> Ruling:
    """Every unit has what the labels quote."""
    missing = Questions(0, tuple(questions)).placeholders() - set(columns)
    return rule(not missing, "placeholder_unknown", field="form", name=min(missing, default=""))


def same_columns(columns: Collection[str], row: Collection[str]) -> Ruling:
    """All units of a batch have the same columns, since one form quotes them."""
    return rule(set(columns) == set(row), "columns_not_alike", field="units")


def known_asked(known: Collection[str], questions: Questions) -> Ruling:
    """What units have the right answer to is asked."""
    missing = set(known) - {question.name for question in questions.asked()}
    return rule(not missing, "known_not_asked", field="form", name=min(missing, default=""))


def may_prepare(by: Member, batch: Batch) -> Ruling:
    """The client is done with writing."""
    return (
        is_client(by, batch)
        and in_state(batch, "prepare")
        and rule(batch.ordered_at is None, "batch_in_preparation")
    )


def failings(
    batch: Batch, questions: Questions, columns: Collection[str], known: Collection[str], at: datetime
) -> Iterator[Ruling]:
    """Everything that keeps a draft from being paid for, each with the field where it is mended."""
    yield from hiring.owned_failings(batch.posting)
    rulings = (
        rule(batch.reward is not None, "reward_missing", field="reward"),
        rule(batch.units > 0, "units_missing", field="units"),
        asks_something(questions),
        placeholders_filled(columns, questions.all),
        known_asked(known, questions),
        closes_in_time(batch.closes_on, at),
        affordable(batch),
    )
    yield from (ruling for ruling in rulings if not ruling)


def closes_later(batch: Batch, at: datetime) -> Ruling:
    """Answers are taken: until an open batch's clock ends, which may have stood still, or its last day."""
    if batch.closes_at is None:
        return closes_in_time(batch.closes_on, at)
    return rule(at < batch.closes_at, "date_past", field="closes_on")


def closes_in_time(day: date | None, at: datetime) -> Ruling:
    """The last day is to come, and not too far away."""
    if day is None:
        return refuse("closes_on_missing", field="closes_on")
    today = day_in_tokyo(at)
    return rule(day >= today, "date_past", field="closes_on") and rule(
        day <= today + CLOSES_WITHIN, "closes_on_far", field="closes_on", most=CLOSES_WITHIN.days
    )


def affordable(batch: Batch) -> Ruling:
    """So many answers can be held, and paid for."""
    places = places_of(batch)
    return many_can_be_paid(places, places, batch.reward or 0)


def many_can_be_paid(places: int, of_all: int, reward: int) -> Ruling:
    """So many places at once, and so many in all, are not too many and not too dear."""
    return rule(
        of_all <= PLACES_MOST, "too_many_places", field="answers_per_unit", most=f"{PLACES_MOST:,}"
    ) and rule(places * reward <= MOST, "amount_out_of_range", field="reward", most=f"{MOST:,}")


def places_of(batch: Batch) -> int:
    """How many answers a batch asks for."""
    plain = batch.units - batch.known_units
    return plain * batch.answers_per_unit + batch.known_units * batch.answers_per_known


def may_steer(by: Member, batch: Batch, operation: str) -> Ruling:
    """The client steers her own batch."""
    return is_client(by, batch) and in_state(batch, operation)


def may_pay(by: Member, batch: Batch, funding: Funding | None, at: datetime) -> Ruling:
    """The client pays for what she has asked for, while it can still be answered.

    A new batch only while she owes nobody a standby fee.
    """
    begins = batch.state == BatchState.PREPARED
    waits = batch.state in {BatchState.PREPARED, BatchState.OPEN, BatchState.PAUSED}
    return (
        is_client(by, batch)
        and rule(waits and funding is not None, "wrong_state")
        and closes_later(batch, at)
        and (turns.owes_nothing(batch.client, at) if begins else ALLOWED)
    )


def may_raise(by: Member, batch: Batch, answers_per_unit: int, at: datetime) -> Ruling:
    """The client asks for more answers of each unit than before, as many as can be held and paid."""
    least, most = batch.answers_per_unit + 1, LIMITS["answers_per_unit"][1]
    fits = least <= answers_per_unit <= most
    more = (answers_per_unit - batch.answers_per_unit) * (batch.units - batch.known_units)
    return (
        may_steer(by, batch, "close")
        and closes_later(batch, at)
        and rule(fits, "number_out_of_range", field="answers_per_unit", least=least, most=most)
        and rule(more > 0, "wrong_state")
        and many_can_be_paid(more, places_of(batch) + more, batch.reward or 0)
    )


def may_top_up(by: Member, batch: Batch, reward: int, places: int, at: datetime) -> Ruling:
    """The client offers more than before for all answers that aren't approved yet, as much as can be held."""
    least, most = (batch.reward or 0) + 1, LIMITS["reward"][1]
    fits = rule(least <= reward <= most, "number_out_of_range", field="reward", least=least, most=most)
    return (
        may_steer(by, batch, "close")
        and closes_later(batch, at)
        and fits
        and rule(places > 0, "nothing_to_top_up")
        and many_can_be_paid(places, places, reward)
    )


def wants_money(batch: Batch, funding: Funding, deposit: Deposit, at: datetime) -> Ruling:
    """The batch still waits for just this money."""
    awaited = deposit.state == DepositState.REQUESTED and funding.hold_id is None
    fits = deposit.amount == funding.amount
    later = {BatchState.OPEN, BatchState.PAUSED}
    opens = batch.state == BatchState.PREPARED if funding.number == 1 else batch.state in later
    return (
        rule(awaited and fits, "deposit_cancelled") and rule(opens, "wrong_state") and closes_later(batch, at)
    )


def may_moderate(by: Member, batch: Batch, operation: str, reason: str) -> Ruling:
    """An operator acts on somebody else's batch, with a reason."""
    named = rule(bool(reason.strip()), "text_missing", field="reason")
    others = rule(not by.acts_for(batch.client), "moderates_own")
    return members.is_operator(by) and others and in_state(batch, operation) and named


def is_due(limit: datetime | None, at: datetime) -> Ruling:
    """The limit has passed."""
    return rule(limit is not None and limit <= at, "not_yet", until=limit)


def nothing_under_way(under_way: bool) -> Ruling:
    """No claim runs, and every answer is judged."""
    return rule(not under_way, "answers_under_way")


def may_enter(by: Member, batch: Batch, at: datetime) -> Ruling:
    """The batch is open, and not her own."""
    is_open = batch.state == BatchState.OPEN and batch.closes_at is not None and at < batch.closes_at
    return (
        rule(is_open, "batch_not_open")
        and rule(not by.acts_for(batch.client), "own_batch")
        and hiring.is_here(by.party)
    )


def may_join(
    by: Member, batch: Batch, admission: Admission | None, qualities: Qualities, at: datetime
) -> Ruling:
    """The batch is open to this worker, and she has what it asks for."""
    return may_enter(by, batch, at) and qualifies(batch, admission, qualities)


def qualifies(batch: Batch, admission: Admission | None, qualities: Qualities) -> Ruling:
    """Her record is what the batch asks for, she is who it asks for, and she has passed its exam."""
    passed = admission is None or admission.exam_id is None or admission.exam_id in qualities.passed
    return is_wanted(batch, admission, qualities) and rule(passed, "exam_not_passed")


def is_wanted(batch: Batch, admission: Admission | None, qualities: Qualities) -> Ruling:
    """All that the batch asks for but its exam."""
    known = admission is None or not admission.identity or qualities.confirmed
    return (
        has_record(batch, qualities)
        and rule(known, "identity_unconfirmed")
        and (lives_and_was_born(admission, qualities) if admission else ALLOWED)
    )


def lives_and_was_born(admission: Admission, qualities: Qualities) -> Ruling:
    """She lives where the work needs it, and was born when it needs it, as she has written down."""
    there = not admission.prefectures or qualities.prefecture in admission.prefectures.split()
    return rule(there, "prefecture_unfit") and rule(_born_within(admission, qualities), "birth_years_unfit")


def _born_within(admission: Admission, qualities: Qualities) -> bool:
    if admission.born_since is None or admission.born_until is None:
        return True
    return bool(qualities.birth_years) and (
        admission.born_since <= int(qualities.birth_years) <= admission.born_until
    )


def may_limit(asked: Mapping[str, Any]) -> Ruling:
    """Who asks where workers live, or when they were born, says why the work needs it."""
    since, until = asked.get("born_since"), asked.get("born_until")
    whole = (since is None) == (until is None) and (since is None or until is None or since <= until)
    limits = bool(asked.get("prefectures")) or since is not None
    reason = str(asked.get("reason") or "").strip()
    return (
        rule(whole, "birth_years_unclear", field="born_until")
        and rule(set(str(asked.get("prefectures") or "").split()) <= set(PREFECTURES), "choice_unknown")
        and rule(not limits or len(reason) >= LIMIT_REASON_LEAST, "limit_unexplained", field="reason")
    )


def has_record(batch: Batch, qualities: Qualities) -> Ruling:
    """Enough of her answers were approved. Who has no judged ones has no rate that could be too low."""
    judged = qualities.approved + qualities.rejected
    rate_holds = (
        not batch.approval_least or not judged or qualities.approved * 100 >= batch.approval_least * judged
    )
    enough = not batch.approved_least or qualities.in_category >= batch.approved_least
    return rule(rate_holds, "approval_rate_low", least=batch.approval_least) and rule(
        enough, "experience_short", least=batch.approved_least
    )


def may_set_approval(by: Member, batch: Batch) -> Ruling:
    """The client says which answers are approved by themselves, before and while any can come in or wait."""
    return (
        is_client(by, batch)
        and rule(batch.state != BatchState.FINISHED, "wrong_state")
        and rule(batch.ordered_at is None, "batch_in_preparation")
    )


def rule_fits(wanted: Rule, batch: Batch, questions: Questions) -> Ruling:
    """The rule can fit an answer to this batch, and is one that a client may set."""
    return _RULE_FITS[wanted.kind](wanted, batch, questions)


def _known_fits(wanted: Rule, batch: Batch, _questions: Questions) -> Ruling:
    """A worker meets each unit once: more known answers than there are units, nobody gives."""
    met, share = range(KNOWN_LEAST, batch.known_units + 1), range(PERCENT_LEAST, 100 + 1)
    return (
        rule(len(met) > 0, "known_too_few", field=wanted.kind, least=KNOWN_LEAST)
        and _within(met, wanted.least, "known_least")
        and _within(share, wanted.percent, "known_percent")
    )


def _majority_fits(wanted: Rule, batch: Batch, questions: Questions) -> Ruling:
    """Several answers to each of several units, that can be the same: opinions have no majority to follow."""
    several = min(batch.units, batch.answers_per_unit) > 1
    compared = any(question.kind in COMPARED for question in questions.asked())
    return rule(several and compared, "no_majority", field=wanted.kind)


def _hours_fit(wanted: Rule, batch: Batch, _questions: Questions) -> Ruling:
    """Sooner than silence approves."""
    return _within(range(1, batch.approve_days * 24), wanted.least, "hours_least")


def _within(allowed: range, number: int | None, field: str) -> Ruling:
    return rule(number in allowed, "number_out_of_range", field=field, least=min(allowed), most=max(allowed))


_RULE_FITS = {
    ApprovedBy.KNOWN: _known_fits,
    ApprovedBy.MAJORITY: _majority_fits,
    ApprovedBy.HOURS: _hours_fit,
}


def may_write_exam(by: Member, batch: Batch, exam: Exam | None) -> Ruling:
    """The client writes a draft's own exam, which no other batch asks for yet."""
    own = exam is None or exam.frozen_at is None
    return may_write(by, batch) and rule(own, "exam_frozen", field="exam")


def may_name_exam(by: Member, batch: Batch, exam: Exam) -> Ruling:
    """The client asks for an exam of her own, as it was asked for in another batch."""
    return (
        may_write(by, batch)
        and rule(exam.client_id == batch.client_id, "not_yours")
        and rule(exam.frozen_at is not None, "wrong_state")
    )


def exam_failings(paper: Paper) -> Iterator[Ruling]:
    """Everything that keeps an exam from being set: empty, long, or no longer like its form."""
    rulings = (
        rule(bool(paper.items), "exam_empty", field="exam"),
        exam_is_short(paper),
        next((item_fits(item) for item in paper.items if not item_fits(item)), ALLOWED),
    )
    yield from (ruling for ruling in rulings if not ruling)


def exam_is_short(paper: Paper) -> Ruling:
    """An exam is unpaid, so it is short: whatever is longer is work."""
    return rule(paper.asked <= EXAM_MOST, "exam_too_long", field="exam", most=EXAM_MOST)


def item_fits(item: Item) -> Ruling:
    """The form can be answered as is known to be right, in words that can be marked."""
    wrong = misfits(item)
    return rule(bool(item.known), "exam_answer_missing", field="exam") and rule(
        not wrong, "exam_unfit", field="exam", name=min(wrong, default="")
    )


def may_take(
    by: Member,
    batch: Batch,
    admission: Admission | None,
    chances: Chances,
    qualities: Qualities,
    at: datetime,
) -> Ruling:
    """A worker takes the exam of a batch that is open to her but for it, while she has attempts left."""
    return (
        may_enter(by, batch, at)
        and is_wanted(batch, admission, qualities)
        and rule(not chances.passed, "exam_passed_already")
        and rule(chances.left > 0, "exam_waits", until=chances.again_at)
    )


def is_next(chances: Chances, number: int) -> Ruling:
    """What she hands in is the attempt that she has not used yet, in this window or another."""
    return rule(number == chances.number, "attempt_used")


def may_approve(by: Member, batch: Batch) -> Ruling:
    """The client judges answers to her own batch, as long as any wait."""
    judged_in = {BatchState.OPEN, BatchState.PAUSED, BatchState.CLOSED, BatchState.SUSPENDED}
    return is_client(by, batch) and rule(batch.state in judged_in, "wrong_state")


def may_turn_back(by: Member, answer: Answer, reason: str, evidence: str) -> Ruling:
    """The client returns an answer in time, with a reason and what shows it."""
    return (
        is_client(by, answer.batch)
        and answer_in_state(answer, "turn_back")
        and rule(reason in set(Reason), "choice_unknown", field="reason")
        and rule(bool(evidence.strip()), "text_missing", field="evidence")
        and rule(
            len(evidence.strip()) >= EVIDENCE_LEAST, "text_too_short", field="evidence", least=EVIDENCE_LEAST
        )
    )


def in_time(answer: Answer, at: datetime) -> Ruling:
    """Its clock still runs."""
    return rule(answer.limit_at is not None and at < answer.limit_at, "too_late", until=answer.limit_at)


def too_many_refused(refused: int, judged: int) -> bool:
    """Whether one more refusal of a client's needs a second look, who refused so many of so many lately.

    The first one never does: one of a handful says nothing about her.
    """
    return refused > 0 and (refused + 1) * 100 > REFUSED_MOST * (judged + 1)


def may_contest(by: Member, answer: Answer, words: str, at: datetime) -> Ruling:
    """The worker says in time why a returned answer is right as it is."""
    return (
        is_worker(by, answer)
        and answer_in_state(answer, "contest")
        and rule(bool(words.strip()), "text_missing", field="words")
        and in_time(answer, at)
    )


def may_judge(by: Member, answer: Answer, approved: int, judged: int, at: datetime) -> Ruling:
    """A worker with experience looks at somebody else's answer anew, once, whatever was made of it."""
    outside = not by.acts_for(answer.worker) and not by.acts_for(answer.batch.client)
    return (
        rule(outside, "judges_own")
        and is_judge(by, approved)
        and rule(judged == 0, "already_judged")
        and answer_in_state(answer, "judge")
        and in_time(answer, at)
    )


def is_judge(by: Member, approved: int) -> Ruling:
    """So many of her answers were approved that she may judge others'."""
    return hiring.is_here(by.party) and rule(
        approved >= JUDGE_APPROVED_LEAST, "experience_short", least=JUDGE_APPROVED_LEAST
    )


def majority(findings: Sequence[str]) -> Finding | None:
    """For whom more than half of the judges found, as soon as that is sure."""
    return next((side for side in Finding if findings.count(side) * 2 > JUDGES), None)


def may_appeal(by: Member, answer: Answer, at: datetime) -> Ruling:
    """The worker asks an operator, after others found against her."""
    return is_worker(by, answer) and answer_in_state(answer, "appeal") and in_time(answer, at)


def may_decide(by: Member, answer: Answer, ruling: str) -> Ruling:
    """An operator decides between others, with a reason."""
    outside = not by.acts_for(answer.worker) and not by.acts_for(answer.batch.client)
    return (
        members.is_operator(by)
        and rule(outside, "moderates_own")
        and answer_in_state(answer, "decide")
        and rule(bool(ruling.strip()), "text_missing", field="ruling")
    )


def may_fix(by: Member, answer: Answer, at: datetime) -> Ruling:
    """The worker mends a returned answer, once and in time."""
    return (
        is_worker(by, answer)
        and answer_in_state(answer, "fix")
        and rule(answer.fixes == 0, "fixed_already")
        and in_time(answer, at)
    )


def may_let_stand(by: Member, answer: Answer, at: datetime) -> Ruling:
    """The worker agrees that it isn't paid."""
    return is_worker(by, answer) and answer_in_state(answer, "let_stand") and in_time(answer, at)


def may_upload(until: datetime | None, given: Answer | None, at: datetime) -> Ruling:
    """The worker has the place in hand (None: she hasn't), or may mend what she has given for it."""
    if given is not None:
        return rule(given.state in ANSWER.sources("fix"), "already_answered")
    return rule(until is not None, "no_claim") and rule(until is not None and at < until, "claim_over")


def fits_question(question: Question, name: str, content: bytes) -> Ruling:
    """A file is what the question asks for: small enough, a picture, a sound that isn't too long.

    An empty one, and a paper of a kind that is let in nowhere, are refused where files are kept.
    """
    megabytes, seconds = settings.ANSWER_FILE_MEGABYTES, question.most or settings.RECORDING_SECONDS
    if len(content) > megabytes * 1024**2:
        return refuse("file_too_large", field=question.name, most=megabytes)
    if not content or question.kind == FieldKind.FILE:
        return ALLOWED
    if question.kind == FieldKind.IMAGE:
        return rule(recognise(name, content) in IMAGES.values(), "not_an_image", field=question.name)
    heard = sound_of(content)
    length = heard.seconds or 0 if heard else 0
    return rule(heard is not None, "not_a_sound", field=question.name) and rule(
        length < seconds + 1, "sound_too_long", field=question.name, most=seconds
    )


def _too_long(question: Question) -> Iterator[Ruling]:
    """What has no room in its column."""
    texts = (
        (question.label, LABEL_MOST),
        (question.help, LABEL_MOST),
        (question.least_label, END_MOST),
        (question.most_label, END_MOST),
        *((value, CHOICE_MOST) for value, _ in question.choices),
        *((label, CHOICE_LABEL_MOST) for _, label in question.choices),
    )
    for text, most in texts:
        if len(text) > most:
            yield refuse("text_too_long", field=question.name, most=most)
        if unreadable(text, but={"\n", "\t"}):
            yield refuse("text_unreadable", field=question.name)
    bounds = [bound for bound in (question.least, question.most) if bound is not None]
    if any(abs(bound) > BOUND_MOST for bound in bounds):
        yield refuse("number_out_of_range", field=question.name, least=-BOUND_MOST, most=BOUND_MOST)


def _is_scale(question: Question) -> bool:
    return (
        question.least is not None and question.most is not None and 2 <= question.most - question.least <= 10
    )


def _can_decide(question: Question | None, value: str) -> bool:
    """Whether an earlier question can have that answer."""
    if question is None or question.kind in SHOWN:
        return False
    return question.kind not in CHOSEN or value in question.values
