"""Building a form: one row of fields for each question, by plain posts; a row says what is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mikiwame.core.errors import Refused
from mikiwame.market.taskwork import rules
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.states import CHOSEN, SHOWN, FieldKind
from mikiwame.refusals import sentence
from mikiwame.wording.words import WORDS

from .fields import Line, Number, Prose

BETWEEN = " | "
"""Stands between a choice's value, which results say, and its label, where they differ."""

BOUNDED = CHOSEN - {FieldKind.SINGLE} | {
    FieldKind.SCALE,
    FieldKind.SHORT_TEXT,
    FieldKind.LONG_TEXT,
    FieldKind.NUMBER,
}
_ROW = re.compile(r"q(\d{1,3})-kind")
_LETTERS = (gettext_lazy("最少の文字数"), gettext_lazy("最多の文字数"))
BOUNDS = {
    FieldKind.MULTIPLE: (gettext_lazy("選ぶ数の下限"), gettext_lazy("選ぶ数の上限")),
    FieldKind.SCALE: (gettext_lazy("はじめの数"), gettext_lazy("おわりの数")),
    FieldKind.SHORT_TEXT: _LETTERS,
    FieldKind.LONG_TEXT: _LETTERS,
}
"""What the least and the most of a kind are called."""
ALWAYS = ""
APPLIES = {"hx-post": "", "hx-trigger": "change", "hx-vals": '{"act": "apply"}'}
"""Another kind has other fields: the rows are shown anew at once, where there is htmx."""


class QuestionForm(forms.Form):
    """One question as it is written."""

    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=[])
    label = Prose(max_length=rules.LABEL_MOST, rows=2, label=gettext_lazy("設問の文"))
    help = Line(max_length=rules.LABEL_MOST, required=False, label=gettext_lazy("補足"))
    required = forms.BooleanField(required=False, label=gettext_lazy("必ず答えてもらう"))
    choices = Prose(
        max_length=rules.CHOICES_MOST * 310,
        rows=4,
        required=False,
        label=gettext_lazy("選択肢（1行に1つ）"),
        help_text=gettext_lazy("結果に書く値を変えるときは「good | うれしい」のように書きます。"),
    )
    least = Number(required=False, label=gettext_lazy("下限"))
    most = Number(required=False, label=gettext_lazy("上限"))
    least_label = Line(max_length=rules.END_MOST, required=False, label=gettext_lazy("はじめの数の意味"))
    most_label = Line(max_length=rules.END_MOST, required=False, label=gettext_lazy("おわりの数の意味"))
    name = Line(
        max_length=40,
        label=gettext_lazy("項目名"),
        help_text=gettext_lazy("結果の列の名前。英字で始まる英数字で。"),
    )
    condition = forms.CharField(required=False, label=gettext_lazy("表示する条件"), widget=forms.Select)

    use_required_attribute = False

    def __init__(self, data: Mapping[str, str], *, prefix: str, earlier: Sequence[Question]) -> None:
        super().__init__(data, prefix=prefix)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = list(WORDS["field_kind"].items())
        kind.widget.attrs.update(APPLIES)
        for name, label in zip(("least", "most"), BOUNDS.get(self.asked, ()), strict=False):
            self.fields[name].label = label
        self.fields["condition"].widget.choices = self._conditions(earlier)

    @property
    def asked(self) -> FieldKind:
        """The kind, as it is now."""
        kind = str(self["kind"].value() or FieldKind.SINGLE)
        return FieldKind(kind) if kind in set(FieldKind) else FieldKind.SINGLE

    @property
    def is_chosen(self) -> bool:
        """Whether it has choices."""
        return self.asked in CHOSEN

    @property
    def is_bounded(self) -> bool:
        """Whether it has a least and a most."""
        return self.asked in BOUNDED

    @property
    def is_shown(self) -> bool:
        """Whether it only shows something."""
        return self.asked in SHOWN

    @property
    def is_hung(self) -> bool:
        """Whether it appears only after a certain answer, or its details are wrong."""
        return bool(self["condition"].value()) or "name" in self.errors or "condition" in self.errors

    def question(self) -> Question:
        """What is written, as the market takes it; of fields that its kind doesn't have, nothing."""
        said, kind = self.cleaned_data, FieldKind(self.cleaned_data["kind"])
        show_if, _colon, show_if_value = said["condition"].partition(":")
        bounded = kind in BOUNDED
        return Question(
            name=said["name"],
            kind=kind,
            label=said["label"].strip(),
            help=said["help"],
            required=said["required"] and kind not in SHOWN,
            least=said["least"] if bounded else None,
            most=said["most"] if bounded else None,
            least_label=said["least_label"] if kind == FieldKind.SCALE else "",
            most_label=said["most_label"] if kind == FieldKind.SCALE else "",
            show_if=show_if,
            show_if_value=show_if_value,
            choices=_choices(said["choices"]) if kind in CHOSEN else (),
        )

    def _conditions(self, earlier: Sequence[Question]) -> list[tuple[str, Any]]:
        """Every answer to an earlier question that this one can hang on, and the one that is written."""
        offered: list[tuple[str, Any]] = [(ALWAYS, _("いつも表示する"))]
        for question in earlier:
            answers = [(f"{question.name}:{value}", label) for value, label in _answers(question)]
            if answers:
                offered.append((question.label[:40], answers))
        written = str(self["condition"].value() or "")
        known = {value for _group, answers in offered[1:] for value, _label in answers}
        return offered if written in {ALWAYS, *known} else [*offered, (written, written.replace(":", " = "))]


