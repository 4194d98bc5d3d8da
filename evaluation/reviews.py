"""How well review histories are read: kinds of anomalies, the reviews concerned, suspicion."""

from collections.abc import Iterable

from evaluation.chapter import Chapter
from evaluation.data import Row
from evaluation.measures import Agreement
from mikiwame.discernment.reviews.history import from_plain
from mikiwame.discernment.reviews.model import Model, shipped
from mikiwame.discernment.reviews.reading import read_by
from training.reviews import fit


def main() -> None:
    """Print the figures."""
    aims = "anomalies 0.80, suspicious 0.88; careful readers 0.96"
    Chapter("review-histories", aims, shipped, fit, lambda row: str(row["client"]), show).run()


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
