"""What a refusal says to a reader: one sentence for each code, with what to do where something can be done.

Sentences may quote the refusal's context with ``%(name)s``. Japanese here, English in the catalogue.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mikiwame.core.errors import Refused

SENTENCES: dict[str, str] = {
    # everywhere
    "not_found": gettext_noop("見つかりません。消されたか、あなたには見えないものです。"),
    "wrong_state": gettext_noop("いまの状態ではできません。ページを読み直して、状態を確かめてください。"),
    "too_late": gettext_noop("期限を過ぎたため、できません。"),
    # members
    "email_taken": gettext_noop("このメールアドレスはすでに登録されています。"),
    # ledger
    # escrow
    # turns
    "not_yet": gettext_noop("期限がまだ来ていないため、できません。"),
    # terms
    # messaging
    # hiring
    "already_applied": gettext_noop("この募集にはすでに応募しています。"),
    # contracts
    "offer_standing": gettext_noop("この応募者にはすでに内定を出しています。"),
    "cancellation_open": gettext_noop("すでに終了の提案が出ています。返事をお待ちください。"),
    # reputation
    "already_reviewed": gettext_noop("この契約の評価はすでに書いています。"),
    # api
}


def sentence(refusal: Refused) -> str:
    """The refusal in the reader's language; raises KeyError for a code without a sentence."""
    return _(SENTENCES[refusal.code]) % refusal.context
