"""The command line: what it says when it is asked, and when it can't."""

import subprocess
import sys

import pytest

from mikiwame import __main__ as command_line


def test_help_is_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command_line.main(["--help"])

    assert end.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in command_line.COMMANDS)


def test_the_library_alone_says_what_is_missing() -> None:
    """``pip install mikiwame`` without the server's parts: nothing of them can be imported."""
    program = (
        "import sys; sys.modules |= {'django': None, 'psycopg': None}\n"
        "from mikiwame.__main__ import main; sys.exit(main(['run']))"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert "pip install 'mikiwame[server]'" in ran.stderr
    assert "Traceback" not in ran.stderr
