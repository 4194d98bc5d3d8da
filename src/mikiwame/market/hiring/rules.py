"""Who may offer work and who may apply, and what must hold."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, refuse, rule
from mikiwame.core.money import MOST
from mikiwame.core.terms import Format
from mikiwame.market.members import contact
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.terms import contact as sheets
from mikiwame.market.terms import rules as terms
from mikiwame.market.turns import rules as turns
from mikiwame.market.turns.states import TurnKind

from .listing import Filters, Sort
from .models import CRITERIA_MOST, Application, Criteria, Posting
from .states import APPLICATION, POSTING, ApplicationState, DeclineReason, PostingState

APPLY_DAYS_MOST = 60
"""How many days ahead the last day for applications may lie."""

TITLE_MOST, BODY_MOST, LINE_MOST = 120, 20_000, 200
MESSAGE_MOST, ANSWER_MOST, NOTE_MOST = 5_000, 3_000, 1_000
LINES_MOST = 20
"""How many requirements, and how many questions, a posting may have."""

LIMITS = {"newcomer_places": (0, 1_000), "decide_days": (1, 30), "headcount": (1, 1_000)}
"""The least and the most of a project's numbers; those of its other terms are the sheet's."""

TASK_PLACES_MOST = 100_000_000
TASK_DAYS_MOST = 90
"""How many answers a task posting may ask for, and how many days ahead it may close."""

_DECIDES = frozenset({PostingState.OPEN, PostingState.PAUSED})
_HIRES_TRIED = _DECIDES | {PostingState.CLOSED, PostingState.EXPIRED}
"""The states of a posting in which a place is given; who was on trial may get one after the posting's end."""


def is_client(by: Member, posting: Posting) -> Ruling:
    """The member speaks for the client."""
    return members.acts_for(by, posting.client)


def is_worker(by: Member, application: Application) -> Ruling:
    """The member speaks for the applicant."""
    return members.acts_for(by, application.worker)


def in_state(posting: Posting, operation: str) -> Ruling:
    """The posting's lifecycle has that operation in its present state."""
    return rule(posting.state in POSTING.sources(operation), "wrong_state")


def application_in_state(application: Application, operation: str) -> Ruling:
    """The application's lifecycle has that operation in its present state."""
    return rule(application.state in APPLICATION.sources(operation), "wrong_state")


def decision_in_time(posting: Posting, at: datetime) -> Ruling:
    """The promised day of decision is still to come."""
    return turns.in_time(TurnKind.DECISION, posting.key, at)


def is_project(posting: Posting) -> Ruling:
    """The posting is its client's to steer; what a batch or a contest owns is steered by that only."""
    refusal = "task_posting" if posting.format == Format.TASK else "contest_posting"
    return rule(posting.format == Format.PROJECT, refusal)


def is_draft(posting: Posting) -> Ruling:
    """Nobody but the client has seen it yet."""
    return rule(posting.state == PostingState.DRAFT, "not_a_draft")


def may_begin(by: Member, client: Party) -> Ruling:
    """A member offers work in the name of a party that she speaks for."""
    return members.acts_for(by, client)


def may_write(by: Member, posting: Posting) -> Ruling:
    """The client writes her own draft."""
    return is_client(by, posting) and is_project(posting) and is_draft(posting)


def may_copy(by: Member, posting: Posting) -> Ruling:
    """The client offers the same again."""
    return is_client(by, posting) and is_project(posting)


def may_publish(by: Member, posting: Posting, at: datetime) -> Ruling:
    """The client publishes a draft in which nothing is missing; else the first thing that is."""
    ready = in_state(posting, "publish") and publishable(posting, at)
    return is_client(by, posting) and is_project(posting) and ready and turns.owes_nothing(posting.client, at)


def publishable(posting: Posting, at: datetime) -> Ruling:
    """Nothing is missing for publishing."""
    return next(failings(posting, at), ALLOWED)


def failings(posting: Posting, at: datetime) -> Iterator[Ruling]:
    """Everything that keeps a draft from being published, each with the field where it is mended."""
    yield from owned_failings(posting)
    yield from terms.failings(posting.sheet, at)
    reserved = newcomer_places_fit(posting)
    window = applications_end(posting.apply_until, at)
    yield from (ruling for ruling in (reserved, window) if not ruling)
    yield from outside(posting)


def owned_failings(posting: Posting) -> Iterator[Ruling]:
    """What no posting may lack; an owned one needs no more, for its batch or contest states the rest."""
    wanted = {"title": posting.title, "body": posting.body, "category": posting.category_id}
    yield from (refuse(f"{name}_missing", field=name) for name, value in wanted.items() if not value)


