"""One thing of every kind between a client and a worker, by the name of its identifier in addresses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contests.operations import choosing
from mikiwame.market.contests.operations import endings as contest_endings
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.contracts.operations import amendments, breaks, endings, notices
from mikiwame.market.history.operations import consume
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.moderation.operations import reports
from mikiwame.market.moderation.states import Decision
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.taskwork import queries
from mikiwame.market.taskwork.models import Exam
from mikiwame.market.taskwork.operations import exams, imports, judging, work
from mikiwame.market.taskwork.states import Reason
from tests.api.programs import Program
from tests.api.stories import LOGO, Story
from tests.cast import Cast
from tests.market.contests import stage as contests
from tests.market.contracts.stage import COLUMNS, HOURLY, agreed, paid, proposed, week_paid, wrote
from tests.market.contracts.trial_stage import trial_agreed
from tests.market.hiring.stage import applied, published
from tests.market.taskwork.stage import again, drafted, paid_in


@dataclass(frozen=True)
class Affairs:
    """Two programs and what their members have between them."""

    sakurai: Program
    yuki: Program
    ids: dict[str, str]


def between(cast: Cast) -> Affairs:
    """Let Sakurai and Yuki come as far as a contested delivery; the posting named is another, a draft."""
    story = Story.of(cast)
    sakurai, yuki = story.sakurai, story.yuki
    contract = story.delivered()
    [milestone] = contract["milestones"]
    proposal = sakurai.post(f"/contracts/{contract['id']}/cancellations", {"reason": "延びました。"})
    sakurai.post(
        f"/contracts/{contract['id']}/amendments", {"changes": {"pace": "毎日"}, "reason": "急ぎます。"}
    )
    dispute = sakurai.post(f"/milestones/{milestone['id']}/disputes", {"statement": "違います。"})
    sketch = SimpleUploadedFile("案.txt", "案です。".encode())
    message = yuki.upload(f"/conversations/{contract['conversation']}/files", sketch)
    talk = f"/conversations/{contract['conversation']}"
    question = yuki.post(f"{talk}/questions", {"text": "色は青でよいですか。"})["question"]
    summary = yuki.post(f"{talk}/summaries", {"text": "電話で、色は青と決めました。"})
    review = sakurai.post(f"/contracts/{contract['id']}/reviews", {"stars": 3})
    yuki.post(f"/contracts/{contract['id']}/reviews", {"stars": 3})
    batch, taking_in, answer, place = an_answered_batch(cast)
    tell_everybody()
    ids = {
        "posting": sakurai.post("/postings", LOGO)["id"],
        "application": yuki.get("/me/applications")["items"][0]["id"],
        "offer": contract["offer"],
        "contract": contract["id"],
        "milestone": milestone["id"],
        "deposit": story.deposit,
        "conversation": contract["conversation"],
        "cancellation": proposal["id"],
        "amendment": a_raise(cast),
        "dispute": dispute["id"],
        "question": question["id"],
        "summary": summary["id"],
        "letter": a_kept_letter(cast),
        "sanction": a_warning(cast),
        "settlement": sakurai.post(f"/disputes/{dispute['id']}/settlements", {"to_worker": 1_000})["id"],
        "attachment": message["files"][0]["id"],
        "notice": yuki.get("/notices")["items"][0]["id"],
        "review": review["id"],
        "criteria": yuki.post("/me/criteria", {"name": "猫", "filters": {"text": "猫"}})["id"],
        "absence": yuki.post("/me/absences", a_day_off(clock.now()))["id"],
        "batch": batch,
        "taking_in": taking_in,
        "export": "answers.csv",
        "place": place,
        "exam": str(Exam.objects.get().pk),
        "answer": answer,
        **contests_of(cast),
        "party": yuki.get("/me")["party"]["id"],
        **a_running_week(cast),
        "time_entry": hours_of_a_week(cast),
        "fee": a_wait_in_vain(cast),
        "trial": a_trial(cast),
    }
    return Affairs(sakurai, yuki, ids)


def a_day_off(at: datetime) -> dict[str, str]:
    """A day in a week, on which Yuki is away."""
    day = (day_in_tokyo(at) + timedelta(days=7)).isoformat()
    return {"first": day, "last": day}


def a_kept_letter(cast: Cast) -> str:
    """What Yuki wrote too early, and keeps until money is held."""
    at = clock.now()
    posting = published(cast.sakurai, at=at, start_date=day_in_tokyo(at) + timedelta(days=3))
    application = applied(cast.yuki, posting, at=at)
    letter = messaging.keep(application.conversation, text="LINEで話せますか。", by=cast.yuki, at=at)
    return str(letter.pk)


def a_warning(cast: Cast) -> str:
    """What Ken reported of Yuki, and an operator warned her for."""
    at = clock.now()
    filed = reports.report(cast.yuki.party.key, reason="other", words="", by=cast.ken, at=at)
    decided = reports.decide(
        filed, decision=Decision.WARNED, ruling="急がせないでください。", by=cast.oda, at=at
    )
    return str(decided.sanction_id)


def a_running_week(cast: Cast) -> dict[str, str]:
    """Work that goes on: its first week, days off that Yuki proposed, her notice of its end."""
    at = clock.now()
    today = day_in_tokyo(at)
    start, deadline = today + timedelta(days=3), today + timedelta(days=28)
    posting = published(cast.sakurai, at=at, start_date=start, deadline=deadline)
    terms = COLUMNS | {"start_date": start}
    contract = agreed(cast, application=applied(cast.yuki, posting, at=at), at=at, **terms)
    period = week_paid(contract, at=at)
    off, last = today + timedelta(days=5), today + timedelta(days=40)
    proposed = breaks.propose_break(contract, first=off, last=off, by=cast.yuki, at=at)
    notice = notices.give_notice(contract, last=last, by=cast.yuki, at=at)
    return {"period": str(period.pk), "break_": str(proposed.pk), "ending_notice": str(notice.pk)}


def hours_of_a_week(cast: Cast) -> str:
    """What Yuki has written down of this morning, in work by the hour."""
    at = clock.now()
    today, since = day_in_tokyo(at), at - timedelta(days=2)
    posting = published(cast.sakurai, at=since, start_date=today - timedelta(days=1), deadline=today)
    terms = HOURLY | {"start_date": today - timedelta(days=1)}
    contract = agreed(cast, application=applied(cast.yuki, posting, at=since), at=since, **terms)
    week_paid(contract, at=since)
    yesterday = today - timedelta(days=1)
    return str(wrote(contract, day=yesterday, at=at).pk)


def a_wait_in_vain(cast: Cast) -> str:
    """What Sakurai owes Yuki, who kept herself free for money that never came."""
    at = clock.now()
    today = day_in_tokyo(at)
    application = applied(
        cast.yuki,
        published(cast.sakurai, at=at, start_date=today, deadline=today + timedelta(days=28)),
        at=at,
    )
    contract = agreed(cast, application=application, at=at, standby_fee=3_000)
    endings.cancel(contract, reason="店を開かないことにしました。", by=cast.sakurai, at=at)
    return str(contract.standby_fee.pk)


def a_raise(cast: Cast) -> str:
    """Both have agreed that what is paid already is worth more: it waits for Sakurai's money."""
    at, today = clock.now(), day_in_tokyo(clock.now())
    days = {"start_date": today, "deadline": today + timedelta(days=7)}
    application = applied(cast.yuki, published(cast.sakurai, at=at, **days), at=at)
    contract = agreed(cast, application=application, at=at)
    paid(contract, at=at)
    proposal = proposed(contract, by=cast.yuki, reward=35_000, at=at)
    amendments.accept_amendment(proposal, by=cast.sakurai, at=at)
    return str(proposal.pk)


