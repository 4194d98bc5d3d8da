"""A reading as pages show it: the text cut into stretches with their marks, and what is said of each mark.

A quote's words are marked in the text; each mark leads to what is said of it, and that leads back. Findings
of one kind are one finding with several places. ``stretches`` knows nothing of postings and serves any text.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mikiwame.core.terms import RewardBasis
from mikiwame.core.terms import Term as TermKey
from mikiwame.discernment.amounts import Basis
from mikiwame.discernment.kinds import DANGEROUS, Flag, Verdict
from mikiwame.discernment.legible import Legible
from mikiwame.discernment.memory import forgetting
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import MinimumWage
from mikiwame.discernment.reports import Compared, Contradiction, Flagged, PostingReport, Stated
from mikiwame.discernment.text import Quote
from mikiwame.discernment.words import Words, words
from mikiwame.wording.formats import day_in_words, yen
from mikiwame.wording.words import called

TONES = ("danger", "caution", "stated")
"""From loud to quiet; where marks overlap, the loudest is heard."""

CALM = frozenset({Verdict.OK, Verdict.INCOMPLETE})
"""Verdicts that a warning raises: a text that warns of something looks no better for saying little else."""

LOW_PAY = frozenset({Relation.BELOW, Relation.FAR_BELOW})

QUOTED_MOST = 4
"""Of so many places of a finding the words are repeated beside the text; all are marked in it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text of which something is said.

    ``place`` is the anchor of the words, ``about`` that of what is said, ``label`` what stands beside the
    words and ``name`` what it is about. ``tone`` is one of ``TONES``.
    """

    place: str
    about: str
    tone: str
    label: str
    name: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a text between two cuts: the marks over all of them, and those that begin and end here."""

    words: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()

    @property
    def tone(self) -> str:
        """The loudest of its marks; empty without one."""
        return min((mark.tone for mark in self.marks), key=TONES.index, default="")

    @property
    def is_warned_of(self) -> bool:
        """Whether one of its marks is a warning."""
        return self.tone not in {"", "stated"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of warning with its number, its words, and every place that shows it."""

    number: int
    kind: str
    tone: str
    name: str
    why: str
    ask: str
    marks: tuple[Mark, ...]

    @property
    def quoted(self) -> tuple[Mark, ...]:
        """The places whose words stand beside the text."""
        return self.marks[:QUOTED_MOST]

    @property
    def more(self) -> int:
        """How many places there are besides."""
        return len(self.marks) - len(self.quoted)


@dataclass(frozen=True, slots=True)
class Term:
    """A term that is stated; without a mark where only the sheet says it."""

    term: str
    name: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A term that is not stated, and the question that asks for it."""

    term: str
    name: str
    question: str


@dataclass(frozen=True, slots=True)
class Pay:
    """What is paid for one, beside what is usual or the least that the law allows; amounts in yen.

    ``usual`` is from what to what; of a minimum wage both are the same, and ``place`` says where it holds.
    """

    about: str
    mark: Mark | None
    name: str
    per: str
    paid: tuple[float, float]
    usual: tuple[float, float]
    relation: str
    relation_name: str
    place: str
    since: date
    source: str


@dataclass(frozen=True)
class Reading:
    """A posting's reading with its text."""

    verdict: Verdict
    headline: str
    title: tuple[Stretch, ...]
    body: tuple[Stretch, ...]
    findings: tuple[Finding, ...]
    stated: tuple[Term, ...]
    missing: tuple[Missing, ...]
    pay: tuple[Pay, ...] = ()

    @property
    def tone(self) -> str:
        """How the headline sounds: the verdict, but a warning never sounds calm."""
        return "caution" if self.verdict in CALM and self.findings else str(self.verdict)

    @cached_property
    def lang(self) -> str:
        """The language of the text, so that it is read aloud in its own."""
        whole = "".join(stretch.words for stretch in (*self.title, *self.body))
        return "en" if Legible(whole, 0).is_english else "ja"

    @property
    def low_pay(self) -> list[Pay]:
        """What is paid below what is usual."""
        return [one for one in self.pay if one.relation in LOW_PAY]

    @property
    def has_stated_places(self) -> bool:
        """Whether the text has words to be marked as stating a term."""
        return any(term.mark for term in self.stated)


def read(*, title: str, body: str, format: str) -> Reading:  # noqa: A002  the field's word
    """Read a posting in the reader's language; raises ``Unreadable`` for one that is too long."""
    with forgetting():  # the page promises that nothing is kept
        report = read_posting(title, body, format=format or None)
    return of_posting(report, title=title, body=body, language=reader_language())


def reader_language() -> str:
    """The language of this answer."""
    return get_language() or "ja"


def of_posting(report: PostingReport, *, title: str, body: str, language: str) -> Reading:
    """The reading of a posting in a language; title and body as they were read."""
    said = words(language)
    warned = tuple(findings_in(report.flags, said))
    findings = warned + tuple(differences_in(report.contradictions, said, after=len(warned)))
    stated = tuple(term_in(one, said) for one in report.stated)
    pay = tuple(pay_in(one, number, said) for number, one in enumerate(report.pay, start=1))
    marks = [mark for finding in findings for mark in finding.marks]
    quiet = [term.mark for term in stated] + [one.mark for one in pay]
    marks += [mark for mark in quiet if mark is not None]
    return Reading(
        verdict=report.verdict,
        headline=findings[0].name if report.verdict in CALM and findings else said.names[report.verdict],
        title=stretches(title, (mark for mark in marks if mark.quote.part == "title")),
        body=stretches(body, (mark for mark in marks if mark.quote.part == "body")),
        findings=findings,
        stated=stated,
        missing=tuple(Missing(term, said.names[term], said.questions[term]) for term in report.missing),
        pay=pay,
    )


def findings_in(flags: Iterable[Flagged], said: Words) -> Iterator[Finding]:
    """The findings by number: the dangerous ones first, then in the order of the text."""
    quotes: dict[Flag, list[Quote]] = defaultdict(list)
    for one in sorted(flags, key=lambda one: (one.quote.part != "title", one.quote.start)):
        quotes[one.kind].append(one.quote)
    ordered = sorted(quotes.items(), key=lambda found: found[0] not in DANGEROUS)
    for number, (kind, found) in enumerate(ordered, start=1):
        tone = "danger" if kind in DANGEROUS else "caution"
        about, name = f"finding-{number}", said.names[kind]
        marks = tuple(
            Mark(f"place-{number}-{place}", about, tone, str(number), name, quote)
            for place, quote in enumerate(found, start=1)
        )
        yield Finding(number, kind, tone, name, said.whys[kind], said.questions[kind], marks)


def differences_in(contradictions: Iterable[Contradiction], said: Words, *, after: int) -> Iterator[Finding]:
    """Where the text says else than the terms sheet, one finding a term; numbers go on ``after``."""
    every: dict[TermKey, list[Contradiction]] = defaultdict(list)
    for one in contradictions:
        every[one.term].append(one)
    for number, (term, found) in enumerate(every.items(), start=after + 1):
        told = {"term": said.names[term], "sheet": _("、").join(sheet_words(one) for one in found)}
        name = _("条件の欄との食い違い: %(term)s") % told
        marks = tuple(
            Mark(f"place-{number}-{place}", f"finding-{number}", "caution", str(number), name, one.quote)
            for place, one in enumerate(found, start=1)
        )
        why = _("条件の欄には「%(sheet)s」とあります。効き目があるのは、条件の欄です。") % told
        ask = _("%(term)sは、文面と条件の欄のどちらが正しいでしょうか。") % told
        yield Finding(number, "contradiction", "caution", name, why, ask, marks)


def sheet_words(one: Contradiction) -> str:
    """The sheet's value as its reader reads it."""
    with suppress(ValueError):
        match one.term:
            case TermKey.REWARD:
                return yen(int(float(one.sheet)))
            case TermKey.REWARD_BASIS:
                return str(called(RewardBasis(one.sheet), "basis"))
            case TermKey.DEADLINE | TermKey.START:
                return day_in_words(date.fromisoformat(one.sheet))
    return one.sheet


def term_in(stated: Stated, said: Words) -> Term:
    """A stated term with its place in the text."""
    term, name = stated.term, said.names[stated.term]
    if stated.quote is None:
        return Term(term, name, None)
    return Term(term, name, Mark(f"place-{term}", f"term-{term}", "stated", name, name, stated.quote))


def pay_in(one: Compared, number: int, said: Words) -> Pay:
    """An amount beside its row of a table."""
    row, about = one.row, f"pay-{number}"
    usual: tuple[float, float]
    if isinstance(row, MinimumWage):
        name, per, usual, place = said.names["minimum_wage"], Basis.HOUR, (row.yen, row.yen), row.place
    else:
        name, per, usual, place = said.names[row.work], row.basis, (row.low, row.high), ""
    return Pay(
        about=about,
        mark=Mark(f"place-{about}", about, "stated", name, name, one.quote) if one.quote else None,
        name=name,
        per=said.names[per],
        paid=(one.least, one.most),
        usual=usual,
        relation=one.relation,
        relation_name=said.names[one.relation],
        place=place,
        since=row.since,
        source=said.names[row.source],
    )


def stretches(text: str, marks: Iterable[Mark]) -> tuple[Stretch, ...]:
    """The text cut wherever a mark begins or ends; joined again, the words are the text.

    Marks may overlap. One without words marks nothing.
    """
    begins: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.quote.start < mark.quote.end:
            begins[mark.quote.start].append(mark)
            ends[mark.quote.end].append(mark)
    found: list[Stretch] = []
    over: list[Mark] = []
    for start, end in pairwise(sorted({0, len(text), *begins, *ends})):
        over = [mark for mark in over if mark not in ends[start]] + begins[start]
        found.append(Stretch(text[start:end], tuple(over), tuple(begins[start]), tuple(ends[end])))
    return tuple(found)
