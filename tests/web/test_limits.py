"""Where workers live and when they were born, on pages: with a reason that everybody reads, or not at all."""

from typing import Any

from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.members import operations as members
from mikiwame.market.taskwork.models import Admission, Batch
from tests.cast import Cast
from tests.web.hiring import reading
from tests.web.tasks import opened_today
from tests.web.test_exams import draft_of

WHY = "都内の店を実際に使った感想を聞くため"
LIMITS = {"prefectures": ["13", "14"], "born_since": "1990", "born_until": "1995", "reason": WHY}


def to(name: str, batch: Batch) -> str:
    return reverse(name, kwargs={"id": batch.pk})


def test_a_client_limits_with_a_reason_alone(cast: Cast) -> None:
    batch, browser = draft_of(cast), reading(cast.sakurai)
    unsaid: dict[str, Any] = LIMITS | {"reason": "若い人"}
    refused = browser.post(to("batch_admission", batch), unsaid)
    assert refused.status_code == 422
    assert "この仕事に要る理由を10文字以上で" in refused.content.decode()
    assert not Admission.objects.exists()

    assert browser.post(to("batch_admission", batch), LIMITS).status_code == 303
    asked = Admission.objects.get()
    assert (asked.prefectures, asked.born_since, asked.born_until, asked.reason) == ("13 14", 1990, 1995, WHY)
    page = browser.get(to("batch_admission", batch)).content.decode()
    assert page.count("checked") == 2


def test_a_worker_reads_why_and_whether_she_fits(cast: Cast) -> None:
    asked: dict[str, Any] = {"prefectures": "13", "born_since": 1990, "born_until": 1990, "reason": WHY}
    batch, browser = opened_today(cast.sakurai, **asked), reading(cast.yuki)
    page = browser.get(to("batch", batch)).content.decode()
    for said in (
        "東京都に住む人",
        "1990〜1994年生まれの人",
        WHY,
        "この条件に合うことがクライアントに分かります",
    ):
        assert said in page
    assert browser.post(to("join_batch", batch)).status_code == 409

    members.keep_private_data(cast.yuki, prefecture="13", birth_years="1990", by=cast.yuki, at=clock.now())
    assert "（合っています）" in browser.get(to("batch", batch)).content.decode()
    assert browser.post(to("join_batch", batch)).status_code == 303
    public = reading(cast.ken).get(reverse("member", kwargs={"id": cast.yuki.party_id})).content.decode()
    assert "東京都" not in public
