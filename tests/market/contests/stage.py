"""Contests at the points from which their stories are told."""

import io
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.operations import (
    choosing,
    drafts,
    endings,
    entries,
    exclusions,
    moderation,
    opening,
)
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.members.models import Member
from tests.cast import MORNING, Cast, joined

DAY = timedelta(days=1)
CLOSES_ON = date(2026, 11, 15)
CLOSED = MORNING + 14 * DAY  # the morning after the last day
UNDECIDED = MORNING + 21 * DAY
NOT_APPEALED = MORNING + exclusions.APPEAL_DAYS * DAY


def logo(colour: str = "navy") -> SimpleUploadedFile:
    """A small picture."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "PNG")
    return SimpleUploadedFile("logo.png", content.getvalue(), content_type="image/png")


def drafted(cast: Cast, *, at: datetime = MORNING, **values: Any) -> Contest:
    """Sakurai wants a name for a bakery: 50,000 yen for the best one."""
    own = {
        "title": "町のパン屋の名前を考えてください",
        "body": "来春に開くパン屋の名前を募ります。ひらがなで読める、呼びやすい名前をお願いします。",
        "category": "ideas-catchphrase",
        "wanted": "10文字までの名前と、その由来",
        "asks": "text",
        "prizes": [50_000],
        "closes_on": CLOSES_ON,
    }
    return drafts.draft(cast.sakurai.party, by=cast.sakurai, at=at, values=own | values)


def prepared(cast: Cast, *, at: datetime = MORNING, **values: Any) -> Contest:
    """The same, waiting for its money."""
    return opening.prepare(drafted(cast, at=at, **values), by=cast.sakurai, at=at)


def opened(cast: Cast, *, at: datetime = MORNING, **values: Any) -> Contest:
    """The same, paid in and open."""
    contest = prepared(cast, at=at, **values)
    deposit = opening.begin_payment(contest, by=cast.sakurai, at=at)
    funded = opening.fund(deposit, receipt=f"for-{contest.key}", at=at)
    assert funded is not None
    return funded


def begun(contest: Contest, worker: Member, *, at: datetime = MORNING, text: str = "むぎのこ") -> Entry:
    """She has written down a name, and keeps it for herself."""
    entry = entries.begin(contest, by=worker, at=at)
    return entries.write(entry, {"text": text}, by=worker, at=at)


def entered(contest: Contest, worker: Member, *, at: datetime = MORNING, text: str = "むぎのこ") -> Entry:
    """She has handed in a name."""
    return entries.hand_in(begun(contest, worker, at=at, text=text), by=worker, at=at)


def suspended(cast: Cast) -> Contest:
    """An operator has stopped it, with an entry in it."""
    contest = opened(cast)
    entered(contest, cast.yuki)
    return moderation.suspend(again(contest), reason="確認のため", by=cast.oda, at=MORNING)


def asked(cast: Cast, entry: Entry | None = None, *, at: datetime = MORNING) -> Exclusion:
    """Sakurai says that an entry, Yuki's if none is given, is copied."""
    entry = entry or entered(opened(cast, at=at), cast.yuki, at=at)
    said = {"breach": "copied", "evidence": "写しです"}
    return exclusions.ask(entry, by=cast.sakurai, at=at, **said)


def found(cast: Cast, entry: Entry | None = None, *, at: datetime = MORNING) -> Exclusion:
    """Oda finds so too."""
    return exclusions.exclude(asked(cast, entry, at=at), ruling="登録された名前です", by=cast.oda, at=at)


def appealed(cast: Cast, entry: Entry | None = None, *, at: datetime = MORNING) -> Exclusion:
    """Its maker, Yuki, says that it isn't."""
    return exclusions.appeal(found(cast, entry, at=at), text="自分で考えました", by=cast.yuki, at=at)


def second_operator() -> Member:
    """Somebody else who decides."""
    member = joined("mori", "森さん", MORNING)
    member.party.is_operator = True
    member.party.save()
    return member


def deciding(cast: Cast, *workers: Member, **values: Any) -> Contest:
    """Entries are frozen: those of these workers, or of Yuki and Ken."""
    contest = opened(cast, **values)
    for worker in workers or (cast.yuki, cast.ken):
        entered(contest, worker)
    return endings.close_by_itself(again(contest), at=CLOSED)


def decided(cast: Cast) -> Contest:
    """Yuki has won."""
    contest = deciding(cast)
    return choosing.choose(
        contest, [Winner(of(contest, cast.yuki), "由来がすてきでした。")], by=cast.sakurai, at=CLOSED
    )


def shared(cast: Cast) -> Contest:
    """Nobody was named in time."""
    return endings.share_by_itself(deciding(cast), at=UNDECIDED)


def of(contest: Contest, worker: Member) -> Entry:
    """A worker's first entry, as it is in the database now."""
    entry = (
        Entry.objects.select_related("worker").filter(contest=contest, worker=worker.party).order_by("id")[0]
    )
    entry.contest = again(contest)
    return entry


def again(contest: Contest) -> Contest:
    """The contest as it is in the database now."""
    return Contest.objects.select_related("posting__category", "client", "hold__deposit").get(pk=contest.pk)
