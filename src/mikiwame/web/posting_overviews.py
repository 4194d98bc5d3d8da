"""What the pages of postings and applications show, gathered from the rooms that know it."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mikiwame.core.errors import Ruling, require
from mikiwame.core.money import MOST, Split
from mikiwame.core.terms import Format, Term
from mikiwame.market.contracts.queries import tried_by
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring import rules
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.terms import queries as terms
from mikiwame.refusals import sentence_of

from .acting import MemberRequest, reader_of
from .contest_overviews import contest_offered
from .draft_readings import of_saved
from .reports import of_offer
from .trial_overviews import trial_of_application

Shown = dict[str, Any]


def posting_overview(request: HttpRequest, posting: Any, *, at: datetime) -> Shown:
    """A posting as its reader needs it: what is offered, by whom, and whether she can apply."""
    reader = reader_of(request)
    shown = posting_said(posting, at=at)
    if posting.format == Format.CONTEST:
        return shown | contest_offered(posting, reader, at=at)
    if posting.format == Format.TASK:
        return shown | tasks_offered(posting, reader, at=at)
    if reader is None:
        ruling = rules.takes_applications(posting, at)
        return {**shown, "may_apply": bool(ruling), "why_not": why_not(ruling)}
    if reader.acts_for(posting.client):
        return {**shown, "is_client": True}
    own = hiring.application_to(posting, reader.party)
    ruling = rules.may_apply(reader, posting, at)
    return {
        **shown,
        "application": own,
        "odds": hiring.odds(posting, reader.party) if own or ruling else None,
        "split": arriving(posting, shown["whole"], reader.party, at=at),
        "may_apply": not own and bool(ruling),
        "why_not": why_not(ruling),
    }


def tasks_offered(posting: Any, reader: Any, *, at: datetime) -> Shown:
    """What one answer brings its reader; nobody applies for tasks."""
    if reader is None:
        return {}
    if reader.acts_for(posting.client):
        return {"is_client": True}
    return {"split": arriving(posting, posting.sheet.reward, reader.party, at=at)}


def form_overview(request: MemberRequest, posting: Any, *, at: datetime) -> Shown:
    """The posting beside the form of an application to it; also whether there is room for one more.

    Raises Refused("task_posting"): nobody applies for tasks.
    """
    require(rules.is_project(posting))
    shown = posting_overview(request, posting, at=at)
    ruling = rules.within_quota(request.user.party)
    return shown if ruling else {**shown, "may_apply": False, "why_not": why_not(ruling)}


def posting_said(posting: Any, *, at: datetime) -> Shown:
    """What a posting says, to whomever."""
    stated, requirements = terms.stated(posting.sheet), list(posting.requirements.all())
    return offered(posting, at=at) | {
        "stated": stated,
        "gaps": [term for term in unstated(stated) if term != Term.REQUIREMENTS or not requirements],
        "whole": terms.priced(posting.sheet),
        "requirements": requirements,
        "questions": list(posting.questions.all()),
        "files": SimpleLazyObject(partial(messaging.attachments, posting.key)),  # not every page lists them
        "applied": posting.applied,
    }


def offered(posting: Any, *, at: datetime) -> Shown:
    """Who offers work, and what is known of her and her words."""
    standing = posting.client.standing
    return {
        "posting": posting,
        "standing": standing,
        "report": SimpleLazyObject(partial(of_offer, posting, at=at)),  # an application's page shows none
        "stars": standing.review_stars / standing.review_count if standing.review_count else None,
        "at": at,
    }


def arriving(posting: Any, gross: int | None, worker: Any, *, at: datetime) -> Split | None:
    """What would arrive of the whole reward; None while that is open."""
    if gross is None or gross > MOST:
        return None
    taxed = hiring.withholds_tax(posting.client, posting.category, worker)
    return escrow.preview(gross, worker=worker, withholds_tax=taxed, at=at)


def unstated(stated: Any) -> list[Term]:
    """The terms that a sheet leaves open, as far as somebody could miss them."""
    needless = {Term.PACE} if Term.DEADLINE in stated else {Term.DEADLINE}
    if Term.PACE not in stated:
        needless.add(Term.DURATION)
    return [term for term in Term if term not in stated and term not in needless]


def draft_overview(posting: Any, *, at: datetime) -> Shown:
    """What a draft lacks, each in words and with its field, its files, and how workers will read it."""
    return {
        "posting": posting,
        "missing": [(ruling.field, why_not(ruling)) for ruling in hiring.missing(posting, at=at)],
        "files": messaging.attachments(posting.key),
        "reading": SimpleLazyObject(partial(of_saved, posting)),  # not every answer shows it
        "at": at,
    }


def applicants_overview(request: MemberRequest, id: UUID, *, at: datetime) -> Shown:  # noqa: A002
    """Who applied to the client's posting, in the order that she asks for, and what there is to give."""
    posting, order = hiring.own_posting(request.user, id), request.GET.get("order", "")
    require(rules.is_project(posting))
    places, newcomer_places = hiring.free_places(posting)
    return {
        "posting": posting,
        "applicants": hiring.applicants(posting, order=order),
        "order": order,
        "requirements": list(posting.requirements.all()),
        "places": places,
        "newcomer_places": newcomer_places,
        "decides": bool(rules.decision_in_time(posting, at)),
        "tried": tried_by(posting.client),
        "at": at,
    }


def application_overview(request: MemberRequest, id: UUID, *, at: datetime) -> Shown:  # noqa: A002
    """One application for one of its sides."""
    application = hiring.application_for(request.user, id)
    posting, is_worker = application.posting, request.user.acts_for(application.worker)
    return {
        "application": application,
        "posting": posting,
        "is_worker": is_worker,
        "answers": hiring.answers_of(application),
        "met": hiring.requirements_met(application),
        "files": messaging.attachments(application.key),
        "odds": hiring.odds(posting, application.worker) if is_worker else None,
        "standing": application.worker.standing,
        "decides": not is_worker and bool(rules.decision_in_time(posting, at)),
        "at": at,
        **trial_of_application(request, application, at=at),
    }


def why_not(ruling: Ruling) -> str:
    """A refusal's sentence; the empty string for what is allowed."""
    return sentence_of(ruling)
