"""Absences, closed days, an outage that is told, and turns in the reader's own calendar."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from mikiwame.core import clock
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations, queries
from mikiwame.market.turns.models import Absence, Stop, Turn
from mikiwame.market.turns.states import StopKind, TurnKind
from tests.cast import PASSWORD, Cast
from tests.market.hiring.stage import applied
from tests.web.stage import published_today

DAY = timedelta(days=1)


def signed_in(member: Member) -> Client:
    browser = Client()
    browser.force_login(member)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/home/"})
    return browser


def opened(cast: Cast) -> Turn:
    at = clock.now()
    return operations.open_turn(
        TurnKind.OFFER,
        "offer:019a0000-0000-7000-8000-000000000001",
        whose=cast.yuki.party,
        waiting=cast.sakurai.party,
        title="商品説明文, 10件; 「秋」",
        page="offer:019a0000-0000-7000-8000-000000000001",
        since=at,
        until=at + 5 * DAY,
    )


def next_monday() -> date:
    today = clock.day_in_tokyo(clock.now())
    return today + timedelta(days=7 - today.weekday())


def test_yuki_announces_an_absence_and_takes_it_back(cast: Cast) -> None:
    browser, monday = signed_in(cast.yuki), next_monday()

    browser.post(reverse("absences"), {"first": monday, "last": monday + DAY})

    absence = Absence.objects.get()
    assert (absence.party, absence.first, absence.last) == (cast.yuki.party, monday, monday + DAY)
    assert str(monday.day) in browser.get(reverse("absences")).content.decode()
    browser.post(reverse("absence_withdrawal", kwargs={"id": absence.pk}))
    assert not queries.absences(cast.yuki.party, at=clock.now()).exists()


def test_a_long_absence_is_refused_beside_its_field(cast: Cast) -> None:
    monday = next_monday()

    said = signed_in(cast.yuki).post(reverse("absences"), {"first": monday, "last": monday + 13 * DAY})

    assert said.status_code == 422
    assert "営業日で5日まで" in said.content.decode()
    assert not Absence.objects.exists()


def test_yuki_may_be_away_from_today_on_but_takes_that_back_no_more(cast: Cast) -> None:
    browser, today = signed_in(cast.yuki), clock.day_in_tokyo(clock.now())
    over = browser.post(reverse("absences"), {"first": today - DAY, "last": today}).content.decode()
    assert "今日からの日" in over
    backward = browser.post(reverse("absences"), {"first": today + DAY, "last": today}).content.decode()
    assert "最初の日か、それより後の日" in backward

    assert browser.post(reverse("absences"), {"first": today, "last": today}).status_code == 303
    address = reverse("absence_withdrawal", kwargs={"id": Absence.objects.get().pk})
    page = browser.get(reverse("absences")).content.decode()
    assert "もう始まっているので" in page
    assert address not in page
    assert "始まったお休みは、取り消せません" in browser.post(address).content.decode()


def test_nobody_withdraws_what_is_anothers(cast: Cast) -> None:
    monday = next_monday()
    absence = operations.announce_absence(first=monday, last=monday, by=cast.yuki, at=clock.now())

    said = signed_in(cast.kuroda).post(reverse("absence_withdrawal", kwargs={"id": absence.pk}))

    assert said.status_code == 404
    absence.refresh_from_db()
    assert absence.withdrawn_at is None


def test_oda_closes_the_house_and_an_offer_waits(cast: Cast) -> None:
    turn = opened(cast)
    tomorrow = clock.day_in_tokyo(clock.now()) + DAY

    operator = signed_in(cast.oda)
    operator.post(
        reverse("closings"), {"first": tomorrow, "last": tomorrow, "reason": "設備の点検", "sure": "on"}
    )

    for page in ("closings", "desk"):
        assert "設備の点検" in operator.get(reverse(page)).content.decode()
    before = turn.until
    turn.refresh_from_db()
    assert turn.until == before + DAY
    assert Fact.objects.filter(kind="turns.ClocksStopped", by=cast.oda.key).exists()
    assert "設備の点検" in signed_in(cast.yuki).get(reverse("absences")).content.decode()


def test_nothing_closes_before_oda_has_said_that_she_is_sure(cast: Cast) -> None:
    tomorrow = clock.day_in_tokyo(clock.now()) + DAY

    said = signed_in(cast.oda).post(
        reverse("closings"), {"first": tomorrow, "last": tomorrow, "reason": "設備の点検"}
    )

    assert said.status_code == 422
    assert not Stop.objects.exists()


def test_for_others_the_page_of_closed_days_is_not_there(cast: Cast) -> None:
    assert signed_in(cast.sora).get(reverse("closings")).status_code == 404
    assert signed_in(cast.sora).post(reverse("closings"), {"reason": "x"}).status_code == 404
    assert not Stop.objects.exists()


def test_an_outage_is_told_on_the_first_page_for_some_days(cast: Cast) -> None:
    at = clock.now()
    operations.stop(StopKind.OUTAGE, since=at - 2 * DAY, until=at, reason="停電", by=None, at=at)

    assert "つながりませんでした" in signed_in(cast.yuki).get(reverse("desk")).content.decode()


def calendar_address(browser: Client) -> str:
    page = browser.post(reverse("calendar")).content.decode()
    address = page.partition("/calendar/")[2].partition(".ics")[0]
    return reverse("calendar_feed", kwargs={"secret": address})


def test_a_calendar_program_reads_turns_by_its_address_alone(cast: Cast) -> None:
    turn = opened(cast)
    address = calendar_address(signed_in(cast.yuki))

    said = Client().get(address)

    assert said["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(said.content.decode()).walk("VEVENT")
    assert str(event["summary"]).endswith(turn.title)
    assert event.decoded("dtend") == turn.until.replace(microsecond=0)
    assert turn.subject.partition(":")[2] in str(event["url"])
    assert event.walk("VALARM")


def test_a_new_address_ends_the_old_one_and_so_does_an_end(cast: Cast) -> None:
    browser = signed_in(cast.yuki)
    old = calendar_address(browser)
    new = calendar_address(browser)

    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    browser.post(reverse("calendar_removal"))
    assert Client().get(new).status_code == 404
    assert Client().get(reverse("calendar_feed", kwargs={"secret": "guess"})).status_code == 404


def test_a_feed_has_nothing_that_waits_on_nobody(cast: Cast) -> None:
    published_today(cast.sakurai)

    said = Client().get(calendar_address(signed_in(cast.sakurai))).content.decode()

    assert "VEVENT" not in said, "nobody has applied yet"


def test_an_applicants_feed_has_the_day_of_the_decision(cast: Cast) -> None:
    application = applied(cast.yuki, published_today(cast.sakurai), at=clock.now())

    said = Client().get(calendar_address(signed_in(cast.yuki))).content.decode()

    [event] = Calendar.from_ical(said).walk("VEVENT")
    assert "応募者への返事" in str(event["summary"])
    assert str(application.pk) in str(event["url"])


def test_a_feed_shows_no_more_than_her_own(cast: Cast) -> None:
    opened(cast)

    said = Client().get(calendar_address(signed_in(cast.sora))).content.decode()

    assert "VEVENT" not in said
