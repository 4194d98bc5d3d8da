"""What an e-mail says, in both of its forms; what comes once a day, what waits for morning, how it stops."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives

from mikiwame.core.errors import NotFound
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members.operations import choose_language
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.choices import DEFAULTS, Hours
from mikiwame.market.notifications.models import Email, Notification
from mikiwame.market.notifications.states import ByEmail, Group
from tests.cast import MORNING, Cast
from tests.market.notifications.stage import (
    LAPSED,
    choose_email,
    choose_hours,
    happened,
    read_by_operator,
    take_in,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NIGHT = MORNING + 14 * HOUR
"""23 o'clock in Tokyo."""
TOMORROW = MORNING + 23 * HOUR
"""8 o'clock the next morning: when the daily e-mail comes."""


def work(at: datetime) -> None:
    """What a worker does at that moment."""
    take_in(at)
    operations.gather_digests(at=at)
    operations.send_emails(at=at)


def html_of(letter: EmailMessage) -> str:
    assert isinstance(letter, EmailMultiAlternatives)
    [(html, kind)] = letter.alternatives
    assert kind == "text/html"
    return str(html)


def stop_address(letter: EmailMessage) -> str:
    return str(letter.extra_headers["List-Unsubscribe"]).strip("<>")


def token_in(letter: EmailMessage) -> str:
    return stop_address(letter).rstrip("/").rpartition("/")[2]


# One notification