@dataclass
class Builder:
    """All rows of a form; ``focus`` is the number of the row that was just added or moved."""

    rows: list[QuestionForm]
    focus: int = 0
    failed: str = ""
    """what is wrong with the form as a whole"""

    KINDS: ClassVar = {
        "asked": [kind for kind in FieldKind if kind not in SHOWN],
        "shown": [kind for kind in FieldKind if kind in SHOWN],
    }

    @property
    def questions(self) -> list[Question]:
        """What the rows say; only when ``is_valid``."""
        return [row.question() for row in self.rows]

    @property
    def errors(self) -> bool:
        """Whether something is wrong."""
        return bool(self.failed) or any(row.errors for row in self.rows)

    def is_valid(self) -> bool:
        """Whether every row can be read, and the rows together make a form."""
        readable = [row.is_valid() for row in self.rows]  # all of them are to say what is wrong
        if not all(readable):
            return False
        for ruling in rules.form_failings(self.questions):
            self.blame(Refused(str(ruling.code), field=ruling.field, **ruling.context))
        return not self.errors

    def blame(self, refusal: Refused) -> None:
        """Say beside its row what is wrong."""
        named = [row for row in self.rows if row.cleaned_data.get("name") == refusal.field]
        if named:
            named[-1].add_error(BESIDE.get(refusal.code, "label"), sentence(refusal))
        else:
            self.failed = sentence(refusal)


BESIDE = {
    "question_twice": "name",
    "question_name_unreadable": "name",
    "choices_out_of_range": "choices",
    "choice_twice": "choices",
    "scale_out_of_range": "most",
    "least_above_most": "most",
    "number_out_of_range": "most",
    "condition_unknown": "condition",
}
"""The field of a row beside which a refusal is said, where it isn't the label."""


def written(questions: Sequence[Question]) -> list[dict[str, str]]:
    """Questions as rows of what a browser would send."""
    return [_row(question) for question in questions]


def sent(data: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a post, in their order."""
    numbers = sorted(int(found[1]) for name in data if (found := _ROW.fullmatch(name)))
    return [
        {name: data[f"q{number}-{name}"] for name in QuestionForm.base_fields if f"q{number}-{name}" in data}
        for number in numbers[: rules.QUESTIONS_MOST + 1]
    ]


def built(rows: Sequence[Mapping[str, str]], focus: int = 0) -> Builder:
    """The rows as forms, each knowing the questions before it."""
    forms_: list[QuestionForm] = []
    earlier: list[Question] = []
    for number, row in enumerate(rows, start=1):
        data = {f"q{number}-{name}": value for name, value in row.items()}
        form = QuestionForm(data, prefix=f"q{number}", earlier=tuple(earlier))
        forms_.append(form)
        if form.is_valid():
            earlier.append(form.question())
    return Builder(forms_, focus)


def performed(rows: list[dict[str, str]], act: str) -> tuple[list[dict[str, str]], int]:
    """The rows after ``add:kind``, ``up:3``, ``down:3`` or ``remove:3``, and the row to go on with."""
    verb, _colon, object_ = act.partition(":")
    if verb == "add" and object_ in set(FieldKind):
        return [*rows, fresh(FieldKind(object_), rows)], len(rows) + 1
    number = int(object_) if object_.isdecimal() and len(object_) < 4 else 0
    if not 1 <= number <= len(rows):
        return rows, 0
    left, row = [*rows[: number - 1], *rows[number:]], rows[number - 1]
    match verb:
        case "remove":
            return left, min(number, len(left))
        case "up" | "down":
            place = max(0, number - 2) if verb == "up" else min(number, len(left))
            return [*left[:place], row, *left[place:]], place + 1
    return rows, 0


def fresh(kind: FieldKind, rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """A question that can be asked as it is, to be rewritten."""
    taken = {row.get("name") for row in rows}
    name = next(f"q{number}" for number in range(len(rows) + 1, 999) if f"q{number}" not in taken)
    label = "{{text}}" if kind == FieldKind.SHOW_TEXT else "{{url}}" if kind in SHOWN else _("新しい設問")
    choices = "\n".join(_("選択肢%(number)s") % {"number": number} for number in (1, 2, 3))
    scale = {"least": "1", "most": "5"} if kind == FieldKind.SCALE else {}
    chosen = {"choices": choices} if kind in CHOSEN else {}
    required = {} if kind in SHOWN else {"required": "on"}
    return {"kind": str(kind), "name": name, "label": label, **required, **scale, **chosen}


def _row(question: Question) -> dict[str, str]:
    bounds = {"least": question.least, "most": question.most}
    condition = f"{question.show_if}:{question.show_if_value}" if question.show_if else ALWAYS
    return {
        "kind": str(question.kind),
        "name": question.name,
        "label": question.label,
        "help": question.help,
        **({"required": "on"} if question.required else {}),
        "choices": "\n".join(
            label if value == label else f"{value}{BETWEEN}{label}" for value, label in question.choices
        ),
        **{name: "" if bound is None else str(bound) for name, bound in bounds.items()},
        "least_label": question.least_label,
        "most_label": question.most_label,
        "condition": condition,
    }


def _choices(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_choice(line.strip()) for line in text.splitlines() if line.strip())


def _choice(line: str) -> tuple[str, str]:
    value, between, label = line.partition(BETWEEN)
    return (value.strip(), label.strip()) if between and value.strip() and label.strip() else (line, line)


def _answers(question: Question) -> Iterator[tuple[str, str]]:
    """What an earlier question can be answered with, where that can be listed."""
    if question.kind in CHOSEN:
        yield from question.choices
    elif question.kind == FieldKind.SCALE and question.least is not None and question.most is not None:
        for step in range(question.least, min(question.most, question.least + 10) + 1):
            yield str(step), str(step)
