"""Who runs the house is known by a tag beside her name, wherever it stands, and by no name alone."""

import re

import pytest

from mikiwame.core import clock
from mikiwame.market.contracts.operations import disputes, rulings
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Party
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.notifications import queries as notices
from mikiwame.market.notifications.words import named, worded
from mikiwame.ops import consumers
from tests.cast import Cast
from tests.market.contracts.stage import DAY, HOUR, START, inspecting, part
from tests.market.hiring.stage import published
from tests.web.hiring import reading

TAG = re.compile(r'<span class="tag house">.*?運営</span>', re.DOTALL)


def tags(cast: Cast, address: str) -> int:
    """How often a reader who is no operator sees the tag there."""
    answer = reading(cast.yuki).get(address)
    assert answer.status_code == 200
    return len(TAG.findall(answer.content.decode()))


@pytest.fixture
def operating_client(cast: Cast) -> Cast:
    """Sakurai runs the house too, under a name that doesn't say so."""
    members.appoint_operator(cast.sakurai, at=START)
    cast.sakurai.party.refresh_from_db()
    return cast


def test_her_letters_carry_it(operating_client: Cast) -> None:
    cast = operating_client
    talk = inspecting(cast).conversation
    before = tags(cast, f"/messages/{talk.pk}/")
    messaging.send(talk, text="PNGもお願いします。", by=cast.sakurai, at=START + HOUR)
    messaging.send(talk, text="はい。", by=cast.yuki, at=START + HOUR)
    assert tags(cast, f"/messages/{talk.pk}/") == before + 1
    assert tags(cast, "/messages/") == 1


def test_so_do_her_page_her_posting_and_the_list(operating_client: Cast) -> None:
    cast = operating_client
    posting = published(cast.sakurai, at=clock.now())
    assert tags(cast, f"/members/{cast.sakurai.party_id}/") == 1
    assert tags(cast, f"/postings/{posting.pk}/") >= 1
    while consumers.take_in(clock.now()):
        pass
    assert tags(cast, "/postings/") == 1
    _, secret = members.issue_token(cast.yuki, name="鍵", scopes=["read"], at=clock.now())
    asked = {"Authorization": f"Bearer {secret}"}
    [listed] = reading(cast.yuki).get("/api/v1/postings", headers=asked).json()["items"]
    assert listed["client_is_operator"] is True


def test_the_decision_of_a_dispute_carries_it_and_the_sides_dont(cast: Cast) -> None:
    at = START + DAY
    dispute = disputes.open_dispute(part(inspecting(cast)), statement="違います。", by=cast.sakurai, at=at)
    dispute = disputes.answer_dispute(dispute, text="条件どおりです。", by=cast.yuki, at=at)
    address = f"/disputes/{dispute.pk}/"
    assert tags(cast, address) == 0
    rulings.decide(dispute, to_worker=10_000, ruling="一部です。", by=cast.oda, at=at)
    assert tags(cast, address) == 1


def test_a_name_that_says_so_brings_no_tag(cast: Cast) -> None:
    Party.objects.filter(pk=cast.kuroda.party_id).update(display_name="運営事務局")
    assert tags(cast, f"/members/{cast.kuroda.party_id}/") == 0
    assert named(Party.objects.get(pk=cast.kuroda.party_id)) == "運営事務局"


def test_notices_say_it_in_words(operating_client: Cast) -> None:
    cast = operating_client
    contract = inspecting(cast)
    disputes.open_dispute(part(contract), statement="違います。", by=cast.sakurai, at=START + DAY)
    while consumers.take_in(START + DAY):
        pass
    told = [one for one in worded(notices.newest(cast.yuki)) if one.kind == "contracts.DisputeOpened"]
    assert "【運営】桜井デザイン室さん" in told[0].words.headline


def test_programs_read_it_as_a_field(operating_client: Cast) -> None:
    cast = operating_client
    _, secret = members.issue_token(cast.yuki, name="鍵", scopes=["read"], at=clock.now())
    program = reading(cast.yuki)
    asked = {"Authorization": f"Bearer {secret}"}
    for party, runs in ((cast.sakurai.party_id, True), (cast.yuki.party_id, False)):
        assert program.get(f"/api/v1/parties/{party}", headers=asked).json()["is_operator"] is runs
