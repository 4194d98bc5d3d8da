"""What members are told, over the API."""

import pytest

from mikiwame.market.notifications.states import Group
from tests.api.affairs import tell_everybody
from tests.api.programs import program_of
from tests.api.stories import Story
from tests.cast import Cast


def test_a_notice_is_read_in_the_language_of_the_request(cast: Cast) -> None:
    story = Story.of(cast)
    offer = story.offer()
    tell_everybody()
    told = story.yuki.get("/notices")
    newest = told["items"][0]
    assert (newest["kind"], newest["page"]) == ("contracts.OfferMade", f"offer:{offer['id']}")
    assert (told["unread"], told["earlier"]) == (2, None)
    assert newest["headline"]
    assert story.yuki.send("PUT", f"/notices/{newest['id']}/read-mark").status_code == 204
    assert story.yuki.get("/notices")["unread"] == 1
    before = story.yuki.get("/notices", after=newest["id"])["items"]
    assert [one["kind"] for one in before] == ["members.ApiTokenIssued"]


def test_all_notices_are_read_at_once(cast: Cast) -> None:
    story = Story.of(cast)
    story.contract()
    tell_everybody()
    assert story.sakurai.get("/notices")["unread"] == 4
    assert story.sakurai.send("PUT", "/notices/read-mark").status_code == 204
    assert story.sakurai.get("/notices")["unread"] == 0


def test_notices_are_told_by_group(cast: Cast) -> None:
    story = Story.of(cast)
    story.contract()
    tell_everybody()
    every = story.sakurai.get("/notices")["items"]
    of_turns = story.sakurai.get("/notices", group="turns")["items"]
    assert of_turns == [notice for notice in every if notice["group"] == "turns"] != every
    assert story.sakurai.get("/notices", group="rumours", expect=422)["code"] == "invalid"


def test_channels_and_hours_are_read_and_replaced(cast: Cast) -> None:
    yuki = program_of(cast.yuki)
    path = "/me/notification-settings"
    before = yuki.get(path)
    assert [one["group"] for one in before["groups"]] == list(Group)
    assert (before["digest"], before["quiet_from"], before["quiet_until"]) == (8, None, None)

    group = {"group": "tasks", "email": "never", "push": True}
    sent = {"groups": [group], "digest": 20, "quiet_from": 22, "quiet_until": 6}
    after = yuki.body_of(yuki.send("PUT", path, sent), 200)
    assert after == yuki.get(path)
    assert group in after["groups"]
    assert [one for one in after["groups"] if one not in before["groups"]] == [group]
    assert after["quiet_from"] == 22


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"groups": [{"group": "account", "email": "never", "push": True}], "digest": 8}, "safety_is_told"),
        ({"groups": [], "digest": 8, "quiet_from": 7, "quiet_until": 7}, "quiet_hours_unclear"),
        ({"groups": [], "digest": 24}, "invalid"),
        ({"groups": [{"group": "rumours", "email": "never", "push": True}], "digest": 8}, "invalid"),
        ({"groups": [{"group": "tasks", "email": "never", "push": "no"}], "digest": 8}, "invalid"),
    ],
)
def test_what_is_no_choice_is_refused(cast: Cast, sent: dict[str, object], code: str) -> None:
    yuki = program_of(cast.yuki)
    before = yuki.get("/me/notification-settings")
    answer = yuki.send("PUT", "/me/notification-settings", sent)
    assert answer.status_code in {409, 422}
    assert answer.json()["code"] == code
    assert yuki.get("/me/notification-settings") == before
