"""What others do, beside ours, in one run: one command each.

Makes a virtual environment of the peer's own in ``build/peers``, and runs the comparison:

    .venv/bin/python benchmarks/peers/run.py consensus       crowd-kit: accuracy and time on the public sets
    .venv/bin/python benchmarks/peers/run.py label_studio    Label Studio: answers taken from eight workers
    .venv/bin/python benchmarks/peers/run.py turkle          Turkle: the same
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGES = {
    # crowd-kit 1.4.2 doesn't run with newer versions of scikit-learn.
    "consensus": ("crowd-kit==1.4.2", "scikit-learn<1.6", "numpy>=2.0"),
    "label_studio": ("label-studio==1.23.2", "gunicorn==23.0.0"),
    "turkle": ("turkle==3.1.0", "gunicorn==23.0.0", "psycopg2-binary==2.9.11"),
}
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main(peer: str) -> None:
    """Set the environment up, and compare."""
    theirs = environment(peer)
    if peer == "consensus":
        run(theirs, HERE / "consensus" / "compare.py", paths=(ROOT / "src", ROOT), **ONE_CORE)
    else:
        run(Path(sys.executable), HERE / "tasks" / "compare.py", peer, theirs, paths=(HERE.parent,))


def environment(peer: str) -> Path:
    """The Python of the peer's own environment, where its packages are installed."""
    folder, uv = ROOT / "build" / "peers" / peer, ROOT / ".tools" / "bin" / "uv"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([uv, "venv", "--quiet", folder], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *PACKAGES[peer]], check=True)
    return python


def run(python: Path, *command: str | Path, paths: tuple[Path, ...], **variables: str) -> None:
    """A program in an environment, with these folders to import from."""
    found = {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    subprocess.run([python, *command], check=True, env=os.environ | variables | found)


if __name__ == "__main__":
    if sys.argv[1:] not in [[peer] for peer in PACKAGES]:
        raise SystemExit(__doc__)
    main(sys.argv[1])
