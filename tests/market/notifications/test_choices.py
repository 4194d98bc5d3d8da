"""A member says for each group how it reaches her; what concerns safety always does."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoAssertNumQueries

from mikiwame.core.errors import Refused
from mikiwame.core.ids import new_id
from mikiwame.market.history.models import Fact
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members.models import Member
from mikiwame.market.members.operations import keep_private_data, remove_bank_account
from mikiwame.market.members.private import BankAccount
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.choices import DEFAULTS, SAFETY, Channels, Hours
from mikiwame.market.notifications.models import Choice, Email, Notification
from mikiwame.market.notifications.models import Hours as HoursRow
from mikiwame.market.notifications.states import ByEmail, Group
from tests.cast import MORNING, Cast
from tests.market.notifications.stage import (
    CONTRACT,
    choose_email,
    choose_hours,
    happened,
    hours_of,
    read_by_operator,
    take_in,
)

TOKYO = ZoneInfo("Asia/Tokyo")


def test_until_she_chooses_the_defaults_hold(cast: Cast) -> None:
    assert queries.choices_of(cast.yuki) == DEFAULTS
    assert queries.hours_of(cast.yuki) == Hours(digest=8, quiet_from=None, quiet_until=None)
    assert set(DEFAULTS) == set(Group)
    assert all(DEFAULTS[group].email == ByEmail.AT_ONCE for group in SAFETY)


def test_what_she_chooses_holds_for_her_alone_and_is_a_fact(cast: Cast) -> None:
    chosen = {Group.TASKS: Channels(ByEmail.NEVER, push=True), Group.REVIEWS: DEFAULTS[Group.REVIEWS]}
    hours = Hours(digest=19, quiet_from=22, quiet_until=7)
    operations.choose(cast.yuki, channels=chosen, hours=hours, by=cast.yuki, at=MORNING)

    assert queries.choices_of(cast.yuki) == DEFAULTS | chosen
    assert hours_of(cast.yuki) == hours
    assert queries.choices_of(cast.ken) == DEFAULTS
    fact = facts_about(cast.yuki.key).last()
    assert fact is not None
    assert fact.data == {"changed": ["notices_of_tasks", "notice_hours"]}
    assert Choice.objects.count() == 1, "what is as it was is written nowhere"

    anew = Member.objects.get(pk=cast.yuki.pk)
    operations.choose(anew, channels=chosen, hours=hours, by=cast.yuki, at=MORNING)
    assert facts_about(cast.yuki.key).last() == fact, "nor is it a fact"


def test_nobody_chooses_for_another(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_yours"):
        operations.choose(cast.yuki, channels={}, hours=Hours(), by=cast.kuroda, at=MORNING)


@pytest.mark.parametrize("email", [ByEmail.DAILY, ByEmail.NEVER])
def test_what_concerns_safety_cannot_be_turned_off(cast: Cast, email: ByEmail) -> None:
    chosen = {Group.ACCOUNT: Channels(email, push=False)}
    with pytest.raises(Refused, match="safety_is_told"):
        operations.choose(cast.yuki, channels=chosen, hours=Hours(), by=cast.yuki, at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Choice.objects.create(member=cast.yuki, group="account", email=email, push=False)


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        (Hours(digest=24), "choice_unknown"),
        (Hours(digest=-1), "choice_unknown"),
        (Hours(quiet_from=22), "quiet_hours_unclear"),
        (Hours(quiet_until=7), "quiet_hours_unclear"),
        (Hours(quiet_from=7, quiet_until=7), "quiet_hours_unclear"),
        (Hours(quiet_from=25, quiet_until=7), "choice_unknown"),
    ],
)
def test_hours_that_are_none_are_refused(cast: Cast, hours: Hours, code: str) -> None:
    with pytest.raises(Refused, match=code):
        choose_hours(cast.yuki, hours)
    if hours.digest >= 0:
        with pytest.raises(IntegrityError), transaction.atomic():
            HoursRow.objects.create(member=cast.yuki, **vars(hours))


def test_by_email_comes_what_she_chose(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    choose_email(cast.yuki, ByEmail.NEVER)
    happened(cast, by=cast.sakurai)
    read_by_operator(cast)
    take_in()
    operations.send_emails(at=MORNING)

    assert Notification.objects.filter(member=cast.yuki).count() == 2
    assert [letter.subject for letter in mailoutbox] == ["運営があなたの非公開の情報を読みました"]


def test_another_bank_account_is_told_even_to_whoever_wrote_it_down(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    choose_email(cast.yuki, ByEmail.NEVER)
    account = BankAccount.written(bank="1", branch="2", kind="ordinary", number="3", holder="サトウ ユキ")
    for _ in range(2):
        keep_private_data(cast.yuki, bank_account=account, by=cast.yuki, at=MORNING)
    keep_private_data(cast.yuki, phone="090-1234-5678", by=cast.yuki, at=MORNING)
    remove_bank_account(cast.yuki, by=cast.yuki, at=MORNING)
    take_in()
    operations.send_emails(at=MORNING)
    assert [letter.subject for letter in mailoutbox] == ["受け取り口座が変わりました"] * 2
    assert "サトウ" not in str([(letter.body, letter.alternatives) for letter in mailoutbox])  # type: ignore[attr-defined]


def test_a_fact_is_taken_in_by_few_statements_whatever_there_is_to_choose(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    choose_email(cast.yuki, ByEmail.DAILY)
    happened(cast, by=None)
    fact = Fact.objects.get(subject=CONTRACT)
    with django_assert_num_queries(9):  # with the savepoint's two
        operations.take_in(fact)
    assert Notification.objects.count() == 2


@pytest.mark.parametrize(
    ("at", "quiet", "ends"),
    [
        ("2026-11-02T21:59", (22, 7), None),
        ("2026-11-02T22:00", (22, 7), "2026-11-03T07:00"),
        ("2026-11-03T00:30", (22, 7), "2026-11-03T07:00"),
        ("2026-11-03T06:59", (22, 7), "2026-11-03T07:00"),
        ("2026-11-03T07:00", (22, 7), None),
        ("2026-11-03T12:15", (12, 13), "2026-11-03T13:00"),
        ("2026-11-03T13:00", (12, 13), None),
        ("2026-11-03T23:30", (23, 0), "2026-11-04T00:00"),
        ("2026-11-03T00:00", (23, 0), None),
    ],
)
def test_quiet_hours_end(at: str, quiet: tuple[int, int], ends: str | None) -> None:
    hours = Hours(quiet_from=quiet[0], quiet_until=quiet[1])
    end = hours.quiet_end(datetime.fromisoformat(at).replace(tzinfo=TOKYO).astimezone(UTC), TOKYO)
    assert (end and end.astimezone(TOKYO).replace(tzinfo=None).isoformat(timespec="minutes")) == ends


def test_on_a_day_whose_clock_leaps_the_daily_one_comes_all_the_same() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # 1:30; at 2:00 it becomes 3:00
    assert Hours(digest=2).next_digest(before, berlin) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    twice = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # 2:30 for the first time
    assert Hours(digest=2).next_digest(twice, berlin) == datetime(2027, 11, 1, 1, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_who_took_no_notices_by_email_takes_none_afterwards() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("notifications", "0002_side"), ("members", "0005_where_and_when")])
    before = executor.loader.project_state(
        [("notifications", "0002_side"), ("members", "0005_where_and_when")]
    )
    tables = before.apps
    people = {}
    for name, by_email in (("yuki", False), ("ken", True)):
        party = tables.get_model("members", "Party").objects.create(display_name=name, created_at=MORNING)
        people[name] = tables.get_model("members", "Member").objects.create(
            email=f"{name}@example.jp", party=party, joined_at=MORNING, notices_by_email=by_email
        )
    told = tables.get_model("notifications", "Notification").objects.create(
        member=people["ken"],
        fact=new_id(),
        kind="contracts.OfferMade",
        side="worker",
        page="offers",
        at=MORNING,
    )
    tables.get_model("notifications", "Email").objects.create(notification=told, not_before=MORNING)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    chosen = Choice.objects.filter(member=people["yuki"].pk).values_list("group", "email")
    assert dict(chosen) == {str(group): "never" for group in set(Group) - SAFETY}
    assert not Choice.objects.filter(member=people["ken"].pk).exists()
    assert Notification.objects.get(pk=told.pk).group == Group.TURNS
    assert Email.objects.get(told=told.pk).member_id == people["ken"].pk


@pytest.mark.django_db(transaction=True)
def test_what_an_earlier_worker_writes_between_two_steps_is_not_lost() -> None:
    earlier = [("notifications", "0002_side"), ("members", "0005_where_and_when")]
    executor = MigrationExecutor(connection)
    executor.migrate(earlier)
    tables = executor.loader.project_state(earlier).apps
    executor = MigrationExecutor(connection)
    executor.migrate([("notifications", "0004_what_was_chosen")])

    party = tables.get_model("members", "Party").objects.create(display_name="yuki", created_at=MORNING)
    yuki = tables.get_model("members", "Member").objects.create(
        email="yuki@example.jp", party=party, joined_at=MORNING, notices_by_email=True
    )
    kinds = ("contracts.OfferMade", "contracts.FundingLapsed", "members.PrivateDataRead")
    for kind in kinds:
        of = {"member": yuki, "fact": new_id(), "kind": kind, "side": "worker", "page": "contracts"}
        told = tables.get_model("notifications", "Notification").objects.create(**of, at=MORNING)
        tables.get_model("notifications", "Email").objects.create(notification=told, not_before=MORNING)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    told = Notification.objects.values_list("kind", "group", "email__member", "email__group")
    groups = zip(kinds, (Group.TURNS, Group.CONTRACTS, Group.ACCOUNT), strict=True)
    assert set(told) == {(kind, group, yuki.pk, group) for kind, group in groups}
