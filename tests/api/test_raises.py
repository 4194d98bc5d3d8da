"""A raise of what is paid already, as two programs agree to it and pay it."""

from mikiwame.market.contracts.models import Contract
from tests.api.affairs import a_raise
from tests.api.programs import program_of
from tests.api.stories import Story
from tests.cast import Cast


def test_a_raise_is_paid_over_the_api(cast: Cast) -> None:
    story = Story.of(cast)
    contract = story.running()
    wish = {"changes": {"reward": 32_000}, "reason": "点数が増えました。"}
    proposal = story.yuki.post(f"/contracts/{contract['id']}/amendments", wish)
    address = f"/amendments/{proposal['id']}"
    assert story.sakurai.post(f"{address}/acceptance")["state"] == "agreed"

    deposit = story.sakurai.post(f"{address}/payment")
    assert deposit == story.sakurai.post(f"{address}/payment")
    assert deposit["amount"] == 32_000 - 28_000
    story.sakurai.post(f"/deposits/{deposit['id']}/settlement")
    assert story.yuki.get(address)["state"] == "accepted"
    assert Contract.objects.get(pk=contract["id"]).sheet.reward == 32_000


def test_nobody_but_the_client_sets_about_paying_it_and_strangers_find_none(cast: Cast) -> None:
    address = f"/amendments/{a_raise(cast)}/payment"
    answers = {
        name: program_of(getattr(cast, name)).send("POST", address).status_code
        for name in ("sora", "ken", "oda", "yuki")
    }
    assert answers == {"sora": 404, "ken": 404, "oda": 404, "yuki": 409}
