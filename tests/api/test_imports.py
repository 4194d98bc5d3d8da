"""Units from a file over the API: taken in with a report, or not at all."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core import clock
from mikiwame.market.members.scopes import Scope
from mikiwame.market.taskwork import queries
from mikiwame.market.taskwork.models import Import, Unit
from mikiwame.market.taskwork.operations import imports
from tests.api.programs import ROOT, Program, program_of
from tests.cast import Cast
from tests.market.taskwork.stage import drafted

LINES = "text,known:feeling\n晴れた。,good\n降った。,\n曇った。,angry\n"


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


@pytest.fixture
def draft(cast: Cast) -> str:
    """Three units stand there already."""
    return str(drafted(cast, at=clock.now(), closes_on=None).pk)


def hand_in(
    program: Program, batch: str, content: bytes, *, name: str = "文.csv", key: str | None = None
) -> Any:
    """The answer to a file as it came."""
    headers = program.headers() | ({"Idempotency-Key": key} if key else {})
    form = {"file": SimpleUploadedFile(name, content, "text/csv")}
    return program.client.post(f"{ROOT}/batches/{batch}/imports", form, headers=headers)


def test_units_take_the_place_of_those_that_there_were(sakurai: Program, draft: str) -> None:
    taken = hand_in(sakurai, draft, LINES.encode("shift_jis"))
    assert taken.status_code == 201
    report = taken.json()
    assert (report["state"], report["read"], report["bad"], report["refused"]) == ("done", 3, 1, None)
    [bad] = report["bad_lines"]
    assert (bad["line"], bad["code"]) == (4, "known_unfitting")
    assert bad["detail"]

    own = sakurai.get(f"/batches/{draft}")
    assert (own["units"], own["known_units"]) == (2, 1)
    assert sakurai.get(f"/batches/{draft}/imports/{report['id']}") == report
    assert sakurai.get(f"/batches/{draft}/imports")["items"] == [report]


def test_json_lines_are_taken_in_too(sakurai: Program, draft: str) -> None:
    lines = '{"text": "晴れた。"}\n{"text": \n{"text": "降った。"}\n'.encode()
    report = hand_in(sakurai, draft, lines, name="文.jsonl").json()
    assert (report["state"], report["read"], report["bad"]) == ("done", 3, 1)
    assert report["bad_lines"][0]["line"] == 2
    assert sakurai.get(f"/batches/{draft}")["units"] == 2


def test_a_file_that_cannot_be_read_changes_nothing(sakurai: Program, draft: str) -> None:
    report = hand_in(sakurai, draft, b"text\n\xff\xfe\xfd\x80\x81").json()
    assert report["state"] == "refused"
    assert report["refused"]["detail"]
    assert sakurai.get(f"/batches/{draft}")["units"] == 3


def test_a_large_file_waits_for_its_worker_and_tells_how_far_it_is(
    sakurai: Program, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 10)
    begun = hand_in(sakurai, draft, LINES.encode()).json()
    assert (begun["state"], begun["ended_at"]) == ("waiting", None)
    again = hand_in(sakurai, draft, LINES.encode())
    assert (again.status_code, again.json()["code"]) == (422, "import_under_way")
    assert sakurai.post(f"/batches/{draft}/preparation", expect=422)["code"]

    imports.carry_out(queries.import_named(begun["id"]), at=clock.now())
    done = sakurai.get(f"/batches/{draft}/imports/{begun['id']}")
    assert (done["state"], done["read"], done["bad"]) == ("done", 3, 1)


def test_the_same_file_under_one_key_is_taken_in_once(sakurai: Program, draft: str) -> None:
    first, again = (hand_in(sakurai, draft, LINES.encode(), key="k-1") for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    assert hand_in(sakurai, draft, b"text\nx\n", key="k-1").json()["code"] == "idempotency_key_reused"
    assert Import.objects.count() == 1


def test_what_is_too_large_or_empty(sakurai: Program, draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mikiwame.market.taskwork.rules.FILE_MOST", 20)
    heavy, empty = hand_in(sakurai, draft, LINES.encode()), hand_in(sakurai, draft, b"")
    assert (heavy.status_code, heavy.json()["code"]) == (413, "file_too_large")
    assert (empty.status_code, empty.json()["code"]) == (422, "file_empty")
    for problem in (heavy, empty):
        assert problem.json()["errors"][0]["in"] == "file"


def test_only_her_own_drafts(sakurai: Program, draft: str, cast: Cast) -> None:
    report = hand_in(sakurai, draft, LINES.encode()).json()
    yuki, reader = program_of(cast.yuki), program_of(cast.sakurai, Scope.READ)
    assert hand_in(yuki, draft, LINES.encode()).status_code == 404
    assert hand_in(reader, draft, LINES.encode()).status_code == 403
    yuki.get(f"/batches/{draft}/imports", expect=404)
    yuki.get(f"/batches/{draft}/imports/{report['id']}", expect=404)
    other = sakurai.post("/batches", {"title": "別"})["id"]
    sakurai.get(f"/batches/{other}/imports/{report['id']}", expect=404)
    assert Unit.objects.count() == 2
