"""What every offer is made of, with a posting or without one.

Called by the operations of this room, inside their transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.texts import clean
from mikiwame.market.contracts import events, limits, queries, rules
from mikiwame.market.contracts.models import Offer
from mikiwame.market.hiring.models import Application
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.terms import operations as sheets
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.contact import stays_inside
from mikiwame.market.terms.lines import Part
from mikiwame.market.terms.models import Sheet
from mikiwame.market.terms.rules import agreeable
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind


def to_applicant(application: Application, *, at: datetime) -> Offer:
    """An offer in the making, about what was posted."""
    posting = application.posting
    return Offer(
        application=application,
        client=posting.client,
        worker=application.worker,
        title=posting.title,
        category=posting.category,
        conversation=application.conversation,
        base=posting.sheet,
        made_at=at,
        state_since=at,
    )


def written(made: Offer, values: Mapping[str, Any], parts: Sequence[Part] | None, *, at: datetime) -> Sheet:
    """The sheet of an offer, frozen: its base but for these values; ``parts`` None: those of the base."""
    sheet = sheets.copy(made.base, subject=made.key, at=at, **_with_promise(made, values))
    if parts is not None:
        sheet = sheets.write_milestones(sheet, parts)
    require(agreeable(sheet, at) and rules.is_due_some_day(sheet))
    require(rules.keeps_promise(made, sheet))
    require(rules.leaves_time_to_answer(sheet, at))
    # The earlier contract of a direct offer may name contacts: its money was held when they were written.
    require(stays_inside(sheet, None if made.is_direct else made.base))
    return sheets.freeze(sheet, at=at)


def _with_promise(made: Offer, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is written; where nothing is said of a standby fee, the one that is promised at such a reward."""
    basis = values.get("reward_basis", made.base.reward_basis)
    reward = values.get("reward", made.base.reward)
    return {"standby_fee": queries.promised_to_wait(made.base, basis, reward), **values}


def worded(message: str) -> str:
    """What is said with an offer; raises Refused where it leads around the marketplace."""
    said = clean(message, most=3_000, field="message")
    require(contact.text_inside("message", said))
    return said


def put(made: Offer, message: str, *, at: datetime) -> None:
    """An offer with its terms is put before the worker: it is her turn."""
    made.message = worded(message)
    made.until = _ask_worker(made, at=at)
    made.save(force_insert=True)


def _ask_worker(made: Offer, *, at: datetime) -> datetime:
    """Returns until when she may accept: never behind the first day by which its work is awaited.

    Where her clock is known to stand still before that day, no such offer is made: raises Refused.
    """
    turn = turns.open_turn(
        TurnKind.OFFER,
        made.key,
        whose=made.worker,
        waiting=made.client,
        title=made.title,
        page=made.key,
        since=at,
        until=limits.for_offer(None, at),
    )
    usual, awaited = turn.until, terms.first_limit(made.sheet)
    if awaited is None or usual <= limits.before(awaited):
        return usual
    turn = turns.move_limit(TurnKind.OFFER, made.key, until=limits.before(awaited), at=at)
    paused = turn.until - turn.since - turn.running
    require(rules.is_awake_until_its_day(made.sheet, paused, usual - at))
    return turn.until


def put_apart(made: Offer, message: str, *, by: Member, at: datetime) -> None:
    """The same of an offer that is talked of by itself: nothing in it is worse than what was posted."""
    made.conversation = messaging.open_conversation(
        made.key, title=made.title, client=made.client, worker=made.worker, at=at
    )
    put(made, message, at=at)
    record(made_fact(made, worsens=()), by=by.key, at=at)


def made_fact(made: Offer, worsens: Sequence[str]) -> events.OfferMade:
    """The fact of an offer that was put before the worker."""
    amount = terms.total(made.sheet)
    return events.OfferMade(
        subject=made.key,
        amount=amount,
        per=terms.paid_per(made.sheet),
        until=made.until,
        worsens=[*worsens],
        **made.sides,
    )
