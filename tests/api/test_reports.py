"""Reports over the API: the same chapters as on the pages, for whoever may see the posting."""

from mikiwame.core import clock
from mikiwame.discernment.record import Measure
from tests.api.programs import Program, program_of
from tests.cast import Cast
from tests.market.contracts.stage import inspecting
from tests.market.hiring.stage import drafted, published
from tests.market.reputation.stage import settle, tallied
from tests.market.reputation.test_reports import FEE, both_said, said


def test_a_posting_is_reported_on_with_its_words(cast: Cast) -> None:
    at = clock.now()
    posting = published(cast.kuroda, at=at, body=FEE)
    tallied(cast.kuroda, Measure.FUNDED, 4, 14, at=at)
    report = program_of(cast.yuki).get(f"/postings/{posting.pk}/report")

    assert report["verdict"] == "danger"
    (fee,) = report["description"]["flags"]
    assert FEE[fee["start"] : fee["end"]] == fee["quote"]
    (record,) = report["records"]
    (funded,) = record["foremost"]
    assert (funded["measure"], funded["amount"], funded["of"], funded["proven"]) == ("funded", 4, 14, True)
    assert funded["low"] < funded["value"] < funded["high"] < funded["market"]
    assert "hired" in record["unsaid"]


def test_a_newcomer_is_unproven_and_no_more(cast: Cast) -> None:
    report = program_of(cast.yuki).get(f"/parties/{cast.sora.party.pk}/report")
    assert report["verdict"] == "incomplete"
    assert [record["unproven"] for record in report["records"]] == [True]
    assert report["reviews"] == {
        "verdict": "incomplete",
        "read": 0,
        "suspicious": False,
        "goodness": 0.0,
        "told": [],
        "odd": [],
    }


def test_a_draft_is_reported_on_to_its_client_only(cast: Cast) -> None:
    draft = drafted(cast.kuroda, at=clock.now(), body=FEE)
    assert program_of(cast.kuroda).get(f"/postings/{draft.pk}/report")["verdict"] == "danger"
    program_of(cast.yuki).get(f"/postings/{draft.pk}/report", expect=404)


def test_sealed_reviews_stay_out_and_open_ones_speak_the_programs_language(cast: Cast) -> None:
    program = Program(program_of(cast.sora).token, language="en")
    path = f"/parties/{cast.sakurai.party.pk}/report"
    said(inspecting(cast), by=cast.yuki, stars=1, comment="途中で連絡が途絶えました。")
    settle(clock.now())
    assert program.get(path)["reviews"]["read"] == 0

    both_said(inspecting(cast, worker=cast.ken), cast, "連絡が早く、助かりました。")
    settle(clock.now())
    (told,) = program.get(path)["reviews"]["told"]
    assert (told["report"], told["people"]) == ("quick_contact", 1)
    assert "連絡が早" in told["quotes"][0]
    assert told["name"].isascii()