def outside(posting: Posting) -> Iterator[Ruling]:
    """What of a posting's words leads around the marketplace, those of its sheet first."""
    yield from sheets.outside(posting.sheet)
    lines = (("requirement_lines", posting.requirements.all()), ("question_lines", posting.questions.all()))
    said = [("title", posting.title), ("body", posting.body)]
    said += [(field, line.text) for field, several in lines for line in several]
    rulings = (contact.label_inside(field, text) for field, text in said)
    yield from (ruling for ruling in rulings if not ruling)


def newcomer_places_fit(posting: Posting) -> Ruling:
    """No more places are kept for newcomers than there are."""
    places = posting.sheet.headcount or posting.newcomer_places
    fits = posting.newcomer_places <= places
    return rule(fits, "too_many_newcomer_places", field="newcomer_places", places=places)


def applications_end(until: date | None, at: datetime) -> Ruling:
    """Applications end on a day to come, and not too far away."""
    if until is None:
        return refuse("apply_until_missing", field="apply_until")
    today = day_in_tokyo(at)
    return rule(until > today, "apply_until_past", field="apply_until") and rule(
        until <= today + timedelta(days=APPLY_DAYS_MOST),
        "apply_until_far",
        field="apply_until",
        most=APPLY_DAYS_MOST,
    )


def within_limits(name: str, value: int) -> Ruling:
    """The number is one that a posting may hold."""
    least, most = LIMITS[name]
    return rule(least <= value <= most, "number_out_of_range", field=name, least=least, most=most)


def few_lines(name: str, lines: list[Any]) -> Ruling:
    """Not more requirements or questions than people read."""
    return rule(len(lines) <= LINES_MOST, "too_many_lines", field=name, most=LINES_MOST)


def may_steer(by: Member, posting: Posting, operation: str, at: datetime) -> Ruling:
    """The client pauses or resumes her own posting, before its promise is broken."""
    own = is_client(by, posting) and is_project(posting)
    return own and in_state(posting, operation) and decision_in_time(posting, at)


def may_close(by: Member, posting: Posting, at: datetime) -> Ruling:
    """The client ends her posting, before its promise is broken."""
    return may_steer(by, posting, "close", at)


def may_moderate(by: Member, posting: Posting, operation: str, reason: str) -> Ruling:
    """An operator acts on somebody else's posting, with a reason."""
    return members.is_operator(by) and is_project(posting) and _moderates(by, posting, operation, reason)


def _moderates(by: Member, posting: Posting, operation: str, reason: str) -> Ruling:
    named = rule(bool(reason.strip()), "text_missing", field="reason")
    others = rule(not by.acts_for(posting.client), "moderates_own")
    return others and in_state(posting, operation) and named


def may_apply(by: Member, posting: Posting, at: datetime) -> Ruling:
    """The posting is open to this member today."""
    return takes_applications(posting, at) and rule(not by.acts_for(posting.client), "own_posting")


def is_here(worker: Party) -> Ruling:
    """The worker hasn't left."""
    return rule(worker.left_at is None, "not_yours")


def takes_applications(posting: Posting, at: datetime) -> Ruling:
    """The posting is open to anybody today."""
    is_open = rule(posting.state == PostingState.OPEN, "posting_not_open")
    return is_project(posting) and is_open and before_last_day(posting, at)


def before_last_day(posting: Posting, at: datetime) -> Ruling:
    """The last day for applications isn't over."""
    open_today = posting.apply_until is not None and day_in_tokyo(at) <= posting.apply_until
    return rule(open_today, "applications_over")


def has_not_applied(worker: Party, posting: Posting) -> Ruling:
    """One application for each worker; who withdrew hers may come again."""
    applications = Application.objects.filter(posting=posting, worker=worker)
    standing = applications.exclude(state=ApplicationState.WITHDRAWN)
    return rule(not standing.exists(), "already_applied")


def within_quota(worker: Party) -> Ruling:
    """Who waits for many answers already waits for some of them first."""
    most = settings.OPEN_APPLICATIONS_MOST
    waiting = Application.objects.filter(worker=worker, state__in=sorted(APPLICATION.open)).count()
    return rule(waiting < most, "too_many_applications", most=most)


def is_price(price: int) -> Ruling:
    """An amount that a contract may carry."""
    return rule(0 < price <= MOST, "number_out_of_range", field="price", least=1, most=MOST)


def may_withdraw(by: Member, application: Application, at: datetime) -> Ruling:
    """The applicant takes back in time what has no offer; one that has is first declined there."""
    return (
        is_worker(by, application)
        and rule(application.state != ApplicationState.OFFERED, "offer_waits")
        and rule(application.state != ApplicationState.IN_TRIAL, "on_trial")
        and application_in_state(application, "withdraw")
        and decision_in_time(application.posting, at)
    )


def may_decline(by: Member, application: Application, reason: str, at: datetime) -> Ruling:
    """The client declines in time, with a reason; *filled* is no choice, it comes by itself."""
    return (
        is_client(by, application.posting)
        and application_in_state(application, "decline")
        and decision_in_time(application.posting, at)
        and may_name(reason)
    )


