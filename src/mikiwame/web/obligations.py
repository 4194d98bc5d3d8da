"""What keeps a member from leaving: what others wait for, and money that is not yet where it belongs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mikiwame.market.contests import queries as contests
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.contracts.states import CONTRACT, OFFER
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.states import POSTING, PostingState
from mikiwame.market.members.models import Party


@dataclass(frozen=True)
class Obligation:
    """One kind of thing that has to end first: how many there are, and the page where they are."""

    name: str | Promise
    count: int
    page: str


def obligations_of(party: Party) -> list[Obligation]:
    """What a party has to bring to an end before it can leave; empty when it may."""
    postings = sorted(POSTING.open - {PostingState.DRAFT, PostingState.SUSPENDED})
    money = escrow.balances(party)
    amounts = (money.held, money.earned, money.earned_on_the_way, money.refundable, money.refund_on_the_way)
    agreed = contracts.contracts_of(party).filter(state__in=CONTRACT.open).count()
    disputed = contracts.undecided_disputes(party).count()
    waited = contracts.standby_fees_between(party).count()
    offered = contracts.offers_of(party).filter(state__in=OFFER.open).count()
    tried = contracts.undecided_by(party)
    posted = hiring.postings_of(party).filter(state__in=postings).count()
    found = (
        Obligation(_("進行中の契約"), agreed, "contracts"),
        Obligation(_("決まっていない争い"), disputed, "contracts"),
        Obligation(_("支払いの済んでいない待機料"), waited, "contracts"),
        Obligation(_("返事待ちの内定"), offered, "contracts"),
        Obligation(_("採用を決めていないお試し"), tried, "contracts"),
        Obligation(_("出している募集"), posted, "own_postings"),
        Obligation(_("結果を待っている応募"), hiring.open_applications(party), "applications"),
        Obligation(_("結果を待っているコンペの応募"), contests.waiting_entries(party), "own_entries"),
        Obligation(_("支払いの途中のお金"), sum(map(bool, amounts)), "money"),
    )
    return [obligation for obligation in found if obligation.count]


def count_obligations(party: Party) -> int:
    """How many things a party has to bring to an end before it can leave."""
    return sum(obligation.count for obligation in obligations_of(party))
