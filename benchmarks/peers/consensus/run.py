"""Consensus beside crowd-kit 1.4.2, in one run: accuracy on the public sets, and time.

Makes a virtual environment of its own in ``build/peers/consensus`` and runs `compare` there:

    .venv/bin/python benchmarks/peers/consensus/run.py
"""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = ROOT / "build" / "peers" / "consensus"
PACKAGES = ("crowd-kit==1.4.2", "scikit-learn<1.6", "numpy>=2.0")
"""crowd-kit 1.4.2 doesn't run with newer versions of scikit-learn."""

ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main() -> None:
    """Set the environment up, and compare inside it."""
    python, uv = ENVIRONMENT / "bin" / "python", ROOT / ".tools" / "bin" / "uv"
    if not python.exists():
        subprocess.run([uv, "venv", "--quiet", ENVIRONMENT], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *PACKAGES], check=True)
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    comparison = Path(__file__).with_name("compare.py")
    subprocess.run([python, comparison], check=True, env=os.environ | ONE_CORE | {"PYTHONPATH": paths})


if __name__ == "__main__":
    main()
