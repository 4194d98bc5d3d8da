"""Which PostgreSQL: a setting, the system's, the wheel's, in that order; never one that is too old."""

from pathlib import Path

import pytest

from mikiwame.ops.embedded import Binaries, Supervisor, binaries, find_binaries
from mikiwame.ops.embedded.errors import NoBinaries, WrongVersion


def pretend(folder: Path, version: str) -> Path:
    """Programs that say which version they are, and can nothing else."""
    folder.mkdir(parents=True)
    for name in binaries.PROGRAMS:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """One version at each of the places, and nothing else on the machine."""
    places = {
        "named": pretend(tmp_path / "named", "17.1"),
        "config": pretend(tmp_path / "config", "16.2"),
        "wheel": pretend(tmp_path / "wheel/pginstall18/bin", "18.0"),
    }
    for version in (15, 17):
        places[f"debian{version}"] = pretend(tmp_path / f"debian/{version}/bin", f"{version}.3")
    config = tmp_path / "path/pg_config"
    config.parent.mkdir()
    config.write_text(f"#!/bin/sh\necho {places['config']}\n")
    config.chmod(0o755)
    monkeypatch.setenv("PATH", f"{config.parent}:/usr/bin:/bin")
    monkeypatch.delenv("MIKIWAME_POSTGRES", raising=False)
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(binaries, "wheel_folders", lambda: iter([places["wheel"]]))
    return places


def test_a_setting_comes_first_and_alone(found: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIKIWAME_POSTGRES", str(found["named"]))
    assert find_binaries() == Binaries(found["named"], 17, "setting")

    monkeypatch.setenv("MIKIWAME_POSTGRES", "/nowhere")
    with pytest.raises(NoBinaries, match="MIKIWAME_POSTGRES=/nowhere"):
        find_binaries()


def test_then_the_system_as_it_says_itself_then_debians_newest_then_the_wheel(found: dict[str, Path]) -> None:
    order = [candidate.folder for candidate in binaries.candidates("")]

    assert order == [found["config"], found["debian17"], found["debian15"], found["wheel"]]


def test_the_system_can_be_passed_over(found: dict[str, Path]) -> None:
    assert find_binaries("wheel") == Binaries(found["wheel"], 18, "wheel")


def test_what_is_too_old_or_does_not_run_is_passed_over(tmp_path: Path) -> None:
    broken = pretend(tmp_path / "broken", "16.0")
    (broken / "postgres").write_text("#!/nowhere\n")

    assert binaries.examine(pretend(tmp_path / "old", "14.9"), "system") is None
    assert binaries.examine(broken, "system") is None
    assert binaries.examine(tmp_path, "system") is None


def test_data_get_the_version_that_wrote_them(found: dict[str, Path]) -> None:
    assert find_binaries(data_version=15).folder == found["debian15"]


def test_data_of_another_version_are_refused_with_what_to_do(found: dict[str, Path], home: Path) -> None:
    data = home / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("13\n")

    with pytest.raises(WrongVersion, match="written by PostgreSQL 13") as refusal:
        Supervisor(home).start()
    assert "docs/operating/upgrade.md" in str(refusal.value)


@pytest.mark.usefixtures("found")
def test_where_nothing_is_found_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "nothing")
    monkeypatch.setattr(binaries, "wheel_folders", lambda: iter(()))

    with pytest.raises(NoBinaries, match="apt install postgresql"):
        find_binaries()


def test_the_wheels_server_really_starts(home: Path) -> None:
    if not list(binaries.wheel_folders()):
        pytest.skip("THE WHEEL IS NOT INSTALLED: uv sync --extra embedded; its server was NOT tried")

    with Supervisor(home, choice="wheel") as server:
        assert server.running()
        assert server.layout.data_version() == 18
