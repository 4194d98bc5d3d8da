"""A report on a posting or a member as pages show it: chapters, each with its verdict, the worst on top.

Verdicts about people are advice. Whose record is short is unproven, which is nobody's fault: it sounds like
nothing at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.record import MEASURES, Estimate, Measure, yen_per_hour
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.words import words
from mikiwame.market.reputation import queries as reputation
from mikiwame.market.reputation import reading
from mikiwame.market.reputation.queries import Esteem, PartyReport, SideRecord
from mikiwame.market.reputation.reading import BACKED, LOW, Heard, Odd
from mikiwame.market.terms import queries as terms
from mikiwame.wording.formats import yen
from mikiwame.wording.lines import in_words

from .readings import LOW_PAY, Reading, of_posting

HOURS = frozenset({Measure.HOURS_TO_REPLY, Measure.HOURS_TO_APPROVE})
SHORTEST = 0.01
"""Hours for ¥1,000: shorter is no pay of anybody's, but a mistake of somebody's clock."""
TENTHS_BELOW = 10
"""Shorter times are told to a tenth."""


@dataclass(frozen=True)
class Figure:
    """One measure in one kind of work, in words: the facts, what they let one expect, what is usual."""

    estimate: Estimate

    @property
    def measure(self) -> str:
        """The measure's name in the catalogue of words."""
        return self.estimate.measure

    @property
    def tone(self) -> str:
        """Its verdict; what isn't proven sounds like nothing."""
        return self.estimate.verdict if self.estimate.is_proven else ""

    @property
    def facts(self) -> str:
        """What happened, and how often it could have."""
        one = self.estimate
        if MEASURES[one.measure].timed:
            mean = duration(one.amount / one.of, one.measure)
            said = ngettext("平均%(mean)s（%(of)s件）", "平均%(mean)s（%(of)s件）", one.of)
            return said % {"mean": mean, "of": one.of}
        return times(one.amount, one.of)

    @property
    def likely(self) -> str:
        """What one may expect: the interval in plain words."""
        ends = self._value(self.estimate.low), self._value(self.estimate.high)
        low, high = reversed(ends) if self.measure == Measure.HOURS_FOR_1000_YEN else ends
        return _("おそらく %(low)s〜%(high)s") % {"low": low, "high": high}

    @property
    def usual(self) -> str:
        """The market's own value."""
        return self._value(self.estimate.market)

    def _value(self, value: float) -> str:
        measure = self.estimate.measure
        return duration(value, measure) if MEASURES[measure].timed else f"{value:.0%}"


@dataclass(frozen=True)
class Record:
    """The record of one side: what is proven, the foremost first; what has too few facts; what has none."""

    known: SideRecord

    @property
    def foremost(self) -> list[Figure]:
        """The three that matter most."""
        return [Figure(one) for one in self.known.report.foremost]

    @property
    def others(self) -> list[Figure]:
        """The rest of what is proven."""
        report = self.known.report
        return [Figure(one) for one in report.estimates if one.is_proven and one not in report.foremost]

    @property
    def thin(self) -> list[Figure]:
        """What has facts, but too few."""
        return [Figure(one) for one in self.known.report.estimates if not one.is_proven]


@dataclass(frozen=True)
class Told:
    """What reviews report: its name, how many people said so, and the words of a few."""

    name: str
    heard: Heard

    @property
    def tone(self) -> str:
        """Trouble sounds like a caution; all else like nothing."""
        return Verdict.CAUTION if self.heard.is_trouble else ""


@dataclass(frozen=True)
class Oddity:
    """Something odd in reviews: its name, why it matters, how it sounds, what shows it."""

    name: str
    why: str
    tone: str
    odd: Odd


@dataclass(frozen=True)
class Reviews:
    """What is read in the reviews about a party, and whether independent people's ratings bear it out."""

    esteem: Esteem

    @property
    def read(self) -> int:
        """How many were read."""
        return self.esteem.report.read if self.esteem.report else 0

    @property
    def verdict(self) -> Verdict:
        """The reviews' verdict; without any there is nothing to say."""
        return self.esteem.verdict

    @property
    def is_unproven(self) -> bool:
        """Whether they are too few to say anything."""
        return self.verdict == Verdict.INCOMPLETE

    @property
    def told(self) -> list[Told]:
        """What they report, trouble first."""
        names = words(get_language() or "ja").names
        heard = self.esteem.report.heard if self.esteem.report else ()
        return [Told(names[one.report], one) for one in heard]

    @property
    def odd(self) -> list[Oddity]:
        """What is odd about them; a caution only where it gives reason for doubt."""
        said, report = words(get_language() or "ja"), self.esteem.report
        if report is None:
            return []
        tone = Verdict.CAUTION if report.suspicious else ""
        return [Oddity(said.names[one.kind], said.whys[one.kind], tone, one) for one in report.odd]

    @property
    def backing(self) -> str:
        """Whether fair and independent raters speak for the party: backed, low, or unproven."""
        goodness = self.esteem.goodness
        return "backed" if goodness >= BACKED else "low" if goodness <= LOW else "unproven"


