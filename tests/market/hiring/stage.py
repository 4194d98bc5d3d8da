"""What stories of hiring begin with: a careful posting, and people who apply."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.terms import Format
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.operations import applications, owned, postings, tasks
from mikiwame.market.members.models import Member, Standing
from tests.cast import MORNING

LOGO: Mapping[str, Any] = {
    "title": "焼き菓子店のロゴ制作",
    "body": "来春に開く焼き菓子店のロゴをお願いします。\n店名は「こむぎ日和」。看板と包装紙に使います。",
    "category": "design-logo",
    "decide_days": 7,
    "scope": "ロゴ1点の制作。ラフ3案から1案を選び、清書まで。",
    "deliverable": "AI形式とPNG形式（背景透過）",
    "reward_basis": "fixed",
    "reward": 30_000,
    "headcount": 1,
    "inspection_days": 7,
    "payment_days": 14,
}
"""Everything that a project must state, but for its days."""

DAYS = {"apply_until": 7, "start_date": 18, "deadline": 46}
"""How many days after it is written each of its days comes."""

# What is published in the morning of the cast promises a decision until then.
PROMISED = datetime.fromisoformat("2026-11-17T00:00:00+09:00")


def drafted(client: Member, *, at: datetime = MORNING, **changes: Any) -> Posting:
    """A client has written everything down."""
    days = {name: day_in_tokyo(at) + timedelta(days=days) for name, days in DAYS.items()}
    return postings.draft(client.party, values={**LOGO, **days, **changes}, by=client, at=at)


def published(client: Member, *, at: datetime = MORNING, **changes: Any) -> Posting:
    """A client has published a posting."""
    return postings.publish(drafted(client, at=at, **changes), by=client, at=at)


def applied(worker: Member, posting: Posting, *, at: datetime = MORNING, **values: Any) -> Application:
    """A worker has applied."""
    wanted = {"message": "ぜひお願いします。", "price": 30_000, "answers": {}, "met": [], **values}
    return applications.apply(posting, **wanted, by=worker, at=at)


def experienced(worker: Member) -> Member:
    """She has finished contracts enough to be no newcomer."""
    Standing.objects.filter(party=worker.party).update(contracts_finished=5)
    return worker


SURVEY: Mapping[str, Any] = {
    "title": "コンビニの使い方についてのアンケート",
    "body": "ふだんのコンビニの使い方について、10問に答えてください。\n3分ほどで終わります。",
    "category": "survey-questionnaire",
}
"""Everything that the posting of a batch must state."""


def task_drafted(client: Member, *, at: datetime = MORNING, **changes: Any) -> Posting:
    """A client has begun a batch and said what it is."""
    posting = owned.draft(client.party, Format.TASK, by=client, at=at)
    return owned.save(posting, {**SURVEY, **changes}, by=client, at=at)


def task_published(
    client: Member,
    *,
    reward: int = 55,
    places: int = 500,
    days: int = 14,
    at: datetime = MORNING,
    **changes: Any,
) -> Posting:
    """A client's batch is open: so many answers, in yen each, for so many days."""
    posting = task_drafted(client, at=at, **changes)
    closes_on = day_in_tokyo(at) + timedelta(days=days)
    return tasks.publish(
        posting, reward=reward, places=places, closes_on=closes_on, approve_days=5, by=None, at=at
    )
