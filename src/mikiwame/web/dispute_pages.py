"""What the page of a dispute shows, to both sides and to operators."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from mikiwame.market.contracts import evidence, queries, timesheets
from mikiwame.market.contracts.evidence import Kind
from mikiwame.market.contracts.rules import disputes as rules
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.terms import queries as terms
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.refusals import sentence_of
from mikiwame.wording.records import told

from .acting import MemberRequest


def dispute_overview(request: MemberRequest, dispute: Any, *, at: datetime) -> dict[str, Any]:
    """The state of a dispute, what the reader can do about it, and a page of its evidence."""
    contract, reader, shown = dispute.milestone.contract, request.user, _shown(request, dispute)
    running = turns.current(dispute.key)
    mine = [turn for turn in running if turn.whose_id == reader.party_id and at < turn.until]
    decisions = queries.decisions(dispute)
    deciding = rules.may_decide_next(reader, dispute, [one.by_id for one in decisions])
    moved = dispute.to_worker is not None or dispute.undisputed
    paid = escrow.released([dispute.key, dispute.milestone.key]) if moved else {}
    is_side = reader.acts_for(contract.client) or reader.acts_for(contract.worker)
    return {
        "dispute": dispute,
        "contract": contract,
        "seen": queries.newest_in(contract),
        "answers": contract.other(dispute.opened_by),
        "is_side": is_side,
        "is_client": reader.acts_for(contract.client),
        "turn": next(iter(mine or running), None),
        "both_may_appeal": sum(turn.kind in rules.APPEALS for turn in running) > 1,
        "decisions": decisions,
        "settlements": _proposals(dispute),
        "may_answer": any(turn.kind == TurnKind.DISPUTE_ANSWER for turn in mine),
        "may_appeal": any(turn.kind in rules.APPEALS for turn in mine),
        "may_settle": is_side and bool(rules.is_undecided_by(dispute, running, at)),
        "may_decide": bool(deciding),
        "left_to_others": sentence_of(deciding) if deciding.code in LEFT_TO_OTHERS else "",
        "contested_lines": timesheets.contested_in(dispute) if contract.is_by_the_hour else [],
        "at_once": paid.get(dispute.key),
        "divided": paid.get(dispute.milestone.key),
        "stated": terms.stated(contract.sheet),
        **shown,
    }


def _proposals(dispute: Any) -> list[dict[str, Any]]:
    """How the sides would divide it, each proposal with the limit for the other's answer."""
    standing = queries.settlements(dispute)
    limits = turns.limits_of(TurnKind.SETTLEMENT, [each.key for each in standing]) if standing else {}
    return [{"proposal": each, "until": limits.get(each.key)} for each in standing]


def _shown(request: HttpRequest, dispute: Any) -> dict[str, Any]:
    """A page of the evidence as the address asks for it."""
    kind = _asked(request)
    shown = evidence.page(dispute, kind=kind, number=_number(request))
    course = dispute.milestone.contract.course
    return {
        "evidence": shown,
        "exhibits": [{"exhibit": exhibit, "told": told(exhibit, course)} for exhibit in shown.exhibits],
        "kinds": [(each, shown.counts[each]) for each in Kind if shown.counts[each]],
        "kind": kind or "",
    }


LEFT_TO_OTHERS = {"decided_before", "own_dispute", "dispute_of_partner"}
"""Why one operator can't decide what another one can."""


def _asked(request: HttpRequest) -> Kind | None:
    asked = request.GET.get("kind", "")
    return Kind(asked) if asked in set(map(str, Kind)) else None


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
