"""A crowd answers while its server is killed and started again: exactly what was asked, once each."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.models import Count

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.members import operations as members
from mikiwame.market.members.scopes import Scope
from mikiwame.market.taskwork.models import Answer, Batch, Participant, Place
from mikiwame.market.taskwork.operations import work
from mikiwame.market.taskwork.states import PlaceState
from tests.cast import Cast, joined
from tests.market.taskwork.stage import opened
from tests.ops.instance import eventually, free_port, surroundings


@dataclass
class Server:
    """A web server on the tests' own database, which can be killed and comes back."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and wait until somebody is answered."""
        own = urlsplit(os.environ["DATABASE_URL"])
        url = own._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        secret = {"MIKIWAME_SECRET_KEY": "tests-only", "MIKIWAME_PRIVATE_DATA_KEYS": "tests:" + "A" * 43}
        here = {"DATABASE_URL": url, "PORT": str(self.port), "MIKIWAME_WEB_PROCESSES": "2"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mikiwame", "serve"],
            env=surroundings(self.home, **secret, **here),
            start_new_session=True,
        )
        assert eventually(self.answers)

    def answers(self) -> bool:
        """Whether it does."""
        try:
            asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            asked.request("GET", "/readyz", headers={"Host": f"localhost:{self.port}"})
            return asked.getresponse().status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """All of its processes at once, in the middle of whatever they do."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """A server, ended at the end."""
    server = Server(home, free_port())
    try:
        server.start()
        yield server
    finally:
        server.kill()


@dataclass
class Hand:
    """A worker's program: patient, as a page is that keeps its drafts and sends them again."""

    port: int
    token: str
    batch: str
    given: int = 0

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Send until there is an answer, however often the line breaks."""
        headers = {"Host": f"localhost:{self.port}", "Authorization": f"Bearer {self.token}"}
        headers["Content-Type"] = "application/json"
        while True:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                line.request("POST", f"/api/v1/tasks/{self.batch}/{path}", json.dumps(body), headers)
                reply = line.getresponse()
                status, content = reply.status, json.loads(reply.read())
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.05)
                continue
            finally:
                line.close()
            if status != 500:  # a server that is being killed may say so with its last breath
                return status, content

    def answer_all(self) -> None:
        """Claim and answer until nothing is left for her; every other time the answer asks for the next."""
        claim = None
        while True:
            if claim is None:
                status, claim = self.post("claims", {})
                if status != 201:
                    assert claim["code"] == "nothing_to_claim", claim
                    return
            content = {"feeling": "good"}
            sent = {"place": claim["place"], "form_version": claim["form_version"], "content": content}
            status, reply = self.post("answers", sent | {"next": self.given % 2 == 0})
            assert status == 201, reply
            self.given, claim = self.given + 1, reply["next"]


def crowd_of(server: Server, batch: Batch, number: int) -> list[Hand]:
    """So many workers who have joined, each with a program."""
    at, hands = clock.now(), []
    for nth in range(number):
        worker = joined(f"worker{nth}", f"ワーカー{nth}", at)
        work.join(batch, by=worker, at=at)
        _, token = members.issue_token(worker, name="テスト", scopes=tuple(Scope), at=at)
        hands.append(Hand(server.port, token, str(batch.pk)))
    return hands


def race(server: Server, hands: list[Hand], *, kills: int, asked: int) -> None:
    """Everybody answers; when a part of the answers is there, the server is killed and started again."""

    def killed() -> None:
        for nth in range(1, kills + 1):
            while Answer.objects.count() < asked * nth // (kills + 1):
                time.sleep(0.02)
            server.kill()
            server.start()
        connection.close()

    killer = threading.Thread(target=killed)
    killer.start()
    with ThreadPoolExecutor(len(hands)) as pool:
        list(pool.map(Hand.answer_all, hands))
    killer.join()


def assert_exactly(batch: Batch, *, units: int, answers: int, hands: list[Hand]) -> None:
    """Every unit has its answers, of as many workers; nothing was lost, and what was told is there."""
    asked = units * answers
    per_unit = Answer.objects.values("unit").annotate(all=Count("pk"), workers=Count("worker", distinct=True))
    assert [unit for unit in per_unit if (unit["all"], unit["workers"]) != (answers, answers)] == []
    assert Answer.objects.count() == asked == sum(hand.given for hand in hands)
    assert Place.objects.filter(batch=batch, state=PlaceState.ANSWERED).count() == asked
    assert sum(Participant.objects.values_list("answered", flat=True)) == asked


def played(cast: Cast, home: Path, *, units: int, answers: int, workers: int, kills: int) -> None:
    """A batch from its opening to its last answer."""
    at = clock.now()
    closes_on = day_in_tokyo(at) + timedelta(days=7)
    batch = opened(cast, at=at, units=units, answers_per_unit=answers, reward=1, closes_on=closes_on)
    with serving(home) as server:
        hands = crowd_of(server, batch, workers)
        race(server, hands, kills=kills, asked=units * answers)
    assert_exactly(batch, units=units, answers=answers, hands=hands)


@pytest.mark.django_db(transaction=True)
def test_a_killed_server_loses_no_answer_and_counts_none_twice(cast: Cast, tmp_path: Path) -> None:
    played(cast, tmp_path, units=100, answers=3, workers=8, kills=1)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_sixty_four_workers_ten_thousand_units_three_answers(cast: Cast, tmp_path: Path) -> None:
    played(cast, tmp_path, units=10_000, answers=3, workers=64, kills=3)
