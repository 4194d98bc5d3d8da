"""Where workers live and when they were born: asked with a reason alone, and read by matching alone."""

import pytest
from django.db import IntegrityError, connection, transaction

from mikiwame.market.history.queries import facts_about
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import workers
from mikiwame.market.taskwork.models import Admission, Batch
from mikiwame.market.taskwork.operations import admissions, drafts, work
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import MINUTE, again, drafted, paid_in
from tests.races import code_of

LATER = MORNING + MINUTE
TOKYO, OSAKA = "13", "27"
WHY = "都内の店を実際に使った感想を聞くため"


def limited(cast: Cast, **asked: object) -> Batch:
    batch = drafted(cast)
    own = {"prefectures": TOKYO, "born_since": 1990, "born_until": 1995, "reason": WHY}
    admissions.write(batch, {}, own | asked, by=cast.sakurai, at=MORNING)
    return again(batch)


def says(member: Member, prefecture: str, birth_years: str) -> None:
    declared = {"prefecture": prefecture, "birth_years": birth_years}
    members.keep_private_data(member, **declared, by=member, at=MORNING)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("prefecture", "birth_years", "code"),
    [
        (TOKYO, "1990", None),
        (TOKYO, "1995", None),
        (OSAKA, "1990", "prefecture_unfit"),
        ("", "1990", "prefecture_unfit"),
        (TOKYO, "2000", "birth_years_unfit"),
        (TOKYO, "1985", "birth_years_unfit"),
        (TOKYO, "", "birth_years_unfit"),
    ],
)
def test_who_fits_takes_part(cast: Cast, prefecture: str, birth_years: str, code: str | None) -> None:
    batch = paid_in(limited(cast), cast)
    says(cast.yuki, prefecture, birth_years)
    assert workers.closed_to(cast.yuki, at=LATER) == ({batch.posting_id} if code else set())
    assert code_of(lambda: work.join(batch, by=cast.yuki, at=LATER)) == code


def test_who_wrote_nothing_down_is_not_guessed_at(cast: Cast) -> None:
    batch = paid_in(limited(cast), cast)
    assert code_of(lambda: work.join(batch, by=cast.ken, at=LATER)) == "prefecture_unfit"


@pytest.mark.parametrize("reason", ["", "若い人", "   　 "])
def test_nobody_limits_without_a_reason(cast: Cast, reason: str) -> None:
    assert code_of(lambda: limited(cast, reason=reason)) == "limit_unexplained"
    batch = limited(cast)
    for broken in (
        "reason = ''",
        "born_until = 1980",
        "prefectures = '', born_since = NULL, born_until = NULL",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE taskwork_admission SET {broken} WHERE batch_id = %s", [batch.pk])


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"prefectures": "99"}, "choice_unknown"),
        ({"born_until": None}, "birth_years_unclear"),
        ({"born_since": 2000}, "birth_years_unclear"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, asked: dict[str, object], code: str) -> None:
    assert code_of(lambda: limited(cast, **asked)) == code


def test_without_limits_no_reason_stays(cast: Cast) -> None:
    batch = limited(cast)
    none = {"prefectures": "", "born_since": None, "born_until": None, "reason": WHY}
    admissions.write(batch, {}, none, by=cast.sakurai, at=LATER)
    assert not Admission.objects.exists()


def test_a_copy_asks_for_the_same_for_the_same_reason(cast: Cast) -> None:
    copy = drafts.copy(limited(cast), by=cast.sakurai, at=LATER)
    asked = Admission.objects.get(batch=copy)
    assert (asked.prefectures, asked.born_since, asked.reason) == (TOKYO, 1990, WHY)


def test_what_she_wrote_down_is_sealed_and_matching_is_no_reading(cast: Cast) -> None:
    batch = paid_in(limited(cast), cast)
    says(cast.yuki, TOKYO, "1990")
    before = facts_about(cast.yuki.key).count()
    work.join(batch, by=cast.yuki, at=LATER)
    assert facts_about(cast.yuki.key).count() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM history_fact")
        assert not any("1990" in text for (text,) in cursor.fetchall())
