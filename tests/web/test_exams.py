"""A short exam on pages: a client makes it out of her own units, a worker takes it and is told kindly."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.taskwork.models import Admission, Attempt, Batch, Exam, Participant
from mikiwame.market.taskwork.operations import drafts, opening
from mikiwame.market.taskwork.operations import exams as acts
from tests.cast import Cast
from tests.market.taskwork.stage import again, drafted
from tests.web.hiring import reading
from tests.web.tasks import opened_today


def to(name: str, batch: Batch) -> str:
    return reverse(name, kwargs={"id": batch.pk})


def draft_of(cast: Cast) -> Batch:
    """A draft of Sakurai's that could be paid for today."""
    return drafts.copy(opened_today(cast.sakurai), by=cast.sakurai, at=clock.now())


def examined(cast: Cast, *, chances: int = 2) -> Batch:
    """An open batch with an exam of two sentences, both of which must be right."""
    batch, at = draft_of(cast), clock.now()
    values = {"closes_on": opened_today(cast.sakurai).closes_on}
    drafts.save(batch, values, by=cast.sakurai, at=at)
    acts.set_exam(batch, {"pass_least": 100, "chances": chances}, by=cast.sakurai, at=at)
    for number, right in ((1, "good"), (2, "bad")):
        known = {"feeling": right}
        acts.add_exam_unit(batch, {"text": f"試験の{number}番目の文"}, known, by=cast.sakurai, at=at)
    opening.prepare(again(batch), by=cast.sakurai, at=at)
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=at)
    assert opening.fund(deposit, receipt=f"for-{batch.key}", at=at) is not None
    return again(batch)


def handed_in(browser: Client, batch: Batch, first: str, second: str, number: int = 1) -> Any:
    form = {"number": number, "answer-1-feeling": first, "answer-2-feeling": second}
    return browser.post(to("exam", batch), form)


def test_a_client_makes_an_exam_out_of_her_own_units(cast: Cast) -> None:
    batch, browser = draft_of(cast), reading(cast.sakurai)
    page = browser.get(to("batch_admission", batch)).content.decode()
    assert "試験には報酬がないので、全部で10問まで" in page

    assert browser.post(to("begin_exam", batch)).headers["Location"] == to("batch_exam", batch)
    page = browser.get(to("batch_exam", batch)).content.decode()
    assert "「1番目の文」はどんな気持ちの文ですか" in page
    assert "「2番目の文」" in browser.get(to("batch_exam", batch) + "?skip=1").content.decode()

    empty = browser.post(to("add_exam_unit", batch), {"unit": 1})
    assert empty.status_code == 422
    assert "正解を、少なくとも一つ" in empty.content.decode()
    browser.post(to("add_exam_unit", batch), {"unit": 1, "answer-feeling": "good"})
    page = browser.get(to("batch_exam", batch)).content.decode()
    assert "いま1問です。あと9問まで" in page
    assert "うれしい" in page
    assert "「2番目の文」" in page  # the next one is offered

    numbers = {"name": "読み取り", "pass_least": "101", "chances": "2", "wait_days": "7"}
    assert browser.post(to("batch_exam", batch), numbers).status_code == 422
    assert browser.post(to("batch_exam", batch), numbers | {"pass_least": "80"}).status_code == 303
    assert Exam.objects.get().name == "読み取り"
    assert "読み取り" in browser.get(to("batch_admission", batch)).content.decode()

    browser.post(to("remove_exam_unit", batch), {"number": 1})
    page = browser.get(to("batch_payment", batch)).content.decode()
    assert "試験に問題がありません" in page
    browser.post(to("drop_exam", batch))
    assert not Exam.objects.exists()


def test_the_record_that_is_asked_for_is_written_on_the_same_page(cast: Cast) -> None:
    batch, browser = draft_of(cast), reading(cast.sakurai)
    asked = {"approval_least": "９０", "approved_least": "", "next": "payment"}
    assert browser.post(to("batch_admission", batch), asked).headers["Location"] == to("batch_payment", batch)
    assert (again(batch).approval_least, again(batch).approved_least) == (90, None)

    wrong = browser.post(to("batch_admission", batch), {"approval_least": "101"})
    assert wrong.status_code == 422
    assert "id_approval_least_error" in wrong.content.decode()


