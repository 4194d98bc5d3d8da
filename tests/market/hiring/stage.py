"""What stories of hiring begin with: a careful posting, and people who apply."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.operations import applications, postings
from mikiwame.market.members.models import Member, Standing
from tests.cast import MORNING

LOGO: Mapping[str, Any] = {
    "title": "焼き菓子店のロゴ制作",
    "body": "来春に開く焼き菓子店のロゴをお願いします。\n店名は「こむぎ日和」。看板と包装紙に使います。",
    "category": "design-logo",
    "apply_until": date(2026, 11, 9),
    "decide_days": 7,
    "scope": "ロゴ1点の制作。ラフ3案から1案を選び、清書まで。",
    "deliverable": "AI形式とPNG形式（背景透過）",
    "reward_basis": "fixed",
    "reward": 30_000,
    "start_date": date(2026, 11, 20),
    "deadline": date(2026, 12, 18),
    "headcount": 1,
    "inspection_days": 7,
    "payment_days": 14,
}
"""Everything that a project must state; the decision is promised until 17 November, 0 o'clock in Tokyo."""

PROMISED = datetime.fromisoformat("2026-11-17T00:00:00+09:00")


def drafted(client: Member, *, at: datetime = MORNING, **changes: Any) -> Posting:
    """A client has written everything down."""
    posting = postings.draft(client.party, by=client, at=at)
    return postings.save(posting, {**LOGO, **changes}, by=client, at=at)


def published(client: Member, *, at: datetime = MORNING, **changes: Any) -> Posting:
    """A client has published a posting."""
    days = {"apply_until": day_in_tokyo(at) + timedelta(days=7)}
    return postings.publish(drafted(client, at=at, **{**days, **changes}), by=client, at=at)


def applied(worker: Member, posting: Posting, *, at: datetime = MORNING, **values: Any) -> Application:
    """A worker has applied."""
    wanted = {"message": "ぜひお願いします。", "price": 30_000, "answers": {}, "met": [], **values}
    return applications.apply(posting, **wanted, by=worker, at=at)


def experienced(worker: Member) -> Member:
    """She has finished contracts enough to be no newcomer."""
    Standing.objects.filter(party=worker.party).update(contracts_finished=5)
    return worker