@dataclass(frozen=True)
class Conflict:
    """A term of which the text says something else than the sheet: its name, the words, the sheet's line."""

    name: str
    quote: str
    sheet: str


@dataclass(frozen=True)
class Report:
    """All chapters; ``description`` is None where it is about a person only."""

    party: Any
    verdict: Verdict
    description: Reading | None
    conflicts: list[Conflict]
    records: list[Record]
    reviews: Reviews


@dataclass(frozen=True)
class Behind:
    """One thing behind a record, and what it shows in words."""

    row: Any
    result: str


def facts_in(rows: Iterable[Any]) -> list[Behind]:
    """The things behind a record, each with its result in words."""
    return [Behind(row, _result(row)) for row in rows]


def _result(row: Any) -> str:
    """What one thing shows."""
    unit = reputation.UNITS.get(Measure(row.measure))
    if unit is None:
        return times(row.amount, row.of)
    return duration(row.amount / unit / row.of, Measure(row.measure))


def times(amount: float, of: int) -> str:
    """How often it happened: ``12件中11件``."""
    said = ngettext("%(of)s件中%(amount)s件", "%(of)s件中%(amount)s件", of)
    return said % {"amount": f"{amount:g}", "of": of}


def duration(value: float, measure: Measure) -> str:
    """A time in the unit of its measure: ``1.2日``; what it takes to earn something, as yen an hour."""
    if measure == Measure.HOURS_FOR_1000_YEN:
        return _("1時間%(amount)s") % {"amount": yen(round(yen_per_hour(max(value, SHORTEST)) / 10) * 10)}
    number = f"{value:.0f}" if value >= TENTHS_BELOW else f"{value:.1f}"
    if measure in HOURS:
        return pgettext("duration", "%(number)s時間") % {"number": number}
    return pgettext("duration", "%(number)s日") % {"number": number}


def of_offer(posting: Any, *, at: datetime) -> Report:
    """The report on a posting. What its text states stands in the terms beside it, so that isn't marked.

    Where it says otherwise than its sheet is told beside the sheet's own lines.
    """
    found = reputation.report_on(posting, at=at)
    assert found.description is not None, "a posting has a text"
    low = tuple(one for one in found.description.pay if one.relation in LOW_PAY)
    unmarked = replace(found.description, stated=(), pay=low, contradictions=())
    language = get_language() or "ja"
    description = of_posting(unmarked, title=posting.title, body=posting.body, language=language)
    return _report(posting.client, found, description, list(_conflicts(found.description, posting.sheet)))


def of_direct_offer(offer: Any, *, at: datetime) -> Report:
    """The report on a direct offer, read as a posting is: what its client wrote, and its terms."""
    found = reputation.report_on_offer(offer, at=at)
    assert found.description is not None, "an offer has a text"
    unmarked = replace(found.description, stated=(), contradictions=())
    body, language = reading.words_of(offer), get_language() or "ja"
    description = of_posting(unmarked, title=offer.title, body=body, language=language)
    return _report(offer.client, found, description, list(_conflicts(found.description, offer.sheet)))


def of_member(profile: Any, *, at: datetime) -> Report:
    """The report on a member."""
    return _report(profile.party, reputation.report_about(profile.party, at=at), None, [])


def _report(party: Any, found: PartyReport, description: Reading | None, conflicts: list[Conflict]) -> Report:
    records = [Record(one) for one in found.records]
    return Report(party, found.verdict, description, conflicts, records, Reviews(found.esteem))


def _conflicts(report: PostingReport, sheet: Any) -> Iterator[Conflict]:
    """Where the text says otherwise than the terms that count."""
    names, stated = words(get_language() or "ja").names, terms.stated(sheet)
    for one in report.contradictions:
        line = in_words(stated[one.term], one.term) if one.term in stated else one.sheet
        yield Conflict(names[one.term], one.quote.text, line)
