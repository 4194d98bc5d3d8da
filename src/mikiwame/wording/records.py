"""A dispute with all of its evidence as one document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mikiwame.market.contracts import evidence, queries, timesheets
from mikiwame.market.contracts.evidence import Exhibit, Kind
from mikiwame.market.contracts.states import Course
from mikiwame.market.notifications.words import named
from mikiwame.market.paperwork import typesetting

from .formats import day_in_words, spell, yen
from .lines import in_words
from .timeline import WORDS, Entry, entry
from .words import called

EXHIBITS_MOST, LETTERS_MOST = 2_000, 300_000
"""As many exhibits at most, and letters of what people wrote, stand in a document; of more it has the newest.

Type is set within a request: a million letters took 8 seconds and 700 MB.
"""


def told(exhibit: Exhibit, course: Course) -> Entry | None:
    """The sentence of an exhibit that is a fact."""
    if exhibit.data is None or exhibit.title not in WORDS:
        return None
    return entry(Happened(exhibit.title, exhibit.data, None, exhibit.at), course)


@dataclass
class Happened:
    """A fact as the timeline reads it."""

    kind: str
    data: dict[str, Any]
    by: str | None
    at: datetime


def dispute_pdf(dispute: Any, *, by: Any, at: datetime) -> bytes:
    """A dispute with all of its evidence as one document, made by somebody at some time."""
    return typesetting.typeset("record.typ", _record(dispute, by=by, at=at))


def _record(dispute: Any, *, by: Any, at: datetime) -> dict[str, Any]:
    contract = dispute.milestone.contract
    exhibits, number = (
        evidence.newest(dispute, EXHIBITS_MOST, LETTERS_MOST),
        sum(evidence.count(dispute).values()),
    )
    left_out = _("古いものから%(count)s件を省きました。") % {"count": number - len(exhibits)}
    return {
        "name": _("争いの記録　%(title)s") % {"title": contract.title},
        "title": _("争いの記録"),
        "subject": contract.title,
        "made": _("%(name)sが%(moment)sに作成") % {"name": named(by.party), "moment": _moment(at)},
        "lines": list(_head(dispute)),
        "evidence": _("証拠（古い順）"),
        "note": left_out if number > len(exhibits) else "",
        "exhibits": [_line(exhibit, contract.course) for exhibit in exhibits],
    }


def _head(dispute: Any) -> Iterator[dict[str, Any]]:
    milestone, contract = dispute.milestone, dispute.milestone.contract
    yield _said(_("クライアント"), named(contract.client), contract.client.key)
    yield _said(_("ワーカー"), named(contract.worker), contract.worker.key)
    yield _said(_("契約"), contract.title, contract.key)
    if contract.is_by_the_hour:
        yield _said(_("週の時間"), _until(milestone), yen(milestone.amount))
    else:
        yield _said(_("区切り"), f"{milestone.number}. {milestone.title}", yen(milestone.amount))
    yield _said(_("争いのある額"), yen(dispute.contested), called(dispute.state, "dispute"))
    contested = timesheets.contested_in(dispute)
    if contested:
        yield _said(_("争いのある記録"), _hours(contested), "")
    yield _said(
        _("%(name)sさんの言い分") % {"name": named(dispute.opened_by)},
        dispute.statement,
        _moment(dispute.opened_at),
    )
    other = named(contract.other(dispute.opened_by))
    answer = dispute.answer or _("まだ出ていません。")
    yield _said(_("%(name)sさんの言い分") % {"name": other}, answer, _moment(dispute.answered_at))
    for decision in queries.decisions(dispute):
        share = _("ワーカーに%(amount)s") % {"amount": yen(decision.to_worker)}
        words = f"{share}\n{decision.ruling}"
        yield _said(
            _("運営の判断%(number)s") % {"number": decision.number}, words, _moment(decision.decided_at)
        )
    if dispute.appeal:
        name = named(dispute.appealed_by)
        yield _said(_("%(name)sさんの不服") % {"name": name}, dispute.appeal, _moment(dispute.appealed_at))
    if dispute.to_worker is not None:
        yield _said(_("決まった分け方"), _("ワーカーに%(amount)s") % {"amount": yen(dispute.to_worker)}, "")


def _line(exhibit: Exhibit, course: Course) -> dict[str, Any]:
    """An exhibit as the document shows it: when, what, by whom, its words, its files with their hashes."""
    texts = [{"kind": "text", "text": str(text)} for text in _texts(exhibit, course) if text]
    small = [
        {"kind": "small", "text": f"{file.name}　{file.size:,} bytes\nSHA-256 {file.fingerprint}"}
        for file in exhibit.files
    ]
    about = f"{_moment(exhibit.at)}\n{called(exhibit.kind, 'evidence')}"
    return {"term": about, "blocks": texts + small}


def _texts(exhibit: Exhibit, course: Course) -> list[Any]:
    match exhibit.kind:
        case Kind.TERMS:
            lines = [
                f"{called(change.term, 'term')}: {in_words(change.old, change.term) or _('（なし）')}"
                f" → {in_words(change.new, change.term) or _('（なし）')}"
                for change in exhibit.changes
            ]
            return [_("条件の第%(number)s版に合意") % {"number": exhibit.title}, "\n".join(lines)]
        case Kind.SUMMARY:
            words = (exhibit.data or {}).get("words", "")
            answer = [_("相手の返事"), words] if words else []
            return [exhibit.who, called(exhibit.title, "summary"), exhibit.text, *answer]
        case Kind.CHANGES:
            named = _hours(exhibit.lines) if exhibit.lines else called(exhibit.title, "term")
            return [named, exhibit.text]
        case Kind.MONEY | Kind.COURSE:
            sentence, data = told(exhibit, course), exhibit.data or {}
            return [sentence.words if sentence else exhibit.title, data.get("reason", "")]
        case _:
            text = _hours(exhibit.lines) if exhibit.states_hours else exhibit.text
            return [exhibit.who, exhibit.title, text]


def _hours(lines: Iterable[Any]) -> str:
    """Entries of hours, one a line."""
    return "\n".join(map(spell, lines))


def _until(week: Any) -> str:
    return _("%(day)sまでの週") % {"day": day_in_words(week.due)}


def _said(term: str, text: object, small: object) -> dict[str, Any]:
    blocks = [{"kind": "text", "text": str(text)}]
    return {"term": term, "blocks": blocks + ([{"kind": "small", "text": str(small)}] if small else [])}


def _moment(value: datetime | None) -> str:
    """To the second and with its zone, as evidence needs it."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S %Z") if value else ""
