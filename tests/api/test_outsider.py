"""Nobody but its parties can tell that a thing exists: the same holds for every address of the document."""

import pytest

from tests.api.affairs import between
from tests.api.programs import Program, program_of
from tests.api.samples import UNIQUE, routes
from tests.cast import Cast

PUBLIC = {"read_party", "list_reviews", "read_party_report", "read_batch", "read_batch_form"} | {
    "join_batch", "claim_place", "give_place_back", "answer_place", "send_answer_file",
    "read_contest", "read_result", "read_contest_notice", "read_contest_notice_pdf", "begin_entry",
    "read_exam", "take_exam", "read_task_reviews", "review_tasks",
}  # fmt: skip
"""What everybody may look at or take part in, by operation."""

WITH_IDENTIFIER = [route for route in routes() if route.parameters]


@pytest.fixture
def ids(cast: Cast) -> dict[str, str]:
    return between(cast).ids


def answers(program: Program, ids: dict[str, str]) -> dict[str, int]:
    """What a program is answered at each address that names one of these things."""
    return {route.operation["operationId"]: route.call(program, ids).status_code for route in WITH_IDENTIFIER}


def test_every_kind_of_thing_is_tried(ids: dict[str, str]) -> None:
    named = {name for route in WITH_IDENTIFIER for name in route.parameters}
    assert named == set(ids)


def test_an_outsider_finds_nothing(cast: Cast, ids: dict[str, str]) -> None:
    told = answers(program_of(cast.sora), ids)
    assert {name: status for name, status in told.items() if status != 404 and name not in PUBLIC} == {}


def test_an_operator_finds_no_more_than_her_queues(cast: Cast, ids: dict[str, str]) -> None:
    told = answers(program_of(cast.oda), ids)
    found = {name for name, status in told.items() if status != 404 and name not in PUBLIC}
    # There is a dispute, and the file is part of its evidence.
    assert found == {"read_attachment", "read_evidence_pdf"}


@pytest.mark.parametrize("identifier", [UNIQUE, "7", "not-an-identifier", "0192f5e0"])
def test_what_does_not_exist_looks_the_same(cast: Cast, identifier: str) -> None:
    names = {name for route in WITH_IDENTIFIER for name in route.parameters}
    told = answers(program_of(cast.sora), dict.fromkeys(names, identifier))
    assert {name: status for name, status in told.items() if status != 404} == {}
