"""Postings and applications over the API, between a client's program and a worker's."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core import clock
from tests.api.programs import Program, program_of
from tests.api.stories import LOGO, application_to
from tests.cast import Cast
from tests.market.reputation.stage import settle


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


@pytest.fixture
def yuki(cast: Cast) -> Program:
    return program_of(cast.yuki)


@pytest.fixture
def posting(sakurai: Program) -> dict[str, Any]:
    draft = sakurai.post("/postings", LOGO)
    published: dict[str, Any] = sakurai.post(f"/postings/{draft['id']}/publication")
    return published


def test_a_draft_is_written_bit_by_bit_and_says_what_it_lacks(sakurai: Program) -> None:
    draft = sakurai.post("/postings", {"title": "ロゴ"})
    path = f"/postings/{draft['id']}"
    assert (draft["state"], draft["terms"]["headcount"]) == ("draft", 1)
    gaps = {gap["field"]: gap["code"] for gap in sakurai.get(f"{path}/gaps")}
    assert (gaps["terms.reward"], gaps["body"]) == ("reward_missing", "body_missing")

    refused = sakurai.post(f"{path}/publication", expect=422)
    assert refused["errors"][0]["field"] == "body"
    written = sakurai.patch(path, {key: value for key, value in LOGO.items() if key != "title"})
    assert (written["title"], written["terms"]["reward"]) == ("ロゴ", 30_000)
    assert sakurai.get(f"{path}/gaps") == []
    assert sakurai.patch(path, {"terms": {"deadline": None, "pace": "週3回"}})["terms"]["deadline"] is None


def test_a_title_reads_as_it_is_stored(sakurai: Program) -> None:
    refused = sakurai.send("POST", "/postings", LOGO | {"title": "ロゴ\u202eで円000,09"})
    assert (refused.status_code, refused.json()["code"]) == (422, "text_unreadable")


def test_the_work_is_divided_and_an_offer_keeps_its_parts(sakurai: Program, yuki: Program) -> None:
    parts = [
        {"title": "ラフ", "amount": 10_000, "due": LOGO["terms"]["deadline"]},
        {"title": "仕上げ", "amount": 15_000, "due": LOGO["terms"]["deadline"]},
    ]
    draft = sakurai.post("/postings", LOGO | {"terms": LOGO["terms"] | {"milestones": parts}})
    path = f"/postings/{draft['id']}"
    assert [part["title"] for part in draft["terms"]["milestones"]] == ["ラフ", "仕上げ"]
    [gap] = sakurai.get(f"{path}/gaps")
    assert (gap["field"], gap["code"]) == ("terms.milestones", "parts_do_not_add_up")
    parts[1]["amount"] = 20_000
    sakurai.patch(path, {"terms": {"milestones": parts}})
    posting = sakurai.post(f"{path}/publication")

    application = yuki.post(f"{path}/applications", application_to(posting) | {"price": 30_000})
    offer = sakurai.post(f"/applications/{application['id']}/offers", {})
    assert offer["terms"]["milestones"] == posting["terms"]["milestones"]
    assert offer["changes"] == []


def test_files_travel_with_a_posting(sakurai: Program, yuki: Program) -> None:
    path = f"/postings/{sakurai.post('/postings', LOGO)['id']}"
    guide, sample = SimpleUploadedFile("手引.txt", b"1."), SimpleUploadedFile("見本.txt", b"2.")
    files = sakurai.upload(f"{path}/files", guide, sample)["files"]
    assert [file["name"] for file in files] == ["手引.txt", "見本.txt"]
    assert sakurai.send("DELETE", f"{path}/files/{files[0]['id']}").status_code == 204
    gone = sakurai.send("DELETE", f"{path}/files/{files[0]['id']}")
    assert sakurai.body_of(gone, 409)["code"] == "file_gone"
    program = SimpleUploadedFile("案.png", b"MZ\x90\x00 this program cannot be run")
    assert sakurai.upload(f"{path}/files", program, expect=415)["errors"][0]["field"] == "files"
    assert yuki.upload(f"{path}/files", guide, expect=404)["code"] == "not_found"

    sakurai.post(f"{path}/publication")
    assert yuki.get(path)["files"] == files[1:]
    assert yuki.send("GET", f"/attachments/{files[1]['id']}").getvalue() == b"2."
    assert sakurai.upload(f"{path}/files", guide, expect=409)["code"] == "not_a_draft"


def test_a_published_posting_is_on_the_list_and_found_by_words(
    yuki: Program, posting: dict[str, Any]
) -> None:
    [found] = yuki.get("/postings", text="ロゴ")["items"]
    assert (found["id"], found["reward"], found["category_en"]) == (posting["id"], 30_000, "Logos")
    for filters, count in (
        ({"reward_least": 30_001}, 0),
        ({"category": "design", "format": "project", "reward_basis": "fixed", "sort": "closing"}, 1),
        ({"text": "翻訳"}, 0),
        ({"newcomers": True}, 0),
        ({"crowd_most": 1}, 1),
        ({"care": "careful"}, 0),
        ({"finished_least": 3, "record": True, "funded": True, "calm_reviews": True, "unproven": True}, 0),
    ):
        assert yuki.get("/postings", **filters)["count"] == count, filters
    assert yuki.get("/postings", cursor="made-up", expect=409)["code"] == "cursor_broken"


def test_the_list_tells_what_is_known_and_filters_by_it(yuki: Program, posting: dict[str, Any]) -> None:
    [unread] = yuki.get("/postings")["items"]
    assert (unread["text_verdict"], unread["record_verdict"]) == (None, None)
    settle(clock.now())
    [read] = yuki.get("/postings", care="careful")["items"]
    assert (read["text_verdict"], read["record_verdict"], read["finished"]) == ("ok", "incomplete", 0)
    assert yuki.get("/postings", record=True, finished_least=3)["count"] == 0
    assert yuki.get("/postings", record=True, finished_least=3, unproven=True)["count"] == 1
    for wrong in ({"finished_least": 2}, {"crowd_most": 0}, {"care": "safe"}, {"record": "perhaps"}):
        assert yuki.get("/postings", **wrong, expect=422)["errors"][0]["field"] == next(iter(wrong))


def test_a_posting_is_paused_resumed_copied_and_closed(sakurai: Program, posting: dict[str, Any]) -> None:
    path = f"/postings/{posting['id']}"
    assert sakurai.post(f"{path}/pause")["state"] == "paused"
    assert sakurai.body_of(sakurai.send("DELETE", f"{path}/pause"), 200)["state"] == "open"
    copy = sakurai.post(f"{path}/copies")
    assert (copy["state"], copy["title"]) == ("draft", posting["title"])
    assert sakurai.send("DELETE", f"/postings/{copy['id']}").status_code == 204
    assert sakurai.get(f"/postings/{copy['id']}", expect=404)["code"] == "not_found"
    assert sakurai.post(f"{path}/closing")["state"] == "closed"
    assert sakurai.post(f"{path}/pause", expect=409)["code"] == "wrong_state"


def test_pages_go_on_where_the_last_one_ended(sakurai: Program) -> None:
    titles = [f"ロゴ{number}" for number in range(5)]
    for title in titles:
        sakurai.post("/postings", {"title": title})
    first = sakurai.get("/me/postings", limit=2)
    second = sakurai.get("/me/postings", limit=2, cursor=first["next"])
    last = sakurai.get("/me/postings", limit=2, cursor=second["next"])
    pages = [[posting["title"] for posting in page["items"]] for page in (first, second, last)]
    assert pages == [["ロゴ4", "ロゴ3"], ["ロゴ2", "ロゴ1"], ["ロゴ0"]]
    assert last["next"] is None


def test_an_application_is_read_by_both_sides_and_withdrawn(
    sakurai: Program, yuki: Program, posting: dict[str, Any]
) -> None:
    path = f"/postings/{posting['id']}/applications"
    assert yuki.get(f"/postings/{posting['id']}/odds")["applicants"] == 1
    application = yuki.post(path, application_to(posting))
    assert application["answers"][0]["text"] == "花屋さんのロゴ"
    assert sakurai.get(path) == [application]
    assert sakurai.get("/me/postings")["items"][0]["waiting"] == 1
    assert yuki.get(f"/applications/{application['id']}") == application
    assert yuki.get("/me/applications")["items"] == [application]
    assert yuki.post(path, application_to(posting), expect=409)["code"] == "already_applied"
    assert yuki.post(f"/applications/{application['id']}/withdrawal")["state"] == "withdrawn"


def test_an_applicant_is_declined_with_a_reason(
    sakurai: Program, yuki: Program, posting: dict[str, Any]
) -> None:
    application = yuki.post(f"/postings/{posting['id']}/applications", application_to(posting))
    path = f"/applications/{application['id']}/decline"
    assert yuki.post(path, {"reason": "price"}, expect=409)["code"] == "not_yours"
    assert sakurai.post(path, {"reason": "just because"}, expect=422)["errors"][0]["field"] == "reason"
    declined = sakurai.post(path, {"reason": "price", "note": "予算を超えました。"})
    assert (declined["state"], declined["decline_note"]) == ("declined", "予算を超えました。")


def test_a_missing_answer_is_named(yuki: Program, posting: dict[str, Any]) -> None:
    silent = application_to(posting) | {"answers": []}
    refused = yuki.post(f"/postings/{posting['id']}/applications", silent, expect=422)
    assert refused["code"] == "answer_missing"


@pytest.mark.parametrize("amount", [False, True, "1", 1.0, 1.5, -1, 0, 10**8 + 1, 10**30, None, "１０００円"])
def test_money_is_a_whole_number_of_yen(
    sakurai: Program, yuki: Program, posting: dict[str, Any], amount: Any
) -> None:
    application = application_to(posting) | {"price": amount}
    refused = yuki.post(f"/postings/{posting['id']}/applications", application, expect=422)
    assert [error["field"] for error in refused["errors"]] == ["price"]
    if amount is not None:
        sakurai.post("/postings", {"terms": {"reward": amount}}, expect=422)
