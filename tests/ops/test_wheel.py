"""``pip install mikiwame`` gives the library and the command, with no server: the wheel, used alone."""

import json
import re
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from tests.tidy.source import ROOT

UV = ROOT / ".tools/bin/uv"
ALONE = """
import sys
from importlib.machinery import PathFinder

class Installed:
    '''Finds what the wheel brings along and nothing else that may lie around.'''
    def find_spec(self, name, path=None, target=None):
        known = sys.stdlib_module_names | set({needs!r})
        if path is None and name not in known and not name.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.path.insert(0, {site!r})
sys.meta_path.insert(0, Installed())
"""
EVERYTHING = """
import json
from mikiwame.discernment import (
    Measure, Observed, Review, rate_raters, read_comment, read_posting, read_record, read_reviews,
)
print(json.dumps([
    read_posting("", "認証コードを教えるだけのお仕事です。").verdict,
    read_comment("検収が一か月も止まったままです。").sentiment,
    read_record([Observed(Measure.FUNDED, 9, 9)]).verdict,
    read_reviews([Review(5, "評価はご案内いただいたとおり星5つにしました。")]).suspicious,
    rate_raters([1], [2], [0.5]).fairness.tolist(),
]))
"""


class Wheel:
    """The wheel, unpacked: what it holds and what it needs."""

    def __init__(self, path: Path) -> None:
        """Unpack it beside itself."""
        self.site = path.parent / "site"
        with zipfile.ZipFile(path) as packed:
            packed.extractall(self.site)
            metadata = next(name for name in packed.namelist() if name.endswith("/METADATA"))
            self.told = message_from_string(packed.read(metadata).decode())

    @property
    def needs(self) -> set[str]:
        """The packages that come along by themselves."""
        wanted = self.told.get_all("Requires-Dist") or []
        return {re.split(r"[^\w-]", one)[0] for one in wanted if "extra ==" not in one}

    def run(self, program: str, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """A program with nothing installed but the wheel and what comes along, from another folder."""
        alone = ALONE.format(site=str(self.site), needs={"mikiwame", *self.needs})
        return subprocess.run(
            [sys.executable, "-c", alone + program, *words],
            cwd=self.site.parent,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def command(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """The command."""
        return self.run("from mikiwame.__main__ import main; sys.exit(main())", *words, given=given)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """Built as for the package index, without asking the network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([UV, "build", "--quiet", "--wheel", "--offline", "--out-dir", folder, ROOT], check=True)
    return Wheel(next(folder.glob("*.whl")))


def test_the_library_comes_without_a_server(wheel: Wheel) -> None:
    assert not {"django", "psycopg", "granian"} & wheel.needs
    assert "server" in (wheel.told.get_all("Provides-Extra") or [])
    assert (wheel.site / "mikiwame/py.typed").is_file()


def test_every_file_of_the_engine_is_in_it(wheel: Wheel) -> None:
    engine = ROOT / "src/mikiwame/discernment"
    files = {path.relative_to(engine) for path in engine.rglob("*") if path.is_file()}
    packed = wheel.site / "mikiwame/discernment"

    assert {path for path in files if path.suffix != ".pyc"} == {
        path.relative_to(packed) for path in packed.rglob("*") if path.is_file() and path.suffix != ".pyc"
    }


def test_everything_is_read_by_the_library_alone(wheel: Wheel) -> None:
    ran = wheel.run(EVERYTHING)

    assert ran.stderr == ""
    assert json.loads(ran.stdout) == ["danger", "negative", "ok", True, [0.5]]


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        ("posting -", "認証コードを教えるだけのお仕事です。", "危険"),
        ("posting --json -", "認証コードを教えるだけのお仕事です。", '"verdict": "danger"'),
        ("postings -", '{"id": 1, "body": "認証コードを教えるだけのお仕事です。"}', '"verdict": "danger"'),
        ("reviews -", '{"reviews": [{"rating": 5, "comment": "ありがとう"}]}', '"suspicious": false'),
        ("comments -", '{"id": 1, "comment": "検収が一か月も止まったままです。"}', '"late_payment"'),
    ],
)
def test_the_command_reads_without_a_server(wheel: Wheel, words: str, given: str, said: str) -> None:
    ran = wheel.command("read", *words.split(), "--lang", "ja", given=given)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert said in ran.stdout


@pytest.mark.parametrize("words", ["run", "check", "backup market.tar", "make-operator ito@example.jp"])
def test_a_servers_command_says_what_to_install(wheel: Wheel, words: str) -> None:
    ran = wheel.command(*words.split())

    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.splitlines()) == 1
    assert "pip install 'mikiwame[server]'" in ran.stderr
