"""A sanction is written down, and the clock of its appeal runs."""

from datetime import datetime, timedelta

from mikiwame.core.texts import written
from mikiwame.market.members.models import Member, Party
from mikiwame.market.moderation import rules
from mikiwame.market.moderation.models import WORDS_MOST, Sanction
from mikiwame.market.moderation.states import SanctionKind
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind


def impose(
    kind: SanctionKind, party: Party, *, about: str, title: str, reason: str, by: Member, at: datetime
) -> Sanction:
    """What an operator decided against a party, who may appeal from now on; within an operation."""
    said = written(reason, most=WORDS_MOST, field="reason")
    named = {"kind": kind, "party": party, "about": about, "title": title, "reason": said}
    sanction = Sanction.objects.create(**named, imposed_by=by, imposed_at=at, state_since=at)
    turns.open_turn(
        TurnKind.SANCTION_APPEAL,
        sanction.key,
        whose=party,
        waiting=None,
        title=title,
        page=sanction.key,
        since=at,
        until=at + timedelta(days=rules.APPEAL_DAYS),
    )
    return sanction


def ask_operators(sanction: Sanction, *, since: datetime) -> None:
    """Another operator is to decide, and the party waits."""
    turns.open_turn(
        TurnKind.SANCTION,
        sanction.key,
        whose=None,
        waiting=sanction.party,
        title=sanction.title,
        page=sanction.key,
        since=since,
        until=review_limit(since),
    )


def review_limit(since: datetime) -> datetime:
    """Until when another operator decides, whom a party waits for since then."""
    return since + timedelta(days=rules.REVIEW_DAYS)
