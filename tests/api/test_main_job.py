"""The main job, played whole by two programs: from a posting to a payout and two reviews."""

from hashlib import sha256

import pytest

from mikiwame.core import clock
from mikiwame.market.escrow import operations as escrow
from tests.api.stories import LOGO, Story, application_to
from tests.cast import Cast


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story.of(cast)


def turns(program: object, side: str = "mine") -> list[str]:
    """What waits on (or is waited for by) a program's member."""
    return [turn["kind"] for turn in program.get(f"/turns/{side}")]  # type: ignore[attr-defined]


def test_the_main_job(story: Story) -> None:
    sakurai, yuki = story.sakurai, story.yuki

    # Sakurai posts, Yuki finds it and applies.
    draft = sakurai.post("/postings", LOGO)
    posting = sakurai.post(f"/postings/{draft['id']}/publication")
    assert turns(sakurai) == ["decision"]
    [found] = yuki.get("/postings", text="珈琲 ロゴ")["items"]
    application = yuki.post(f"/postings/{found['id']}/applications", application_to(posting))
    assert turns(yuki, "theirs") == ["decision"]
    thread = f"/conversations/{application['conversation']}/messages"
    sakurai.post(thread, {"text": "ご応募ありがとうございます。"})

    # Sakurai offers, Yuki agrees; both have the terms notice.
    [applicant] = sakurai.get(f"/postings/{posting['id']}/applications")
    offer = sakurai.post(f"/applications/{applicant['id']}/offers", {"message": "ぜひお願いします。"})
    assert (offer["state"], offer["amount"], offer["changes"][0]["term"]) == ("made", 28_000, "reward")
    assert yuki.get(f"/offers/{offer['id']}/split") == {
        "gross": 28_000,
        "net": 23_342,
        "fee": 1_800,
        "withheld": 2_858,  # ロゴは源泉徴収の対象: 10.21 %
    }
    assert turns(yuki) == ["offer"]
    contract = yuki.post(f"/offers/{offer['id']}/acceptance")
    path = f"/contracts/{contract['id']}"
    assert (contract["state"], contract["lamp"]["lamp"]) == ("agreed", "red")
    notices = [program.get(f"{path}/terms-notice") for program in (sakurai, yuki)]
    assert notices[0] == notices[1]
    assert notices[0]["sha256"] == sha256(notices[0]["html"].encode()).hexdigest()

    # While the lamp is red nothing can be handed over. Sakurai pays in: it is green.
    [milestone] = contract["milestones"]
    part = f"/milestones/{milestone['id']}"
    assert yuki.upload(f"{part}/deliveries", note="先に送ります。", expect=409)["status"] == 409
    assert turns(sakurai) == ["funding"]
    deposit = sakurai.post(f"{part}/payment")
    assert sakurai.post(f"{part}/payment")["id"] == deposit["id"]
    assert sakurai.post(f"/deposits/{deposit['id']}/settlement")["state"] == "received"
    running = yuki.get(path)
    assert (running["state"], running["lamp"]["lamp"]) == ("running", "green")
    assert sakurai.get("/money/balances")["held"] == 28_000

    # Yuki delivers, Sakurai asks for a change, Yuki mends it, Sakurai accepts.
    yuki.upload(f"{part}/deliveries", note="一案目です。")
    asked = sakurai.post(f"{part}/change-requests", {"term": "deliverable", "reason": "PNGがありません。"})
    assert asked["term"] == "deliverable"
    yuki.upload(f"{part}/deliveries", note="PNGを加えました。")
    assert turns(sakurai) == ["inspection"]
    assert sakurai.post(f"{part}/acceptance")["state"] == "accepted"
    assert yuki.get(path)["state"] == "finished"
    assert [delivery["number"] for delivery in sakurai.get(f"{path}/deliveries")] == [2, 1]

    # The money arrives and is paid out; what was withheld goes back to Sakurai, who remits it.
    assert yuki.get("/money/balances")["earned"] == 23_342
    escrow.make_payouts(at=clock.now())
    assert yuki.get("/money/balances")["earned_paid"] == 23_342
    assert sakurai.get("/money/balances")["refund_paid"] == 2_858
    assert [line["kind"] for line in yuki.get("/money/statement")] == ["paid", "earned"]
    assert yuki.get("/money/income")[0]["gross"] == 28_000

    # Both review; the reviews open together.
    sakurai.post(f"{path}/reviews", {"stars": 5, "again": True, "comment": "丁寧でした。"})
    assert yuki.get(f"{path}/reviews")["opened"] == []
    yuki.post(f"{path}/reviews", {"stars": 4, "on_time": True})
    opened = {review["stars"]: review for review in yuki.get(f"{path}/reviews")["opened"]}
    assert set(opened) == {4, 5}
    yuki.post(f"/reviews/{opened[5]['id']}/reply", {"text": "ありがとうございました。"})
    about = yuki.get("/me")["party"]["id"]
    assert sakurai.get(f"/parties/{about}/reviews")["items"][0]["reply"] == "ありがとうございました。"
    kinds = [fact["kind"] for fact in yuki.get(f"{path}/history")]
    assert kinds[0] == "contracts.OfferMade"
    assert "contracts.ContractFinished" in kinds


