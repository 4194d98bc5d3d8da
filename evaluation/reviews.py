"""How well review histories are read: kinds of anomalies, the reviews concerned, suspicion.

The words are judged by folds over everything, and on each source by a model of the others. Sealed, the
shipped model reads the sealed rows, which neither it nor its makers have seen.
"""

import argparse
from collections.abc import Iterable

from evaluation.data import Row, sealed, sources
from evaluation.measures import Agreement, folds
from mikiwame.discernment.reviews.history import from_plain
from mikiwame.discernment.reviews.model import Model, shipped
from mikiwame.discernment.reviews.reading import read_by
from training.reviews import fit

FOLDS = 5
AIMS = "aims: anomalies 0.80, suspicious 0.88; careful readers 0.96"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sealed", action="store_true", help="on the sealed rows alone")
    print(f"Review histories ({AIMS})")
    if parser.parse_args().sealed:
        show("sealed rows, shipped model", [(shipped(), sealed("review-histories-dev"))])
        return
    by_writer = writers()
    everything = [row for rows in by_writer.values() for row in rows]
    dealt = folds(everything, FOLDS, key=lambda row: str(row["client"]))
    show(f"{FOLDS} folds over {len(everything)} histories", [(fit(learn), test) for learn, test in dealt])
    for writer, rows in by_writer.items():
        others = [row for name, theirs in by_writer.items() if name != writer for row in theirs]
        show(f"{writer}, learnt from the others", [(fit(others), rows)])


def writers() -> dict[str, list[Row]]:
    """The readable histories by who wrote them: ``dev`` and ``sample`` are by the same hands."""
    found: dict[str, list[Row]] = {}
    for source, rows in sources("review-histories").items():
        found.setdefault({"dev": "open", "sample": "open"}.get(source, source), []).extend(rows)
    return found


def show(title: str, tested: Iterable[tuple[Model, list[Row]]]) -> None:
    """Print how well models read histories that they didn't learn from."""
    kinds, places = Agreement(), Agreement()
    right = total = 0
    for model, rows in tested:
        for row in rows:
            history = from_plain(row)
            report = read_by(model, history.reviews, client=history.client)
            kinds.count((one.kind for one in report.anomalies), (one["kind"] for one in row["anomalies"]))
            places.count_pairs(
                ((one.kind, place) for one in report.anomalies for place in one.reviews),
                ((one["kind"], place) for one in row["anomalies"] for place in one["reviews"]),
            )
            right += report.suspicious == row["suspicious"]
            total += 1
    print(f"  {title}: {total} histories")
    print(f"    anomalies by kind, micro-F1        {kinds.f1():.3f}")
    print(f"    reviews concerned, micro-F1        {places.f1():.3f}")
    print(f"    suspicious, accuracy               {right / total:.3f}")
    print("\n".join(kinds.lines()))


if __name__ == "__main__":
    main()
