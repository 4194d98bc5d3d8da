"""Terms notices as PDFs: they say what the page says, whatever people wrote, and never change."""

import hashlib
import re
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from mikiwame.market.contests import models as contests
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Contract, TermsNotice
from mikiwame.market.history.queries import waiting
from mikiwame.market.paperwork import audit, notices, operations, typesetting
from mikiwame.market.paperwork.models import Print
from mikiwame.market.paperwork.queries import Page, fingerprint_of
from mikiwame.market.taskwork.models import Notice
from mikiwame.market.terms.lines import Part
from mikiwame.ops import consumers
from tests.cast import MORNING, Cast
from tests.market.contests.stage import CLOSED, decided
from tests.market.contracts.stage import HALVES, agreed
from tests.market.taskwork.stage import opened

LATER = MORNING + timedelta(hours=1)


def notice_of(contract: Contract, cast: Cast) -> TermsNotice:
    return queries.notice_for(cast.yuki, contract.pk)


def text_of(pdf: bytes) -> str:
    """All that a PDF says, without blanks."""
    return "".join(pages_of(pdf)).replace("\u200b", "").replace("\ufffe", "")


def pages_of(pdf: bytes) -> list[str]:
    """What each page says, without blanks."""
    return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf)]


def words_of(html: str) -> list[str]:
    """All that a page says, line by line, without blanks; the way back from it says nothing."""
    shown = re.sub(r"<[^>]+>", "\n", html.partition("</nav>")[2])
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&quot;", '"')
    return [re.sub(r"\s", "", line) for line in plain.replace("&amp;", "&").split("\n") if line.strip()]


def test_the_pdf_says_all_that_the_page_says(cast: Cast) -> None:
    cases: list[dict[str, Any]] = [
        {},
        {"parts": HALVES, "rights": "納品をもって移転します。", "environment": "自宅"},
    ]
    for values in cases:
        notice = notice_of(agreed(cast, **values), cast)
        said = text_of(bytes(operations.print_notice(notice, at=LATER).pdf))
        assert [words for words in words_of(notice.html) if words not in said] == []
        assert notice.fingerprint in said


def test_the_notice_of_tasks_is_printed_too(cast: Cast) -> None:
    opened(cast)
    notice = Notice.objects.get()
    said = text_of(bytes(operations.print_notice(notice, at=LATER).pdf))
    assert [words for words in words_of(notice.html) if words not in said] == []


def test_both_parts_of_a_contests_notice_are_printed(cast: Cast) -> None:
    decided(cast)
    pages: list[Page] = [contests.Notice.objects.get(), contests.Award.objects.get()]
    for page in pages:
        said = text_of(bytes(operations.print_notice(page, at=LATER).pdf))
        assert [words for words in words_of(page.html) if words not in said] == []


LONG = """
import resource
from mikiwame.market.paperwork.typesetting import typeset

peaks = []
for number in range(3):
    texts = [f"{number} {place} " + "宿を紹介する文です。" * 20 for place in range(900)]
    lines = [{"term": text[:8], "blocks": [{"kind": "text", "text": text}]} for text in texts]
    names = dict.fromkeys(("name", "title", "law", "source"), str(number))
    typeset("notice.typ", names | {"lines": lines})
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peaks[-1] - peaks[0])
"""
"""Prints by how many kilobytes two more long documents raise what a process holds at most."""


def test_long_documents_are_not_remembered() -> None:
    done = subprocess.run([sys.executable, "-c", LONG], capture_output=True, check=True)
    assert int(done.stdout) < 60_000  # remembered, each of them takes twice that


HARD: dict[str, tuple[str, str]] = {
    "markup": ("#set page(fill: red) *a* $x$ <b> @c `d` // e \\ [f] #panic()", "#setpage(fill:red)*a*$x$<b>"),
    "half-width kana": ("ﾃﾞｻﾞｲﾝ ｶﾝﾌﾟ", "ﾃﾞｻﾞｲﾝ"),
    "rare letters": ("髙橋さんと﨑山さん、𠮷野家", "髙橋さんと﨑山さん、𠮷野家"),
    "emoji": ("できました🎉", "できました［PARTYPOPPER］"),
    "joined emoji": ("👨‍👩‍👧です", "［MAN］［WOMAN］［GIRL］です"),
    "other scripts": ("é ñ Ж Ω 한국어 简体字", "éñЖΩ한국어简体字"),
    "unseen letters": ("見\u200bえ\ufeffな\u00adい", "見えない"),
    "private letters": ("\ue000", "［U+E000］"),
    "one long word": ("fonts/" + "a" * 500, "fonts/" + "a" * 500),
    "many lines": ("行です。\n" * 600, "行です。行です。"),
    "blank lines": ("上\n\n\n\n下", "上下"),
}


