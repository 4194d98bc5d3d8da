"""The start lamp, light by light."""

from datetime import date, timedelta

import pytest

from mikiwame.market.contracts.lamp import LampFacts, Light, lamp
from mikiwame.market.contracts.states import CONTRACT, MILESTONE, Lamp, LampReason

TODAY = date(2026, 11, 2)
TOMORROW = TODAY + timedelta(days=1)


def shows(*milestones: str, starts_on: date | None = TODAY, contract: str = "running") -> Light:
    return lamp(LampFacts(contract, milestones, starts_on), today=TODAY)


def test_red_until_the_money_is_held() -> None:
    assert shows("unfunded", contract="agreed") == Light(Lamp.RED, LampReason.UNFUNDED)
    assert shows("accepted", "unfunded") == Light(Lamp.RED, LampReason.UNFUNDED)


def test_amber_until_the_day_of_the_start() -> None:
    assert shows("funded", starts_on=TOMORROW) == Light(Lamp.AMBER, LampReason.BEFORE_START)


def test_amber_until_the_condition_of_the_start_is_declared_met() -> None:
    assert shows("funded", starts_on=None) == Light(Lamp.AMBER, LampReason.CONDITION_UNMET)


def test_green_when_the_money_is_held_and_the_start_is_reached() -> None:
    assert shows("funded") == Light(Lamp.GREEN, LampReason.WORK)
    assert shows("accepted", "funded", "unfunded") == Light(Lamp.GREEN, LampReason.WORK)
    assert shows("changes_requested") == Light(Lamp.GREEN, LampReason.CHANGES)


def test_off_while_the_client_inspects_even_with_the_next_part_funded() -> None:
    assert shows("delivered", "funded") == Light(Lamp.OFF, LampReason.INSPECTION)


def test_a_dispute_turns_it_off_unless_money_of_the_next_part_is_held() -> None:
    assert shows("disputed") == shows("disputed", "unfunded") == Light(Lamp.OFF, LampReason.DISPUTE)
    assert shows("disputed", "funded") == Light(Lamp.GREEN, LampReason.WORK)
    assert shows("disputed", "delivered") == Light(Lamp.OFF, LampReason.INSPECTION)


@pytest.mark.parametrize("state", sorted(CONTRACT.final))
@pytest.mark.parametrize("milestone", sorted(MILESTONE.states))
def test_off_for_good_when_the_contract_is_over(state: str, milestone: str) -> None:
    assert shows(milestone, contract=state) == Light(Lamp.OFF, LampReason.OVER)


@pytest.mark.parametrize("milestone", sorted(MILESTONE.states))
@pytest.mark.parametrize("starts_on", [None, TODAY, TOMORROW])
def test_green_means_held_money_and_nothing_else(milestone: str, starts_on: date | None) -> None:
    green = shows(milestone, starts_on=starts_on).is_green
    assert green == (milestone in {"funded", "changes_requested"} and starts_on == TODAY)
