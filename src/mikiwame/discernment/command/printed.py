"""A posting's reading as a page for people: the text with its marked quotes, the findings, the questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from mikiwame.discernment import wire
from mikiwame.discernment.amounts import Basis
from mikiwame.discernment.kinds import Flag, Verdict
from mikiwame.discernment.rates.wages import MinimumWage
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.text import Quote
from mikiwame.discernment.words import Words, words

from .columns import columns, harmless, wrapped

BOLD, DIM, UNDERLINED = "1", "2", "4"
COLOURS = {Verdict.OK: "32", Verdict.INCOMPLETE: "36", Verdict.CAUTION: "33", Verdict.DANGER: "31"}
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Paper:
    """What the page is printed on: so many columns, with or without colours."""

    columns: int
    coloured: bool

    def ink(self, text: str, *codes: str) -> str:
        """The text in a style, where the paper takes it."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.coloured and text else text


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph, and for each of its letters whether it is part of a quote."""

    text: str
    marks: tuple[bool, ...]


def printed(report: PostingReport, parts: Mapping[str, str], language: str, paper: Paper) -> str:
    """The page; ``parts`` holds the title and the body that were read."""
    said = words(language)
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(f.kind for f in report.flags), 1)}
    colour = COLOURS[report.verdict]
    chapters = [
        list(_set(wire.headline(report, said), "", paper, BOLD, colour)),
        list(_set(wire.noticed("\n".join(parts.values()), language)["notice"] or "", "", paper)),
        *(_annotated(report, part, text, said, paper, numbers) for part, text in parts.items()),
        _findings(report, said, paper, numbers),
        _contradictions(report, said, paper),
        _stated(report, said, paper),
        _pay(report, said, paper),
        _questions(report, said, paper),
        list(_set(said.names["only_the_text"], "", paper, DIM)),
    ]
    return "\n\n".join("\n".join(chapter) for chapter in chapters if chapter)


def _annotated(
    report: PostingReport, part: str, text: str, said: Words, paper: Paper, numbers: Mapping[Flag, int]
) -> list[str]:
    """One part of the text with its quotes underlined and numbered; nothing where none is quoted."""
    quotes = [(one.quote, numbers[one.kind]) for one in report.flags if one.quote.part == part]
    if not quotes:
        return []
    lines = _heading(said.names[f"the_{part}"], paper)
    for paragraph in _paragraphs(text.rstrip(), quotes):
        lines.extend(_underlined(paragraph, paper) if paragraph.text else [""])
    return lines


def _paragraphs(text: str, quotes: list[tuple[Quote, int]]) -> Iterator[Marked]:
    """The lines of a text as they may be shown, the number of each quote behind its last letter."""
    quoted = {place for quote, _ in quotes for place in range(quote.start, quote.end)}
    labels: dict[int, str] = {}
    for quote, number in quotes:
        labels[quote.end - 1] = labels.get(quote.end - 1, "") + f"[{number}]"
    letters, marks = "", list[bool]()
    for place, letter in enumerate(text):
        shown = "" if letter in "\r\n" else harmless(letter)
        label = labels.get(place, "")
        letters += shown + label
        marks += [place in quoted] * len(shown) + [False] * len(label)
        if letter == "\n":
            yield Marked(letters, tuple(marks))
            letters, marks = "", []
    yield Marked(letters, tuple(marks))


def _underlined(paragraph: Marked, paper: Paper) -> Iterator[str]:
    """A paragraph's lines; on paper without colours a line of tildes stands below what is quoted."""
    for start, end in wrapped(paragraph.text, paper.columns - len(INDENT)):
        line, marks = paragraph.text[start:end], paragraph.marks[start:end]
        stretches = [
            (is_quoted, "".join(letter for letter, _ in stretch))
            for is_quoted, stretch in groupby(zip(line, marks, strict=True), key=lambda one: one[1])
        ]
        yield INDENT + "".join(paper.ink(text, UNDERLINED, BOLD) if q else text for q, text in stretches)
        if any(marks) and not paper.coloured:
            yield (INDENT + "".join(("~" if q else " ") * columns(text) for q, text in stretches)).rstrip()


