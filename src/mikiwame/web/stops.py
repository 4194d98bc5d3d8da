"""What the contact guard stopped, for its writer alone: her text with marks, and why each was stopped."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mikiwame.core.errors import Refused
from mikiwame.discernment.reports import Reaching
from mikiwame.discernment.words import words
from mikiwame.refusals import sentence

from .forms.messages import MessageForm
from .pages import proposal_about


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; ``number`` leads to the reason where it was stopped, else it is 0."""

    words: str
    number: int


@dataclass(frozen=True)
class Reason:
    """Why words were stopped."""

    number: int
    quote: str
    name: str
    why: str


@dataclass(frozen=True)
class Stop:
    """A message that was not sent. ``code`` is the refusal's; no pieces where a file was stopped."""

    code: str
    pieces: Sequence[Piece]
    reasons: Sequence[Reason]
    contract: str
    """Where a change of the terms is proposed; empty before there is a contract."""


@contextmanager
def stops_in(form: MessageForm) -> Iterator[None]:
    """Put what the guard refuses into the form, beside its field; other refusals go on."""
    try:
        yield
    except Refused as refusal:
        if "findings" not in refusal.context:
            raise
        text = form.cleaned_data["text"].strip() if refusal.field == "text" else ""
        contract = refusal.context.get("contract", "")
        page = proposal_about(contract) if contract else ""
        form.stop = stop_of(refusal.code, text, refusal.context["findings"], contract=page)
        form.add_error(refusal.field, _("上の印のところを直すと、送れます。") if text else sentence(refusal))


def stop_of(code: str, text: str, findings: Sequence[Reaching], *, contract: str) -> Stop:
    """The text in pieces, its stopped words numbered; of words that overlap the first are marked."""
    said = words("ja" if (get_language() or "ja").startswith("ja") else "en")
    reasons = [
        Reason(number, one.quote.text, said.names[one.kind], said.whys[one.kind])
        for number, one in enumerate(findings, start=1)
    ]
    return Stop(code, [*_pieces(text, findings)] if text else [], reasons, contract)


def _pieces(text: str, findings: Sequence[Reaching]) -> Iterator[Piece]:
    place = 0
    for number, one in sorted(enumerate(findings, start=1), key=lambda found: found[1].quote.start):
        start, end = one.quote.start, one.quote.end
        if start >= place:
            yield Piece(text[place:start], 0)
            yield Piece(text[start:end], number)
            place = end
    yield Piece(text[place:], 0)
