"""The evidence of a dispute in the order of time: what was agreed, said, handed over, asked, and paid.

A long contract has thousands of exhibits: one statement reads a page of them, whatever kinds they are of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from itertools import accumulate, pairwise, takewhile
from typing import Any
from uuid import UUID

from django.db.models import Count, F, JSONField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject

from mikiwame.core.ids import key
from mikiwame.market.escrow.models import Deposit, Hold
from mikiwame.market.history.models import Fact
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.messaging.models import Attachment, Message, Summary
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change

from . import events
from .models import (
    ChangeRequest,
    Contract,
    Delivery,
    Dispute,
    Milestone,
    Period,
    StatementLine,
    TermsNotice,
)
from .states import DISPUTE

A_PAGE = 50


class Kind(StrEnum):
    """What an exhibit is."""

    TERMS = "terms"
    MESSAGE = "message"
    SUMMARY = "summary"
    DELIVERY = "delivery"
    CHANGES = "changes"
    MONEY = "money"
    FILE = "file"
    COURSE = "course"


@dataclass(frozen=True)
class Exhibit:
    """One piece of evidence.

    ``title``: the part of a delivery, the term of changes that were asked for, the number of a version of the
    terms, the state of a summary, the kind of a fact; ``data``: the answer to a summary, the
    values of a fact; ``changes`` are what a version words otherwise; ``lines`` the entries of hours that
    were handed in, or that are to be changed.
    """

    at: datetime
    kind: Kind
    id: UUID
    who: str
    title: str
    text: str
    data: dict[str, Any] | None
    files: Sequence[Attachment] = ()
    changes: Sequence[Change] = ()
    lines: Sequence[StatementLine] = ()

    @property
    def states_hours(self) -> bool:
        """Whether it is a statement of hours, whose text says no more than its entries."""
        return self.kind == Kind.DELIVERY and bool(self.lines)


@dataclass(frozen=True)
class Page:
    """Some exhibits; ``number`` is counted from 1, ``counts`` are of all, by kind."""

    exhibits: list[Exhibit]
    number: int
    pages: int
    counts: dict[Kind, int]


def page(dispute: Dispute, *, kind: Kind | None = None, number: int = 1) -> Page:
    """A page of the evidence, of one kind where one is named; beyond the last page it is that one."""
    counts = count(dispute)
    pages = max(-(-sum(counts[each] for each in Kind if kind in (None, each)) // A_PAGE), 1)
    number = min(max(number, 1), pages)
    rows = _united(dispute, kind).order_by("moment", "what", "one")
    shown = rows[(number - 1) * A_PAGE : number * A_PAGE]
    return Page(_read(dispute, shown), number, pages, counts)


def newest(dispute: Dispute, most: int, letters: int) -> list[Exhibit]:
    """The newest exhibits, at most so many and with so many letters between them, in the order of time."""
    found = _read(dispute, _united(dispute, None).order_by("-moment", "-what", "-one")[:most])
    so_far = accumulate(map(_letters, found))
    fitting = sum(1 for _ in takewhile(lambda total: total <= letters, so_far))
    return found[: max(fitting, 1)][::-1]


def _letters(exhibit: Exhibit) -> int:
    """About as many letters as an exhibit takes in a document: its words, what changed, its files."""
    changed = sum(len(str(change.old)) + len(str(change.new)) for change in exhibit.changes)
    return len(exhibit.text) + len(str(exhibit.data or "")) + changed + 100 * len(exhibit.files)


def count(dispute: Dispute) -> dict[Kind, int]:
    """How many exhibits there are of each kind."""
    each = [
        rows.order_by().annotate(what=Value(str(kind))).values("what").annotate(number=Count("pk"))
        for kind, rows, _ in _sources(dispute)
    ]
    found = {row["what"]: row["number"] for row in each[0].union(*each[1:], all=True)}
    return {kind: found.get(kind, 0) for kind in Kind}


_NOTHING = Value("", output_field=TextField())
_Columns = tuple[Any, Any, Any, Any, Any]


def _united(dispute: Dispute, kind: Kind | None) -> QuerySet[Any]:
    each = [_columns(own, rows, columns) for own, rows, columns in _sources(dispute) if kind in (None, own)]
    return reduce(lambda united, rows: united.union(rows, all=True), each)


def _columns(kind: Kind, rows: QuerySet[Any], columns: _Columns) -> QuerySet[Any]:
    at, who, title, text, data = columns
    named = rows.order_by().annotate(
        moment=F(at),
        what=Value(str(kind), output_field=TextField()),
        one=F("pk"),
        who=who,
        title_of=title,
        text_of=text,
        values_of=data,
    )
    found: QuerySet[Any] = named.values("moment", "what", "one", "who", "title_of", "text_of", "values_of")
    return found


def _sources(dispute: Dispute) -> Iterator[tuple[Kind, QuerySet[Any], _Columns]]:
    """The same, up to the end of the dispute: what is said and done afterwards is nobody else's business."""
    over = dispute.state in DISPUTE.final
    for kind, rows, columns in _all(dispute):
        yield kind, rows.filter(**{f"{columns[0]}__lte": dispute.state_since}) if over else rows, columns


