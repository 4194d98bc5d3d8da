"""Writing terms sheets, publishing them, and keeping what was frozen."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from mikiwame.core.constraints import refusal_of
from mikiwame.core.errors import Refused
from mikiwame.core.ids import key, new_id
from mikiwame.core.money import MOST
from mikiwame.core.terms import RewardBasis, Term
from mikiwame.market.terms import operations, queries, rules
from mikiwame.market.terms.lines import Deadline, Inspection, Part, Reward, Start
from mikiwame.market.terms.models import Sheet, SheetMilestone
from tests.cast import MORNING
from tests.market.terms import sheets
from tests.market.terms.sheets import COMPLETE, THIRDS, TODAY

POSTING = key("posting", new_id())
pytestmark = pytest.mark.django_db


def drafted(**changes: Any) -> Sheet:
    return operations.draft(key("posting", new_id()), at=MORNING, **(COMPLETE | changes))


def failings(sheet: Sheet) -> list[tuple[str | None, str | None]]:
    return [(ruling.code, ruling.field) for ruling in rules.failings(sheet, MORNING)]


def test_a_draft_states_what_was_written() -> None:
    sheet = drafted(scope="  一行目\r\n二行目  ", pace=None)

    assert queries.stated(sheet) == {
        Term.SCOPE: "一行目\n二行目",
        Term.DELIVERABLE: COMPLETE["deliverable"],
        Term.REWARD: Reward(30_000),
        Term.REWARD_BASIS: "fixed",
        Term.DEADLINE: Deadline((COMPLETE["deadline"],)),
        Term.START: Start(COMPLETE["start_date"]),
        Term.HEADCOUNT: 1,
        Term.INSPECTION: Inspection(7, 2),
        Term.PAYMENT: 30,
    }


def test_an_empty_draft_may_be_kept_but_names_every_gap() -> None:
    sheet = operations.draft(POSTING, at=MORNING)

    assert failings(sheet) == [
        ("scope_missing", "scope"),
        ("deliverable_missing", "deliverable"),
        ("reward_missing", "reward"),
        ("reward_basis_missing", "reward_basis"),
        ("deadline_missing", "deadline"),
        ("start_missing", "start_date"),
        ("headcount_missing", "headcount"),
        ("inspection_missing", "inspection_days"),
        ("payment_missing", "payment_days"),
    ]
    assert rules.publishable(sheet, MORNING).code == "scope_missing"


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({"start_date": TODAY - timedelta(days=1)}, ("date_past", "start_date")),
        ({"deadline": TODAY - timedelta(days=1), "start_date": TODAY}, ("date_past", "deadline")),
        ({"deadline": date(2999, 1, 1)}, ("date_too_far", "deadline")),
        ({"start_date": TODAY + timedelta(days=18)}, ("deadline_before_start", "deadline")),
        ({"start_condition": "打ち合わせのあと"}, ("start_twice", "start_condition")),
        (
            {"start_date": None, "start_condition": "打ち合わせのあと"},
            ("condition_without_limit", "start_latest"),
        ),
        ({"deadline": None}, ("deadline_missing", "deadline")),
        ({"inspection_days": 10, "payment_days": 10}, ("payment_before_inspection", "payment_days")),
    ],
)
def test_a_sheet_whose_dates_make_no_sense_is_not_published(
    changes: dict[str, Any], failing: tuple[str, str]
) -> None:
    assert failing in failings(drafted(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"start_date": TODAY, "deadline": TODAY},
        {"deadline": None, "pace": "毎週3本"},
        {
            "start_date": None,
            "start_condition": "素材がそろった日",
            "start_latest": TODAY + timedelta(days=9),
        },
        {"reward_basis": RewardBasis.PER_PIECE, "reward": 50, "reward_most": 80},
    ],
)
def test_a_sheet_that_says_it_all_is_published(changes: dict[str, Any]) -> None:
    assert failings(drafted(**changes)) == []


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"reward": 0}, "number_out_of_range", "reward"),
        ({"reward": -500}, "number_out_of_range", "reward"),
        ({"reward": MOST + 1}, "number_out_of_range", "reward"),
        ({"reward_most": 29_999}, "range_downward", "reward_most"),
        ({"inspection_days": 15}, "number_out_of_range", "inspection_days"),
        ({"payment_days": 61}, "number_out_of_range", "payment_days"),
        ({"headcount": 10**12}, "number_out_of_range", "headcount"),
        ({"change_rounds": -1}, "number_out_of_range", "change_rounds"),
        ({"reward_basis": "per_smile"}, "choice_unknown", "reward_basis"),
        ({"scope": "あ" * 5_001}, "text_too_long", "scope"),
        ({"scope": "範囲\x00"}, "text_unreadable", "scope"),
        ({"scope": "範囲\ud800"}, "text_unreadable", "scope"),
    ],
)
def test_what_no_sheet_can_hold_is_refused_at_its_field(
    values: dict[str, Any], code: str, field: str
) -> None:
    sheet = drafted()
    with pytest.raises(Refused) as refused:
        operations.write(sheet, **values)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert queries.stated(Sheet.objects.get(pk=sheet.pk)) == queries.stated(sheet)


def test_what_is_no_line_of_a_sheet_cannot_be_written() -> None:
    with pytest.raises(KeyError):
        operations.draft(POSTING, at=MORNING, frozen_at=MORNING)


def test_an_agreement_needs_one_reward_for_a_known_quantity() -> None:
    assert rules.agreeable(drafted(), MORNING)

    range_ = rules.agreeable(drafted(reward_most=40_000), MORNING)
    assert (range_.code, range_.field) == ("total_open", "reward")
    pieces = rules.agreeable(drafted(reward_basis=RewardBasis.PER_PIECE), MORNING)
    assert (pieces.code, pieces.field) == ("total_open", "quantity")
    enormous = rules.agreeable(drafted(reward_basis=RewardBasis.HOURLY, reward=MOST, quantity=2), MORNING)
    assert (enormous.code, enormous.field) == ("number_out_of_range", "quantity")


def test_what_the_whole_costs() -> None:
    assert queries.total(drafted()) == 30_000
    assert queries.total(drafted(reward_basis=RewardBasis.PER_PIECE, reward=1_200, quantity=25)) == 30_000
    with pytest.raises(ValueError, match="leaves its total open"):
        queries.total(drafted(reward_basis=RewardBasis.HOURLY))


def test_a_sheet_without_milestones_is_one_part() -> None:
    assert queries.parts(drafted()) == [Part(1, "", 30_000, COMPLETE["deadline"])]


def test_the_parts_of_the_work_add_up_to_its_reward() -> None:
    sheet = operations.write_milestones(drafted(), THIRDS)

    assert queries.parts(sheet) == THIRDS
    assert queries.total(sheet) == 30_000
    assert rules.agreeable(sheet, MORNING)
    assert queries.stated(sheet)[Term.DEADLINE] == Deadline(tuple(p.due for p in THIRDS if p.due))

    short = rules.agreeable(operations.write_milestones(sheet, THIRDS[:2]), MORNING)
    assert (short.code, short.context) == ("parts_do_not_add_up", {"whole": 30_000, "divided": 20_000})
    assert queries.parts(operations.write_milestones(sheet, [])) == [
        Part(1, "", 30_000, COMPLETE["deadline"])
    ]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (THIRDS[::-1], "parts_out_of_order"),
        ([Part(1, "構成", 10_000, None)], "part_without_day"),
        ([Part(1, "構成", 0, TODAY)], "number_out_of_range"),
        ([Part(1, " ", 10_000, TODAY)], "text_missing"),
        ([Part(1, "構成", 10_000, TODAY)] * 51, "too_many_parts"),
    ],
)
def test_parts_that_cannot_be_are_refused(parts: list[Part], code: str) -> None:
    sheet = operations.write_milestones(drafted(), THIRDS)
    with pytest.raises(Refused) as refused:
        operations.write_milestones(sheet, parts)

    assert (refused.value.code, refused.value.field) == (code, "milestones")
    assert queries.parts(sheet) == THIRDS


def test_a_copy_is_the_next_version_and_differs_only_by_its_changes() -> None:
    posted = operations.freeze(operations.write_milestones(drafted(), THIRDS), at=MORNING)
    contract = key("contract", new_id())
    first = operations.copy(posted, subject=contract, at=MORNING)
    second = operations.copy(first, subject=contract, at=MORNING, scope="12点の説明文を書く。")

    assert (first.number, second.number) == (1, 2)
    assert (first.frozen_at, first.fingerprint) == (None, None)
    assert queries.difference(posted, first) == []
    assert [change.term for change in queries.difference(first, second)] == [Term.SCOPE]
    assert queries.versions(contract) == [first, second]


@pytest.mark.parametrize(
    "verb",
    [
        lambda sheet: operations.write(sheet, reward=1),
        lambda sheet: operations.write_milestones(sheet, []),
        lambda sheet: operations.freeze(sheet, at=MORNING),
    ],
)
def test_a_frozen_sheet_is_not_written_again(verb: Callable[[Sheet], Sheet]) -> None:
    sheet = operations.freeze(drafted(), at=MORNING)
    with pytest.raises(Refused, match="sheet_frozen"):
        verb(sheet)


@pytest.mark.parametrize(
    "stray",
    [
        lambda sheet: Sheet.objects.filter(pk=sheet.pk).update(reward=1),
        lambda sheet: Sheet.objects.filter(pk=sheet.pk).update(frozen_at=None),
        lambda sheet: Sheet.objects.filter(pk=sheet.pk).delete(),
        lambda sheet: SheetMilestone.objects.filter(sheet=sheet).update(amount=1),
        lambda sheet: SheetMilestone.objects.filter(sheet=sheet).delete(),
        lambda sheet: SheetMilestone.objects.create(sheet=sheet, number=9, title="x", amount=1, due=TODAY),
        lambda sheet: (
            SheetMilestone.objects.filter(number=1).exclude(sheet=sheet).update(sheet=sheet, number=9)
        ),
    ],
)
def test_the_database_keeps_a_frozen_sheet_and_its_parts(stray: Callable[[Sheet], Any]) -> None:
    operations.write_milestones(drafted(), THIRDS)
    sheet = operations.freeze(operations.write_milestones(drafted(), THIRDS), at=MORNING)

    with pytest.raises(IntegrityError, match="never change") as error, transaction.atomic():
        stray(sheet)
    refusal = refusal_of(error.value)
    assert refusal is not None
    assert refusal.code == "sheet_frozen"
    assert queries.parts(sheet) == THIRDS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["terms_sheetmilestone", "terms_sheet CASCADE"])
def test_nobody_empties_the_tables(table: str) -> None:
    operations.freeze(operations.write_milestones(drafted(), THIRDS), at=MORNING)
    with pytest.raises(IntegrityError, match="never changes"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


@pytest.mark.django_db(transaction=True)
def test_no_part_slips_into_a_sheet_that_is_being_frozen() -> None:
    sheet = drafted()
    errors = list[Exception]()

    def slip_in() -> None:
        try:
            SheetMilestone.objects.create(sheet=sheet, number=9, title="x", amount=1, due=TODAY)
        except IntegrityError as error:
            errors.append(error)
        connection.close()

    stray = Thread(target=slip_in)
    with transaction.atomic():
        operations.freeze(sheet, at=MORNING)
        stray.start()
        stray.join(timeout=0.3)
        assert stray.is_alive(), "it waits for the freezing to be decided"
    stray.join()

    assert len(errors) == 1
    assert not sheet.milestones.exists()


@hypothesis_settings(max_examples=40)
@given(values=sheets.values, parts=sheets.parts)
def test_a_copy_of_any_sheet_says_the_same(values: dict[str, Any], parts: list[Part]) -> None:
    sheet = operations.write_milestones(operations.draft(POSTING, at=MORNING, **values), parts)
    copy = operations.copy(sheet, subject=POSTING, at=MORNING)

    assert queries.difference(sheet, copy) == []
    assert rules.failings(sheet, MORNING)
    if not values.get("start_condition"):
        assert (
            operations.freeze(sheet, at=MORNING).fingerprint
            == operations.freeze(copy, at=MORNING).fingerprint
        )