def a_trial(cast: Cast) -> str:
    """What Sakurai tries Yuki by."""
    at, today = clock.now(), day_in_tokyo(clock.now())
    days = {"start_date": today, "deadline": today + timedelta(days=7)}
    application = applied(cast.yuki, published(cast.sakurai, at=at, **days), at=at)
    contract = trial_agreed(cast, application=application, at=at, **days)
    return str(contract.trial.pk)


def an_answered_batch(cast: Cast) -> tuple[str, str, str, str]:
    """An open batch of Sakurai's, the file of its units, a returned answer of Yuki's, the place she has."""
    at = clock.now()
    draft = drafted(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=7))
    lines = ContentFile("text\n晴れた。\n降った。\n曇った。\n".encode(), name="文.csv")
    taking_in = imports.take_in(draft, lines, by=cast.sakurai, at=at)
    exams.add_exam_unit(draft, {"text": "晴れた。"}, {"feeling": "good"}, by=cast.sakurai, at=at)
    batch = paid_in(again(draft), cast, at=at)
    exams.take(batch, 1, {1: {"feeling": "good"}}, by=cast.yuki, at=at)
    work.join(batch, by=cast.yuki, at=at)
    claim = work.claim(batch.pk, by=cast.yuki, at=at)
    given = work.submit(batch.pk, claim.place, {"feeling": "good"}, form_version=1, by=cast.yuki, at=at)
    answer = queries.answer_for(cast.yuki, given)
    judging.turn_back(answer, reason=Reason.WRONG, evidence="かなしい文です。", by=cast.sakurai, at=at)
    held = work.claim(batch.pk, by=cast.yuki, at=at)
    return str(batch.pk), str(taking_in.pk), str(given), str(held.place)


def contests_of(cast: Cast) -> dict[str, str]:
    """An open contest of Sakurai's with an entry of Yuki's, and what Yuki won in another one."""
    at, before = clock.now(), clock.now() - timedelta(days=20)
    contest = contests.opened(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=7))
    entry = contests.entered(contest, cast.yuki, at=at)
    over = contests.opened(cast, at=before, closes_on=day_in_tokyo(before) + timedelta(days=18))
    won = contests.entered(over, cast.yuki, at=before)
    over = contest_endings.close_by_itself(contests.again(over), at=at)
    choosing.choose(over, [Winner(won)], by=cast.sakurai, at=at)
    return {"contest": str(contest.pk), "entry": str(entry.pk), "award": str(won.awards.get().pk)}


def tell_everybody() -> None:
    """Let the notices be made, as a worker process would."""
    consume("notifications", notifications.take_in, at=clock.now())