def _findings(report: PostingReport, said: Words, paper: Paper, numbers: Mapping[Flag, int]) -> list[str]:
    """Every kind of finding once: its quotes, why it matters, what to ask."""
    lines = _heading(said.names["findings"], paper)
    if not numbers:
        lines.extend(_set(said.names["no_findings"], INDENT, paper))
    for kind, number in numbers.items():
        lines.extend(_set(f"[{number}] {said.names[kind]}", INDENT, paper, BOLD))
        for one in report.flags:
            if one.kind == kind:
                lines.extend(_set(f"「{_one_line(one.quote.text)}」", INDENT * 3, paper))
        lines.extend(_set(said.whys[kind], INDENT * 3, paper))
        lines.extend(_set(f"{said.names['to_ask_here']}{said.questions[kind]}", INDENT * 3, paper))
    return lines


def _contradictions(report: PostingReport, said: Words, paper: Paper) -> list[str]:
    """Where the text says otherwise than the sheet: the term, the text's words, and the sheet's."""
    lines = _heading(said.names["says_otherwise"], paper) if report.contradictions else []
    for one in report.contradictions:
        lines.extend(_set(said.names[one.term], INDENT, paper, BOLD))
        lines.extend(_set(f"「{_one_line(one.quote.text)}」", INDENT * 3, paper))
        lines.extend(_set(f"{said.names['the_sheet_says']}{_one_line(one.sheet)}", INDENT * 3, paper))
    return lines


def _stated(report: PostingReport, said: Words, paper: Paper) -> list[str]:
    """The stated terms, each beside its words."""
    if not report.stated:
        return []
    names = [said.names[one.term] for one in report.stated]
    wide = max(map(columns, names))
    lines = _heading(said.names["stated_terms"], paper)
    for name, one in zip(names, report.stated, strict=True):
        quoted = _one_line(one.quote.text) if one.quote else said.names["in_the_sheet"]
        room = max(paper.columns - wide - 2 * len(INDENT), 2)
        for number, (start, end) in enumerate(wrapped(quoted, room)):
            left = name + " " * (wide - columns(name)) if number == 0 else " " * wide
            lines.append(f"{INDENT}{left}{INDENT}{quoted[start:end]}")
    return lines


def _pay(report: PostingReport, said: Words, paper: Paper) -> list[str]:
    """What is paid for one, beside the row of a table."""
    lines = _heading(said.names["beside_the_usual"], paper) if report.pay else []
    for one in report.pay:
        row, yen = one.row, said.names["yen"]
        if isinstance(row, MinimumWage):
            per, usual = Basis.HOUR, f"{said.names['minimum_wage']} {row.yen:,}{yen}"
        else:
            per, usual = row.basis, f"{said.names[row.work]} {_range(row.low, row.high)}{yen}"
        paid = said.names["paid_for_one"].format(one=said.names[per], sum=_range(one.least, one.most))
        lines.extend(_set(f"{paid}  {said.names[one.relation]} ({usual})", INDENT, paper))
        if one.quote:
            lines.extend(_set(f"「{_one_line(one.quote.text)}」", INDENT * 3, paper))
    return lines


def _range(least: float, most: float) -> str:
    """Yen from one sum to another, no more exact than anybody counts."""
    low, high = (f"{round(yen, 2):g}" if yen < 100 else f"{yen:,.0f}" for yen in (least, most))
    return low if low == high else f"{low}–{high}"


def _questions(report: PostingReport, said: Words, paper: Paper) -> list[str]:
    """What the posting doesn't say, as questions that can be sent as they are."""
    if not report.missing:
        return []
    lines = _heading(said.names["to_ask"], paper)
    for term in report.missing:
        first, *rest = _set(said.questions[term], INDENT * 2, paper)
        lines += [f"{INDENT}- {first.lstrip()}", *rest]
    return lines


def _heading(name: str, paper: Paper) -> list[str]:
    lines = list(_set(name, "", paper, BOLD))
    return lines if paper.coloured else [*lines, "-" * min(columns(name), paper.columns)]


def _set(text: str, indent: str, paper: Paper, *codes: str) -> Iterator[str]:
    """A paragraph of our own, wrapped and indented."""
    for start, end in wrapped(text, paper.columns - len(indent)):
        line = text[start:end].rstrip()
        yield indent + (paper.ink(line, *codes) if codes else line)


def _one_line(text: str) -> str:
    """Words of the original on one line, as they may be shown."""
    return " ".join("".join(" " if letter in "\r\n" else harmless(letter) for letter in text).split())
