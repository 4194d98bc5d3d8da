"""What the pages of a client's batches show: what is missing, what it costs, what it pays an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.urls import reverse

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import id_of
from mikiwame.core.money import Split, split
from mikiwame.core.tax import withholding
from mikiwame.discernment.rates import wages
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import MinimumWage
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.taskwork import approving, exams, queries, rules
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.refusals import sentence
from mikiwame.wording.words import WORDS

from .pages import address_of
from .posting_overviews import why_not
from .tasks_form import asked

Shown = dict[str, Any]

AN_HOUR = 3_600
ROWS = 10
"""How many units are shown to judge the others by."""

APPROVAL_FIELDS = ("known", "known_least", "known_percent", "majority", "hours_least")
EDITED_ON = {
    "file": "batch_units",
    "units": "batch_units",
    "form": "batch_form",
    "questions": "batch_form",
    **dict.fromkeys(APPROVAL_FIELDS, "batch_approval"),
    "exam": "batch_exam",
}
"""The page on which a field is mended, where it isn't the first."""

STEPS = {"batch_exam": "batch_admission"}
"""The step to which a page belongs that is none itself."""


@dataclass(frozen=True)
class Pay:
    """What a batch costs and what an answer earns; ``hourly`` and ``enough`` in yen, where it can be said."""

    places: int
    reward: int | None
    each: Split | None
    hourly: int | None
    wage: MinimumWage | None
    relation: Relation | None
    enough: int | None

    @property
    def total(self) -> int | None:
        """What has to be paid in, in yen."""
        return None if self.reward is None else self.places * self.reward

    @property
    def is_low(self) -> bool:
        """Whether an hour comes to less than the minimum wage."""
        return self.relation in {Relation.BELOW, Relation.FAR_BELOW}


def own_page_of(batch: str) -> str:
    """The path of a client's own page about her batch; ``batch`` is its key."""
    return reverse("own_batch", kwargs={"id": id_of(batch)})


def page_of_paid(about: str | None) -> str:
    """The payer's page about what she has paid for; where that is given up, the money's."""
    if about is None:
        return reverse("money")
    return own_page_of(about) if about.startswith("batch:") else address_of(about)


def pay_of(batch: Any, *, at: datetime) -> Pay:
    """The pay that a batch offers, beside the country's minimum wage."""
    reward, seconds = batch.reward, batch.posting.seconds
    wage = wages.minimum_wage(on=day_in_tokyo(at))
    hourly = reward * AN_HOUR // seconds if reward and seconds else None
    return Pay(
        places=rules.places_of(batch),
        reward=reward,
        each=_each(batch, reward, at=at) if reward else None,
        hourly=hourly,
        wage=wage,
        relation=wages.wage_relation(hourly, hourly, wage) if hourly is not None and wage else None,
        enough=ceil(wage.yen * seconds / AN_HOUR) if wage and seconds else None,
    )


def draft_shown(batch: Any, *, at: datetime, questions: Any = None) -> Shown:
    """A draft on any of its pages: what it lacks, each in words and with the page where it is mended."""
    queries.read_along(batch)
    missing = [
        (EDITED_ON.get(str(ruling.field), "edit_batch"), ruling.field, why_not(ruling))
        for ruling in queries.missing(batch, at, questions)
    ]
    return {
        "batch": batch,
        "missing": missing,
        "lacking": {STEPS.get(page, page) for page, _, _ in missing},
        "steps": WORDS["batch_page"].items(),
        "approval_rules": approving.rules_of(batch),
        "pay": pay_of(batch, at=at),
        "at": at,
    }


def preview_shown(batch: Any, questions: Any) -> Shown:
    """The form as workers will see it for the first unit."""
    units = queries.first_units(batch, 1)
    return {"asked": asked(questions, units[0].columns if units else {}), "version": questions.version}


def units_shown(batch: Any, questions: Any) -> Shown:
    """The first units, their columns, which of them the form quotes, and the right answers that are known."""
    units = queries.first_units(batch, ROWS)
    quoted = questions.placeholders()
    columns = sorted(units[0].columns, key=lambda name: (name not in quoted, name)) if units else []
    known = sorted({name for unit in units for name in unit.known or {}})
    return {
        "rows": [
            [unit.columns.get(name, "") for name in columns]
            + [_in_a_file(unit.known, name) for name in known]
            for unit in units
        ],
        "columns": [(name, name in quoted) for name in columns],
        "known": known,
        "unfilled": sorted(quoted - set(columns)),
    }


def _in_a_file(known: Mapping[str, Any] | None, name: str) -> str:
    """The right answer as a file says it, several choices parted by ``;``."""
    right = (known or {}).get(name, "")
    return ";".join(map(str, right)) if isinstance(right, list) else str(right)


def import_shown(batch: Any) -> Shown:
    """The file that was handed in last: how far it is, what is wrong with it, line by line."""
    last = queries.last_import(batch)
    if last is None:
        return {"import": None}
    refused = last.refused
    return {
        "import": last,
        "is_importing": last.state in queries.IMPORTING,
        "refused": (refused["line"], _said(refused)) if refused else None,
        "bad_lines": [(bad["line"], _said(bad)) for bad in last.bad_lines],
    }


def _said(wrong: dict[str, Any]) -> str:
    return sentence(Refused(wrong["code"], **wrong["context"]))


def own_batch_shown(batch: Any, *, at: datetime) -> Shown:
    """A batch that was paid for: where its places and its money are."""
    places, paid = queries.places_by_state(batch), queries.paid_for(batch)
    return {
        "batch": batch,
        "places": places,
        "held": paid.held,
        "awaited": paid.awaited,
        "topped_up": paid.topped_up,
        "pay": pay_of(batch, at=at),
        "approval_rules": approving.rules_of(batch),
        "until": turns.limit(TurnKind.CLOSING, batch.key),
        "refund": places["free"] * (batch.reward or 0),
        "at": at,
    } | admission_shown(batch)


def admission_shown(batch: Any, questions: Any = None) -> Shown:
    """What a batch asks of its workers, for its client; ``questions`` of a draft, where they are read."""
    admission = exams.admission(batch)
    exam = admission.exam if admission else None
    shown = {"admission": admission, "exam": exam}
    if exam is None:
        return shown
    if exam.frozen_at is None:
        return shown | {"exam_asks": queries.paper(exam, questions).asked}
    asked, *takers = exams.figures(exam)
    return shown | {"exam_asks": asked, "takers": takers}


def top_up_shown(batch: Any, pay: Pay) -> Shown:
    """What an hour comes to now, and for how many answers more would be paid."""
    return {"batch": batch, "pay": pay, "unapproved": queries.unapproved(batch)}


def task_deposit_overview(deposit: Any) -> Shown:
    """A payment for the answers of a batch."""
    batch = queries.batch_of_funding(deposit.purpose)
    if batch is None:
        raise NotFound
    return {
        "deposit": deposit,
        "batch": batch,
        "funding": queries.funding_of(deposit.purpose),
        "sandbox": settings.GATEWAY == "sandbox",
    }


def _each(batch: Any, reward: int, *, at: datetime) -> Split:
    """How one answer's reward is divided, for a worker who isn't new any more."""
    taxed = batch.client.withholds_tax and batch.posting.category and batch.posting.category.withholding
    rate = escrow.fee_rate(at=at).basis_points
    return split(reward, fee_rate=rate, withheld=withholding(reward) if taxed else 0)
