"""Every example of docs/reading.md is true."""

import doctest
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mikiwame.discernment.command.rows import READERS, reading
from tests.tidy.source import ROOT

PAGE = ROOT / "docs/reading.md"
BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> Iterator[str]:
    """The examples in a language, in order."""
    for name, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if name == language:
            yield block


def commands() -> Iterator[tuple[str, str]]:
    """What is typed in the examples, and what is shown below it."""
    for block in blocks("console"):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *others = example.splitlines()
            more = [line[2:] for line in others if line.startswith("> ")]
            shown = [line for line in others if not line.startswith("> ")]
            yield "\n".join([first, *more]), "".join(f"{line}\n" for line in shown)


def test_commands_say_what_is_shown(tmp_path: Path) -> None:
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    same = doctest.OutputChecker().check_output
    typed = list(commands())

    for command, shown in typed:
        ran = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.stderr == ""
        assert same(shown, ran.stdout, doctest.ELLIPSIS), f"{command}\n{ran.stdout}"
    assert len(typed) >= 5


def test_the_library_says_what_is_shown() -> None:
    parse, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    whole = "\n".join(blocks("pycon"))

    runner.run(parse.get_doctest(whole, {}, PAGE.name, str(PAGE), 0))

    assert runner.tries > 5
    assert runner.failures == 0


def test_every_key_that_is_written_is_explained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    text = "評価はご案内いただいたとおり星5つにしました。時給1,000円、データ入力。"
    review = {"rating": 5, "comment": text}
    row = {"body": text, "comment": text, "reviews": [review], "terms": {"reward": 5}}

    for what, reader in READERS.items():
        said = reading(json.dumps(row).encode(), 1, reader, "en")
        assert "error" not in said, what
        assert [key for key in said if f"`{key}`" not in page] == []


@pytest.mark.parametrize("word", [*READERS, "--terms", "--prefecture", "141", "20,000 characters", "8 MiB"])
def test_what_the_command_knows_is_on_the_page(word: str) -> None:
    assert word in PAGE.read_text(encoding="utf-8")