def _all(dispute: Dispute) -> Iterator[tuple[Kind, QuerySet[Any], _Columns]]:
    """Of each kind the rows, and of these the time, the author, the title, the text and the values."""
    contract, none = dispute.milestone.contract, Cast(Value(None), JSONField())
    notices = TermsNotice.objects.filter(contract=contract)
    yield Kind.TERMS, notices, ("issued_at", _NOTHING, Cast("number", TextField()), _NOTHING, none)
    messages = Message.objects.filter(conversation=contract.conversation_id)
    yield Kind.MESSAGE, messages, ("sent_at", _text("author__display_name"), _NOTHING, _text("text"), none)
    summaries = Summary.objects.filter(conversation=contract.conversation_id)
    said = Cast("state", TextField())
    answer = JSONObject(words="words")
    yield Kind.SUMMARY, summaries, ("pasted_at", _text("author__display_name"), said, _text("text"), answer)
    handed_over = Delivery.objects.filter(milestone__contract=contract)
    title = Concat(
        _text("milestone__title"), Value(" "), Cast("number", TextField()), output_field=TextField()
    )
    yield Kind.DELIVERY, handed_over, ("delivered_at", _NOTHING, title, _text("note"), none)
    asked = ChangeRequest.objects.filter(delivery__milestone__contract=contract)
    yield Kind.CHANGES, asked, ("requested_at", _NOTHING, _text("term"), _text("reason"), none)
    fact = ("at", _NOTHING, _text("kind"), _NOTHING, F("data"))
    yield Kind.MONEY, _money(contract), fact
    files = Attachment.objects.filter(subject=dispute.key)
    yield Kind.FILE, files, ("uploaded_at", _text("owner__display_name"), _NOTHING, _NOTHING, none)
    yield Kind.COURSE, Fact.objects.filter(subject=contract.key, kind__in=COURSE), fact


def _text(column: str) -> Cast:
    return Cast(column, TextField())


def _money(contract: Contract) -> QuerySet[Fact]:
    """What happened to the deposits and holds of the contract's parts, or of its weeks and months."""
    paid = [_keys(model, contract=contract) for model in (Milestone, Period)]
    deposits = Deposit.objects.filter(purpose__in=paid[0].union(paid[1]))
    subjects = _keys(Deposit, pk__in=deposits.values("pk")).union(
        _keys(Hold, deposit__in=deposits.values("pk"))
    )
    return Fact.objects.filter(subject__in=subjects)


def _keys(model: type[Any], **wanted: Any) -> QuerySet[Any]:
    """The keys of some things, for a statement to look among."""
    named = Concat(Value(f"{model.KIND}:"), Cast("pk", TextField()), output_field=TextField())
    rows: QuerySet[Any] = model.objects.filter(**wanted).order_by()
    found: QuerySet[Any] = rows.annotate(key_of=named).values("key_of")
    return found


COURSE = [
    happened.kind
    for happened in (
        events.DisputeOpened,
        events.DisputeAnswered,
        events.DisputeUnanswered,
        events.DisputeLate,
        events.DisputeDecided,
        events.RulingAccepted,
        events.RulingAppealed,
        events.DisputeReviewed,
        events.DisputeUnreviewed,
        events.DisputeSettled,
        events.SettlementProposed,
        events.SettlementRefused,
        events.SettlementWithdrawn,
        events.SettlementLapsed,
        events.DisputeAgreed,
    )
]

_CARRIERS = {Kind.MESSAGE: Message.KIND, Kind.DELIVERY: Delivery.KIND}


def _read(dispute: Dispute, rows: Any) -> list[Exhibit]:
    found = list(rows)
    subjects = {
        row["one"]: key(_CARRIERS[Kind(row["what"])], row["one"]) for row in found if row["what"] in _CARRIERS
    }
    files = messaging.attachments_of([*subjects.values(), dispute.key])
    own = {file.pk: [file] for file in files[dispute.key]}
    versions = [row for row in found if row["what"] == Kind.TERMS and row["title_of"] != "1"]
    changed = _changes(dispute.milestone.contract) if versions else {}
    lines = _lines(row["one"] for row in found if row["what"] in _WITH_LINES)
    return [
        Exhibit(
            at=row["moment"],
            kind=Kind(row["what"]),
            id=row["one"],
            who=row["who"],
            title=row["title_of"],
            text=row["text_of"],
            data=row["values_of"],
            files=own.get(row["one"], files.get(subjects.get(row["one"], ""), [])),
            changes=changed.get(row["one"], ()),
            lines=lines.get(row["one"], ()),
        )
        for row in found
    ]


_WITH_LINES = {Kind.DELIVERY, Kind.CHANGES}


def _lines(carriers: Iterable[UUID]) -> dict[UUID, list[StatementLine]]:
    """The entries of statements of hours, and those that were named where changes were asked for."""
    wanted, found = list(carriers), defaultdict[UUID, list[StatementLine]](list)
    of_these = Q(delivery__in=wanted) | Q(change_request__in=wanted)
    lines = StatementLine.objects.filter(of_these).order_by("number") if wanted else ()
    for line in lines:
        found[line.delivery_id].append(line)
        if line.change_request_id:
            found[line.change_request_id].append(line)
    return found


def _changes(contract: Contract) -> dict[Any, list[Change]]:
    """What each agreed version of the terms worded otherwise than the one before."""
    agreed = TermsNotice.objects.filter(contract=contract).select_related("sheet").order_by("number")
    sheets = [notice.sheet for notice in agreed.defer("html").prefetch_related("sheet__milestones")]
    return {after.pk: terms.difference(before, after) for before, after in pairwise(sheets)}
