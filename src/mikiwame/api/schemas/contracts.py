"""Offers, contracts and everything that happens within them, as they travel."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool

from mikiwame.api.gathering import said_of
from mikiwame.api.paging import Page
from mikiwame.api.wire import Day, Sent, maybe_empty, text
from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.terms import Term
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.states import (
    BreakState,
    CancellationState,
    ContractState,
    Lamp,
    LampReason,
    MilestoneState,
    OfferKind,
    OfferState,
    PeriodState,
    StandbyState,
)
from mikiwame.market.paperwork import queries as paperwork
from mikiwame.market.terms import queries as terms

from .members import PartyRef
from .messaging import File, files_of
from .terms import TERMS, PartSent, Terms, TermsSent, parts_in


class OfferSent(Sent):
    """The posting's terms at the applicant's price, with these changes, divided into these parts."""

    changes: TermsSent = TermsSent()
    parts: Annotated[
        list[PartSent] | None, Field(max_length=50, description="Null: the posting's; empty: it is one part.")
    ] = None
    message: Annotated[str, maybe_empty(3_000)] = ""

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of the operation."""
        changes = self.changes.model_dump(exclude_unset=True)
        parts = None if self.parts is None else parts_in(self.parts)
        return {"changes": changes, "parts": parts, "message": self.message}


class DirectOfferSent(OfferSent):
    """The terms of the earlier contract without its days, with these changes, divided into these parts."""

    title: Annotated[str, maybe_empty(120)] = ""
    category: Annotated[str, Field(max_length=60, description="A slug; empty: as before.")] = ""
    parts: Annotated[
        list[PartSent] | None, Field(max_length=50, description="Null or empty: it is one part.")
    ] = None

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of the operation."""
        said = {"title": self.title, "category": self.category}
        about = {name: value for name, value in said.items() if value}
        sent = super().values()
        return sent | {"about": about, "parts": sent["parts"] or []}


PLACES = {name: f"changes.{name}" for name in TERMS} | {"milestones": "parts"}
"""Where the fields of an offer stand in what was sent."""


class NoteSent(Sent):
    """A few words to the other side, or none."""

    note: Annotated[str, maybe_empty(1_000)] = ""


class ReasonSent(Sent):
    """Why; the other side reads it."""

    reason: Annotated[str, text(1_000)]


class MaybeReasonSent(Sent):
    """Why, for who wants to say it."""

    reason: Annotated[str, maybe_empty(1_000)] = ""


class ChangesAskedSent(Sent):
    """Which term a delivery doesn't meet, and how."""

    term: Term
    reason: Annotated[str, text(3_000)]
    lines: Annotated[
        list[UUID],
        Field(max_length=60, description="By the hour: the lines of the latest statement that are doubted."),
    ] = []


class DeliverySent(Sent):
    """What is said of the work that is handed over."""

    note: Annotated[str, text(5_000)]


class AgreeSent(Sent):
    """Whether the other side agrees to part."""

    agree: StrictBool


class BreakSent(Sent):
    """Days on which nothing is due, if the other side agrees; one day is the first and the last."""

    first: Day
    last: Day
    reason: Annotated[str, maybe_empty(1_000)] = ""


class EndingNoticeSent(Sent):
    """The last day of work that goes on, and why it ends, for who wants to say it."""

    last: Day
    reason: Annotated[str, maybe_empty(1_000)] = ""


class OfferRef(Schema):
    """An offer in a list."""

    id: UUID
    title: str
    state: OfferState
    state_since: datetime
    purpose: Annotated[OfferKind, Field(description="The work itself, or a trial before the client decides.")]
    application: Annotated[UUID | None, Field(description="Null: it came without a posting.")]
    after: Annotated[UUID | None, Field(description="The earlier contract, of such an offer.")]
    client: PartyRef
    worker: PartyRef
    made_at: datetime
    until: datetime

    @staticmethod
    def resolve_application(offer: Any) -> UUID | None:
        return offer.application_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_after(offer: Any) -> UUID | None:
        return getattr(offer.earlier, "pk", None)


class Change(Schema):
    """A line of the terms that the offer words differently from the posting, or the earlier contract."""

    term: Term
    worsens_for_worker: Annotated[bool | None, Field(description="null: only she can judge.")]


