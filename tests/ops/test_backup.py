"""One command each: a backup holds everything, and brings it back."""

import io
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mikiwame.ops import restore
from mikiwame.ops.backup import DUMP
from mikiwame.ops.errors import OperatorError
from tests.ops.instance import call, moved_in


@pytest.fixture
def homes() -> Iterator[tuple[Path, Path]]:
    """A home with a database, and an empty one."""
    folder = Path(tempfile.mkdtemp(prefix="mikiwame-backup-"))
    folder.chmod(0o711)
    yield moved_in(folder / "one"), folder / "other"
    shutil.rmtree(folder)


JOIN = """
from mikiwame.core import clock
from mikiwame.market.members import operations as members
members.join(email="yuki@example.jp", display_name="ゆき", at=clock.now())
"""
LOOK = """
from mikiwame.market.members.models import Member
print("members:", *Member.objects.values_list("party__display_name", flat=True))
"""


def test_what_was_backed_up_comes_back_elsewhere(homes: tuple[Path, Path]) -> None:
    home, other = homes
    call(home, "shell", typed=JOIN)
    upload = home / "files/attachments/2026/11/notes.txt"
    upload.parent.mkdir(parents=True)
    upload.write_text("as agreed")
    file = home.with_name("backup.tar.gz")

    written = call(home, "backup", str(file))
    assert written.returncode == 0, written.stderr
    assert file.stat().st_mode & 0o077 == 0
    restored = call(other, "restore", str(file))
    assert restored.returncode == 0, restored.stderr

    assert "members: ゆき" in call(other, "shell", typed=LOOK).stdout
    assert (other / "files/attachments/2026/11/notes.txt").read_text() == "as agreed"
    assert (other / "files").stat().st_mode & 0o077 == 0
    assert call(other, "check").returncode == 0

    refused = call(other, "restore", str(file))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert call(other, "restore", "--force", str(file)).returncode == 0
    assert "members: ゆき" in call(other, "shell", typed=LOOK).stdout


def test_what_is_no_backup_changes_nothing(homes: tuple[Path, Path]) -> None:
    home, _ = homes
    call(home, "shell", typed=JOIN)
    wrong = home.with_name("wrong.tar.gz")
    wrong.write_bytes(b"something else")

    refused = call(home, "restore", "--force", str(wrong))

    assert refused.returncode == 1
    assert "no backup" in refused.stderr
    assert "members: ゆき" in call(home, "shell", typed=LOOK).stdout


@pytest.mark.parametrize("name", ["../secrets/secret-key", "/etc/mikiwame", "files/../../up"])
def test_nothing_in_a_backup_is_written_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    file, folder = tmp_path / "backup.tar.gz", tmp_path / "inner"
    folder.mkdir()
    with tarfile.open(file, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())

    with pytest.raises(OperatorError, match="leads out of it"):
        restore.unpack(file, folder)


def test_a_backup_is_taken_apart_by_a_python_that_filters_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(tarfile.TarFile, "extractall")  # its filter came with 3.11.4
    file, folder, name = tmp_path / "backup.tar.gz", tmp_path / "inner", "files/attachments/notes.txt"
    folder.mkdir()
    with tarfile.open(file, "w:gz") as tar:
        for part in (DUMP, name):
            info = tarfile.TarInfo(part)
            info.size, info.mode = 9, 0o4777
            tar.addfile(info, io.BytesIO(b"as agreed"))

    restore.unpack(file, folder)
    assert (folder / name).read_text() == "as agreed"
    assert not (folder / name).stat().st_mode & 0o4111


def test_an_operator_is_made_by_her_address(homes: tuple[Path, Path]) -> None:
    home, _ = homes
    call(home, "shell", typed=JOIN)

    assert call(home, "make-operator", "sora@example.jp").returncode == 1
    assert "ゆき" in call(home, "make-operator", "Yuki@example.jp").stdout
