"""What waits on the member, and what she waits for."""

from ninja import Router

from mikiwame.market.contests import queries as contests
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.turns import queries

from .auth import Request
from .schemas.turns import Turn

router = Router(tags=["turns"])


@router.get("/turns/mine", response=list[Turn])
def list_my_turns(request: Request) -> object:
    """What waits on the member, the most urgent first."""
    return queries.mine(request.user.party).select_related("whose")


@router.get("/turns/theirs", response=list[Turn])
def list_their_turns(request: Request) -> object:
    """What the member waits for, the most urgent first."""
    party = request.user.party
    waited_for = queries.theirs(party, *hiring.waits_for(party), *contests.waits_for(party))
    return waited_for.select_related("waiting")