class Offer(OfferRef):
    """An offer: these terms, if the worker accepts in time."""

    message: str
    decline_note: str
    terms: Terms
    changes: list[Change]
    amount: Annotated[int, Field(description="Gross, in yen.")]
    contract: UUID | None

    @staticmethod
    def resolve_terms(offer: Any) -> object:
        return offer.sheet

    @staticmethod
    def resolve_changes(offer: Any) -> object:
        return queries.changes_of(offer)

    @staticmethod
    def resolve_amount(offer: Any) -> int:
        return terms.total(offer.sheet)

    @staticmethod
    def resolve_contract(offer: Any) -> UUID | None:
        return getattr(getattr(offer, "contract", None), "pk", None)


class Offers(Page[OfferRef]):
    """A page of the offers that the member made or got."""


class PastWorker(Schema):
    """Somebody whom the member has paid before, and the last contract that paid her."""

    worker: PartyRef
    contract: UUID
    title: str
    agreed_at: datetime
    waiting_offer: Annotated[UUID | None, Field(description="A direct offer that waits for her answer.")]

    @staticmethod
    def resolve_contract(contract: Any) -> UUID:
        return contract.pk  # type: ignore[no-any-return]

    @staticmethod
    def resolve_waiting_offer(contract: Any) -> UUID | None:
        return contract.asked  # type: ignore[no-any-return]


class PastWorkers(Page[PastWorker]):
    """A page of those whom the member has paid before."""


class Light(Schema):
    """The start lamp: red, don't work yet; amber, wait for the start; green, work; off, nothing to do."""

    lamp: Lamp
    reason: LampReason


class Milestone(Schema):
    """One part of a contract's work with its own money, gross, in yen."""

    id: UUID
    number: int
    title: str
    state: MilestoneState
    state_since: datetime
    amount: int
    due: date
    postponed: Annotated[int, Field(description="Days that the due date moved: the worker had to wait.")]
    accepted_at: datetime | None


class Period(Schema):
    """A week or a month of deliveries in work that goes on, paid ahead in one; gross, in yen."""

    id: UUID
    number: int
    state: PeriodState
    state_since: datetime
    first: date
    last: date
    amount: int
    funded_at: datetime | None


class Periods(Page[Period]):
    """A page of a contract's weeks or months."""


class PeriodWhole(Period):
    """A week or a month with its deliveries."""

    contract: UUID
    milestones: list[Milestone]

    @staticmethod
    def resolve_contract(period: Any) -> UUID:
        return period.contract_id  # type: ignore[no-any-return]


class Break(Schema):
    """Days off in work that goes on."""

    id: UUID
    contract: UUID
    state: BreakState
    state_since: datetime
    first: date
    last: date
    proposed_by: UUID
    reason: str
    proposed_at: datetime

    @staticmethod
    def resolve_contract(proposed: Any) -> UUID:
        return proposed.contract_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_proposed_by(proposed: Any) -> UUID:
        return proposed.proposed_by_id  # type: ignore[no-any-return]


class EndingNotice(Schema):
    """A notice that work that goes on ends with a day."""

    id: UUID
    contract: UUID
    given_by: UUID
    last: date
    reason: str
    given_at: datetime
    asked_at: datetime | None

    @staticmethod
    def resolve_contract(notice: Any) -> UUID:
        return notice.contract_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_given_by(notice: Any) -> UUID:
        return notice.given_by_id  # type: ignore[no-any-return]


class StandbyFee(Schema):
    """What the client owes the worker, because the contract ended for want of its first money."""

    id: UUID
    contract: UUID
    state: StandbyState
    state_since: datetime
    amount: Annotated[int, Field(description="Gross, in yen.")]
    owed_at: datetime
    until: Annotated[
        datetime | None, Field(description="Until when it is to be paid, or the client is reminded again.")
    ]
    late: Annotated[bool, Field(description="While it is, its client sets nothing new about with others.")]

    @staticmethod
    def resolve_contract(fee: Any) -> UUID:
        return fee.contract_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_until(fee: Any) -> datetime | None:
        return queries.standby_limit(fee)

    @staticmethod
    def resolve_late(fee: Any) -> bool:
        return fee.state == StandbyState.OWED and queries.is_late(fee, at=clock.now())


class ContractRef(Schema):
    """A contract in a list."""

    id: UUID
    title: str
    state: ContractState
    state_since: datetime
    client: PartyRef
    worker: PartyRef
    agreed_at: datetime
    ended_at: datetime | None
    ending: str
    lamp: Light

    @staticmethod
    def resolve_lamp(contract: Any) -> object:
        return queries.light(contract, day_in_tokyo(clock.now()))


