"""How well messages are read: what is stopped that leads around the marketplace, and what is let through."""

from collections.abc import Iterable

from evaluation.chapter import Chapter
from evaluation.data import Row, held
from evaluation.measures import Agreement
from mikiwame.discernment.messages.model import Model, shipped
from mikiwame.discernment.messages.reading import read_by
from training.messages import elsewhere, fit


def main() -> None:
    """Print the figures."""
    aims = "precision 0.97, recall 0.95, false stops 0.005 of innocent lines"
    Messages("messages", aims, shipped, fit, lambda row: str(row["text"]), show).run()


class Messages(Chapter[Model]):
    """Messages: none of them is sealed, and what is harmless elsewhere has to pass, too."""

    def sealed(self) -> None:
        """Print that there is nothing to print."""
        print("  none of them are sealed")

    def across(self) -> None:
        """Print the same, the messages that are kept to measure on, and what of calm sentences is stopped.

        What costs least comes first: each fold and each writer asks for a model of its own.
        """
        for name, kept in held(self.files).items():
            self.show(f"{name}, shipped model", [(self.shipped(), kept)])
        texts = elsewhere()
        model = fit([row for rows in self.writers().values() for row in rows], texts[::2])
        stopped = sum(read_by(model, text).stopped for text in texts[1::2])
        share = stopped / len(texts[1::2])
        print(f"  false stops {share:.4f} of {len(texts[1::2]):,} sentences of comments and calm postings")
        super().across()


def show(title: str, tested: Iterable[tuple[Model, list[Row]]]) -> None:
    """Print how well models read rows that they didn't learn from."""
    hits = false = missed = innocent = 0
    places = Agreement()
    for model, rows in tested:
        for row in rows:
            report = read_by(model, row["text"])
            hits += report.stopped and row["stop"]
            false += report.stopped and not row["stop"]
            missed += row["stop"] and not report.stopped
            innocent += not row["stop"]
            found = [("stop", one.quote.text) for one in report.findings]
            places.count_places(found, [("stop", quote) for quote in row["quotes"]], row["text"])
    print(f"  {title}: {hits + missed:,} that lead around, {innocent:,} innocent")
    print(
        f"    precision {hits / max(1, hits + false):.3f}, recall {hits / max(1, hits + missed):.3f}, ",
        end="",
    )
    print(f"false stops {false / max(1, innocent):.4f}; quotes F1 {places.f1():.3f}")


if __name__ == "__main__":
    main()
