"""What a form asks, as plain values: how placeholders are filled, and what is an answer to it. No Django."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mikiwame.core.errors import Refused
from mikiwame.core.texts import clean

from .states import SHOWN, UPLOADED, FieldKind

SHORT_MOST, LONG_MOST = 200, 10_000
"""Letters that an answer may have where its field says nothing."""

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
_FILE = re.compile(r"attachment:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Question:
    """One field of a form; ``least`` and ``most`` are numbers, letters or choices, by its kind."""

    name: str
    kind: FieldKind
    label: str
    help: str = ""
    required: bool = True
    least: int | None = None
    most: int | None = None
    least_label: str = ""
    most_label: str = ""
    show_if: str = ""
    show_if_value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """value and label of each"""

    @property
    def is_asked(self) -> bool:
        """Whether it wants an answer."""
        return self.kind not in SHOWN

    @property
    def values(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(value for value, _ in self.choices)


@dataclass(frozen=True)
class Questions:
    """One version of a form."""

    version: int
    all: tuple[Question, ...]

    def asked(self) -> Iterator[Question]:
        """Those that want an answer."""
        return (question for question in self.all if question.kind not in SHOWN)

    def named(self, name: str) -> Question | None:
        """The question of that name."""
        return next((question for question in self.all if question.name == name), None)

    def placeholders(self) -> set[str]:
        """The columns that a unit must have for every label to be filled."""
        texts = (text for question in self.all for text in (question.label, question.help))
        return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def fill(text: str, columns: Mapping[str, Any]) -> str:
    """A label for one unit: ``{{column}}`` becomes what the unit says there; unknown ones stay as written.

    >>> fill("「{{word}}」の読みは？", {"word": "見極め"})
    '「見極め」の読みは？'
    """
    return _PLACEHOLDER.sub(lambda found: str(columns.get(found[1], found[0])), text)


def is_shown(question: Question, content: Mapping[str, Any]) -> bool:
    """Whether earlier answers let a question appear."""
    if not question.show_if:
        return True
    given = content.get(question.show_if)
    said = given if isinstance(given, list) else [] if given is None else [str(given)]
    return question.show_if_value in said


def checked(questions: Questions, content: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as it is kept: only what was asked and shown, each value of its kind.

    Raises Refused with the field's name: ``answer_missing``, ``field_unknown``, or what doesn't fit.
    """
    names = {question.name for question in questions.asked()}
    if unknown := content.keys() - names:
        raise Refused("field_unknown", field=min(unknown))
    kept: dict[str, Any] = {}
    for question in questions.asked():
        if not is_shown(question, kept):
            continue
        value = content.get(question.name)
        if value is None or value in ("", []):
            if question.required:
                raise Refused("answer_missing", field=question.name)
            continue
        fitting = _fitting(question, value)
        if fitting != "":  # blanks alone say nothing
            kept[question.name] = fitting
    return kept


def known_answer(question: Question, value: Any) -> Any:
    """The right answer to a question as a file says it, in the shape in which answers are kept.

    Several choices are parted by ``;``. Raises ValueError where it is no answer to the question.
    """
    if question.kind in UPLOADED or question.kind in SHOWN:
        raise ValueError(question.name)
    if isinstance(value, str):
        value = value.strip()
        if question.kind == FieldKind.MULTIPLE:
            value = [part.strip() for part in value.split(";") if part.strip()]
        elif question.kind in {FieldKind.NUMBER, FieldKind.SCALE}:
            value = float(value)
    try:
        return _fitting(question, value)
    except Refused:
        raise ValueError(question.name) from None


def known_answers(questions: Questions, known: Mapping[str, Any]) -> dict[str, Any]:
    """The right answers of a unit in the shape in which answers are kept.

    Raises Refused with the field's name: ``known_not_asked``, ``known_unfit``.
    """
    asked = {question.name: question for question in questions.asked()}
    if unknown := known.keys() - asked.keys():
        raise Refused("known_not_asked", field="units", name=min(unknown))
    try:
        return {name: known_answer(asked[name], value) for name, value in known.items()}
    except ValueError as wrong:
        raise Refused("known_unfit", field="units", name=str(wrong)) from None


def _fitting(question: Question, value: Any) -> Any:
    match question.kind:
        case FieldKind.SINGLE:
            return _chosen(question, value)
        case FieldKind.MULTIPLE:
            return _all_chosen(question, value)
        case FieldKind.SCALE | FieldKind.NUMBER:
            return _number(question, value)
        case FieldKind.SHORT_TEXT | FieldKind.LONG_TEXT:
            return _text(question, value)
        case FieldKind.DATE:
            return _day(question, value)
        case kind if kind in UPLOADED:
            return _file(question, value)
    raise AssertionError(question.kind)


def _chosen(question: Question, value: Any) -> str:
    if value not in question.values:
        raise Refused("choice_unknown", field=question.name)
    return str(value)


def _all_chosen(question: Question, value: Any) -> list[str]:
    """In the form's order, so that the same choices are the same answer."""
    if not isinstance(value, list) or any(chosen not in question.values for chosen in value):
        raise Refused("choice_unknown", field=question.name)
    kept = [choice for choice in question.values if choice in value]
    least, most = question.least or 0, question.most or len(question.values)
    if not least <= len(kept) <= most:
        raise Refused("choices_out_of_range", field=question.name, least=least, most=most)
    return kept


def _number(question: Question, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused("number_unreadable", field=question.name)
    least = -1e15 if question.least is None else question.least
    most = 1e15 if question.most is None else question.most
    whole = question.kind == FieldKind.SCALE and value != int(value)
    if whole or not least <= value <= most:
        raise Refused("number_out_of_range", field=question.name, least=question.least, most=question.most)
    return int(value) if value == int(value) else value


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("text_unreadable", field=question.name)
    longest = SHORT_MOST if question.kind == FieldKind.SHORT_TEXT else LONG_MOST
    text = clean(value, most=question.most or longest, field=question.name)
    if len(text) < (question.least or (1 if question.required else 0)):
        raise Refused("text_too_short", field=question.name, least=question.least or 1)
    return text


def _day(question: Question, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Refused("date_unreadable", field=question.name) from None


def _file(question: Question, value: Any) -> str:
    """The key of an upload; whose it is, is asked by who keeps files."""
    if not isinstance(value, str) or not _FILE.fullmatch(value):
        raise Refused("file_missing", field=question.name)
    return value
