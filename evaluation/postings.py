"""How well postings are read: terms, flags, where they are quoted, verdicts."""

import sys
from collections import Counter
from collections.abc import Callable

from evaluation.data import Row, sealed, sources
from evaluation.measures import Agreement
from mikiwame.discernment.postings.reading import read_posting

CALM = {"ok", "incomplete"}


def main() -> int:
    """Print the figures of every source, or of the sealed rows alone."""
    if "--sealed" in sys.argv:
        report("sealed", sealed("postings-dev"))
        return 0
    by_source = sources("postings")
    for name, rows in by_source.items():
        report(name, rows)
    report("all", [row for rows in by_source.values() for row in rows], kinds=True)
    return 0


def report(name: str, rows: list[Row], *, kinds: bool = False) -> None:
    """Print how well the rows of one source are read."""
    stated, flags, verdicts = Agreement(), Agreement(), Counter[tuple[str, str]]()
    places = Agreement()
    for row in rows:
        read = read_posting(row["title"], row["body"], format=row["format"], category=row["category"])
        stated.count((one.term for one in read.stated), row["stated"])
        flags.count((one.kind for one in read.flags), (one["kind"] for one in row["flags"]))
        places.count_places(
            ((one.kind, one.quote.text) for one in read.flags),
            ((one["kind"], one["quote"]) for one in row["flags"]),
            f"{row['title']}\n{row['body']}",
        )
        verdicts[read.verdict, row["verdict"]] += 1
    print(f"{name}: {len(rows)} postings")
    print(f"  stated terms, micro-F1     {stated.f1():.3f}")
    print(f"  flags by kind, micro-F1    {flags.f1():.3f}")
    print(f"  flags located, micro-F1    {places.f1():.3f}")
    print(f"  verdict, accuracy          {_share(verdicts, lambda found, labelled: found == labelled):.3f}")
    danger = Counter({pair: many for pair, many in verdicts.items() if pair[1] == "danger"})
    calm = Counter({pair: many for pair, many in verdicts.items() if pair[1] in CALM})
    print(f"  danger found               {_share(danger, lambda found, _: found == 'danger'):.3f}")
    print(f"  false alarms on calm ones  {_share(calm, lambda found, _: found not in CALM):.3f}")
    if kinds:
        print("  terms:", *stated.lines(), "  flags:", *flags.lines(), sep="\n")


def _share(pairs: Counter[tuple[str, str]], holds: Callable[[str, str], bool]) -> float:
    whole = sum(pairs.values())
    return sum(many for pair, many in pairs.items() if holds(*pair)) / whole if whole else 1.0


if __name__ == "__main__":
    sys.exit(main())
