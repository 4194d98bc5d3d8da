"""Whatever is pasted in is read or refused in words, and quoted exactly; nothing in it becomes a command."""

import json
import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mikiwame.core.terms import Format, Term
from mikiwame.discernment import wire
from mikiwame.discernment.command import rows
from mikiwame.discernment.command.printed import Paper, printed
from mikiwame.discernment.comments.reading import read_comment
from mikiwame.discernment.postings.reading import lacking, missing, read_posting, verdict
from mikiwame.discernment.reviews.history import MOST_COUNTED, Review
from mikiwame.discernment.reviews.reading import read_reviews
from mikiwame.discernment.text import Quote, Text, Unreadable
from tests.discernment import anything
from tests.discernment.anything import AWKWARD, any_text, awkward_text, endless, gone_wrong

POSTINGS = anything.real("postings-*.jsonl", "body")
COMMENTS = anything.real("*comments*.jsonl", "comment")
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

few = settings(max_examples=60, derandomize=True)
many = settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
some = settings(max_examples=1_000, suppress_health_check=list(HealthCheck))

postings = any_text | awkward_text | gone_wrong(POSTINGS)
comments = any_text | awkward_text | gone_wrong(COMMENTS)
reviews = st.builds(
    Review,
    rating=st.integers(1, 5),
    comment=st.sampled_from(COMMENTS) | comments,
    reviewer=st.none() | st.sampled_from(["kita", "minami"]) | awkward_text,
    at=st.none() | st.datetimes() | st.datetimes(timezones=st.timezones()),
    job_reward=st.none() | st.integers(0, MOST_COUNTED),
    reviewer_total_jobs=st.none() | st.integers(0, 3) | st.integers(0, MOST_COUNTED),
    client_rated_reviewer=st.none() | st.integers(1, 5),
)
FIELDS = ["id", "title", "body", "comment", "rating", "terms", "format", "reviews", *Term]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    max_leaves=12,
)
sheets = st.dictionaries(st.sampled_from([*map(str, Term)]), values, max_size=5)
formats = st.sampled_from([None, "", "poem", *Format])


def hold_a_posting_to_its_promises(title: str, body: str, format_: str | None) -> None:
    """Read it, and check whatever holds of every reading."""
    report = read_posting(title, body, format=format_, category=title)
    parts = {"title": title, "body": body}
    stated, kinds = [one.term for one in report.stated], [one.kind for one in report.flags]

    quoted_exactly([one.quote for one in report.stated if one.quote], parts)
    quoted_exactly([one.quote for one in report.flags], parts)
    assert stated == [term for term in Term if term in stated]
    assert list(report.missing) == list(missing(stated, format=format_))
    assert report.verdict == verdict(stated, kinds, format=format_)
    assert set(lacking(stated, format=format_)) <= set(report.missing)
    assert read_posting(title, body, format=format_, category=title) == report
    for language in ("ja", "en"):
        assert json.loads(json.dumps(wire.of_posting(report, language)))["verdict"] == report.verdict
        page = printed(report, parts, language, Paper(40, coloured=False))
        assert not UNSAFE.search(page)


def quoted_exactly(quotes: Iterable[Quote], parts: dict[str, str]) -> None:
    """Each quote is there, whole, and says something."""
    for quote in quotes:
        assert parts[quote.part][quote.start : quote.end] == quote.text
        assert Text(quote.text).folded.strip()


def hold_a_comment_to_its_promises(comment: str, rating: int | None) -> None:
    """Read it, and check whatever holds of every reading."""
    try:
        report = read_comment(comment, rating)
    except Unreadable:
        assert not list(Text(comment).sentences())
        return
    quoted_exactly([one.quote for one in report.reports], {"comment": comment})
    assert len({one.report for one in report.reports}) == len(report.reports)
    assert read_comment(comment, rating) == report
    assert json.loads(json.dumps(wire.of_comment(report)))["sentiment"] == report.sentiment


