"""Exams on pages: a client writes one with its answers, a worker takes it and hears how it went."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from django.http import QueryDict

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.taskwork import exams, queries, rules
from mikiwame.market.taskwork.exams import Item, Paper
from mikiwame.market.taskwork.operations import exams as acts
from mikiwame.refusals import sentence

from .acting import MemberRequest
from .answering import Given, given
from .tasks_form import Asked, asked, content_of, failings

Shown = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """A unit of an exam for its client: what is shown and asked, and the right answers."""

    number: int
    shown: list[Asked]
    right: list[Given]


@dataclass
class Sent:
    """The answers with which a client adds a unit, and what is wrong with them."""

    batch: Any
    unit: Any
    content: Mapping[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    refusal: str = ""

    @classmethod
    def of(cls, sent: QueryDict, batch: Any, exam: Any) -> "Sent":
        """What the form says; raises NotFound where there is no such unit."""
        unit = exams.unit_numbered(batch, whole(sent.get("unit", "")))
        if unit is None:
            raise NotFound
        return cls(batch, unit, content_of(exams.markable(queries.questions_of(exam.form)), sent))

    def is_taken(self, *, by: Any, at: datetime) -> bool:
        """Add the unit; False where something doesn't fit, which is told beside its question."""
        try:
            acts.add_exam_unit(self.batch, self.unit.columns, self.content, by=by, at=at)
        except Refused as refusal:
            about = str(refusal.context.get("name", ""))
            if about in self.content:
                self.errors[about] = sentence(refusal)
            else:
                self.refusal = sentence(refusal)
            return False
        return True


def exam_shown(batch: Any, exam: Any, questions: Any, sent: Sent | None, *, skip: str) -> Shown:
    """A draft's own exam as it is written, and the form for one more unit."""
    paper, skipped = queries.paper(exam, questions), whole(skip)
    unit = sent.unit if sent else exams.unit_to_take(batch, exam, skipped)
    questions = exams.markable(questions)
    content = sent.content if sent else (unit.known if unit else None)
    return {
        "exam": exam,
        "paper": paper,
        "written": [_written(item) for item in paper.items],
        "left": rules.EXAM_MOST - paper.asked,
        "unit": unit,
        "asked": asked(questions, unit.columns, content, sent.errors if sent else None) if unit else [],
        "refusal": sent.refusal if sent else "",
        "skipped": skipped + 1,
    }


def _written(item: Item) -> Written:
    every = asked(item.questions, item.columns)
    only_shown = [one for one in every if not one.question.is_asked]
    return Written(item.number, only_shown, given(item.questions, item.columns, item.known))


def taken(request: MemberRequest, batch: Any, paper: Paper, *, at: datetime) -> tuple[Any, Shown]:
    """Take in a whole exam: the attempt, or what its page shows instead where something doesn't fit."""
    content = {item.number: _content(item, request.POST) for item in paper.items}
    errors = {item.number: failings(item.questions, content[item.number]) for item in paper.items}
    if not any(errors.values()):
        return acts.take(batch, whole(request.POST.get("number", "")), content, by=request.user, at=at), {}
    return None, {"units": _units(paper, content, errors), "wrong": True}


def taking_shown(request: MemberRequest, batch: Any, paper: Paper, *, at: datetime) -> Shown:
    """An exam before it is taken, how the last attempt went, and whether there is another."""
    chances = exams.chances(paper.exam, request.user.party, at=at)
    admission = exams.admission(batch)
    qualities = queries.qualities(request.user.party, batch, admission, at=at)
    ruling = rules.may_take(request.user, batch, admission, chances, qualities, at)
    return {
        "batch": batch,
        "paper": paper,
        "chances": chances,
        "may_take": bool(ruling),
        "why_not": "" if ruling else sentence(Refused(str(ruling.code), **ruling.context)),
        "right_least": ceil(paper.exam.pass_least * paper.asked / 100),
        "units": _units(paper, {}, {}),
        "at": at,
    }


def _units(
    paper: Paper, content: Mapping[int, Mapping[str, Any]], errors: Mapping[int, Mapping[str, str]]
) -> list[list[Asked]]:
    return [
        asked(
            item.questions,
            item.columns,
            content.get(item.number),
            errors.get(item.number),
            about=str(item.number),
        )
        for item in paper.items
    ]


def _content(item: Item, sent: QueryDict) -> dict[str, Any]:
    return content_of(item.questions, sent, about=str(item.number))


def whole(said: str) -> int:
    """A number that a form or an address carries along; nought where something else stands there."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 8 else 0
