"""Turkle 3.1.0: served by gunicorn, answered as its pages do it, with a session.

In its favour: the page that shows a worker what she has accepted is not asked for, and connections to the
database are kept.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from crowd import GUNICORN, WORKERS, Line
from private import another_database
from serving import PORT, started

TITLE = "Turkle"
STAGES = Path(__file__).parent / "stages"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Theirs:
    """Batches and the crowd, and how it is served."""

    address: str
    python: Path
    variables: dict[str, str]
    batches: dict[int, int]
    passwords: dict[str, str]

    @contextmanager
    def served(self) -> Iterator[int]:
        """Two processes of four threads."""
        with started([self.python, *GUNICORN, "turkle_addresses:application"], **self.variables) as server:
            yield server

    def hands(self, units: int) -> list["Hand"]:
        """Everybody with the first unit of this batch in hand."""
        return [Hand(self.batches[units], *known) for known in self.passwords.items()]

    def fault(self, hands: list["Hand"]) -> str:
        """What becomes of a finished answer when it is given anew."""
        hand = hands[0]
        finished = hand.held
        hand.cycle()
        hand.answered(finished, "bad")
        assignment = int(finished.rstrip("/").rpartition("/")[2])
        with psycopg.connect(self.address) as own:
            row = own.execute("SELECT answers FROM turkle_taskassignment WHERE id = %s", [assignment])
            (answers,) = row.fetchone() or ("",)
        return f"a finished answer was 'good', and is, given anew as 'bad': {answers}"


def laid_out(python: Path, units: tuple[int, ...], answers: int) -> Theirs:
    """Its tables, batches of so many units, and the crowd."""
    address = another_database("turkle")
    variables = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "turkle_site",
        "PYTHONPATH": str(STAGES),
    }
    said = subprocess.run(
        [python, STAGES / "stage_turkle.py", str(WORKERS), str(answers), *map(str, units)],
        check=True,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
    ).stdout.splitlines()[-1]
    staged = json.loads(said)
    batches = dict(zip(units, staged["batches"], strict=True))
    return Theirs(address, python, variables, batches, staged["passwords"])


class Hand:
    """A worker's browser, as far as it asks for what isn't shown."""

    def __init__(self, batch: int, name: str, password: str) -> None:
        self.line, self.cookies = Line({"Host": f"localhost:{PORT}"}), dict[str, str]()
        self.ask("GET", "/login/")
        self.ask("POST", "/login/", username=name, password=password)
        self.held = self.ask("GET", f"/batch/{batch}/accept_next_task/")

    def cycle(self) -> None:
        """Answer, and have the next."""
        onwards = self.answered(self.held, "good")
        assert "accept_next_task" in onwards, onwards
        self.held = self.ask("GET", onwards)
        assert "/assignment/" in self.held, self.held

    def answered(self, held: str, feeling: str) -> str:
        """Where an answer leads."""
        return self.ask("POST", held, feeling=feeling)

    def ask(self, method: str, path: str, **sent: str) -> str:
        """Where an address leads; cookies are kept."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        body = urlencode(sent | token) if method == "POST" else None
        answer, said = self.line.ask(method, path, body, Cookie=cookies, **FORM)
        assert answer.status in {200, 302}, (path, answer.status, said[:500])
        for cookie in answer.headers.get_all("Set-Cookie", []):
            found = re.match(r"(\w+)=([^;]*)", cookie)
            assert found is not None
            self.cookies[found[1]] = found[2]
        return answer.getheader("Location", "")
