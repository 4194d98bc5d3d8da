"""Label Studio 1.23.2, community edition: served by gunicorn, answered over its API with its tokens.

In its favour: nothing is sent to its makers, and its requests carry the kind of token that it checks most
cheaply. Without Redis it does in the request what it would otherwise do after it.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from crowd import GUNICORN, WORKERS, Line
from private import HOME, another_database
from serving import PORT, started

TITLE = "Label Studio"
STAGE = Path(__file__).parent / "stages" / "stage_label_studio.py"
AT_ONCE = 1_000
GOOD = {
    "result": [
        {"from_name": "feeling", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}}
    ],
    "lead_time": 5.0,
}
QUIET = {
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "LOG_LEVEL": "CRITICAL",
}


@dataclass
class Theirs:
    """Projects and the crowd, and how it is served."""

    address: str
    python: Path
    variables: dict[str, str]
    projects: dict[int, int]
    tokens: list[str]

    @contextmanager
    def served(self) -> Iterator[int]:
        """Two processes of four threads; the units are taken in by its API."""
        folder = self.variables["PYTHONPATH"]
        served = [self.python, *GUNICORN, "--chdir", folder, "core.wsgi:application"]
        with started(served, **self.variables) as server:
            for units, project in self.projects.items():
                self.take_in(project, units)
            yield server

    def take_in(self, project: int, units: int) -> None:
        """Import so many units."""
        line = Line(heads(self.tokens[0]))
        for first in range(0, units, AT_ONCE):
            rows = [{"text": f"{number}番目の文"} for number in range(first, min(units, first + AT_ONCE))]
            answer, said = line.ask("POST", f"/api/projects/{project}/import", json.dumps(rows))
            assert answer.status == 201, said

    def hands(self, units: int) -> list["Hand"]:
        """Everybody with the first unit of this project in hand."""
        return [Hand(self.projects[units], token) for token in self.tokens]

    def fault(self, hands: list["Hand"]) -> str:
        """What becomes of answers beyond those that were asked for."""
        said = [hand.answered(hands[0].held["id"]) for hand in hands]
        taken = sum(status == 201 for status in said)
        return f"answers to one unit, sent by as many workers as there are: {taken} of {len(said)} taken"


def laid_out(python: Path, units: tuple[int, ...], answers: int) -> Theirs:
    """Its tables, projects of so many units, and the crowd."""
    address = another_database("label_studio")
    parts = urlsplit(address)
    package = next((python.parents[1] / "lib").glob("python*/site-packages/label_studio"))
    variables = QUIET | {
        "DJANGO_DB": "default",
        "DJANGO_SETTINGS_MODULE": "core.settings.label_studio",
        "LABEL_STUDIO_BASE_DATA_DIR": str(HOME / "label_studio"),
        "POSTGRE_HOST": parse_qs(parts.query)["host"][0],
        "POSTGRE_NAME": "label_studio",
        "POSTGRE_PASSWORD": unquote(parts.password or ""),
        "POSTGRE_USER": parts.username or "",
        "PYTHONPATH": str(package),
    }
    said = subprocess.run(
        [python, STAGE, str(WORKERS), str(answers), *map(str, units)],
        check=True,
        env=os.environ | variables,
        cwd=package,
        stdout=subprocess.PIPE,
    ).stdout.splitlines()[-1]
    staged = json.loads(said)
    projects = dict(zip(units, staged["projects"], strict=True))
    return Theirs(address, python, variables, projects, staged["tokens"])


def heads(token: str) -> dict[str, str]:
    """What each request carries."""
    return {
        "Host": f"localhost:{PORT}",
        "Authorization": f"Token {token}",
        "Content-Type": "application/json",
    }


class Hand:
    """A worker's program."""

    def __init__(self, project: int, token: str) -> None:
        self.project, self.line = project, Line(heads(token))
        self.held = self.claimed()

    def cycle(self) -> None:
        """Answer, and have the next."""
        status = self.answered(self.held["id"])
        assert status == 201, status
        self.held = self.claimed()

    def answered(self, task: int) -> int:
        """The status with which an answer is taken, or isn't."""
        answer, _ = self.line.ask("POST", f"/api/tasks/{task}/annotations/", json.dumps(GOOD))
        return answer.status

    def claimed(self) -> dict[str, Any]:
        """The next unit."""
        answer, said = self.line.ask("GET", f"/api/projects/{self.project}/next")
        assert answer.status == 200, said
        return json.loads(said)  # type: ignore[no-any-return]
