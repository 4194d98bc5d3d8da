"""The main job as programs play it, up to any point that a test wants to start from."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mikiwame.core import clock
from tests.api.programs import Program, program_of
from tests.cast import Cast

TODAY = clock.day_in_tokyo(clock.now())
SOON, LATER = (str(TODAY + timedelta(days=days)) for days in (10, 30))

LOGO: dict[str, Any] = {
    "title": "小さな珈琲店のロゴを作ってください",
    "body": "駅前に開く珈琲店のロゴです。看板と名刺に使います。",
    "category": "design-logo",
    "apply_until": SOON,
    "terms": {
        "scope": "ロゴ一点と、その色違い",
        "deliverable": "SVGとPNG",
        "reward_basis": "fixed",
        "reward": 30_000,
        "deadline": LATER,
        "start_date": str(TODAY),
        "inspection_days": 7,
        "payment_days": 30,
    },
    "requirements": [{"text": "SVGで納品できること"}],
    "questions": [{"text": "これまでのロゴを一つ教えてください", "required": True}],
}


@dataclass
class Story:
    """A client's program, a worker's, and what they have come to."""

    sakurai: Program
    yuki: Program
    deposit: str = ""

    @classmethod
    def of(cls, cast: Cast) -> "Story":
        """Nothing has happened yet."""
        return cls(program_of(cast.sakurai), program_of(cast.yuki))

    def posting(self) -> Any:
        """Sakurai posts a project."""
        draft = self.sakurai.post("/postings", LOGO)
        return self.sakurai.post(f"/postings/{draft['id']}/publication")

    def application(self) -> Any:
        """Yuki applies."""
        posting = self.posting()
        return self.yuki.post(f"/postings/{posting['id']}/applications", application_to(posting))

    def offer(self) -> Any:
        """Sakurai offers the work at Yuki's price."""
        return self.sakurai.post(f"/applications/{self.application()['id']}/offers", {"message": "ぜひ。"})

    def contract(self) -> Any:
        """Yuki agrees to the terms."""
        return self.yuki.post(f"/offers/{self.offer()['id']}/acceptance")

    def running(self) -> Any:
        """Sakurai pays in: the lamp is green."""
        contract = self.contract()
        deposit = self.sakurai.post(f"/milestones/{contract['milestones'][0]['id']}/payment")
        self.deposit = deposit["id"]
        self.sakurai.post(f"/deposits/{self.deposit}/settlement")
        return self.yuki.get(f"/contracts/{contract['id']}")

    def delivered(self) -> Any:
        """Yuki hands over."""
        contract = self.running()
        self.yuki.upload(f"/milestones/{contract['milestones'][0]['id']}/deliveries", note="できました。")
        return self.yuki.get(f"/contracts/{contract['id']}")


def application_to(posting: Any) -> dict[str, Any]:
    """What a worker sends to apply."""
    return {
        "message": "珈琲が好きで、ロゴを三年描いています。",
        "price": 28_000,
        "answers": [{"question": posting["questions"][0]["id"], "text": "花屋さんのロゴ"}],
        "met": [posting["requirements"][0]["id"]],
    }
