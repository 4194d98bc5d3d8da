"""A setting that would fail later, before visitors, is refused at the start."""

import runpy

import pytest

from mikiwame import settings


@pytest.mark.parametrize(
    ("value", "said"), [("0", "below 1"), ("-3", "below 1"), ("many", "not a whole number")]
)
def test_visitors_may_ask_at_least_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    monkeypatch.setenv("MIKIWAME_READINGS_A_MINUTE", value)
    with pytest.raises(SystemExit, match=f"MIKIWAME_READINGS_A_MINUTE is {said}"):
        runpy.run_path(settings.__file__)
