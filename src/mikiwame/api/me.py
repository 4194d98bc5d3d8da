"""Who the token's member is."""

from ninja import Router

from .auth import Request
from .schemas.members import Me

router = Router(tags=["me"])


@router.get("/me", response=Me)
def read_me(request: Request) -> object:
    """The member whose token this is, and what the token may do."""
    return request.caller
