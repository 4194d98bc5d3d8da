"""Files of units: read as they are written, every bad line named by its number, and nothing else lost."""

import csv
import io
import json
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.market.taskwork.form import Question, Questions
from mikiwame.market.taskwork.importing.faults import Bad, Unreadable
from mikiwame.market.taskwork.importing.lines import LINE_MOST
from mikiwame.market.taskwork.importing.reading import CELL_MOST, COLUMNS_MOST, Row, read
from mikiwame.market.taskwork.states import FieldKind

QUESTIONS = Questions(
    1,
    (
        Question("feeling", FieldKind.SINGLE, "{{text}}", choices=(("good", "よい"), ("bad", "わるい"))),
        Question("tags", FieldKind.MULTIPLE, "印", choices=(("a", "い"), ("b", "ろ"))),
        Question("count", FieldKind.NUMBER, "数", least=0),
        Question("look", FieldKind.SHOW_TEXT, "{{text}}"),
    ),
)


def taken(file: bytes) -> list[Row | Bad]:
    return list(read(io.BytesIO(file), QUESTIONS))


def bad(file: bytes) -> list[tuple[int, str]]:
    return [(row.line, row.code) for row in taken(file) if isinstance(row, Bad)]


def good(file: bytes) -> list[Row]:
    return [row for row in taken(file) if not isinstance(row, Bad)]


def refusal(file: bytes) -> tuple[str, int]:
    with pytest.raises(Unreadable) as caught:
        taken(file)
    return caught.value.code, caught.value.line


LETTERS = st.characters(
    exclude_categories=("Cs", "Cc"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
)
CELLS = st.text(LETTERS | st.sampled_from("\n\",'"), max_size=30)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=20), st.sampled_from(["\r\n", "\n"]))
def test_what_is_written_as_csv_is_read_as_it_was(rows: list[list[str]], end: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["one", "two"], *rows])

    assert taken(text.getvalue().encode()) == [({"one": one, "two": two}, None) for one, two in rows]


SCALARS = CELLS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()


@given(st.lists(st.fixed_dictionaries({"one": SCALARS, "two": SCALARS}), min_size=1, max_size=20))
def test_what_is_written_as_json_lines_is_read_as_it_was(rows: list[dict[str, Any]]) -> None:
    file = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    assert taken(file.encode()) == [(row, None) for row in rows]