def test_an_offer_with_parts_and_changes(story: Story) -> None:
    application = story.application()
    path = f"/applications/{application['id']}/offers"
    parts = [
        {"title": "ラフ", "amount": 10_000, "due": LOGO["apply_until"]},
        {"title": "仕上げ", "amount": 20_000, "due": LOGO["terms"]["deadline"]},
    ]
    wrong = {"changes": {"reward": 31_000}, "parts": parts}
    assert story.sakurai.post(path, wrong, expect=422)["errors"][0]["field"] == "parts"
    offer = story.sakurai.post(path, wrong | {"changes": {"reward": 30_000, "scope": "ロゴ二点"}})
    changed = {change["term"]: change["worsens_for_worker"] for change in offer["changes"]}
    assert set(changed) == {"scope", "reward", "deadline"}
    contract = story.yuki.post(f"/offers/{offer['id']}/acceptance")
    assert [(part["title"], part["amount"]) for part in contract["milestones"]] == [
        ("ラフ", 10_000),
        ("仕上げ", 20_000),
    ]


def test_an_offer_is_declined_or_taken_back(story: Story) -> None:
    offer = story.offer()
    path = f"/offers/{offer['id']}"
    assert story.sakurai.post(f"{path}/acceptance", expect=409)["code"] == "not_the_worker"
    declined = story.yuki.post(f"{path}/decline", {"note": "日程が合いません。"})
    assert (declined["state"], declined["decline_note"]) == ("declined", "日程が合いません。")
    second = story.sakurai.post(f"/applications/{offer['application']}/offers", {})
    assert story.sakurai.post(f"/offers/{second['id']}/withdrawal")["state"] == "withdrawn"
    assert [listed["state"] for listed in story.yuki.get("/offers")["items"]] == ["withdrawn", "declined"]


def test_a_contract_is_called_off_before_money_is_held(story: Story) -> None:
    contract = story.contract()
    ended = story.yuki.post(f"/contracts/{contract['id']}/call-off", {"reason": "急な引っ越しです。"})
    assert (ended["state"], ended["ending"]) == ("cancelled", "cancelled_by_worker")


def test_two_part_while_money_is_held(story: Story) -> None:
    contract = story.running()
    path = f"/contracts/{contract['id']}"
    first = story.sakurai.post(f"{path}/cancellations", {"reason": "開店が延びました。"})
    again = story.yuki.post(f"{path}/cancellations", {"reason": "?"}, expect=409)
    assert again["code"] == "cancellation_open"
    assert story.yuki.get(path)["cancellation"] == first["id"]
    assert story.sakurai.post(f"/cancellations/{first['id']}/withdrawal")["state"] == "withdrawn"
    second = story.sakurai.post(f"{path}/cancellations", {"reason": "やはり延びました。"})
    assert story.yuki.post(f"/cancellations/{second['id']}/answer", {"agree": True})["state"] == "agreed"
    assert story.sakurai.get(path)["state"] == "ended"


def test_a_delivery_is_contested(story: Story) -> None:
    contract = story.delivered()
    part = f"/milestones/{contract['milestones'][0]['id']}"
    dispute = story.sakurai.post(f"{part}/disputes", {"statement": "注文と違います。"})
    answered = story.yuki.post(f"/disputes/{dispute['id']}/answer", {"statement": "条件の通りです。"})
    assert (answered["state"], answered["answer"]) == ("open", "条件の通りです。")
    assert story.sakurai.get(f"/contracts/{contract['id']}")["dispute"] == dispute["id"]


def test_programs_read_the_evidence_and_answer_a_proposal(story: Story) -> None:
    contract = story.delivered()
    part = f"/milestones/{contract['milestones'][0]['id']}"
    dispute = story.sakurai.post(f"{part}/disputes", {"statement": "注文と違います。", "contested": 12_000})
    path = f"/disputes/{dispute['id']}"
    read = story.yuki.get(f"{path}/evidence")
    kinds = [exhibit["kind"] for exhibit in read["exhibits"]]
    assert kinds[0] == "terms"
    assert kinds[-2:] == ["course", "money"], "opened, and what is not contested paid at once"
    assert sum(read["counts"].values()) == len(kinds)
    [delivery] = story.yuki.get(f"{path}/evidence", kind="delivery")["exhibits"]
    assert delivery["text"]
    money = story.sakurai.get(f"{path}/evidence", kind="money", page=9)
    assert (money["number"], money["pages"]) == (1, 1)
    assert money["exhibits"][-1]["data"]["amount"] == contract["milestones"][0]["amount"] - 12_000

    proposal = story.sakurai.post(f"{path}/settlements", {"to_worker": 1_000})
    assert "settlement" in turns(story.yuki)
    assert story.yuki.post(f"/settlements/{proposal['id']}/refusal")["state"] == "refused"
    assert "settlement" not in turns(story.yuki)
