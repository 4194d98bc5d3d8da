"""Documents: how long a terms notice takes in type, a long one, and a record of the greatest length.

Each in a process of its own, and each text anew, for what is set again is remembered. Printed: pages, the
size of the file, CPU for the first (the fonts are opened for it) and for another, and what the process holds
in all; last, the ratio of the longest to one notice.
"""

import multiprocessing
import resource
import time
from functools import partial

import pypdfium2

from mikiwame.market.paperwork.typesetting import typeset

LINES, EXHIBITS, LETTERS = 24, 2_000, 300_000
"""Lines of a notice; exhibits and letters of a record, as many as ``wording.records`` lets in."""

SENTENCE = "お預かりした写真をもとに、宿の特徴を伝える紹介文を書いてください。"


def notice(lines: int, number: int) -> dict[str, object]:
    """A terms notice of so many lines."""
    return {
        "name": "取引条件明示書",
        "title": "取引条件明示書",
        "law": "特定受託事業者に係る取引の適正化等に関する法律 第3条",
        "lines": [line("給付の内容", f"{number}-{nth} {SENTENCE * 2}") for nth in range(lines)],
        "source": "0" * 64,
    }


def line(term: str, text: str) -> dict[str, object]:
    """A line as a document takes it."""
    return {"term": term, "blocks": [{"kind": "text", "text": text}]}


def record(exhibits: int, number: int) -> dict[str, object]:
    """A dispute of so many exhibits, with the letters that it may have at most."""
    said = (SENTENCE * LETTERS)[: LETTERS // exhibits - 10]
    names = ("name", "made", "title", "subject", "evidence", "note")
    shown = [line("2026年11月30日 12:00", f"{number}-{nth} {said}") for nth in range(exhibits)]
    return dict.fromkeys(names, "争いの記録") | {"lines": shown[:LINES], "exhibits": shown}


DOCUMENTS = {
    "a notice": ("notice.typ", partial(notice, LINES), 5),
    "a long one": ("notice.typ", partial(notice, LINES * 23 // 2), 5),
    "a record": ("record.typ", partial(record, EXHIBITS), 3),
}


def measure(name: str) -> float:
    """Set one in type, print what it took, and tell the seconds of one that is not the first."""
    template, written, tries = DOCUMENTS[name]
    times = []
    for number in range(1 + tries):
        document = written(number)
        began = time.process_time()
        made = typeset(template, document)
        times.append(time.process_time() - began)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    another = min(times[1:])
    print(
        f"documents: {name}: {len(pypdfium2.PdfDocument(made))} pages, {len(made) / 1e6:.1f} MB, "
        f"first {times[0] * 1000:.0f} ms, another {another * 1000:.0f} ms, {held:.0f} MB held",
        flush=True,
    )
    return another


def main() -> None:
    """Measure each in a fresh process."""
    took = {}
    for name in DOCUMENTS:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            took[name] = pool.apply(measure, (name,))
    print(f"documents: a record / a notice = {took['a record'] / took['a notice']:.0f} times")


if __name__ == "__main__":
    main()
