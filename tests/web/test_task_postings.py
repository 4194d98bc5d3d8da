"""Postings of tasks on pages: what one pays and takes, how many are left, and who moves them."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from mikiwame.core import clock
from mikiwame.discernment.rates.wages import MinimumWage, minimum_wage
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import owned, tasks
from mikiwame.web.templatetags.tasks import beside, lasting
from tests.cast import Cast
from tests.market.hiring.stage import published, task_drafted, task_published
from tests.market.reputation.stage import settle
from tests.web.hiring import reading


def page_of(posting: Posting) -> str:
    return reverse("posting", kwargs={"id": posting.pk})


def measured(posting: Posting, seconds: int, hourly: int) -> Posting:
    """What an answer takes has been measured, and 180 were given."""
    tasks.measure(posting, seconds, hourly)
    tasks.count(posting, 320)
    return posting


def test_a_visitor_finds_tasks_and_reads_what_they_pay(client: Client, cast: Cast) -> None:
    posting = measured(task_published(cast.sakurai, at=clock.now()), 180, 1_100)
    published(cast.sakurai, at=clock.now(), reward_basis="per_piece", title="データ入力")
    found = client.get("/postings/").content.decode()
    for said in ("55円", "1回答ごと", "約3分", "1時間あたり約1,100円", "残り320件（全500件）", "タスク"):
        assert said in found
    assert "1件ごと" in found  # of the other
    assert "募集500人" not in found

    page = client.get(page_of(posting)).content.decode()
    for said in ("55円", "1つの回答に約3分", "1時間あたり約1,100円", "320件（全500件）", "提出から5日以内"):
        assert said in page
    assert "最低賃金は、全国の平均で" in page
    assert "ふだんのコンビニの使い方" in page
    assert "承認された回答1つに55円" in page
    for not_asked in ("応募", "募集人数", "検収", "記載なし", "あなたの見込み"):
        assert not_asked not in page.partition("<main")[2].partition('<section id="record"')[0], not_asked


def test_an_english_reader_reads_the_same(client: Client, cast: Cast) -> None:
    posting = measured(task_published(cast.sakurai, at=clock.now()), 180, 800)
    english = {"accept-language": "en"}
    found = client.get("/postings/", headers=english).content.decode()
    for said in ("¥55", "per answer", "about 3 minutes", "about ¥800 an hour", "320 of 500 left"):
        assert said in found
    page = client.get(page_of(posting), headers=english).content.decode()
    for said in ("One answer takes about 3 minutes", "320 of 500", "within 5 days of submitting"):
        assert said in page
    assert "below the minimum wage" in page


@pytest.mark.parametrize(
    ("hourly", "words"),
    [
        (500, "最低賃金の目安を大きく下回ります"),
        (1_000, "最低賃金の目安を下回ります"),
        (3_000, "最低賃金の目安を上回ります"),
    ],
)
def test_an_hour_of_it_stands_beside_the_minimum_wage(
    client: Client, cast: Cast, hourly: int, words: str
) -> None:
    posting = measured(task_published(cast.sakurai, at=clock.now()), 180, hourly)
    assert words in client.get(page_of(posting)).content.decode()
    is_low = "最低賃金の目安より低い" in client.get("/postings/").content.decode()
    assert is_low == ("下回" in words)


def test_the_average_itself_is_the_same() -> None:
    wage = minimum_wage(on=datetime(2026, 11, 2, tzinfo=UTC).date())
    assert isinstance(wage, MinimumWage)
    assert beside(wage.yen, wage) == "usual"


@pytest.mark.parametrize(
    ("seconds", "japanese", "english"),
    [
        (1, "約1秒", "about 1 second"),
        (44, "約40秒", "about 40 seconds"),
        (56, "約1分", "about 1 minute"),
        (150, "約2分", "about 2 minutes"),
        (3_599, "約1時間0分", "about 1 h 0 min"),
        (5_400, "約1時間30分", "about 1 h 30 min"),
    ],
)
def test_how_long_it_takes_in_words(seconds: int, japanese: str, english: str) -> None:
    with override("ja"):
        assert lasting(seconds) == japanese
    with override("en"):
        assert lasting(seconds) == english


def test_what_nobody_has_measured_is_not_said(client: Client, cast: Cast) -> None:
    posting = task_published(cast.sakurai, at=clock.now())
    for address in ("/postings/", page_of(posting)):
        page = client.get(address).content.decode()
        assert "1時間あたり約" not in page
        assert "None" not in page


def test_tasks_are_sought_by_pay_per_hour(client: Client, cast: Cast) -> None:
    low = measured(task_published(cast.sakurai, at=clock.now(), title="聞き取り"), 180, 600)
    high = measured(task_published(cast.sakurai, at=clock.now(), title="収録"), 180, 1_600)
    published(cast.sakurai, at=clock.now())

    ordered = client.get("/postings/?sort=hourly").content.decode()
    assert ordered.index(page_of(high)) < ordered.index(page_of(low))
    assert "2件" in ordered
    narrow = client.get("/postings/?hourly_least=1000").content.decode()
    assert page_of(high) in narrow
    assert page_of(low) not in narrow
    assert "1時間あたり（タスク）: 1,000円以上" in narrow
    assert client.get("/postings/?hourly_least=999").status_code == 422
    tasks_only = client.get("/postings/?format=task").content.decode()
    assert "焼き菓子店" not in tasks_only
    assert page_of(low) in tasks_only


def test_a_worker_reads_what_arrives_of_one_answer(cast: Cast) -> None:
    posting = task_published(cast.sakurai, reward=200, at=clock.now())
    page = reading(cast.yuki).get(page_of(posting)).content.decode()
    # Free of fee while she is new, and of tax: surveys are no fees of article 204.
    assert "1回答であなたに届くのは 200円" in page
    assert reverse("apply", kwargs={"id": posting.pk}) not in page


def test_the_way_in_is_the_page_of_the_batch(client: Client, cast: Cast) -> None:
    posting, draft = task_published(cast.sakurai, at=clock.now()), task_drafted(cast.sakurai, title="下書き")
    way_in, own, own_draft = f"/tasks/{posting.pk}/", f"/batches/{posting.pk}/", f"/batches/{draft.pk}/"
    assert way_in in client.get(page_of(posting)).content.decode()
    assert own in reading(cast.sakurai).get(page_of(posting)).content.decode()
    listed = reading(cast.sakurai).get("/postings/mine/").content.decode()
    assert own in listed
    assert own_draft in listed
    stop = f"/operations/batches/{posting.pk}/suspension/"
    assert stop in reading(cast.oda).get("/operations/").content.decode()
    assert stop in reading(cast.oda).get(page_of(posting)).content.decode()
    owned.pause(posting, by=cast.sakurai, at=clock.now())
    assert way_in not in client.get(page_of(posting)).content.decode()


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("pause", "いまは新しい回答を受け付けていません"),
        ("close", "回答の受け付けは終わりました"),
        ("fill", "必要な回答がすべて集まりました"),
    ],
)
def test_what_takes_no_answers_says_why(client: Client, cast: Cast, end: str, words: str) -> None:
    at = clock.now()
    posting = task_published(cast.sakurai, at=at)
    {
        "pause": lambda: owned.pause(posting, by=None, at=at),
        "close": lambda: owned.close(posting, by=None, at=at),
        "fill": lambda: tasks.fill(posting, at=at),
    }[end]()
    assert words in client.get(page_of(posting)).content.decode()


def test_more_answers_than_were_posted_are_told_beside_the_terms(client: Client, cast: Cast) -> None:
    posting = task_published(cast.sakurai, at=clock.now())
    tasks.extend(posting, 300)
    page = client.get(page_of(posting)).content.decode()
    assert "公開のあとに増えて、いまは800件" in page
    assert "800件（全800件）" in page
    tasks.extend(posting, 1_200_000)
    assert "残り1,200,800件（全1,200,800件）" in client.get("/postings/").content.decode()


def test_the_editor_and_the_pages_of_applicants_are_not_for_tasks(cast: Cast) -> None:
    draft, posting = task_drafted(cast.sakurai), task_published(cast.sakurai, at=clock.now())
    own = reading(cast.sakurai)
    for name in ("edit_posting", "preview_posting"):
        refused = own.get(reverse(name, kwargs={"id": draft.pk}))
        assert refused.status_code == 409
        assert "そのタスクのページで操作してください" in refused.content.decode()
    for name in ("publish_posting", "discard_posting", "copy_posting"):
        assert own.post(reverse(name, kwargs={"id": draft.pk})).status_code == 409
    assert own.get(reverse("applicants", kwargs={"id": posting.pk})).status_code == 409
    for name in ("pause_posting", "close_posting"):
        assert own.post(reverse(name, kwargs={"id": posting.pk})).status_code == 409
    page = own.get(page_of(posting)).content.decode()
    for name in ("applicants", "pause_posting", "copy_posting", "close_posting"):
        assert reverse(name, kwargs={"id": posting.pk}) not in page
    assert own.get(reverse("apply", kwargs={"id": draft.pk})).status_code == 409
    assert own.get(page_of(draft)).status_code == 200
    assert "コンビニの使い方" in own.get("/postings/mine/").content.decode()


def test_who_would_apply_is_told_that_nobody_does(cast: Cast) -> None:
    posting = task_published(cast.sakurai, at=clock.now())
    address = reverse("apply", kwargs={"id": posting.pk})
    yuki = reading(cast.yuki)
    for response in (yuki.get(address), yuki.post(address, {"message": "ぜひ", "price": "55"})):
        assert response.status_code == 409
        assert "タスクの募集です" in response.content.decode()


def test_operators_stop_tasks_on_the_page_of_their_batch(cast: Cast) -> None:
    posting = task_published(cast.sakurai, at=clock.now())
    address = reverse("suspension", kwargs={"id": posting.pk})
    assert address not in reading(cast.oda).get("/operations/").content.decode()


def test_its_text_is_read_as_that_of_tasks(client: Client, cast: Cast) -> None:
    posting = task_published(cast.sakurai, at=clock.now())
    settle(clock.now())
    page = client.get(page_of(posting)).content.decode()
    assert "書かれていない条件" not in page
    assert "危ないしるしの言葉は見つかりませんでした" in page


def test_what_people_write_stays_text(client: Client, cast: Cast) -> None:
    posting = task_published(
        cast.sakurai, title="<b>題</b>", body="<script>alert(1)</script>", at=clock.now()
    )
    for address in ("/postings/", page_of(posting)):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>題" not in page
