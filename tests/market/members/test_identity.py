"""Yuki shows who she is: an operator looks at sealed papers once, and only the fact stays."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from PIL import Image

from mikiwame.core.errors import Refused
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members import operations, papers, queries, sealing
from mikiwame.market.members.models import Member, Paper, Verification
from mikiwame.market.members.operations import identity
from mikiwame.market.members.sealing import Key, Keyring
from mikiwame.market.members.states import PaperKind, VerificationState
from tests.cast import MORNING, Cast
from tests.races import at_once, code_of

LATER = MORNING + timedelta(hours=1)
DAY = timedelta(days=1)


def photo(
    colour: str = "white",
    *,
    form: str = "PNG",
    mode: str = "RGB",
    size: tuple[int, int] = (300, 200),
    **info: object,
) -> bytes:
    """A picture of a card."""
    content = BytesIO()
    Image.new(mode, size, colour).save(content, form, **info)
    return content.getvalue()


def handed_in(member: Member, *pictures: bytes) -> Verification:
    operations.keep_private_data(member, legal_name="佐藤 雪", by=member, at=MORNING)
    return identity.submit(
        member,
        kind=PaperKind.DRIVING_LICENCE,
        pictures=pictures or (photo(), photo("gray")),
        by=member,
        at=MORNING,
    )


def confirmed(cast: Cast, *, valid_until: date | None = None) -> Verification:
    waiting = handed_in(cast.yuki)
    identity.read_papers(waiting, by=cast.oda, at=LATER)
    return identity.confirm(waiting, by=cast.oda, at=LATER, valid_until=valid_until)


def test_papers_are_looked_at_and_only_the_fact_stays(cast: Cast) -> None:
    waiting = handed_in(cast.yuki)
    assert list(queries.waiting_papers()) == [waiting]
    assert queries.confirmed_identity(cast.yuki.party_id, at=LATER) is None

    pictures = identity.read_papers(waiting, by=cast.oda, at=LATER)
    identity.confirm(waiting, by=cast.oda, at=LATER)

    assert [Image.open(BytesIO(picture)).format for picture in pictures] == ["JPEG", "JPEG"]
    holds = queries.confirmed_identity(cast.yuki.party_id, at=LATER)
    assert holds is not None
    assert (holds.kind, holds.decided_at) == (PaperKind.DRIVING_LICENCE, LATER)
    assert not Paper.objects.exists()
    assert [(fact.kind, fact.by) for fact in facts_about(cast.yuki.key)][-3:] == [
        ("members.PapersSubmitted", cast.yuki.key),
        ("members.PapersRead", cast.oda.key),
        ("members.IdentityConfirmed", cast.oda.key),
    ]


def test_no_picture_stands_readable_in_the_database_and_none_keeps_where_it_was_taken(cast: Cast) -> None:
    taken_at = Image.Exif()
    taken_at[0x010F] = "カメラ"
    handed_in(cast.yuki, photo("red", form="JPEG", exif=taken_at))

    stored = bytes(Paper.objects.get().content)
    assert b"JFIF" not in stored
    assert b"Exif" not in stored
    [picture] = identity.read_papers(Verification.objects.get(), by=cast.oda, at=LATER)
    assert not Image.open(BytesIO(picture)).getexif()


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "CMYK"])
def test_a_large_picture_is_made_small_and_turned_upright(mode: str) -> None:
    lying = Image.Exif()
    lying[0x0112] = 6
    form = "JPEG" if mode == "CMYK" else "PNG"

    small = papers.picture(photo("white", form=form, mode=mode, size=(3_000, 1_500), exif=lying))

    assert Image.open(BytesIO(small)).size == (1_200, 2_400)


def test_papers_are_unfolded_before_anybody_waits_for_a_row(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "lock", lambda _: pytest.fail("a row is locked already"))

    with pytest.raises(Refused, match="paper_unreadable"):
        handed_in(cast.yuki, b"%PDF-1.7")


def test_pictures_of_whom_nobody_waits_for_are_not_unfolded(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(cast.yuki)
    monkeypatch.setattr(papers, "picture", lambda _: pytest.fail("papers wait already"))

    with pytest.raises(Refused):
        handed_in(cast.yuki)


def test_a_picture_moved_to_another_row_does_not_open(cast: Cast) -> None:
    waiting = handed_in(cast.yuki)
    first, second = Paper.objects.order_by("number")
    Paper.objects.filter(pk=second.pk).update(content=bytes(first.content))
    with pytest.raises(sealing.SealBroken):
        identity.read_papers(waiting, by=cast.oda, at=LATER)


def test_who_is_refused_hears_why_and_may_try_again(cast: Cast) -> None:
    waiting = handed_in(cast.yuki)

    def refuse(reason: str) -> Verification:
        return identity.refuse(waiting, reason=reason, by=cast.oda, at=LATER)

    assert code_of(lambda: refuse("光っています。")) == "papers_unread"
    identity.read_papers(waiting, by=cast.oda, at=LATER)
    assert code_of(lambda: refuse("  ")) == "text_missing"

    refused = refuse("氏名のところが光って読めません。")

    assert (refused.state, refused.reason) == ("refused", "氏名のところが光って読めません。")
    assert not Paper.objects.exists()
    told = facts_about(cast.yuki.key).last()
    assert told
    assert (told.kind, told.data) == ("members.IdentityRefused", {"verification": refused.key})
    assert handed_in(cast.yuki).state == VerificationState.SUBMITTED


@pytest.mark.parametrize("name", ["yuki", "sora", "sakurai"])
def test_nobody_but_an_operator_reads_or_decides(cast: Cast, name: str) -> None:
    waiting, other = handed_in(cast.yuki), getattr(cast, name)
    assert code_of(lambda: identity.read_papers(waiting, by=other, at=LATER)) == "operators_only"
    assert code_of(lambda: identity.confirm(waiting, by=other, at=LATER)) == "operators_only"
    refuse = lambda: identity.refuse(waiting, reason="なし", by=other, at=LATER)  # noqa: E731
    assert code_of(refuse) == "operators_only"


def test_an_operator_does_not_decide_about_herself(cast: Cast) -> None:
    own = handed_in(cast.oda)
    assert code_of(lambda: identity.read_papers(own, by=cast.oda, at=LATER)) == "moderates_own"


def test_papers_can_be_taken_back_and_are_gone(cast: Cast) -> None:
    waiting = handed_in(cast.yuki)
    assert code_of(lambda: identity.withdraw(waiting, by=cast.sora, at=LATER)) == "not_yours"
    identity.withdraw(waiting, by=cast.yuki, at=LATER)
    assert not Paper.objects.exists()
    assert code_of(lambda: identity.read_papers(waiting, by=cast.oda, at=LATER)) == "wrong_state"


def test_what_can_be_handed_in(cast: Cast) -> None:
    def submit(*pictures: bytes) -> Verification:
        kind = PaperKind.PASSPORT
        return identity.submit(cast.yuki, kind=kind, pictures=pictures, by=cast.yuki, at=LATER)

    assert code_of(lambda: submit(photo())) == "legal_name_missing"
    operations.keep_private_data(cast.yuki, legal_name="佐藤 雪", by=cast.yuki, at=MORNING)
    assert code_of(submit) == "pictures_miscounted"
    assert code_of(lambda: submit(*[photo()] * 4)) == "pictures_miscounted"
    assert code_of(lambda: submit(b"%PDF-1.7")) == "paper_unreadable"
    assert code_of(lambda: submit(b"")) == "file_empty"
    assert code_of(lambda: submit(photo(size=(5_001, 5_000), mode="1"))) == "paper_too_large"
    submit(photo())
    assert code_of(lambda: submit(photo())) == "papers_waiting"


def test_another_name_is_another_identity(cast: Cast) -> None:
    confirmed(cast)
    operations.keep_private_data(cast.yuki, phone="090-1234-5678", by=cast.yuki, at=LATER)
    assert queries.confirmed_identity(cast.yuki.party_id, at=LATER)
    operations.keep_private_data(cast.yuki, legal_name="鈴木 雪", by=cast.yuki, at=LATER)
    assert queries.confirmed_identity(cast.yuki.party_id, at=LATER) is None


def test_papers_that_wait_go_with_the_name_that_they_were_to_show(cast: Cast) -> None:
    handed_in(cast.yuki)
    operations.keep_private_data(cast.yuki, legal_name="鈴木 雪", by=cast.yuki, at=LATER)
    assert not queries.waiting_papers().exists()
    assert not Paper.objects.exists()


def test_a_last_day_ends_it_swept_or_not(cast: Cast) -> None:
    confirmed(cast, valid_until=date(2026, 11, 30))
    last, after = MORNING + 28 * DAY, MORNING + 29 * DAY
    assert queries.confirmed_identity(cast.yuki.party_id, at=last)
    assert queries.confirmed_identity(cast.yuki.party_id, at=after) is None
    assert (identity.end_due(at=last), identity.end_due(at=after), identity.end_due(at=after)) == (0, 1, 0)
    assert Verification.objects.get().state == VerificationState.ENDED


def test_before_the_last_day_newer_papers_take_the_place_of_older_ones(cast: Cast) -> None:
    first = confirmed(cast, valid_until=date(2026, 11, 30))
    second = confirmed(cast)
    first.refresh_from_db()
    assert (first.state, second.state) == ("ended", "confirmed")
    assert code_of(lambda: handed_in(cast.yuki)) == "identity_confirmed_already"


def test_who_leaves_leaves_no_paper_behind(cast: Cast) -> None:
    handed_in(cast.yuki)
    operations.delete_account(cast.yuki, obligations=lambda _: 0, by=cast.yuki, at=LATER)
    assert not Verification.objects.exists()
    assert not Paper.objects.exists()


def test_papers_are_sealed_anew_under_a_newer_key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = handed_in(cast.yuki)
    rings = Keyring([Key.read("new:" + "A" * 43), sealing.keyring().newest])
    for room in ("sealing", "models", "papers", "queries", "operations.private_data", "operations.identity"):
        monkeypatch.setattr(f"mikiwame.market.members.{room}.keyring", lambda: rings)
    assert queries.sealed_with_old_keys() == 3
    operations.reseal()
    assert queries.sealed_with_old_keys() == 0
    assert len(identity.read_papers(waiting, by=cast.oda, at=LATER)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_decide_once(cast: Cast) -> None:
    waiting = handed_in(cast.yuki)
    identity.read_papers(waiting, by=cast.oda, at=LATER)
    refused = at_once(
        lambda: identity.confirm(waiting, by=cast.oda, at=LATER),
        lambda: identity.refuse(waiting, reason="読めません", by=cast.oda, at=LATER),
        lambda: identity.withdraw(waiting, by=cast.yuki, at=LATER),
    )
    assert refused == ["wrong_state"] * 2
    assert Verification.objects.exclude(state="submitted").count() == 1
    assert connection.connection is not None


@pytest.mark.django_db(transaction=True)
def test_two_windows_hand_in_once(cast: Cast) -> None:
    operations.keep_private_data(cast.yuki, legal_name="佐藤 雪", by=cast.yuki, at=MORNING)
    send = lambda: identity.submit(  # noqa: E731
        cast.yuki, kind=PaperKind.PASSPORT, pictures=[photo()], by=cast.yuki, at=LATER
    )
    assert at_once(send, send, send) == ["papers_waiting"] * 2
    assert Verification.objects.count() == 1


def test_no_identity_is_confirmed_until_a_day_that_is_over(cast: Cast) -> None:
    waiting = handed_in(cast.yuki)
    identity.read_papers(waiting, by=cast.oda, at=LATER)
    with pytest.raises(Refused, match="date_past"):
        identity.confirm(waiting, by=cast.oda, at=LATER, valid_until=date(2026, 11, 1))
