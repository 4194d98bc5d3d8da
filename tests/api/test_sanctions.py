"""Sanctions over the API: a member's program reads what was decided against her, and appeals once."""

from mikiwame.core import clock
from mikiwame.market.moderation.models import Report, Sanction
from mikiwame.market.moderation.operations import appeals, reports
from mikiwame.market.moderation.states import Decision
from tests.api.programs import program_of
from tests.cast import Cast
from tests.market.contests.stage import second_operator


def test_a_program_appeals_for_its_member(cast: Cast) -> None:
    at, kuroda = clock.now(), program_of(cast.kuroda)
    filed = reports.report(cast.kuroda.party.key, reason="fraud", words="だまされました", by=cast.yuki, at=at)
    reports.decide(filed, decision=Decision.WARNED, ruling="口座は集められません。", by=cast.oda, at=at)
    (listed,) = kuroda.get("/me/sanctions")["items"]
    path = f"/me/sanctions/{listed['id']}"
    read = kuroda.get(path)
    assert (read["kind"], read["state"], read["reason"]) == ("warning", "imposed", "口座は集められません。")
    assert read["appeal_until"] is not None
    for hidden in (str(Report.objects.get().pk), str(cast.yuki.party_id), "だまされました"):
        assert hidden not in str(read)

    assert kuroda.send("POST", f"{path}/appeal", {"text": ""}).status_code == 422
    appealed = kuroda.post(f"{path}/appeal", {"text": "集めていません。"})
    assert (appealed["state"], appealed["appeal"], appealed["appeal_until"]) == (
        "appealed",
        "集めていません。",
        None,
    )
    assert kuroda.send("POST", f"{path}/appeal", {"text": "もう一度"}).status_code == 409
    appeals.lift(Sanction.objects.get(), ruling="集めていませんでした。", by=second_operator(), at=at)
    assert kuroda.get(path)["ruling"] == "集めていませんでした。"
    assert program_of(cast.yuki).get("/me/sanctions")["items"] == []
    for other in (cast.yuki, cast.oda):
        assert program_of(other).send("GET", path).status_code == 404
