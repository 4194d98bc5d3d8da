"""Home and age as conditions, in a real browser."""

from typing import Any

import pytest

from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.web.tasks import opened_today
from tests.web.test_exams import draft_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_limits_are_written_and_read(cast: Cast, signed_in: SignIn, look: Look) -> None:
    draft = draft_of(cast)
    page = signed_in(cast.sakurai)
    page.goto(f"/batches/{draft.pk}/admission/")
    page.get_by_text("住まいや年代でしぼる").click()
    page.get_by_label("東京都").check()
    look(page, "admission-limits")
    page.get_by_role("button", name="保存する").click()
    look(page, "admission-limits-unexplained")

    asked: dict[str, Any] = {"prefectures": "13 14", "born_since": 1990, "born_until": 1995}
    batch = opened_today(cast.sakurai, reason="都内の店を実際に使った感想を聞くため", **asked)
    page = signed_in(cast.yuki)
    page.goto(f"/tasks/{batch.pk}/")
    look(page, "batch-limits")
