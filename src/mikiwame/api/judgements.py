"""Refused answers: their workers contest and appeal, others who know the work look at them anew."""

from uuid import UUID

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.taskwork import queries
from mikiwame.market.taskwork.operations import contests

from .auth import WORK, Request
from .paging import Slice, page
from .schemas import judgements as schemas
from .schemas.taskwork import TaskAnswer

router = Router(tags=["judgements"])


@router.post("/answers/{answer}/contest", response={201: TaskAnswer}, auth=WORK)
def contest_answer(request: Request, answer: UUID, sent: schemas.ContestSent) -> object:
    """Say why a returned answer is right as it is; it keeps its place, and others look at it anew."""
    own = queries.answer_for(request.user, answer)
    return contests.contest(own, words=sent.words, by=request.user, at=clock.now())


@router.post("/answers/{answer}/appeal", response={201: TaskAnswer}, auth=WORK)
def appeal_answer(request: Request, answer: UUID) -> object:
    """Ask an operator, after others have found against it."""
    own = queries.answer_for(request.user, answer)
    return contests.appeal(own, by=request.user, at=clock.now())


@router.get("/judgements", response=schemas.Cases)
def list_cases(request: Request, part: Query[Slice]) -> object:
    """What the member may look at anew, the newest first; empty without the experience that it takes."""
    return page(queries.to_judge(request.user, at=clock.now()), part)


@router.get("/judgements/{answer}", response=schemas.Case)
def read_case(request: Request, answer: UUID) -> object:
    """What was asked, answered and held against it, without names or others' findings."""
    return queries.judgeable(request.user, answer, at=clock.now())


@router.post("/judgements/{answer}", response={201: schemas.Judgement}, auth=WORK)
def judge_answer(request: Request, answer: UUID, sent: schemas.JudgementSent) -> object:
    """Find for the worker or the client, once and for good; two who agree decide."""
    at = clock.now()
    case = queries.judgeable(request.user, answer, at=at)
    return contests.judge(case, finding=sent.finding, by=request.user, at=at)
