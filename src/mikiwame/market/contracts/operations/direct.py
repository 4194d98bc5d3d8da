"""Direct offers (直接の依頼): work for somebody who was paid before, without a posting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from mikiwame.core.errors import require
from mikiwame.core.fields import lock_but_key
from mikiwame.core.operation import operation
from mikiwame.market.contracts import queries, rules
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.hiring.operations import writing
from mikiwame.market.members.models import Member, Party
from mikiwame.market.terms.lines import Part, of_other_work

from . import offering
from .rehearsing import Rehearsal, rehearse

AFRESH: Mapping[str, Any] = {
    "headcount": 1,
    "selection": "",
    "trial_hours": None,
    "deadline": None,
    "start_date": None,
    "start_condition": "",
    "start_latest": None,
}
"""What isn't taken over from the earlier contract: its days are over, and nobody is selected."""


@operation
def offer_directly(
    after: Contract,
    *,
    about: Mapping[str, str],
    changes: Mapping[str, Any],
    parts: Sequence[Part],
    message: str,
    by: Member,
    at: datetime,
) -> Offer:
    """The client offers more work to the worker of a contract: its terms without their days, and changes.

    ``about``: ``title`` and ``category`` (its slug), where they are others than the contract's.
    Raises Refused for terms that nobody can agree to, with their field.
    """
    _lock_both(after)
    require(rules.may_offer_directly(by, after, at))

    made = _in_the_making(after, about, at=at)
    made.sheet = _terms(made, changes, parts, at=at)
    offering.put_apart(made, message, by=by, at=at)
    return made


@operation
def rehearse_direct_offer(
    after: Contract,
    *,
    about: Mapping[str, str],
    changes: Mapping[str, Any],
    parts: Sequence[Part],
    message: str,
    by: Member,
    at: datetime,
) -> Rehearsal:
    """What such an offer would say, for the client to read before she makes it; nothing is kept.

    Raises Refused for terms that nobody can agree to, with their field, and for what may not be said.
    """
    require(rules.may_offer_directly(by, after, at))
    offering.worded(message)
    made = _in_the_making(after, about, at=at)
    write, taxed = partial(_terms, made, changes, parts, at=at), queries.withholds_tax(made)
    said = rehearse(made.base, write, withholds_tax=taxed)
    return replace(said, difference=of_other_work(said.difference))


def _lock_both(after: Contract) -> None:
    """Who leaves offers nothing and is offered nothing meanwhile; of two, the same is locked first by all."""
    locked = {side.pk: lock_but_key(side) for side in sorted((after.client, after.worker), key=_by_key)}
    after.client, after.worker = locked[after.client_id], locked[after.worker_id]


def _by_key(party: Party) -> UUID:
    return party.pk


def _in_the_making(after: Contract, about: Mapping[str, str], *, at: datetime) -> Offer:
    """A direct offer before its terms: what it is called, and what kind of work it is."""
    said = {"title": after.title, "category": after.offer.category_id, **about}
    title, category = (writing.fitting(name, said[name]) for name in ("title", "category"))
    require(rules.is_about(title, category))
    return Offer(
        after=after.offer,
        client=after.client,
        worker=after.worker,
        title=title,
        category=category,
        base=after.sheet,
        made_at=at,
        state_since=at,
    )


def _terms(made: Offer, changes: Mapping[str, Any], parts: Sequence[Part], *, at: datetime) -> Any:
    """The sheet of a direct offer: the contract's, without what belonged to that, with changes, frozen."""
    return offering.written(made, {**AFRESH, **changes}, parts, at=at)
