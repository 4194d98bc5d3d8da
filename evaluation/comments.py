"""How well comments are read: by folds over everything, and on each source by a model of the others.

Sealed, the shipped model reads the sealed rows, which neither it nor its makers have seen.
"""

import argparse
from collections.abc import Iterable

from evaluation.data import Row, sealed, sources
from evaluation.measures import Agreement, folds
from mikiwame.discernment.comments.model import Model, shipped
from mikiwame.discernment.comments.reading import read_by
from training.comments import fit

FOLDS = 5
AIMS = "aims: reports 0.85, sentiment 0.85; careful readers 0.98"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sealed", action="store_true", help="on the sealed rows alone")
    print(f"Comments ({AIMS})")
    if parser.parse_args().sealed:
        show("sealed rows, shipped model", [(shipped(), sealed("comments-dev"))])
        return
    by_writer = writers()
    everything = [row for rows in by_writer.values() for row in rows]
    dealt = folds(everything, FOLDS, key=lambda row: str(row["comment"]))
    show(f"{FOLDS} folds over {len(everything):,} comments", [(fit(learn), test) for learn, test in dealt])
    for writer, rows in by_writer.items():
        others = [row for name, theirs in by_writer.items() if name != writer for row in theirs]
        show(f"{writer}, learnt from the others", [(fit(others), rows)])


def writers() -> dict[str, list[Row]]:
    """The readable rows by who wrote them: ``dev`` and ``sample`` are by the same hands."""
    found: dict[str, list[Row]] = {}
    for source, rows in sources("comments").items():
        writer = {"dev": "open", "sample": "open"}.get(source, source.removesuffix("-more"))
        found.setdefault(writer, []).extend(rows)
    return found


def show(title: str, tested: Iterable[tuple[Model, list[Row]]]) -> None:
    """Print how well models read rows that they didn't learn from."""
    reports = Agreement()
    right = {True: 0, False: 0}
    total = 0
    for model, rows in tested:
        for row in rows:
            reading = read_by(model, row["comment"], row["rating"])
            reports.count([one.report for one in reading.reports], row["reports"])
            right[True] += reading.sentiment == row["sentiment"]
            right[False] += read_by(model, row["comment"]).sentiment == row["sentiment"]
            total += 1
    print(f"  {title}: {total:,} comments")
    print(f"    reports micro-F1 {reports.f1():.3f}")
    print(f"    sentiment {right[True] / total:.3f} with the stars, {right[False] / total:.3f} without")
    print("\n".join(reports.lines()))


if __name__ == "__main__":
    main()
