"""The engine's version is one for the same files, and another for other files."""

from pathlib import Path

import pytest

from mikiwame.discernment import version


def test_it_changes_with_every_file_and_with_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_now() -> str:
        version.version.cache_clear()
        return version.version()

    ours = of_now()
    assert of_now() == ours
    monkeypatch.setattr(version, "files", lambda _: tmp_path)
    (tmp_path / "rules.py").write_text("a")
    first = of_now()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "rules.pyc").write_text("compiled")
    assert of_now() == first
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "ja.toml").write_text("b")
    assert of_now() not in {ours, first}
    monkeypatch.undo()
    assert of_now() == ours
