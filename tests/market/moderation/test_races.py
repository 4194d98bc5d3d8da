"""Two at once: operators who decide, whoever appeals and the clock."""

import pytest

from mikiwame.market.hiring.models import Posting
from mikiwame.market.history.models import Fact
from mikiwame.market.moderation.models import Sanction
from mikiwame.market.moderation.operations import appeals, stops
from mikiwame.market.turns.models import Turn
from tests.cast import MORNING, Cast, joined
from tests.market.moderation.stage import NOT_APPEALED, appealed, other_operator, stopped, warned
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_operators_decide_once(cast: Cast) -> None:
    sanction, mori = appealed(stopped(cast), cast), other_operator()
    third = joined("hayashi", "林さん", MORNING)
    third.party.is_operator = True
    third.party.save()
    refused = at_once(
        lambda: appeals.uphold(sanction, ruling="同じ", by=mori, at=MORNING),
        lambda: appeals.lift(sanction, ruling="違う", by=third, at=MORNING),
    )
    assert refused == ["wrong_state"]
    ends = (Sanction.objects.get().state, Posting.objects.get().state)
    assert ends in [("upheld", "suspended"), ("lifted", "open")]
    assert (
        Fact.objects.filter(kind__in=["moderation.SanctionUpheld", "moderation.SanctionLifted"]).count() == 1
    )


def test_an_appeal_is_made_or_the_clock_has_ended_it(cast: Cast) -> None:
    sanction = warned(cast)
    at_once(
        lambda: appeals.appeal(sanction, text="違います", by=cast.kuroda, at=MORNING),
        lambda: appeals.let_stand(sanction, at=NOT_APPEALED),
    )
    state = Sanction.objects.get().state
    waits = Turn.objects.filter(subject=sanction.key, state="open").count()
    assert (state, waits) in [("appealed", 1), ("final", 0)]


def test_a_posting_goes_on_once_by_whoever_is_first(cast: Cast) -> None:
    sanction, mori = appealed(stopped(cast), cast), other_operator()
    posting = Posting.objects.get()
    refused = at_once(
        lambda: appeals.lift(sanction, ruling="違う", by=mori, at=MORNING),
        lambda: stops.reinstate(posting, reason="済み", by=cast.oda, at=MORNING),
    )
    assert refused == ["wrong_state"]
    assert Posting.objects.get().state == "open"
    assert Sanction.objects.get().state in {"lifted", "moot"}
    assert not Turn.objects.filter(subject=sanction.key, state="open").exists()


def test_a_double_click_appeals_once(cast: Cast) -> None:
    sanction = warned(cast)
    refused = at_once(*[lambda: appeals.appeal(sanction, text="違います", by=cast.kuroda, at=MORNING)] * 3)
    assert refused == ["wrong_state"] * 2
