"""What the pages of sanctions and appeals show."""

from datetime import datetime
from typing import Any

from mikiwame.market.moderation import queries, rules
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.refusals import sentence_of

Shown = dict[str, Any]


def own_sanction_shown(sanction: Any, *, at: datetime) -> Shown:
    """A sanction for whom it concerns: the reason, her appeal and its clock, and nothing of who reported."""
    kind = TurnKind.SANCTION if sanction.state == "appealed" else TurnKind.SANCTION_APPEAL
    return {"sanction": sanction, "until": turns.limit(kind, sanction.key), "at": at}


def appeals_shown(part: Any, *, at: datetime) -> Shown:
    """Appeals with until when operators decide about each."""
    limits = turns.limits_of(TurnKind.SANCTION, [sanction.key for sanction in part])
    rows = [{"sanction": sanction, "until": limits.get(sanction.key)} for sanction in part]
    return {"part": part, "rows": rows, "at": at}


def reviewed_sanction_shown(operator: Any, sanction: Any, *, at: datetime) -> Shown:
    """A sanction for an operator: the reports behind it, the appeal, and whether she may decide."""
    ruling = rules.may_review(operator, sanction, "uphold")
    return {
        "sanction": sanction,
        "reports": queries.reports_behind(sanction),
        "until": turns.limit(TurnKind.SANCTION, sanction.key),
        "may_review": bool(ruling),
        "why_not": sentence_of(ruling),
        "at": at,
    }
