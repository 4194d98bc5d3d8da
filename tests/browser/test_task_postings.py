"""Postings of tasks in a real browser, looked at in both widths and schemes."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mikiwame.core import clock
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import owned, tasks
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.hiring.stage import published, task_drafted, task_published
from tests.market.reputation.stage import settle

pytestmark = pytest.mark.django_db(transaction=True)

OFFERED: list[tuple[dict[str, Any], int, int, int]] = [
    (
        {
            "title": "朝のコンビニの使い方についてのアンケート（10問）",
            "body": (
                "通勤や通学の途中で寄るコンビニについて、選択式8問と自由記述2問にお答えください。\n"
                "自由記述は、それぞれ30文字以上でお願いします。\n\n"
                "・名前や住所、お店の会員番号は聞きません\n・スマートフォンでも答えられます"
            ),
            "reward": 60,
            "places": 1_000,
        },
        180,
        1_200,
        640,
    ),
    (
        {
            "title": "短い文を読み上げる声の収録（1回20文）",
            "body": "画面に出る20の文を、静かな部屋で読み上げてください。録り直せます。",
            "category": "audio-test-recording",
            "reward": 400,
            "places": 30_000,
        },
        900,
        1_600,
        21_507,
    ),
    (
        {
            "title": "猫の写真の分類",
            "body": "写真を見て、写っている猫の様子を選んでください。",
            "category": "data-products",
            "reward": 5,
            "places": 3_000_000,
        },
        40,
        450,
        2_999_999,
    ),
]
"""What tasks say and ask for, the seconds and yen an hour that were measured, and how many are left."""


@pytest.fixture
def survey(cast: Cast) -> Posting:
    """A project, three postings of tasks, and a draft; the survey among them."""
    at = clock.now() - timedelta(hours=3)
    published(cast.sakurai, at=at)
    offered = []
    for said, seconds, hourly, left in OFFERED:
        posting = task_published(cast.sakurai, at=at, **said)
        tasks.measure(posting, seconds, hourly)
        tasks.count(posting, left)
        offered.append(posting)
    task_drafted(cast.sakurai, at=at, title="書きかけのアンケート")
    settle(clock.now())
    return offered[0]


def test_a_visitor_seeks_tasks_by_pay_per_hour(visitor: Page, survey: Posting, look: Look) -> None:
    visitor.goto("/postings/")
    look(visitor, "postings-tasks")
    visitor.get_by_label("並べ方").select_option("hourly")
    expect(visitor.locator(".listing")).to_have_count(3)
    expect(visitor.locator(".listing").first).to_contain_text("1時間あたり約1,600円")
    visitor.get_by_label("1時間あたり（タスク）").select_option("1000")
    expect(visitor.locator(".listing")).to_have_count(2)
    look(visitor, "postings-tasks-filtered")
    visitor.goto(f"/postings/{survey.pk}/")
    look(visitor, "posting-task")


def test_a_worker_reads_in_english(signed_in: SignIn, cast: Cast, survey: Posting, look: Look) -> None:
    page = signed_in(cast.yuki, language="en")
    page.goto("/postings/?sort=hourly")
    look(page, "postings-tasks-english")
    page.goto(f"/postings/{survey.pk}/")
    look(page, "posting-task-english")


def test_a_client_sees_her_own(signed_in: SignIn, cast: Cast, survey: Posting, look: Look) -> None:
    owned.pause(survey, by=cast.sakurai, at=clock.now())
    page = signed_in(cast.sakurai)
    page.goto("/postings/mine/")
    look(page, "own-postings-tasks")
    page.goto(f"/postings/{survey.pk}/")
    look(page, "posting-task-client")