def hold_a_history_to_its_promises(history: list[Review], client: str) -> None:
    """Read it, and check whatever holds of every reading."""
    report = read_reviews(history, client=client)
    for one in report.anomalies:
        assert one.reviews
        assert list(one.reviews) == sorted(set(one.reviews))
        assert not one.quotes or len(one.quotes) == len(one.reviews)
        for place, quote in zip(one.reviews, one.quotes, strict=False):
            comment = history[place].comment
            assert comment[quote.start : quote.end] == quote.text
            assert quote.text or not Text(comment).folded.strip()
    assert not report.suspicious or report.anomalies
    assert read_reviews(history, client=client) == report
    assert json.loads(json.dumps(wire.of_reviews(report)))["suspicious"] == report.suspicious


@few
@given(title=awkward_text, body=postings, format_=formats)
def test_any_posting(title: str, body: str, format_: str | None) -> None:
    hold_a_posting_to_its_promises(title, body, format_)


@few
@given(body=postings, terms=sheets)
def test_any_sheet(body: str, terms: dict[str, object]) -> None:
    report = read_posting("", body, terms=terms)

    quoted_exactly([one.quote for one in report.contradictions], {"title": "", "body": body})
    assert {one.term for one in report.stated} >= {term for term, value in terms.items() if value}
    assert json.loads(json.dumps(wire.of_posting(report)))["verdict"] == report.verdict
    assert printed(report, {"title": "", "body": body}, "ja", Paper(40, coloured=False))


@few
@given(comment=comments, rating=st.none() | st.integers())
def test_any_comment(comment: str, rating: int | None) -> None:
    hold_a_comment_to_its_promises(comment, rating)


@few
@given(history=st.lists(reviews, max_size=12), client=awkward_text)
def test_any_history(history: list[Review], client: str) -> None:
    hold_a_history_to_its_promises(history, client)


@pytest.mark.parametrize("piece", ["口座", "9", "\ud800", "\u200b", "ﾞ", "<", "「", "円〜", "。", "LINE"])
def test_the_longest_texts(piece: str) -> None:
    hold_a_posting_to_its_promises("", (piece * 20_000)[:20_000], None)
    hold_a_comment_to_its_promises((piece * 20_000)[:20_000], None)
    hold_a_history_to_its_promises([Review(5, (piece * 20_000)[:20_000]), Review(5, "早い！")], piece)


@few
@given(
    body=st.sampled_from(POSTINGS),
    places=st.lists(st.integers(0, 400)),
    hidden=st.sampled_from("\u200b\u2060\u202e\ufeff\x07"),
)
def test_what_cant_be_seen_hides_nothing(body: str, places: list[int], hidden: str) -> None:
    """Letters that nobody sees are strewn in; the reading is the same."""
    strewn = body
    for place in places:
        strewn = strewn[:place] + hidden + strewn[place:]
    before, after = read_posting("", body), read_posting("", strewn)

    assert [one.kind for one in after.flags] == [one.kind for one in before.flags]
    assert [one.term for one in after.stated] == [one.term for one in before.stated]
    assert [one.quote.text.replace(hidden, "") for one in after.flags] == [
        one.quote.text for one in before.flags
    ]


@few
@given(
    line=st.binary(max_size=200) | values.map(lambda value: json.dumps(value).encode()),
    what=st.sampled_from(sorted(rows.READERS)),
)
def test_any_line_is_answered_by_one(line: bytes, what: str) -> None:
    said = rows.reading(line, 7, rows.READERS[what], "ja")

    assert b"\n" not in json.dumps(said, ensure_ascii=False).encode()
    assert ("error" in said) == (said.get("line") == 7)


@pytest.mark.soak
@many
@given(title=awkward_text, body=postings, format_=formats)
def test_very_many_postings(title: str, body: str, format_: str | None) -> None:
    hold_a_posting_to_its_promises(title, body, format_)


@pytest.mark.soak
@many
@given(comment=comments, rating=st.none() | st.integers())
def test_very_many_comments(comment: str, rating: int | None) -> None:
    hold_a_comment_to_its_promises(comment, rating)


@pytest.mark.soak
@some
@given(history=st.lists(reviews, max_size=40), client=awkward_text)
def test_very_many_histories(history: list[Review], client: str) -> None:
    hold_a_history_to_its_promises(history, client)


@pytest.mark.soak
@settings(some, max_examples=100)
@given(text=endless((*AWKWARD, *POSTINGS)))
def test_many_long_texts(text: str) -> None:
    hold_a_posting_to_its_promises("", text, None)
    hold_a_comment_to_its_promises(text, None)