def may_name(reason: str) -> Ruling:
    """A reason for which a client may decline; that others got the places is said by itself."""
    chosen = {str(reason) for reason in DeclineReason} - {DeclineReason.FILLED, DeclineReason.CANCELLED}
    return rule(reason in chosen, "choice_unknown", field="reason")


def may_take_place(by: Member, application: Application, at: datetime) -> Ruling:
    """The client decides in time for one who waits; for one on trial its own clock tells the time."""
    posting = application.posting
    on_trial = application.state == ApplicationState.IN_TRIAL
    return (
        is_client(by, posting)
        and application_in_state(application, "take_place")
        and rule(posting.state in (_HIRES_TRIED if on_trial else _DECIDES), "wrong_state")
        and (ALLOWED if on_trial else decision_in_time(posting, at))
    )


def may_put_on_trial(by: Member, application: Application, at: datetime) -> Ruling:
    """The client, in time, one who waits."""
    posting = application.posting
    return (
        is_client(by, posting)
        and application_in_state(application, "put_on_trial")
        and rule(posting.state in _DECIDES, "wrong_state")
        and decision_in_time(posting, at)
    )


def may_settle(application: Application) -> Ruling:
    """The place is kept for her, and operators don't stop what she would agree to."""
    return application_in_state(application, "settle") and is_not_stopped(application.posting)


def is_not_stopped(posting: Posting) -> Ruling:
    """No operator has stopped it, or they have let it go on; whatever else ended it meanwhile."""
    return rule(posting.suspended_at is None, "posting_stopped")


def is_task(posting: Posting) -> Ruling:
    """The posting is a batch's."""
    return rule(posting.format == Format.TASK, "not_a_task_posting")


def is_owned(posting: Posting) -> Ruling:
    """The posting is a batch's or a contest's."""
    return rule(posting.format != Format.PROJECT, "not_an_owned_posting")


def is_contest(posting: Posting) -> Ruling:
    """The posting is a contest's."""
    return rule(posting.format == Format.CONTEST, "not_a_contest_posting")


def is_stated(posting: Posting) -> Ruling:
    """It says what every posting must."""
    return next(owned_failings(posting), ALLOWED)


def may_write_owned(by: Member, posting: Posting) -> Ruling:
    """The client's batch or contest writes its draft."""
    return is_client(by, posting) and is_owned(posting) and is_draft(posting)


def may_move_owned(by: Member | None, posting: Posting, operation: str) -> Ruling:
    """Its batch or contest moves a posting, by its client's hand or, without one, by itself."""
    own = ALLOWED if by is None else is_client(by, posting)
    return own and is_owned(posting) and in_state(posting, operation)


def may_moderate_owned(by: Member, posting: Posting, operation: str, reason: str) -> Ruling:
    """An operator acts on somebody else's batch or contest, with a reason."""
    return members.is_operator(by) and is_owned(posting) and _moderates(by, posting, operation, reason)


def task_publishable(posting: Posting, *, places: int, closes_on: date, at: datetime) -> Ruling:
    """It says what every posting must, for so many answers and until a day that is not far."""
    return is_stated(posting) and places_within(places) and closes_in_time(closes_on, at)


def places_within(places: int) -> Ruling:
    """So many answers can be asked for."""
    fits = 1 <= places <= TASK_PLACES_MOST
    return rule(fits, "number_out_of_range", field="places", least=1, most=TASK_PLACES_MOST)


def closes_in_time(closes_on: date, at: datetime) -> Ruling:
    """It closes today at the earliest, and not too far away."""
    today = day_in_tokyo(at)
    return rule(closes_on >= today, "date_past", field="closes_on") and rule(
        closes_on <= today + timedelta(days=TASK_DAYS_MOST),
        "closes_far",
        field="closes_on",
        most=TASK_DAYS_MOST,
    )


def keeps(by: Member, criteria: Criteria) -> Ruling:
    """The criteria are the member's own; for anybody else there are none."""
    return rule(criteria.member_id == by.pk, "not_found")


def asks_something(filters: Filters) -> Ruling:
    """Something is asked for beside an order."""
    asked = replace(filters, sort=Sort.NEWEST, unproven=False)
    return rule(asked != Filters(), "criteria_empty", field="filters")


def has_room(numbers: Collection[int]) -> Ruling:
    """A member may keep ten."""
    return rule(len(numbers) < CRITERIA_MOST, "criteria_full", most=CRITERIA_MOST)


def name_is_free(by: Member, name: str, but: Criteria | None = None) -> Ruling:
    """No other criteria of hers have that name."""
    same = Criteria.objects.filter(member=by, name=name).first()
    return rule(same is None or same == but, "criteria_name_taken", field="name")
