"""Runs the command as people and programs do: in a process of its own, or within this one."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mikiwame.__main__ import main

Rows = list[dict[str, Any]]


def run(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, in a locale without a language unless one is set."""
    return subprocess.run(
        [sys.executable, "-m", "mikiwame", *words],
        input=given,
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | environment,
    )


class Typed:
    """The command within this process: what it is given, what it writes, how it ends."""

    def __init__(self, capture: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch) -> None:
        """Write into the capture."""
        self.capture = capture
        self.patch = patch

    def __call__(self, *words: str, given: bytes = b"") -> tuple[int, str, str]:
        """The exit code, standard output, standard error."""
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = main(words)
        out, err = self.capture.readouterr()
        return code, out.decode(), err.decode()

    def rows(self, what: str, lines: Iterable[bytes]) -> tuple[int, Rows]:
        """The exit code, and the rows written for these lines."""
        code, out, _ = self("read", what, "-", given=b"".join(line + b"\n" for line in lines))
        return code, [json.loads(line) for line in out.splitlines()]


def line(row: Mapping[str, object]) -> bytes:
    """A row as a line of JSON, as somebody else's program writes it."""
    return json.dumps(row).encode()


def written(path: Path, content: str | bytes) -> str:
    """A file's address, once it holds that."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)
