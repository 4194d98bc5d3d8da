"""What members do: join and leave, say who they are, keep things private, let programs act for them."""

from .accounts import (
    DEPARTED,
    appoint_operator,
    change_profile,
    choose_language,
    delete_account,
    join,
)
from .private_data import keep_private_data, remove_bank_account, reseal, reveal
from .tokens import TOKEN_PREFIX, USE_NOTED_EVERY, issue_token, revoke_token, use_token

__all__ = [
    "DEPARTED",
    "TOKEN_PREFIX",
    "USE_NOTED_EVERY",
    "appoint_operator",
    "change_profile",
    "choose_language",
    "delete_account",
    "issue_token",
    "join",
    "keep_private_data",
    "remove_bank_account",
    "reseal",
    "reveal",
    "revoke_token",
    "use_token",
]
