"""Private servers of the tests' own, each in a fresh home that its account can reach."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mikiwame.ops.embedded import Supervisor


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for one test, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mikiwame-embedded-"))
    folder.chmod(0o711)
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def server(home: Path) -> Iterator[Supervisor]:
    """A running server."""
    with Supervisor(home) as server:
        yield server
