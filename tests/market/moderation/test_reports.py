"""Reports: kept as things were, decided by an operator whom they don't concern; who reports stays unknown."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.history.models import Fact
from mikiwame.market.history.operations import consume
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.models import TEXT_MOST, Conversation
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.moderation import queries, rules
from mikiwame.market.moderation.models import SEEN_MOST, Report
from mikiwame.market.moderation.operations import reports
from mikiwame.market.moderation.states import REPORT, Decision, ReportReason, ReportState
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.notifications.models import Notification
from tests.cast import MORNING, Cast, joined
from tests.market.hiring.stage import published

DAY = timedelta(days=1)


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    sides = {"client": cast.kuroda.party, "worker": cast.yuki.party}
    return messaging.open_conversation(key("application", new_id()), title="作業", at=MORNING, **sides)


def report(about: str, by: Member, **values: str) -> Report:
    said = {"reason": ReportReason.OUTSIDE, "words": "外で話そうと言われました。", **values}
    return reports.report(about, **said, by=by, at=MORNING)


def decide(report: Report, decision: Decision, by: Member, ruling: str = "規約の5に反します。") -> Report:
    return reports.decide(report, decision=decision, ruling=ruling, by=by, at=MORNING + DAY)


def test_a_message_is_kept_as_it_was(cast: Cast, talk: Conversation) -> None:
    message = messaging.send(talk, text="銀行口座を貸してください。", by=cast.kuroda, at=MORNING)
    filed = report(message.key, cast.yuki, reason=ReportReason.FRAUD)
    assert (filed.reported, filed.seen_text, filed.seen_title) == (cast.kuroda.party, message.text, "作業")
    assert [*queries.waiting(cast.oda)] == [filed]
    assert [*queries.reports_of(cast.yuki)] == [filed]
    with pytest.raises(Refused, match="operators_only"):
        queries.report_for(cast.kuroda, filed.pk)


def test_a_posting_stays_in_the_report_as_it_was_and_is_suspended(cast: Cast) -> None:
    posting = published(cast.kuroda)
    filed = report(posting.key, cast.yuki)
    assert (filed.seen_title, filed.seen_text) == (posting.title, posting.body)
    decide(filed, Decision.SUSPENDED, cast.oda)
    posting.refresh_from_db()
    assert posting.state == PostingState.SUSPENDED


def test_of_a_member_and_of_a_conversation_the_other_side_is_reported(cast: Cast, talk: Conversation) -> None:
    messaging.send(talk, text="はじめまして。", by=cast.yuki, at=MORNING)
    messaging.send(talk, text="急いでください。", by=cast.kuroda, at=MORNING)
    filed = report(talk.key, cast.yuki)
    assert (filed.reported, filed.seen_text) == (cast.kuroda.party, "急いでください。")
    assert report(cast.kuroda.party.key, cast.ken).reported == cast.kuroda.party


def test_the_newest_that_was_said_is_kept_with_what_its_files_are_called(
    cast: Cast, talk: Conversation
) -> None:
    messaging.set_policy(talk, ContactPolicy.OPEN, at=MORNING)
    for letter in "あいう":
        messaging.send(talk, text=letter * TEXT_MOST, by=cast.kuroda, at=MORNING)
    files = [SimpleUploadedFile("振込先.txt", "中身".encode())]
    last = messaging.send(talk, text="", files=files, by=cast.kuroda, at=MORNING)
    assert report(last.key, cast.yuki).seen_text == "振込先.txt"
    kept = report(talk.key, cast.yuki).seen_text
    assert len(kept) == SEEN_MOST
    assert kept.endswith("う\n\n振込先.txt")


def test_a_thing_is_one_however_its_key_is_spelt(cast: Cast) -> None:
    filed = report(cast.kuroda.party.key.upper().replace("PARTY", "party"), cast.yuki)
    assert filed.about == cast.kuroda.party.key
    with pytest.raises(Refused, match="already_reported"):
        report(f"party:{cast.kuroda.party.pk.hex}", cast.yuki)


def test_what_one_may_not_see_can_not_be_reported(cast: Cast, talk: Conversation) -> None:
    message = messaging.send(talk, text="はじめまして。", by=cast.kuroda, at=MORNING)
    for about in (message.key, talk.key, "deposit:1", "message:1", "nonsense", key("posting", new_id())):
        with pytest.raises(NotFound):
            report(about, cast.sora)
    assert not Report.objects.exists()


def test_nobody_reports_herself_twice_or_without_end(cast: Cast, talk: Conversation) -> None:
    own = messaging.send(talk, text="はじめまして。", by=cast.yuki, at=MORNING)
    with pytest.raises(Refused, match="reports_herself"):
        report(own.key, cast.yuki)
    report(talk.key, cast.yuki)
    with pytest.raises(Refused, match="already_reported"):
        report(talk.key, cast.yuki)
    with pytest.raises(Refused, match="choice_unknown"):
        report(cast.kuroda.party.key, cast.yuki, reason="wrong_stop")
    for number in range(rules.DAILY_MOST - 1):
        report(joined(f"many{number}", f"多数{number}番", MORNING).party.key, cast.yuki)
    with pytest.raises(Refused, match="too_many_reports"):
        report(cast.ken.party.key, cast.yuki)
    again = reports.report(cast.ken.party.key, reason="other", words="", by=cast.yuki, at=MORNING + DAY)
    assert again.state == ReportState.OPEN


def test_all_who_reported_hear_that_it_was_decided_and_the_reported_never_hears_who(
    cast: Cast, talk: Conversation
) -> None:
    first, second = report(cast.kuroda.party.key, cast.yuki), report(cast.kuroda.party.key, cast.ken)
    decide(first, Decision.WARNED, cast.oda)
    second.refresh_from_db()
    assert (second.state, second.decision) == (ReportState.DECIDED, Decision.WARNED)

    consume("notifications", notifications.take_in, at=MORNING + DAY)
    told = {one.member: one for one in Notification.objects.filter(kind__startswith="moderation.")}
    assert told.keys() == {cast.yuki, cast.ken, cast.kuroda}
    assert told[cast.kuroda].kind == "moderation.MemberWarned"
    assert told[cast.kuroda].data["reason"] == "規約の5に反します。"
    assert "規約の5" not in str(told[cast.yuki].data)
    for warned in Fact.objects.filter(kind="moderation.MemberWarned"):
        for reporter in (cast.yuki, cast.ken):
            for name in (reporter.key, reporter.party.key, str(first.pk), str(second.pk)):
                assert name not in f"{warned.data} {warned.subject} {warned.by}"


def test_who_is_concerned_or_no_operator_does_not_decide(cast: Cast) -> None:
    filed = report(cast.oda.party.key, cast.yuki)
    with pytest.raises(Refused, match="moderates_own"):
        decide(filed, Decision.NOTHING, cast.oda)
    with pytest.raises(Refused, match="operators_only"):
        decide(filed, Decision.NOTHING, cast.ken)
    own, alike = report(cast.kuroda.party.key, cast.oda), report(cast.kuroda.party.key, cast.yuki)
    for hers in (own, alike):
        with pytest.raises(Refused, match="moderates_own"):
            decide(hers, Decision.NOTHING, cast.oda)


def test_an_operator_who_is_reported_is_not_shown_by_whom(cast: Cast) -> None:
    filed = report(cast.oda.party.key, cast.yuki)
    assert not queries.waiting(cast.oda).exists()
    with pytest.raises(NotFound):
        queries.report_for(cast.oda, filed.pk)


def test_a_decision_needs_a_reason_fits_the_thing_and_is_made_once(cast: Cast) -> None:
    filed = report(cast.kuroda.party.key, cast.yuki)
    with pytest.raises(Refused, match="text_missing"):
        decide(filed, Decision.NOTHING, cast.oda, ruling=" ")
    with pytest.raises(Refused, match="choice_unknown"):
        decide(filed, Decision.SUSPENDED, cast.oda)
    for operation in REPORT.operations():
        assert operation == "decide"
    decide(filed, Decision.NOTHING, cast.oda)
    with pytest.raises(Refused, match="wrong_state"):
        decide(filed, Decision.NOTHING, cast.oda)
    assert not Fact.objects.filter(kind="moderation.MemberWarned").exists()


def test_a_wrong_stop_is_shown_by_its_writer_and_decided_alone(cast: Cast, talk: Conversation) -> None:
    stopped = reports.report_stop(talk, text="LINEスタンプの件です。", by=cast.yuki, at=MORNING)
    again = reports.report_stop(talk, text="二つ目です。", by=cast.yuki, at=MORNING)
    other = report(talk.key, cast.yuki)
    assert (stopped.reported, stopped.seen_text) == (None, "LINEスタンプの件です。")
    assert rules.options(stopped) == [Decision.NOTHING]
    assert [*queries.alike(stopped), *queries.alike(other)] == []
    decide(stopped, Decision.NOTHING, cast.oda)
    for open_still in (again, other):
        open_still.refresh_from_db()
        assert open_still.state == ReportState.OPEN
    with pytest.raises(Refused, match="not_found"):
        reports.report_stop(talk, text="見えますか", by=cast.sora, at=MORNING)
