"""Our side: served by ``mikiwame serve``, answered over the API with tokens."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crowd import WORKERS, Line
from serving import PORT, started
from stage import FEELING, GOOD, Worker, join, member, paid_in, prepared, texts, worker

TITLE = "Mikiwame"


@dataclass
class Ours:
    """A client, the crowd, and a server."""

    address: str
    crowd: list[Worker]
    batches: dict[int, UUID] = field(default_factory=dict)

    @contextmanager
    def served(self) -> Iterator[int]:
        """Two processes of four threads."""
        command = [sys.executable, "-m", "mikiwame", "serve"]
        with started(command, PORT=str(PORT), MIKIWAME_WEB_PROCESSES="2", MIKIWAME_WEB_THREADS="4") as server:
            yield server

    def hands(self, units: int) -> list["Hand"]:
        """Everybody with the first unit of this batch in hand."""
        return [Hand(self.batches[units], one) for one in self.crowd]

    def fault(self, hands: list["Hand"]) -> str:
        """What becomes of a finished answer that is given anew, and of one to what somebody else has."""
        hand, other = hands[:2]
        finished = hand.held
        hand.cycle()
        anew, foreign = hand.answered(finished, {"feeling": "bad"}), hand.answered(other.held, GOOD)
        return f"a finished answer, given anew: {anew}; an answer to another's unit: {foreign}"


def laid_out(units: tuple[int, ...], answers: int) -> Ours:
    """Batches of so many units, open, and the crowd has joined."""
    client, crowd = member("client"), [worker(number) for number in range(WORKERS)]
    ours = Ours(os.environ["DATABASE_URL"], crowd)
    for size in units:
        batch = prepared(client, texts(size), [FEELING], answers_per_unit=answers)
        join(paid_in(batch, client), crowd)
        ours.batches[size] = batch.pk
    return ours


class Hand:
    """A worker's program: each answer asks for the next claim at once."""

    def __init__(self, batch: UUID, one: Worker) -> None:
        self.path = f"/api/v1/tasks/{batch}/"
        headers = {"Authorization": f"Bearer {one.token}", "Content-Type": "application/json"}
        self.line = Line({"Host": f"localhost:{PORT}"} | headers)
        _, self.held = self.post("claims", {})

    def cycle(self) -> None:
        """Answer, and have the next."""
        status, said = self.post("answers", self.answer(self.held, GOOD) | {"next": True})
        assert status == 201, said
        self.held = said["next"]

    def answered(self, held: dict[str, Any], content: dict[str, str]) -> str:
        """What the server says to an answer."""
        status, said = self.post("answers", self.answer(held, content))
        return f"{status} {said.get('code', '')}".strip()

    def answer(self, held: dict[str, Any], content: dict[str, str]) -> dict[str, Any]:
        """What is sent for a unit in hand."""
        return {"place": held["place"], "form_version": held["form_version"], "content": content}

    def post(self, path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and what was said."""
        answer, said = self.line.ask("POST", self.path + path, json.dumps(sent))
        return answer.status, json.loads(said)
