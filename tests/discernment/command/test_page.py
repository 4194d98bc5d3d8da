"""Every example of docs/reading.md is true."""

import doctest
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mikiwame.discernment.command.rows import READERS, reading
from tests.tidy.source import ROOT

PAGE = ROOT / "docs/reading.md"
SHOWN = re.compile(r"^```sh\n((?:(?!```).*\n)*)```\n\n```text\n((?:(?!```).*\n)*)```$", re.MULTILINE)
"""Commands as they can be pasted, and below them what they print."""

PYTHON = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_commands_say_what_is_shown(tmp_path: Path) -> None:
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    same = doctest.OutputChecker().check_output
    typed = SHOWN.findall(PAGE.read_text(encoding="utf-8"))

    for command, shown in typed:
        ran = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.stderr == ""
        assert same(shown, ran.stdout, doctest.ELLIPSIS), f"{command}\n{ran.stdout}"
    assert len(typed) >= 5


def test_the_library_says_what_is_shown() -> None:
    parse, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    whole = "\n".join(PYTHON.findall(PAGE.read_text(encoding="utf-8")))

    runner.run(parse.get_doctest(whole, {}, PAGE.name, str(PAGE), 0))

    assert runner.tries > 5
    assert runner.failures == 0


def test_every_key_that_is_written_is_explained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    text = "評価はご案内いただいたとおり星5つにしました。時給1,000円、データ入力。"
    review = {"rating": 5, "comment": text}
    row = {"body": text, "comment": text, "text": text, "reviews": [review], "terms": {"reward": 5}}

    for what, reader in READERS.items():
        said = reading(json.dumps(row).encode(), 1, reader, "en")
        assert "error" not in said, what
        assert [key for key in said if f"`{key}`" not in page] == []


@pytest.mark.parametrize("word", [*READERS, "--terms", "--prefecture", "141", "20,000 characters", "8 MiB"])
def test_what_the_command_knows_is_on_the_page(word: str) -> None:
    assert word in PAGE.read_text(encoding="utf-8")
