"""How well comments are read: what they report, and how they feel, with their stars and without."""

from collections.abc import Iterable

from evaluation.chapter import Chapter
from evaluation.data import Row
from evaluation.measures import Agreement
from mikiwame.discernment.comments.model import Model, shipped
from mikiwame.discernment.comments.reading import read_by
from training.comments import fit


def main() -> None:
    """Print the figures."""
    aims = "reports 0.85, sentiment 0.85; careful readers 0.98"
    Chapter("comments", aims, shipped, fit, lambda row: str(row["comment"]), show).run()


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
