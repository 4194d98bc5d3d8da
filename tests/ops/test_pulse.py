"""The pulse beats where pages are served, and whatever goes wrong with one beat."""

import sys
from importlib import import_module, reload

import pytest

from mikiwame import stops
from mikiwame.ops import pulse


def test_whatever_a_beat_meets_the_next_one_may_come(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(stops, "beat", fail)

    pulse.beat()


def test_only_what_is_served_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[bool] = []
    monkeypatch.setattr(pulse, "start", lambda: started.append(True))

    reload(import_module("mikiwame.wsgi"))
    assert started == []

    monkeypatch.delitem(sys.modules, "mikiwame.ops.application", raising=False)
    import_module("mikiwame.ops.application")
    assert started == [True]