class Contract(ContractRef):
    """What a client and a worker agreed to, and how far it has come."""

    offer: UUID
    conversation: UUID
    withholds_tax: bool
    starts_on: Annotated[date | None, Field(description="null: the start's condition isn't met yet.")]
    started_at: datetime | None
    ended_reason: str
    terms: Terms
    ends_on: Annotated[date | None, Field(description="The last day of work that goes on, once it is known.")]
    milestones: Annotated[
        list[Milestone], Field(description="All parts; of work that goes on, the deliveries that are open.")
    ]
    cancellation: Annotated[UUID | None, Field(description="The proposal to part that is open.")]
    amendment: Annotated[UUID | None, Field(description="The proposal to change terms that is open.")]
    left_at: Annotated[
        datetime | None, Field(description="When the worker left without fault; work is still inspected.")
    ]
    dispute: UUID | None
    standby_fee: StandbyFee | None
    trial: Annotated[UUID | None, Field(description="Of a trial: the decision that follows it.")]

    @staticmethod
    def resolve_trial(contract: Any) -> UUID | None:
        return getattr(queries.trial_of(contract), "pk", None)

    @staticmethod
    def resolve_standby_fee(contract: Any) -> object:
        return queries.standby_fee_of(contract)

    @staticmethod
    def resolve_offer(contract: Any) -> UUID:
        return contract.offer_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_conversation(contract: Any) -> UUID:
        return contract.conversation_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_terms(contract: Any) -> object:
        return contract.sheet

    @staticmethod
    def resolve_milestones(contract: Any) -> object:
        return queries.milestones(contract)

    @staticmethod
    def resolve_cancellation(contract: Any) -> UUID | None:
        return getattr(queries.open_cancellation(contract), "pk", None)

    @staticmethod
    def resolve_amendment(contract: Any) -> UUID | None:
        return getattr(queries.open_amendment(contract), "pk", None)

    @staticmethod
    def resolve_dispute(contract: Any) -> UUID | None:
        return getattr(queries.dispute_of(contract), "pk", None)


class Contracts(Page[ContractRef]):
    """A page of the member's contracts."""


class TermsNotice(Schema):
    """The terms notice (取引条件明示書) of a version of the terms, as both sides received it."""

    number: Annotated[int, Field(description="The version that both agreed to; the first is 1.")]
    html: str
    sha256: Annotated[str, Field(description="Of the HTML in UTF-8, in hexadecimal.")]
    pdf_sha256: Annotated[
        str | None, Field(description="Of the PDF in hexadecimal; null for the moment until it is printed.")
    ]
    issued_at: datetime

    @staticmethod
    def resolve_sha256(notice: Any) -> str:
        return bytes(notice.sha256).hex()

    @staticmethod
    def resolve_pdf_sha256(notice: Any) -> str | None:
        printed: str | None = said_of(notice, "printed", prints_of)
        return printed


def prints_of(notices: list[Any]) -> dict[UUID, str]:
    """The SHA-256 of the PDFs of notices, of those that were made, by identifier."""
    found = paperwork.fingerprints_of(notices)
    return {one.pk: found[bytes(one.sha256)] for one in notices if bytes(one.sha256) in found}


class Happening(Schema):
    """A fact of a contract's history."""

    kind: str
    at: datetime
    by: Annotated[str | None, Field(description="Who did it, as a key; null: a clock did.")]
    data: dict[str, Any]


class ChangesAsked(Schema):
    """What the client asked to change, and by which term."""

    term: Term
    reason: str
    requested_at: datetime


class Delivery(Schema):
    """What was handed over."""

    id: UUID
    milestone: UUID
    number: int
    note: str
    delivered_at: datetime
    files: list[File]
    change_request: ChangesAsked | None

    @staticmethod
    def resolve_milestone(delivery: Any) -> UUID:
        return delivery.milestone_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_files(delivery: Any) -> object:
        return list(said_of(delivery, "files", files_of))

    @staticmethod
    def resolve_change_request(delivery: Any) -> object:
        return getattr(delivery, "change_request", None)


class Cancellation(Schema):
    """A proposal to part: if the other side agrees, all held money goes back to the client."""

    id: UUID
    contract: UUID
    state: CancellationState
    proposed_by: PartyRef
    reason: str
    proposed_at: datetime
    until: datetime

    @staticmethod
    def resolve_contract(proposal: Any) -> UUID:
        return proposal.contract_id  # type: ignore[no-any-return]
