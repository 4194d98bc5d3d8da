"""Two at once: whatever comes first, each promise holds."""

from collections.abc import Callable
from functools import partial

import pytest

from mikiwame.market.hiring import queries
from mikiwame.market.hiring.models import Application, Place, Posting
from mikiwame.market.hiring.operations import applications, postings
from mikiwame.market.hiring.states import ApplicationState, PostingState
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Party
from tests.cast import MORNING, Cast, joined
from tests.market.hiring.stage import applied, drafted, published
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_is_taken_once(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=2)
    workers = [joined(f"worker{number}", f"応募者{number}", MORNING) for number in range(5)]
    waiting = [applied(worker, posting) for worker in workers]

    refused = at_once(
        *(
            lambda application=application: applications.take_place(application, by=cast.sakurai, at=MORNING)
            for application in waiting
        )
    )

    assert refused == ["no_place"] * 3
    assert Place.objects.exclude(taken_by=None).count() == 2
    assert Application.objects.filter(state=ApplicationState.OFFERED).count() == 2


def test_one_application_never_takes_two_places(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=2)
    application = applied(cast.yuki, posting)
    refused = at_once(*[lambda: applications.take_place(application, by=cast.sakurai, at=MORNING)] * 2)
    assert refused == ["wrong_state"]
    assert Place.objects.exclude(taken_by=None).count() == 1


def test_the_quota_holds_when_she_applies_everywhere_at_once(cast: Cast, settings: object) -> None:
    settings.OPEN_APPLICATIONS_MOST = 3  # type: ignore[attr-defined]
    offered = [published(cast.sakurai) for _ in range(6)]
    refused = at_once(*(lambda posting=posting: applied(cast.yuki, posting) for posting in offered))
    assert refused == ["too_many_applications"] * 3
    assert Application.objects.filter(worker=cast.yuki.party).count() == 3


def test_two_clicks_apply_once(cast: Cast) -> None:
    posting = published(cast.sakurai)
    assert at_once(*[lambda: applied(cast.yuki, posting)] * 3) == ["already_applied"] * 2
    assert Application.objects.count() == 1


def test_who_applies_while_she_leaves_does_one_of_both(cast: Cast) -> None:
    posting = published(cast.sakurai)
    leave = partial(
        members.delete_account, cast.yuki, obligations=queries.open_applications, by=cast.yuki, at=MORNING
    )
    [refused] = at_once(lambda: applied(cast.yuki, posting), leave)
    assert refused in {"has_obligations", "not_yours"}
    has_left = Party.objects.get(pk=cast.yuki.party.pk).left_at is not None
    assert has_left != Application.objects.filter(worker=cast.yuki.party).exists()


def test_two_clicks_publish_once(cast: Cast) -> None:
    posting = drafted(cast.sakurai)
    refused = at_once(*[lambda: postings.publish(posting, by=cast.sakurai, at=MORNING)] * 3)
    assert refused == ["wrong_state"] * 2
    assert Place.objects.filter(posting=posting).count() == 1
    assert facts_about(posting.key).count() == 1


@pytest.mark.parametrize("stop", [postings.close, postings.pause])
def test_who_applies_while_it_ends_is_either_refused_or_told(
    cast: Cast, stop: Callable[..., Posting]
) -> None:
    posting = published(cast.sakurai)
    refused = at_once(lambda: applied(cast.yuki, posting), lambda: stop(posting, by=cast.sakurai, at=MORNING))
    posting.refresh_from_db()
    assert posting.state in {PostingState.CLOSED, PostingState.PAUSED}
    if refused:
        assert refused == ["posting_not_open"]
        assert not Application.objects.exists()
    else:
        closed = posting.state == PostingState.CLOSED
        told = ApplicationState.DECLINED if closed else ApplicationState.SUBMITTED
        assert Application.objects.get().state == told


def test_accepting_the_last_offer_and_withdrawing_end_everybody(cast: Cast) -> None:
    posting = published(cast.sakurai)
    offered, waiting = applied(cast.yuki, posting), applied(cast.ken, posting)
    applications.take_place(offered, by=cast.sakurai, at=MORNING)

    refused = at_once(
        lambda: applications.settle(offered, at=MORNING),
        lambda: applications.withdraw(waiting, by=cast.ken, at=MORNING),
    )

    waiting.refresh_from_db()
    assert waiting.state in {ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
    assert refused == (["wrong_state"] if waiting.state == ApplicationState.DECLINED else [])
