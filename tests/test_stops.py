"""Clocks are stopped while people act, and neither waits for the other in a circle."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Event

import pytest
from django.db import transaction

from mikiwame import stops
from mikiwame.core import operation
from mikiwame.core.fields import lock
from mikiwame.market.contracts.models import Offer
from mikiwame.market.contracts.operations import offers
from mikiwame.market.contracts.states import OfferState
from mikiwame.market.turns.models import Stop
from tests.cast import MORNING, Cast, assemble
from tests.market.contracts.stage import DAY, HOUR, offered
from tests.races import at_once


def outage(cast: Cast) -> None:
    stops.beat(at=MORNING + 2 * DAY)


def closing(cast: Cast) -> None:
    stops.close(first=date(2026, 11, 4), last=date(2026, 11, 5), reason="点検", by=cast.oda, at=MORNING)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop", [outage, closing])
def test_who_declines_an_offer_and_a_stop_never_wait_in_a_circle(
    stop: Callable[[Cast], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operation, "ATTEMPTS", 1)
    cast = assemble()
    stops.beat(at=MORNING)
    declined, stands = offered(cast), offered(cast, worker=cast.ken)
    held = Event()

    def decline() -> None:
        with transaction.atomic():
            lock(declined)
            held.set()
            Event().wait(0.5)  # the stop is under way by then
            offers.decline_offer(declined, by=cast.yuki, at=MORNING + HOUR)

    def stop_meanwhile() -> None:
        held.wait(10)
        stop(cast)

    assert at_once(decline, stop_meanwhile) == []
    assert Stop.objects.count() == 1
    declined.refresh_from_db()
    assert declined.state == OfferState.DECLINED
    assert Offer.objects.get(pk=stands.pk).until == MORNING + 7 * DAY


def test_what_was_cut_off_after_a_stop_is_made_up_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = offered(cast)
    with monkeypatch.context() as cut:
        cut.setattr(stops, "follow", lambda: None)
        closing(cast)
    offer.refresh_from_db()
    assert offer.until == MORNING + timedelta(days=5)

    stops.follow()

    offer.refresh_from_db()
    assert offer.until == MORNING + timedelta(days=7)