def test_text_and_html_say_the_same(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    happened(cast, by=cast.sakurai)
    work(MORNING)
    [letter] = mailoutbox
    [told] = queries.newest(cast.yuki)
    html = html_of(letter)
    for said in (LAPSED, "縛られません", f"http://localhost:8000/notices/{told.pk}/", stop_address(letter)):
        assert said in letter.body
        assert said in html
    assert letter.message().get_content_type() == "multipart/alternative"
    assert html.count(f'href="http://localhost:8000/notices/{told.pk}/"') == 2, "a button and a plain address"
    assert "color-scheme" in html
    assert not re.search(r"<table|<img|<script|src=", html), "nothing is loaded, no tables"
    assert "\n\n\n" not in letter.body


def test_a_title_cannot_write_html(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    happened(cast, by=cast.sakurai)
    take_in()
    Notification.objects.update(data={"title": "<b onclick=x>&amp;", "client": None, "worker": None})
    operations.send_emails(at=MORNING)
    assert "<b " not in html_of(mailoutbox[0])
    assert "「<b onclick=x>&amp;」" in mailoutbox[0].body


def test_it_speaks_the_members_language(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_language(cast.yuki, language="en", time_zone="Europe/Berlin", by=cast.yuki, at=MORNING)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    [letter] = mailoutbox
    assert '<html lang="en">' in html_of(letter)
    for form in (letter.body, html_of(letter)):
        ours = form.replace("商品説明文の作成", "")
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", ours), "but for the title all of it is English"


def test_what_concerns_safety_cannot_be_stopped(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    read_by_operator(cast)
    work(MORNING)
    [letter] = mailoutbox
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "/unsubscribe/" not in letter.body + html_of(letter)
    assert "設定にかかわらず" in letter.body


# Once a day


def test_once_a_day_comes_what_she_has_not_read(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    for hour in range(3):
        happened(cast, by=cast.sakurai, at=MORNING + hour * HOUR)
        work(MORNING + hour * HOUR)
    read, *_ = queries.newest(cast.yuki)
    operations.mark_read(read, by=cast.yuki, at=MORNING + 4 * HOUR)
    work(TOMORROW - timedelta(seconds=1))
    assert mailoutbox == []

    work(TOMORROW)
    work(TOMORROW + HOUR)
    [letter] = mailoutbox
    email = Email.objects.get()
    assert letter.subject == "お知らせのまとめ：2件"
    assert letter.extra_headers["Message-ID"] == f"<{email.pk}@localhost>"
    assert letter.body.count(LAPSED) == html_of(letter).count(f">{LAPSED}</a>") == 2
    assert "契約とお金" in letter.body
    assert str(read.pk) not in letter.body

    work(TOMORROW + 3 * DAY)
    assert len(mailoutbox) == 1, "none when nothing is new"


def test_what_is_taken_in_after_its_hour_makes_no_second_letter_that_day(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    happened(cast, by=cast.sakurai, at=TOMORROW - timedelta(seconds=1))
    operations.gather_digests(at=TOMORROW)
    operations.send_emails(at=TOMORROW)
    assert len(mailoutbox) == 1

    work(TOMORROW + HOUR)
    assert len(mailoutbox) == 1
    work(TOMORROW + DAY)
    assert [letter.subject for letter in mailoutbox] == ["お知らせのまとめ：1件"] * 2


def test_a_letter_that_still_waits_takes_along_what_came_late(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    happened(cast, by=cast.sakurai, at=TOMORROW - timedelta(seconds=1))
    operations.gather_digests(at=TOMORROW)

    work(TOMORROW + HOUR)
    assert [letter.subject for letter in mailoutbox] == ["お知らせのまとめ：2件"]


def test_who_has_read_everything_gets_none(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    operations.gather_digests(at=TOMORROW)
    operations.mark_all_read(by=cast.yuki, at=TOMORROW)
    operations.send_emails(at=TOMORROW)
    assert mailoutbox == []
    assert not Email.objects.exists()


def test_of_a_flood_a_few_are_listed_and_the_rest_counted(
    cast: Cast, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mikiwame.market.notifications.channels.email.LISTED", 3)
    choose_email(cast.yuki, ByEmail.DAILY)
    for _ in range(5):
        happened(cast, by=cast.sakurai)
    work(MORNING)
    work(TOMORROW)
    [letter] = mailoutbox
    assert letter.subject == "お知らせのまとめ：5件"
    assert letter.body.count(LAPSED) == 3
    assert "ほかに2件あります。" in letter.body


def test_another_hour_holds_for_what_waits_already(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    choose_hours(cast.yuki, Hours(digest=12))
    work(MORNING + 3 * HOUR - timedelta(seconds=1))
    assert mailoutbox == []
    work(MORNING + 3 * HOUR)
    assert len(mailoutbox) == 1


def test_the_hour_is_that_of_her_clock(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_language(cast.yuki, language="ja", time_zone="America/New_York", by=cast.yuki, at=MORNING)
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    work(MORNING + 12 * HOUR)  # 7 o'clock
    assert mailoutbox == []
    work(MORNING + 13 * HOUR)
    assert len(mailoutbox) == 1


def test_another_time_zone_holds_for_what_waits_already(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    choose_language(cast.yuki, language="ja", time_zone="America/New_York", by=cast.yuki, at=MORNING)
    work(MORNING + 13 * HOUR - timedelta(seconds=1))  # just before 8 o'clock there
    assert mailoutbox == []
    work(MORNING + 13 * HOUR)
    assert len(mailoutbox) == 1


# Quiet hours


def test_at_night_it_waits_for_the_morning(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_hours(cast.yuki, Hours(quiet_from=22, quiet_until=7))
    happened(cast, by=cast.sakurai, at=NIGHT)
    read_by_operator(cast, at=NIGHT)
    work(NIGHT)
    assert [letter.subject for letter in mailoutbox] == ["運営があなたの非公開の情報を読みました"]

    work(NIGHT + 8 * HOUR - timedelta(seconds=1))
    assert len(mailoutbox) == 1
    work(NIGHT + 8 * HOUR)
    assert mailoutbox[1].subject == LAPSED
    assert Email.objects.filter(attempts__gt=0).count() == 0, "waiting is no attempt"


def test_the_daily_one_waits_for_the_morning_too(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    choose_hours(cast.yuki, Hours(digest=23, quiet_from=22, quiet_until=7))
    happened(cast, by=cast.sakurai)
    work(MORNING)
    work(NIGHT)
    assert mailoutbox == [], "its own hour lies in the quiet ones"
    work(NIGHT + 8 * HOUR)
    assert len(mailoutbox) == 1


def test_who_needs_no_quiet_any_more_hears_at_once(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_hours(cast.yuki, Hours(quiet_from=22, quiet_until=7))
    happened(cast, by=cast.sakurai, at=NIGHT)
    work(NIGHT)
    choose_hours(cast.yuki, Hours(quiet_from=22, quiet_until=23), at=NIGHT)
    work(NIGHT)
    assert len(mailoutbox) == 1


def test_where_it_is_day_by_another_clock_nothing_waits(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_hours(cast.yuki, Hours(quiet_from=22, quiet_until=7))
    happened(cast, by=cast.sakurai, at=NIGHT)
    work(NIGHT)
    choose_language(cast.yuki, language="ja", time_zone="Europe/Berlin", by=cast.yuki, at=NIGHT)
    work(NIGHT)
    assert len(mailoutbox) == 1, "it is 3 in the afternoon there"


# Stopping


def test_the_link_in_a_letter_stops_its_group_and_can_be_undone(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    happened(cast, by=cast.sakurai)
    work(MORNING)
    member, what = queries.unsubscribing(token_in(mailoutbox[0]))
    assert (member, what) == (cast.yuki, Group.CONTRACTS)

    undo = operations.unsubscribe(member, what, at=MORNING)
    again = operations.unsubscribe(member, what, at=MORNING)
    assert facts_about(cast.yuki.key).filter(kind="members.PreferencesChanged").count() == 1, "twice is once"
    stopped = queries.choices_of(cast.yuki)
    assert [group for group in Group if stopped[group] != DEFAULTS[group]] == [Group.CONTRACTS]
    assert stopped[Group.CONTRACTS].email == ByEmail.NEVER
    assert stopped[Group.CONTRACTS].push, "nothing else has changed"

    assert operations.undo_unsubscribe(undo, at=MORNING) == cast.yuki
    assert queries.choices_of(cast.yuki) == DEFAULTS
    assert again == "", "the second time stopped nothing that could come again"


def test_the_link_in_a_daily_letter_stops_what_comes_daily(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    choose_email(cast.yuki, ByEmail.DAILY, groups=[Group.CONTRACTS])
    happened(cast, by=cast.sakurai)
    work(MORNING)
    work(TOMORROW)
    operations.unsubscribe(*queries.unsubscribing(token_in(mailoutbox[0])), at=TOMORROW)
    email = {group: channels.email for group, channels in queries.choices_of(cast.yuki).items()}
    assert ByEmail.DAILY not in email.values()
    assert email[Group.CONTRACTS] == email[Group.TASKS] == ByEmail.NEVER
    assert email[Group.MESSAGES] == ByEmail.AT_ONCE


def test_what_is_stopped_is_not_sent_any_more_though_it_waits(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=cast.sakurai)
    work(MORNING)
    operations.unsubscribe(cast.yuki, Group.CONTRACTS, at=MORNING)
    work(TOMORROW)
    assert mailoutbox == []


def test_a_token_that_is_not_ours_stops_nothing(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    happened(cast, by=cast.sakurai)
    work(MORNING)
    token = token_in(mailoutbox[0])
    undo = operations.unsubscribe(cast.yuki, Group.CONTRACTS, at=MORNING)
    for forged in ("", "x", token[:-1], "A" + token, undo):
        with pytest.raises(NotFound):
            queries.unsubscribing(forged)
    for forged in ("", token, undo[1:]):
        with pytest.raises(NotFound):
            operations.undo_unsubscribe(forged, at=MORNING)
