"""A client lets answers be approved by standing rules, for as long as she likes."""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from mikiwame.core.database import one_row
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import approving, events, queries, rules
from mikiwame.market.taskwork.approving import Rule
from mikiwame.market.taskwork.models import ApprovalRule, Batch

from . import outcomes

log = logging.getLogger(__name__)

_HOLD_BATCH_OF_RULE: LiteralString = """
SELECT batch.id FROM taskwork_batch AS batch
JOIN taskwork_approvalrule AS rule ON rule.batch_id = batch.id AND rule.id = %s
FOR SHARE OF batch SKIP LOCKED
"""


@operation
def set_rules(batch: Batch, wanted: Collection[Rule], *, by: Member, at: datetime) -> Batch:
    """From now on these rules approve answers, those that wait already too; without any, none is.

    Once this has come back, a rule that stood before approves nothing more. Raises Refused with the field.
    """
    batch = lock(batch)
    require(rules.may_set_approval(by, batch))
    for one in wanted:
        require(rules.rule_fits(one, batch, queries.questions(batch)))

    batch.approval_rules.all().delete()
    ApprovalRule.objects.bulk_create(
        ApprovalRule(batch=batch, kind=one.kind, least=one.least, percent=one.percent, set_at=at)
        for one in wanted
    )

    if batch.opened_at:
        said = sorted(one.said for one in wanted)
        fact = events.ApprovalRulesChanged(subject=batch.key, rules=said, **batch.about)
        record(fact, by=by.key, at=at)
    return batch


@operation
def approve_by_rule(rule: UUID, *, at: datetime, limit: int = approving.AT_ONCE) -> int:
    """Approve and pay what a rule fits; returns how many, at last none.

    The rule is held meanwhile, so that its client can't end it in between; its batch before it, as she does.
    What she or another worker process has in hand is left to them.
    """
    if one_row(_HOLD_BATCH_OF_RULE, rule) is None:
        return 0
    rules_held = ApprovalRule.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
    held = rules_held.select_related("batch__posting", "batch__client").filter(pk=rule).first()
    if held is None:
        return 0
    fitting = approving.waiting(held, at=at).order_by("id")
    locked = fitting.select_for_update(no_key=True, of=("self",), skip_locked=True)
    return outcomes.approve(held.batch, locked[:limit], by=None, at=at, by_rule=held.kind)


def approve_ruled(*, at: datetime, limit: int = approving.AT_ONCE) -> int:
    """Every standing rule approves what it fits, each so many at most; returns the most of one. A chore.

    What one rule can't approve is logged, and keeps nothing back from the others.
    """
    return max((_approved(rule, at, limit) for rule in approving.standing()), default=0)


def _approved(rule: UUID, at: datetime, limit: int) -> int:
    try:
        return approve_by_rule(rule, at=at, limit=limit)
    except Exception:  # whatever one batch raises, the next one's workers wait too
        log.exception("a rule can't approve", extra={"rule": str(rule)})
        return 0
