"""The client says whom her draft asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import rules
from mikiwame.market.taskwork.models import Batch

from . import admitting, drafts


@operation
def write(
    batch: Batch, values: Mapping[str, Any], asked: Mapping[str, Any], *, by: Member, at: datetime
) -> Batch:
    """Write down what there is of a draft, ``values`` as ``drafts.save`` takes them, and whom it asks.

    ``asked``: identity, whether an operator must have confirmed who a worker is; prefectures (codes),
    born_since and born_until (years), and the reason why the work needs that. What isn't given stays.
    """
    batch = lock(batch)
    require(rules.may_write(by, batch) and rules.may_limit(asked))

    admitting.put(batch, **asked)
    return drafts.save(batch, values, by=by, at=at)
