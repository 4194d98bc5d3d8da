"""A client makes a batch on pages: from a template to the payment that opens it."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.hiring.operations import tasks
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import queries, workers
from mikiwame.market.taskwork.models import Batch, Place
from mikiwame.market.taskwork.operations import drafts, work
from mikiwame.market.taskwork.states import BatchState
from mikiwame.web.batch_templates import TEMPLATES
from tests.cast import Cast
from tests.market.taskwork.stage import again
from tests.web.hiring import reading

HTMX = {"hx-request": "true"}
PAGES = ("edit_batch", "batch_form", "batch_units", "batch_admission", "batch_payment")
ACTS = (
    "prepare_batch",
    "pay_batch",
    "redraft_batch",
    "copy_batch",
    "discard_batch",
    "single_unit",
    "pause_batch",
    "resume_batch",
    "close_batch",
    "withdraw_raise",
)


def to(name: str, batch: Batch) -> str:
    return reverse(name, kwargs={"id": batch.pk})


def begun(client: Client, template: str = "questionnaire", title: str = "朝のコンビニ") -> Batch:
    """A draft as its template has it."""
    response = client.post("/batches/new/", {"template": template, "title": title})
    assert response.status_code == 303
    return Batch.objects.select_related("posting__category", "client").latest("created_at")


def typed(**changes: Any) -> dict[str, Any]:
    """What a client sends who has filled everything in, as people type it."""
    return {
        "title": "朝のコンビニの使い方",
        "category": "survey-questionnaire",
        "body": "通勤の途中で寄るコンビニについてお聞きします。",
        "expected": "3",
        "expected_in": "60",
        "reward": "６０円",
        "answers_per_unit": "１００",
        "time_limit": "30",
        "closes_on": day_in_tokyo(clock.now()) + timedelta(days=14),
        **changes,
    }


def table(text: str, name: str = "文.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def paid(client: Client, batch: Batch) -> Batch:
    """Everything that is written is paid for."""
    deposit = client.post(to("prepare_batch", batch)).headers["Location"]
    assert client.post(f"{deposit}settlement/").status_code == 303
    return again(batch)


def opened(client: Client) -> Batch:
    """A questionnaire that runs."""
    batch = begun(client)
    assert client.post(to("edit_batch", batch), typed()).status_code == 303
    return paid(client, batch)


def test_a_questionnaire_is_made_paid_and_open(cast: Cast) -> None:
    client = reading(cast.sakurai)
    assert "まだバッチはありません" in client.get("/batches/").content.decode()
    batch = begun(client)
    page = client.get(to("edit_batch", batch)).content.decode()
    assert "支払いまであと" in page
    assert "最低賃金の目安" in page

    saved = client.post(to("edit_batch", batch), typed(next="form"))
    assert saved.headers["Location"] == to("batch_form", batch)
    assert "とても満足" in client.get(to("batch_form", batch)).content.decode()
    assert "100人分" in client.get(to("batch_units", batch)).content.decode()

    review = client.get(to("batch_payment", batch)).content.decode()
    for said in ("6,000円の支払いへ", "1,200円", "うち利用料", "ほぼ毎日"):
        assert said in review
    going = client.post(to("prepare_batch", batch))
    deposit = Deposit.objects.get()
    assert going.headers["Location"] == f"/payments/{deposit.pk}/"
    assert "6,000円を仮払いする" in client.get(going.headers["Location"]).content.decode()
    assert "6,000円を支払う" in client.get(to("batch_payment", batch)).content.decode()

    done = client.post(f"/payments/{deposit.pk}/settlement/")
    assert done.headers["Location"] == to("own_batch", batch)
    own = client.get(to("own_batch", batch)).content.decode()
    assert "受付中" in own
    assert "6,000円" in own
    assert Place.objects.filter(batch=batch).count() == 100
    client.post(f"/payments/{deposit.pk}/settlement/")
    twice = client.get(to("own_batch", batch)).content.decode()
    assert "仮払いをお預かりしました" in twice


@pytest.mark.parametrize("template", [template.name for template in TEMPLATES])
def test_every_template_makes_a_form_that_can_be_asked(cast: Cast, template: str) -> None:
    client = reading(cast.sakurai)
    batch = begun(client, template)
    for page in PAGES:
        assert client.get(to(page, batch)).status_code == 200
    units = {"annotation": "text\nよい\n"}
    if template in units:
        assert client.post(to("batch_units", batch), table(units[template])).status_code == 303
    client.post(to("edit_batch", batch), typed(category=batch.posting.category_id))
    batch = again(batch)
    assert queries.missing(batch, clock.now()) == []
    assert paid(client, batch).state == BatchState.OPEN


def rows_of(page: str) -> dict[str, str]:
    """The form's rows as a browser would send them again."""
    data: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="(q\d+-[^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            data[name[1]] = value[1] if value else "on" if "checkbox" in tag else ""
    data |= dict(re.findall(r'<textarea name="(q\d+-[^"]*)"[^>]*>\n?([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select name="(q\d+-[^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def names_of(batch: Batch) -> list[str]:
    return [question.name for question in queries.questions(again(batch)).all]


def test_a_form_is_built_by_plain_posts(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    address = to("batch_form", batch)
    rows = rows_of(client.get(address).content.decode())
    before = names_of(batch)

    added = client.post(address, rows | {"act": "add:number"}).content.decode()
    assert names_of(batch) == [*before, "q6"]
    moved = client.post(address, rows_of(added) | {"act": "up:6"}).content.decode()
    assert names_of(batch) == [*before[:4], "q6", before[4]]
    client.post(address, rows_of(moved) | {"act": "remove:5"})
    assert names_of(batch) == before

    rows |= {"q1-label": "どれくらい行きますか", "q1-choices": "often | よく行く\nときどき"}
    saved = client.post(address, rows | {"act": "save", "next": "units"})
    assert saved.headers["Location"] == to("batch_units", batch)
    first = queries.questions(again(batch)).all[0]
    assert (first.label, first.choices) == (
        "どれくらい行きますか",
        (("often", "よく行く"), ("ときどき", "ときどき")),
    )


def test_what_hangs_on_an_answer_keeps_hanging_on_it(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    address = to("batch_form", batch)
    rows = rows_of(client.get(address).content.decode())
    assert rows["q3-condition"] == "reasons:その他"
    broken = client.post(address, rows | {"q2-choices": "近いから\n安いから", "act": "save"})
    assert broken.status_code == 422
    assert "表示の条件は" in broken.content.decode()
    assert queries.questions(again(batch)).all[2].show_if == "reasons"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("q1-label", " ", "id_q1-label_error"),
        ("q1-label", "長" * 501, "500文字まで"),
        ("q1-choices", "ひとつ", "2個以上100個以下"),
        ("q1-choices", "同じ\n同じ", "同じ選択肢"),
        ("q1-name", "1番", "英字で始まる"),
        ("q1-name", "reasons", "同じ項目名"),
        ("q4-most", "40", "3段階から11段階"),
        ("q5-least", "2000", "下限は、上限と同じか"),
        ("q5-most", "9" * 12, "1000000000以下"),
        ("q1-kind", "poem", "id_q1-kind"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_in_its_row(
    cast: Cast, field: str, value: str, sentence: str
) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    rows = rows_of(client.get(to("batch_form", batch)).content.decode())
    before = queries.questions(batch)
    response = client.post(to("batch_form", batch), rows | {field: value, "act": "save"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert queries.questions(again(batch)) == before


def test_the_preview_follows_while_it_is_typed(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    rows = rows_of(client.get(to("batch_form", batch)).content.decode())
    side = client.post(to("batch_form", batch), rows | {"q1-label": "<b>頻度</b>"}, headers=HTMX)
    assert side.headers["HX-Retarget"] == "#builder-side"
    assert "<html" not in side.content.decode()
    assert "&lt;b&gt;頻度&lt;/b&gt;" in side.content.decode()
    whole = client.post(to("batch_form", batch), rows | {"act": "add:date"}, headers=HTMX).content.decode()
    assert "<html" not in whole
    assert 'id="builder"' in whole


def test_a_file_is_taken_in_and_its_bad_lines_are_named(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = begun(client, "annotation")
    text = """text,known:feeling
<script>x</script>,positive
ふつう,
多すぎる,,
"閉じない,
おわり,nowhere
よし,neutral
"""
    assert client.post(to("batch_units", batch), table(text)).status_code == 303
    page = client.get(to("batch_units", batch)).content.decode()
    assert "3行ありました" in page
    for line in ("4行目", "5行目", "6行目"):
        assert f"<strong>{line}</strong>" in page
    assert "&lt;script&gt;" in page
    assert "<script>x" not in page
    batch = again(batch)
    assert (batch.units, batch.known_units) == (3, 2)
    assert "設問で使用" in page
    assert "正解（ワーカーには見えません）" in page
    assert "<td>neutral</td>" in page

    refused = client.post(to("batch_units", batch), table("\n"), follow=False)
    assert refused.status_code == 303
    page = client.get(to("batch_units", batch)).content.decode()
    assert "いまのユニットは、そのままです" in page
    assert again(batch).units == 3
    assert client.post(to("batch_units", batch), {}).status_code == 422
    assert client.post(to("batch_units", batch), table("")).status_code == 422

    client.post(to("single_unit", batch))
    assert again(batch).units == 1
    page = client.get(to("batch_units", batch)).content.decode()
    assert "設問が使っている列が、ユニットにありません" in page
    assert "{{text}} にあたる列が" in client.get(to("batch_payment", batch)).content.decode()


def test_a_batch_is_steered_and_stopped(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = opened(client)
    for act, state in (("pause_batch", "paused"), ("resume_batch", "open")):
        assert client.post(to(act, batch)).headers["Location"] == to("own_batch", batch)
        assert again(batch).state == state
    assert "6,000円は、すぐにお返しします" in client.get(to("own_batch", batch)).content.decode()
    client.post(to("close_batch", batch))
    assert again(batch).state == BatchState.CLOSED
    assert client.post(to("close_batch", batch)).status_code == 409
    copied = client.post(to("copy_batch", batch))
    draft = Batch.objects.exclude(pk=batch.pk).get()
    assert copied.headers["Location"] == to("edit_batch", draft)
    assert queries.questions(draft).all == queries.questions(batch).all
    assert (draft.units, draft.reward, draft.closes_on) == (1, 60, None)
    assert client.post(to("discard_batch", draft)).headers["Location"] == "/batches/"


def test_more_answers_are_asked_for_while_it_runs(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = opened(client)
    for wrong in ("100", "0", "たくさん", "9" * 9):
        assert client.post(to("raise_batch", batch), {"answers_per_unit": wrong}).status_code == 422
    going = client.post(to("raise_batch", batch), {"answers_per_unit": "150"})
    assert "3,000円の支払い待ち" in client.get(to("own_batch", batch)).content.decode()
    client.post(f"{going.headers['Location']}settlement/")
    assert Place.objects.filter(batch=batch).count() == 150
    client.post(to("raise_batch", batch), {"answers_per_unit": "200"})
    client.post(to("withdraw_raise", batch))
    assert "支払い待ち" not in client.get(to("own_batch", batch)).content.decode()
    assert again(batch).answers_per_unit == 150


def answered(batch: Batch, worker: Member) -> UUID:
    """She joins, and answers the questionnaire."""
    at, reasons = clock.now(), ["近いから"]
    work.join(batch, by=worker, at=at)
    claim = work.claim(batch.pk, by=worker, at=at)
    given = {"frequency": "ほぼ毎日", "reasons": reasons, "satisfaction": 4, "wishes": "棚を広く。" * 5}
    return work.submit(batch.pk, claim.place, given, form_version=1, by=worker, at=at)


def test_too_low_a_reward_is_raised_while_it_runs(cast: Cast) -> None:
    client, worker = reading(cast.sakurai), reading(cast.yuki)
    batch = opened(client)
    given = answered(batch, cast.yuki)
    tasks.measure(batch.posting, 300, 720)
    own = client.get(to("own_batch", batch)).content.decode()
    enough = re.search(r"1回答を<strong>([\d,]+)円</strong>にすると届きます", own)
    assert enough
    assert to("top_up_batch", batch) in own
    assert f'value="{enough[1]}"' in client.get(to("top_up_batch", batch)).content.decode()

    for wrong in ("60", "59", "", "高く"):
        assert client.post(to("top_up_batch", batch), {"reward": wrong}).status_code == 422
    going = client.post(to("top_up_batch", batch), {"reward": "１００円"})
    assert "4,000円の支払い待ち" in client.get(to("own_batch", batch)).content.decode()
    deposit = client.get(going.headers["Location"]).content.decode()
    assert "60円 → 100円" in deposit
    client.post(f"{going.headers['Location']}settlement/")

    assert again(batch).reward == 100
    assert "まだ承認していない回答は、1回答 100円です" in client.get(to("own_batch", batch)).content.decode()
    way_in = worker.get(to("batch", batch)).content.decode()
    assert "前の取引条件明示書" in way_in
    new, old = workers.notices_of(cast.yuki, batch)
    assert "60円から引き上げました" in worker.get(to("task_notice", batch)).content.decode()
    earlier = reverse("earlier_notice", kwargs={"id": batch.pk, "notice": old.pk})
    assert earlier in way_in
    assert "1件 60円" in worker.get(earlier).content.decode()
    assert reading(cast.ken).get(earlier).status_code == 404
    assert "100円" in worker.get(f"/tasks/answers/{given}/").content.decode()
    assert new.pk != old.pk


def test_the_form_of_a_running_batch_is_written_anew_only_on_purpose(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = opened(client)
    rows = rows_of(client.get(to("batch_form", batch)).content.decode()) | {"q1-label": "新しい文"}
    client.post(to("batch_form", batch), rows, headers=HTMX)
    client.post(to("batch_form", batch), rows | {"act": "add:date"})
    assert again(batch).form_version == 1
    saved = client.post(to("batch_form", batch), rows | {"act": "save"})
    assert saved.headers["Location"] == to("own_batch", batch)
    assert again(batch).form_version == 2
    unknown = client.post(to("batch_form", batch), rows | {"q1-label": "{{nothing}}", "act": "save"})
    assert unknown.status_code == 422
    assert again(batch).form_version == 2


def test_a_paid_batch_is_no_draft_any_more(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = opened(client)
    for page in ("edit_batch", "batch_units", "batch_payment"):
        assert client.get(to(page, batch)).status_code == 409
    for act in ("prepare_batch", "redraft_batch", "discard_batch", "single_unit", "pay_batch"):
        assert client.post(to(act, batch)).status_code == 409
    assert again(batch).state == BatchState.OPEN


def test_a_prepared_batch_goes_back_to_writing(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    client.post(to("edit_batch", batch), typed())
    deposit = client.post(to("prepare_batch", batch)).headers["Location"]
    assert client.get(to("own_batch", batch)).headers["Location"] == to("batch_payment", batch)
    assert client.post(to("redraft_batch", batch)).headers["Location"] == to("edit_batch", batch)
    assert client.post(f"{deposit}settlement/").status_code == 303  # it comes too late, and goes back
    assert again(batch).state == BatchState.DRAFT


def test_too_low_a_reward_is_said_with_the_one_that_suffices(cast: Cast) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    state = client.post(to("edit_batch", batch), typed(reward="10"), headers=HTMX).content.decode()
    assert "<html" not in state
    assert "を下回ります" in state
    enough = int(re.search(r"<strong>(\d+)円</strong>にすると届きます", state)[1])  # type: ignore[index]
    state = client.post(to("edit_batch", batch), typed(reward=str(enough)), headers=HTMX).content.decode()
    assert "に届いています" in state


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reward", "0"),
        ("reward", "高め"),
        ("answers_per_unit", "0"),
        ("time_limit", "0"),
        ("time_limit", "99999999999"),
        ("expected", "0"),
        ("expected", "NaN"),
        ("expected_in", "7"),
        ("closes_on", "明日"),
        ("category", "nowhere"),
        ("title", "題" * 121),
        ("body", "\x00"),
    ],
)
def test_bad_numbers_are_refused_beside_their_field(cast: Cast, field: str, value: str) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    response = client.post(to("edit_batch", batch), typed(**{field: value}))
    assert response.status_code == 422
    assert f"id_{field}_error" in response.content.decode() or 'class="summary"' in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"time_limit": "20000"}, "1分から10,080分（7日）まで"),
        ({"time_limit": "0"}, "1分から10,080分（7日）まで"),
        ({"expected": "2", "expected_in": "1"}, "5秒から7日まで"),
        ({"expected": "1e999999"}, "5秒から7日まで"),
    ],
)
def test_limits_of_time_are_said_as_time_is_asked(cast: Cast, changes: dict[str, str], said: str) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    field = next(iter(changes))
    page = client.post(to("edit_batch", batch), typed(**changes)).content.decode()
    assert f'href="#id_{field}"' in page
    assert said in page
    assert again(batch).reward == 60  # whatever can be saved is


def test_strangers_reach_nothing(cast: Cast, client: Client) -> None:
    draft = begun(reading(cast.sakurai))
    for stranger in (cast.sora, cast.kuroda, cast.oda):
        browser = reading(stranger)
        for page in (*PAGES, "own_batch", "raise_batch", "top_up_batch", "import_news", "preparation_news"):
            assert browser.get(to(page, draft)).status_code == 404
        for act in (*ACTS, "edit_batch", "batch_form", "batch_units", "raise_batch", "top_up_batch"):
            assert browser.post(to(act, draft)).status_code == 404
        assert "朝のコンビニ" not in browser.get("/batches/").content.decode()
    for act in ACTS:
        assert client.post(to(act, draft)).headers["Location"].startswith("/accounts/login/")
    for address in ("/batches/", "/batches/new/", to("edit_batch", draft)):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")
    assert again(draft).state == BatchState.DRAFT


def test_an_operator_stops_a_batch_and_lets_it_go_on(cast: Cast) -> None:
    client, operator = reading(cast.sakurai), reading(cast.oda)
    batch = opened(client)
    stop, resume = to("batch_suspension", batch), to("batch_reinstatement", batch)
    assert client.get(stop).status_code == 404
    assert stop in operator.get("/operations/").content.decode()
    assert operator.post(stop, {"reason": " "}).status_code == 422
    assert operator.post(stop, {"reason": "個人情報を聞いている"}).status_code == 303
    assert again(batch).state == BatchState.SUSPENDED
    assert "運営がこのバッチを止めています" in client.get(to("own_batch", batch)).content.decode()
    assert resume in operator.get("/operations/").content.decode()
    assert operator.post(resume, {"reason": "直した"}).status_code == 303
    assert again(batch).state == BatchState.OPEN


def test_a_draft_whose_places_are_being_laid_out_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = reading(cast.sakurai)
    batch = begun(client)
    client.post(to("edit_batch", batch), typed())
    monkeypatch.setattr("mikiwame.market.taskwork.rules.PLACES_AT_ONCE", 10)
    assert client.post(to("prepare_batch", batch)).headers["Location"] == to("batch_payment", batch)
    assert "枠を用意しています" in client.get(to("batch_payment", batch)).content.decode()
    assert client.get(to("edit_batch", batch)).status_code == 409
    with pytest.raises(Exception, match="batch_in_preparation"):
        drafts.clear_units(batch, by=cast.sakurai, at=clock.now())