@pytest.mark.parametrize("kind", HARD)
def test_whatever_people_write_can_be_read(cast: Cast, kind: str) -> None:
    written, shown = HARD[kind]
    notice = notice_of(agreed(cast, scope=written), cast)
    assert shown in text_of(bytes(operations.print_notice(notice, at=LATER).pdf))


def test_control_characters_that_came_some_other_way_break_nothing() -> None:
    made = typesetting.typeset("notice.typ", {**EMPTY, "law": "a\x00b\x07c\u202ed\ud800e\r\tf"})
    assert "abcdef" in text_of(made)


EMPTY: dict[str, Any] = {"name": "書類", "title": "題", "law": "", "lines": [], "source": ""}


def test_empty_fields_break_nothing() -> None:
    lines: list[Any] = [{"term": "", "blocks": []}, {"term": "空", "blocks": [{"kind": "text", "text": ""}]}]
    assert "空" in text_of(typesetting.typeset("notice.typ", {**EMPTY, "lines": lines}))


def test_fifty_parts_stand_on_as_many_pages_as_they_need(cast: Cast) -> None:
    first = date(2026, 12, 1)
    parts = [Part(n + 1, f"第{n + 1}話の作画" * 9, 1_000, first + timedelta(days=n)) for n in range(50)]
    notice = notice_of(agreed(cast, parts=parts, reward=50_000), cast)
    pdf = bytes(operations.print_notice(notice, at=LATER).pdf)
    pages = pages_of(pdf)
    assert len(pages) > 3
    assert all(f"第{n + 1}話の作画" in "".join(pages) for n in range(50))
    assert all(f"{n}/{len(pages)}" in page for n, page in enumerate(pages, start=1))


def test_nothing_of_a_long_word_stands_beyond_the_edge(cast: Cast) -> None:
    notice = notice_of(agreed(cast, scope="W" * 2_000), cast)
    pdf = bytes(operations.print_notice(notice, at=LATER).pdf)
    ends = [
        page.get_charbox(nth)[2]
        for page in (whole.get_textpage() for whole in pypdfium2.PdfDocument(pdf))
        for nth in range(page.count_chars())
    ]
    assert len(ends) > 2_000
    assert max(ends) < 595 - 50  # points: the width of A4, and nearly its margin


def test_the_same_page_gives_the_same_bytes(cast: Cast) -> None:
    notice = notice_of(agreed(cast), cast)
    first = operations.print_notice(notice, at=LATER)
    again = operations.print_notice(notice, at=LATER + timedelta(days=1))
    assert (bytes(first.pdf), first.printed_at) == (bytes(again.pdf), again.printed_at)
    anew = typesetting.typeset("notice.typ", notices.lines_of(notice.html) | {"source": notice.fingerprint})
    assert anew == bytes(first.pdf)
    assert first.fingerprint == hashlib.sha256(anew).hexdigest() == fingerprint_of(notice)


def test_a_print_never_changes(cast: Cast) -> None:
    operations.print_notice(notice_of(agreed(cast), cast), at=LATER)
    for change in (lambda: Print.objects.update(pdf=b""), lambda: Print.objects.all().delete()):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_the_worker_process_prints_every_notice_by_itself(cast: Cast) -> None:
    contract, _, _ = agreed(cast), opened(cast), decided(cast)
    assert not Print.objects.exists()
    while consumers.take_in(CLOSED):
        pass
    assert Print.objects.count() == 4, "of a contest: that of entering, and that of the choice"
    assert fingerprint_of(notice_of(contract, cast))


def test_an_agreement_stands_when_printing_fails_and_is_printed_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> bytes:
        raise RuntimeError("out of paper")

    with monkeypatch.context() as broken:
        broken.setattr(operations, "typeset", fail)
        contract = agreed(cast)
        consumers.take_in(LATER)
    assert not Print.objects.exists()
    assert waiting("paperwork") == 1
    assert notice_of(contract, cast).html
    consumers.take_in(LATER + timedelta(hours=1))
    assert fingerprint_of(notice_of(contract, cast))


def test_the_check_finds_a_page_and_a_print_that_were_changed(cast: Cast) -> None:
    operations.print_notice(notice_of(agreed(cast), cast), at=LATER)
    assert audit.discrepancies() == []
    Notice.objects.create(batch=opened(cast), html="<html></html>", sha256=b"another's", issued_at=LATER)
    Print.objects.create(page=b"none", pdf=b"%PDF", sha256=b"other", printed_at=LATER)
    assert {found.check for found in audit.discrepancies()} == {
        "a terms notice is what was issued",
        "a printed document is what was printed",
        "a printed document has its page",
    }
