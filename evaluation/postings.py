"""How well postings are read: terms, signs, where they are quoted, verdicts.

Each writer's postings are read by a model that learnt from the other writers alone; the rules know some of
the writers (``training.postings.READ_BY_RULES``). Sealed, the shipped model reads the sealed rows, which
neither it nor its makers have seen.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable

from evaluation.data import Row, sealed
from evaluation.measures import Agreement
from mikiwame.discernment.postings.pay import Setting
from mikiwame.discernment.postings.reading import Models, read_by, shipped
from mikiwame.discernment.text import Text
from training import stated
from training.postings import READ_BY_RULES, example, fit, writers

CALM = {"ok", "incomplete"}
AIMS = "aims: terms 0.90, signs 0.80, located 0.75, verdict 0.85, danger found 0.90, false alarms <= 0.05"

Read = list[tuple[Models, Row]]
"""Postings, each with the models that are to read it."""


def main() -> int:
    """Print the figures of every writer, or of the sealed rows alone."""
    print(f"Postings ({AIMS})")
    if "--sealed" in sys.argv:
        models = shipped()
        report("sealed rows, shipped models", [(models, row) for row in sealed("postings-dev")])
        return 0
    by_writer = {name: [example(row) for row in rows] for name, rows in writers().items()}
    read: dict[str, Read] = {}
    for writer, theirs in by_writer.items():
        others = {name: those for name, those in by_writer.items() if name != writer}
        models = Models(fit(others), stated.fit(others))
        read[writer] = [(models, one.row) for one in theirs]
        report(f"{writer}, learnt from the others", read[writer])
    report("all of them", [one for theirs in read.values() for one in theirs])
    unread = [one for name, theirs in read.items() if name not in READ_BY_RULES for one in theirs]
    report("those whom the first rules' makers didn't read", unread, kinds=True)
    return 0


def report(name: str, rows: Iterable[tuple[Models, Row]], *, kinds: bool = False) -> None:
    """Print how well rows are read."""
    stated, flags, verdicts = Agreement(), Agreement(), Counter[tuple[str, str]]()
    places = Agreement()
    for models, row in rows:
        title, body = Text(row["title"], "title"), Text(row["body"])
        read = read_by(models, title, body, Setting(row["category"]), format=row["format"])
        stated.count((one.term for one in read.stated), row["stated"])
        flags.count((one.kind for one in read.flags), (one["kind"] for one in row["flags"]))
        places.count_places(
            ((one.kind, one.quote.text) for one in read.flags),
            ((one["kind"], one["quote"]) for one in row["flags"]),
            f"{row['title']}\n{row['body']}",
        )
        verdicts[read.verdict, row["verdict"]] += 1
    print(f"  {name}: {sum(verdicts.values())} postings")
    print(f"    stated terms, micro-F1     {stated.f1():.3f}")
    print(f"    flags by kind, micro-F1    {flags.f1():.3f}")
    print(f"    flags located, micro-F1    {places.f1():.3f}")
    print(f"    verdict, accuracy          {_share(verdicts, lambda found, labelled: found == labelled):.3f}")
    danger = Counter({pair: many for pair, many in verdicts.items() if pair[1] == "danger"})
    calm = Counter({pair: many for pair, many in verdicts.items() if pair[1] in CALM})
    print(f"    danger found               {_share(danger, lambda found, _: found == 'danger'):.3f}")
    print(f"    false alarms on calm ones  {_share(calm, lambda found, _: found not in CALM):.3f}")
    if kinds:
        print("    terms:", *stated.lines(), "    flags:", *flags.lines(), sep="\n")


def _share(pairs: Counter[tuple[str, str]], holds: Callable[[str, str], bool]) -> float:
    whole = sum(pairs.values())
    return sum(many for pair, many in pairs.items() if holds(*pair)) / whole if whole else 1.0


if __name__ == "__main__":
    sys.exit(main())
