"""Work by the hour over the API: entries are written and changed, a week is handed in and inspected."""

from datetime import timedelta

import pypdfium2
import pytest

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import work
from tests.api.programs import program_of
from tests.cast import Cast
from tests.market.contracts.stage import HOURLY, agreed, part, week_paid
from tests.market.hiring.stage import applied, published


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A week that began six days ago and ends today."""
    at = clock.now()
    before, start = at - timedelta(days=8), day_in_tokyo(at) - timedelta(days=6)
    dates = {"start_date": start, "deadline": start + timedelta(days=30)}
    posting = published(cast.sakurai, at=before, **dates)
    terms = HOURLY | {"start_date": start}
    going = agreed(cast, application=applied(cast.yuki, posting, at=before), at=before, **terms)
    week_paid(going, at=before)
    work.begin_due(at=at - timedelta(days=5))
    return going


def test_a_week_from_the_first_entry_to_its_acceptance(cast: Cast, contract: Contract) -> None:
    yuki, sakurai, week = program_of(cast.yuki), program_of(cast.sakurai), part(contract).pk
    day = (day_in_tokyo(clock.now()) - timedelta(days=1)).isoformat()
    sent = {"day": day, "begins": "09:00", "ends": "12:30", "note": "メールの返信"}
    entry = yuki.post(f"/milestones/{week}/time-entries", sent)
    assert (entry["minutes"], entry["begins"], entry["ends"]) == (210, "09:00", "12:30")
    night = sent | {"begins": "22:30", "ends": "24:00"}
    changed = yuki.body_of(yuki.send("PUT", f"/time-entries/{entry['id']}", night), 200)
    assert (changed["minutes"], changed["ends"]) == (90, "24:00")
    other = yuki.post(f"/milestones/{week}/time-entries", sent)
    assert yuki.send("DELETE", f"/time-entries/{other['id']}").status_code == 204
    yuki.post(f"/milestones/{week}/time-entries", sent | {"ends": "09:01"})

    sheet = yuki.get(f"/milestones/{week}/timesheet")
    assert (sheet["rate"], sheet["hours"], sheet["minutes"], sheet["pay"]) == (1_500, 10, 91, 2_275)
    assert len(sheet["entries"]) == 2
    assert sakurai.get(f"/milestones/{week}/timesheet")["entries"] == []

    assert yuki.post(f"/milestones/{week}/statement", {})["amount"] == 2_275
    [statement] = sakurai.get(f"/milestones/{week}/timesheet")["statements"]
    assert (statement["minutes"], statement["amount"]) == (91, 2_275)
    asked = {"term": "pace", "reason": "この1分は何ですか。", "lines": [statement["lines"][0]["id"]]}
    sakurai.post(f"/milestones/{week}/change-requests", asked)
    [statement] = yuki.get(f"/milestones/{week}/timesheet")["statements"]
    assert [line["doubted"] for line in statement["lines"]] == [True, False]
    yuki.post(f"/milestones/{week}/statement", {})
    assert sakurai.post(f"/milestones/{week}/acceptance", {})["state"] == "accepted"


def test_the_client_contests_entries_and_no_sum(cast: Cast, contract: Contract) -> None:
    yuki, sakurai, week = program_of(cast.yuki), program_of(cast.sakurai), part(contract).pk
    day = (day_in_tokyo(clock.now()) - timedelta(days=1)).isoformat()
    for begins, ends in (("09:00", "12:00"), ("13:00", "14:00")):
        sent = {"day": day, "begins": begins, "ends": ends, "note": "メールの返信"}
        yuki.post(f"/milestones/{week}/time-entries", sent)
    yuki.post(f"/milestones/{week}/statement", {})
    [statement] = sakurai.get(f"/milestones/{week}/timesheet")["statements"]
    line, case = statement["lines"][1]["id"], {"statement": "この1時間は休みでした。"}
    by_sum = sakurai.send("POST", f"/milestones/{week}/disputes", case | {"contested": 500})
    assert [error["field"] for error in by_sum.json()["errors"]] == ["lines"]

    dispute = sakurai.post(f"/milestones/{week}/disputes", case | {"lines": [line]})
    assert (dispute["contested"], dispute["lines"]) == (1_500, [line])
    [statement] = yuki.get(f"/milestones/{week}/timesheet")["statements"]
    assert [line["contested"] for line in statement["lines"]] == [False, True]
    evidence = f"/disputes/{dispute['id']}/evidence"
    exhibits = yuki.get(f"{evidence}?kind=delivery")["exhibits"]
    assert [line["begins"] for line in exhibits[0]["lines"]] == ["09:00", "13:00"]
    for reader in (yuki, sakurai, program_of(cast.oda)):
        made = reader.send("GET", f"{evidence}/pdf")
        assert (made.status_code, made.headers["Content-Type"]) == (200, "application/pdf")
        pages = pypdfium2.PdfDocument(made.content)
        said = "".join(page.get_textpage().get_text_range() for page in pages)
        assert "争いのある記録" in said
    assert program_of(cast.sora).send("GET", f"{evidence}/pdf").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"begins": "9:00"}, "begins"),
        ({"ends": "24:01"}, "ends"),
        ({"ends": "08:00"}, "ends"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"note": " "}, "note"),
    ],
)
def test_what_is_no_time_of_the_week_is_refused_with_its_field(
    wrong: dict[str, str], field: str, cast: Cast, contract: Contract
) -> None:
    day = (day_in_tokyo(clock.now()) - timedelta(days=1)).isoformat()
    sent = {"day": day, "begins": "09:00", "ends": "12:30", "note": "メールの返信"} | wrong
    address = f"/milestones/{part(contract).pk}/time-entries"
    problem = program_of(cast.yuki).send("POST", address, sent)
    assert problem.status_code in {409, 422}
    assert [error["field"] for error in problem.json()["errors"]] == [field]
