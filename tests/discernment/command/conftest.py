"""The command, ready to be typed."""

import pytest

from tests.discernment.command.running import Typed


@pytest.fixture
def typed(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """The command within this process."""
    return Typed(capsysbinary, monkeypatch)