def test_an_exam_that_was_asked_can_be_used_again_and_not_changed(cast: Cast) -> None:
    first, second = examined(cast), draft_of(cast)
    browser, exam = reading(cast.sakurai), Exam.objects.get()

    browser.post(to("name_exam", second), {"exam": str(exam.pk)})

    assert Admission.objects.get(batch=second).exam == exam
    assert (
        "前のバッチで使った試験なので、変えられません"
        in browser.get(to("batch_admission", second)).content.decode()
    )
    assert browser.get(to("batch_exam", second)).headers["Location"] == to("batch_admission", second)
    assert browser.post(to("add_exam_unit", second), {"unit": 1, "answer-feeling": "good"}).status_code == 409
    assert "2問、100%以上で合格" in browser.get(to("own_batch", first)).content.decode()
    assert reading(cast.kuroda).get(to("batch_exam", second)).status_code == 404


def test_a_worker_is_told_that_it_is_unpaid_and_how_short_it_is_before_she_begins(cast: Cast) -> None:
    batch, browser = examined(cast), reading(cast.yuki)
    page = browser.get(to("batch", batch)).content.decode()
    for said in ("まず試験を受ける（2問・合格100%）", "報酬のない、短い試験です"):
        assert said in page
    assert "条件に同意して始める" not in page

    page = browser.get(to("exam", batch)).content.decode()
    for said in (
        "報酬はありません",
        "続けて2回まで受けられ、そのあとは7日おく",
        "試験の2番目の文",
        "2問の正答で合格",
    ):
        assert said in page
    assert "なぜそう読みましたか" not in page  # only what is marked is asked
    assert browser.post(to("join_batch", batch)).status_code == 409
    assert not Participant.objects.exists()


def test_who_passes_goes_on_at_once(cast: Cast) -> None:
    batch, browser = examined(cast), reading(cast.yuki)

    sent = handed_in(browser, batch, "good", "bad")

    assert sent.headers["Location"] == to("batch", batch)
    page = browser.get(to("batch", batch)).content.decode()
    assert "（合格しています）" in page
    assert "条件に同意して始める" in page
    assert browser.post(to("join_batch", batch)).headers["Location"] == to("work", batch)
    assert "合格しています" in browser.get(to("exam", batch)).content.decode()
    assert "1人が受け、1人が合格" in reading(cast.sakurai).get(to("own_batch", batch)).content.decode()


def test_who_fails_is_told_kindly_and_when_she_may_try_again(cast: Cast) -> None:
    batch, browser = examined(cast), reading(cast.yuki)

    sent = handed_in(browser, batch, "good", "good")
    page = browser.get(sent.headers["Location"]).content.decode()
    for said in ("2問のうち1問が合っていました", "あと1回、いますぐ受けられます", "評価にも残りません"):
        assert said in page
    assert re.search(r'name="number" value="2"', page)

    handed_in(browser, batch, "bad", "good", 2)
    page = browser.get(to("exam", batch)).content.decode()
    assert "次に受けられるのは" in page
    assert "答えを出す" not in page
    assert "試験を次に受けられるのは" in browser.get(to("batch", batch)).content.decode()
    assert "参加の条件を満たしていません" in browser.get("/tasks/").content.decode()
    for stranger in (cast.sakurai, cast.ken):
        seen = reading(stranger)
        for address in (reverse("member", kwargs={"id": cast.yuki.party_id}), to("batch", batch)):
            assert "試験を次に" not in seen.get(address).content.decode()


def test_what_is_left_out_is_told_and_costs_no_attempt(cast: Cast) -> None:
    batch, browser = examined(cast), reading(cast.yuki)
    missing = browser.post(to("exam", batch), {"number": 1, "answer-1-feeling": "good"})
    assert missing.status_code == 422
    assert "まだ答えていない問題" in missing.content.decode()
    assert 'value="good" checked' in re.sub(r"\s+", " ", missing.content.decode())
    assert not Attempt.objects.exists()


def test_a_second_window_hears_that_the_first_came_first(cast: Cast) -> None:
    batch, browser = examined(cast), reading(cast.yuki)
    handed_in(browser, batch, "good", "good")
    second = handed_in(browser, batch, "bad", "bad")
    assert second.status_code == 409
    assert "別の画面で" in second.content.decode()
    assert Attempt.objects.count() == 1


def test_there_is_no_exam_where_none_is_asked(cast: Cast) -> None:
    batch = drafted(cast)
    assert reading(cast.yuki).get(to("exam", batch)).status_code == 404
    assert reading(cast.yuki).get(to("exam", opened_today(cast.sakurai))).status_code == 404
