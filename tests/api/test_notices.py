"""What members are told, over the API."""

from tests.api.affairs import tell_everybody
from tests.api.stories import Story
from tests.cast import Cast


def test_a_notice_is_read_in_the_language_of_the_request(cast: Cast) -> None:
    story = Story.of(cast)
    offer = story.offer()
    tell_everybody()
    told = story.yuki.get("/notices")
    newest = told["items"][0]
    assert (newest["kind"], newest["page"]) == ("contracts.OfferMade", f"offer:{offer['id']}")
    assert (told["unread"], told["earlier"]) == (1, None)
    assert newest["headline"]
    assert story.yuki.send("PUT", f"/notices/{newest['id']}/read-mark").status_code == 204
    assert story.yuki.get("/notices")["unread"] == 0
    assert story.yuki.get("/notices", after=newest["id"])["items"] == []


def test_all_notices_are_read_at_once(cast: Cast) -> None:
    story = Story.of(cast)
    story.contract()
    tell_everybody()
    assert story.sakurai.get("/notices")["unread"] == 3
    assert story.sakurai.send("PUT", "/notices/read-mark").status_code == 204
    assert story.sakurai.get("/notices")["unread"] == 0