@given(st.binary(max_size=300))
def test_no_file_is_too_odd_to_be_told_about(file: bytes) -> None:
    for head in (b"", b"a,b\n", b"{", b"\xef\xbb\xbf", b"\xff\xfe"):
        with suppress(Unreadable):
            taken(head + file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932", "shift_jis"])
def test_every_usual_encoding_is_found_out(encoding: str) -> None:
    file = "text,number\r\n見極め,12345678\r\nソ能表,2\r\n".encode(encoding)

    assert good(file) == [
        ({"text": "見極め", "number": "12345678"}, None),
        ({"text": "ソ能表", "number": "2"}, None),
    ]


def test_an_encoding_that_nobody_knows_is_said_with_its_line() -> None:
    assert refusal("text\nよい\n".encode() + b"\xff\xff\n") == ("encoding_unknown", 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_whatever_parts_the_cells_is_found_out(delimiter: str, encoding: str) -> None:
    rows = (("text", "言い方,調子;強さ"), ("はい", "やさしく; ゆっくり"), ("「いいえ」\nと", "強く, 短く"))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)

    expected = [({"text": said, rows[0][1]: way}, None) for said, way in rows[1:]]
    assert taken(text.getvalue().encode(encoding)) == expected


def test_one_column_may_hold_whatever_parts_others() -> None:
    assert taken("text\nはい、いいえ;どちらも\nどれ,でも\n".encode()) == [
        ({"text": "はい、いいえ;どちらも"}, None),
        Bad(3, "cells_miscounted", {"found": 2, "wanted": 1}),
    ]


def test_a_table_that_keeps_to_no_delimiter_is_not_taken_for_one_of_a_single_column() -> None:
    assert bad(b"one;two\nx\n1;2;3\n") == [(2, "cells_miscounted"), (3, "cells_miscounted")]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"PK\x03\x04text,more\none,two\n", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "workbook"),
        (b"%PDF-1.7\n1 0 obj\n", "no_table"),
        (b"\n <table><tr><td>text</td></tr></table>", "no_table"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(file: bytes, code: str) -> None:
    assert refusal(file) == (code, 0)


def test_right_answers_stand_beside_their_units() -> None:
    rows = ("あ,good,b;a,３", "い,,,", "う,nowhere,,", "え,,,たくさん", "お,,a;c,")
    file = "\n".join(("text,known:feeling,known:tags,known:count", *rows))

    assert good(file.encode()) == [
        ({"text": "あ"}, {"feeling": "good", "tags": ["a", "b"], "count": 3}),
        ({"text": "い"}, None),
    ]
    assert bad(file.encode()) == [(4, "known_unfitting"), (5, "known_unfitting"), (6, "known_unfitting")]
    lines = """{"text": "あ", "known:tags": ["b", "a"], "known:count": 2}
{"text": "い", "known:tags": null, "known:count": ""}
"""
    assert good(lines.encode()) == [
        ({"text": "あ"}, {"tags": ["a", "b"], "count": 2}),
        ({"text": "い"}, None),
    ]


@pytest.mark.parametrize("name", ["nowhere", "look", ""])
def test_right_answers_to_what_is_not_asked_are_refused(name: str) -> None:
    assert refusal(f"text,known:{name}\n".encode()) == ("known_unknown", 1)


def test_a_quote_that_never_closes_costs_its_line_alone() -> None:
    file = 'text,more\nよい,1\n"開いたまま,2\nつぎ,3\n"二行の\n文",4\nおわり,5\n'

    assert bad(file.encode()) == [(3, "quote_unclosed")]
    texts = [columns["text"] for columns, _ in good(file.encode())]
    assert texts == ["よい", "つぎ", "二行の\n文", "おわり"]
    assert bad(b'a\n"open\nnext\n') == [(2, "quote_unclosed")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("x", "cells_miscounted"),
        ("x,y,z", "cells_miscounted"),
        ('"x"y,z', "quotes_misplaced"),
        ("\x00,y", "cell_unreadable"),
        ("\u202ex,y", "cell_unreadable"),
        ("長" * (CELL_MOST + 1) + ",y", "cell_too_long"),
        ("x," * 600_000, "line_too_long"),
    ],
)
def test_a_bad_line_is_named_and_the_next_one_is_read(line: str, code: str) -> None:
    file = f"one,two\n{line}\nつぎ,2\n".encode()

    assert bad(file) == [(2, code)]
    assert good(file) == [({"one": "つぎ", "two": "2"}, None)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "json_unreadable"),
        ("[" * 100_000, "json_unreadable"),
        ('{"a": NaN}', "json_unreadable"),
        ('{"a": 1e999}', "json_unreadable"),
        ('"a"', "json_no_object"),
        ('{"a": 1, "a": 2}', "column_twice"),
        ('{"b": 1}', "columns_differ"),
        ('{"a": 1, "b": 2}', "columns_differ"),
        ('{"a": [1]}', "cell_nested"),
        ('{"a": "\\u0000"}', "cell_unreadable"),
        ('{"a": "\\ud800"}', "cell_unreadable"),
    ],
)
def test_a_bad_object_is_named_and_the_next_one_is_read(line: str, code: str) -> None:
    file = f'{{"a": 0}}\n\n{line}\n{{"a": 2}}\n'.encode()

    assert bad(file) == [(3, code)]
    assert good(file) == [({"a": 0}, None), ({"a": 2}, None)]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("", "file_empty"),
        ("\n \n\n", "file_empty"),
        ("a,b,a\n1,2,3\n", "column_twice"),
        ("a,,c\n1,2,3\n", "column_unnamed"),
        ("長" * 61 + "\n1\n", "column_name_long"),
        ('"開いた\n1\n', "quote_unclosed"),
        (",".join(f"c{number}" for number in range(COLUMNS_MOST + 1)), "too_many_columns"),
        (",".join(f"c{number}" for number in range(1_000_000)), "line_too_long"),
        ('[{"a": 1}]', "json_array"),
    ],
)
def test_a_file_that_can_not_be_taken_says_why(file: str, code: str) -> None:
    assert refusal(file.encode()) == (code, 1)


def test_html_stays_text() -> None:
    file = '<b>text</b>\n"<script>alert(""x"")</script>"\n'

    assert good(file.encode()) == [({"<b>text</b>": '<script>alert("x")</script>'}, None)]


def test_an_endless_line_needs_no_endless_memory() -> None:
    class Endless(io.BytesIO):
        """A table whose second line has fifty million letters."""

        def __init__(self) -> None:
            super().__init__()
            self.sent = 0

        def seek(self, place: int, whence: int = 0, /) -> int:
            self.sent = place
            return place

        def read(self, size: int | None = -1, /) -> bytes:
            block = min(size or 0, 50 * LINE_MOST - self.sent)
            self.sent += max(block, 0)
            return (b"a\n" + b"x" * block)[:block] if self.sent <= block else b"x" * max(block, 0)

    tracemalloc.start()
    rows = list(read(Endless(), QUESTIONS))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [row.code for row in rows if isinstance(row, Bad)] == ["line_too_long"]
    assert peak < 20 * LINE_MOST
