"""The standing cast: the people in whose stories the promises are tested."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from mikiwame.core import clock
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.ops.demo import people
from tests import database

MORNING = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
"""Monday, 2 November 2026, 9 o'clock in Tokyo: where stories begin."""

PASSWORD = people.PASSWORD
"""As in the demo, in which the cast can join too."""


@dataclass(frozen=True)
class Cast:
    """Who plays in the stories."""

    sakurai: Member  # the client: a small design office, a business that withholds tax
    yuki: Member  # a worker, a beginner
    ken: Member  # a worker with experience
    oda: Member  # the operator
    sora: Member  # an outsider, who may see nothing of the others' affairs
    kuroda: Member  # a fraud


def assemble(at: datetime = MORNING) -> Cast:
    """Let everybody join."""
    names = {
        "sakurai": "桜井デザイン室",
        "yuki": "ゆき",
        "ken": "ケンジ",
        "oda": "小田",
        "sora": "そら",
        "kuroda": "黒田エージェント",
    }
    cast = Cast(**{name: joined(name, display_name, at) for name, display_name in names.items()})
    cast.sakurai.party.is_business = cast.sakurai.party.withholds_tax = True
    cast.sakurai.party.save()
    cast.oda.party.is_operator, cast.oda.party.display_name = True, "運営の小田"
    cast.oda.party.save()
    return cast


def joined(name: str, display_name: str, at: datetime) -> Member:
    """One person who has joined."""
    return members.join(email=f"{name}@example.jp", password=PASSWORD, display_name=display_name, at=at)


@pytest.fixture
def _in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning in which stories begin: words tell no other year than that one."""
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture(scope="session")
def rehearsed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The statements that let everybody join once more."""
    with django_db_blocker.unblock():
        return database.script_of(assemble)


@pytest.fixture
def cast(rehearsed: str, db: None) -> Cast:
    """Everybody has joined."""
    with connection.cursor() as cursor:
        cursor.execute(rehearsed)
    joined = Member.objects.select_related("party").all()
    return Cast(**{member.email.partition("@")[0]: member for member in joined})
