"""Every operation in every state: allowed where the lifecycle has an arrow, refused everywhere else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mikiwame.core.errors import Refused
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.operations import applications, postings, trying
from mikiwame.market.hiring.states import APPLICATION, POSTING, ApplicationState, PostingState
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import PROMISED, applied, drafted, published

LATE = PROMISED - timedelta(hours=1)


def a_posting(cast: Cast, state: PostingState) -> Posting:
    """A posting that has come to that state, as postings do."""
    if state == PostingState.DRAFT:
        return drafted(cast.sakurai)
    posting = published(cast.sakurai)
    match state:
        case PostingState.PAUSED:
            postings.pause(posting, by=cast.sakurai, at=MORNING)
        case PostingState.CLOSED:
            postings.close(posting, by=cast.sakurai, at=MORNING)
        case PostingState.FILLED:
            an_application(cast, ApplicationState.ACCEPTED, posting)
        case PostingState.EXPIRED:
            postings.expire(posting, at=PROMISED)
        case PostingState.SUSPENDED:
            postings.suspend(posting, reason="確認のため", by=cast.oda, at=MORNING)
    posting.refresh_from_db()
    return posting


def an_application(cast: Cast, state: ApplicationState, posting: Posting | None = None) -> Application:
    """An application that has come to that state, as applications do."""
    posting = posting or published(cast.sakurai)
    application = applied(cast.yuki, posting)
    match state:
        case ApplicationState.IN_TRIAL:
            trying.put_on_trial(application, by=cast.sakurai, at=MORNING)
        case ApplicationState.OFFERED:
            applications.take_place(application, by=cast.sakurai, at=MORNING)
        case ApplicationState.ACCEPTED:
            applications.take_place(application, by=cast.sakurai, at=MORNING)
            applications.settle(application, at=MORNING)
        case ApplicationState.DECLINED:
            applications.decline(application, reason="price", note="", by=cast.sakurai, at=MORNING)
        case ApplicationState.WITHDRAWN:
            applications.withdraw(application, by=cast.yuki, at=MORNING)
        case ApplicationState.EXPIRED:
            postings.expire(posting, at=PROMISED)
    application.refresh_from_db()
    return application


ON_POSTINGS: dict[str, Callable[[Posting, Cast], object]] = {
    "publish": lambda posting, cast: postings.publish(posting, by=cast.sakurai, at=MORNING),
    "pause": lambda posting, cast: postings.pause(posting, by=cast.sakurai, at=LATE),
    "resume": lambda posting, cast: postings.resume(posting, by=cast.sakurai, at=LATE),
    "close": lambda posting, cast: postings.close(posting, by=cast.sakurai, at=LATE),
    "expire": lambda posting, _: postings.expire(posting, at=PROMISED),
    "suspend": lambda posting, cast: postings.suspend(posting, reason="確認", by=cast.oda, at=LATE),
    "reinstate": lambda posting, cast: postings.reinstate(posting, reason="確認", by=cast.oda, at=LATE),
}

ON_APPLICATIONS: dict[str, Callable[[Application, Cast], object]] = {
    "take_place": lambda application, cast: applications.take_place(application, by=cast.sakurai, at=LATE),
    "free_place": lambda application, _: applications.free_place(application, at=LATE),
    "settle": lambda application, _: applications.settle(application, at=LATE),
    "decline": lambda application, cast: applications.decline(
        application, reason="price", note="", by=cast.sakurai, at=LATE
    ),
    "withdraw": lambda application, cast: applications.withdraw(application, by=cast.yuki, at=LATE),
    "expire": lambda application, _: postings.expire(application.posting, at=PROMISED),
    "put_on_trial": lambda application, cast: trying.put_on_trial(application, by=cast.sakurai, at=LATE),
    "give_up_trial": lambda application, _: trying.give_up_trial(application, at=LATE),
    "return_to_trial": lambda application, _: trying.return_to_trial(application, at=LATE),
    "decline_tried": lambda application, _: trying.decline_tried(application, reason="price", at=LATE),
    "withdraw_tried": lambda application, _: trying.withdraw_tried(application, at=LATE),
    "expire_tried": lambda application, _: trying.expire_tried(application, at=LATE),
}


def test_the_tables_have_no_operation_that_is_not_tried() -> None:
    assert POSTING.operations() == {*ON_POSTINGS, "settle"}
    assert APPLICATION.operations() == set(ON_APPLICATIONS)


@pytest.mark.parametrize("operation", sorted(ON_POSTINGS))
@pytest.mark.parametrize("state", PostingState)
def test_every_operation_on_a_posting_in_every_state(cast: Cast, state: PostingState, operation: str) -> None:
    posting = a_posting(cast, state)
    if state in POSTING.sources(operation):
        ON_POSTINGS[operation](posting, cast)
        posting.refresh_from_db()
        assert POSTING.allows(state, posting.state)
    else:
        with pytest.raises(Refused):
            ON_POSTINGS[operation](posting, cast)
        posting.refresh_from_db()
        assert posting.state == state


@pytest.mark.parametrize("expired", [False, True])
def test_nobody_settles_what_operators_stopped(cast: Cast, expired: bool) -> None:
    posting = published(cast.sakurai)
    application = an_application(cast, ApplicationState.OFFERED, posting)
    postings.suspend(posting, reason="確認", by=cast.oda, at=MORNING)
    if expired:
        postings.expire(posting, at=PROMISED)
    with pytest.raises(Refused, match="posting_stopped"):
        applications.settle(application, at=LATE)


UNSETTLING = {PostingState.DRAFT, PostingState.FILLED, PostingState.SUSPENDED}
"""Before the first application, after the last, and while operators stop it."""


@pytest.mark.parametrize("state", sorted(set(PostingState) - UNSETTLING))
def test_settling_the_last_place_fills_a_posting_that_still_looks(cast: Cast, state: PostingState) -> None:
    posting = published(cast.sakurai)
    application = an_application(cast, ApplicationState.OFFERED, posting)
    match state:
        case PostingState.PAUSED:
            postings.pause(posting, by=cast.sakurai, at=MORNING)
        case PostingState.CLOSED:
            postings.close(posting, by=cast.sakurai, at=MORNING)
        case PostingState.EXPIRED:
            postings.expire(posting, at=PROMISED)
    applications.settle(application, at=LATE)
    posting.refresh_from_db()
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED
    assert posting.state == (PostingState.FILLED if state in POSTING.sources("settle") else state)


@pytest.mark.parametrize("operation", sorted(ON_APPLICATIONS))
@pytest.mark.parametrize("state", ApplicationState)
def test_every_operation_on_an_application_in_every_state(
    cast: Cast, state: ApplicationState, operation: str
) -> None:
    application = an_application(cast, state)
    allowed = state in APPLICATION.sources(operation)
    try:
        ON_APPLICATIONS[operation](application, cast)
    except Refused:
        assert not allowed
    application.refresh_from_db()
    # A posting expires whatever its applications are: those that no longer wait stay as they were.
    assert APPLICATION.allows(state, application.state) if allowed else application.state == state
