"""A batch's form on pages: how one unit is asked about, and what a browser sends back.

The same fragment serves who answers and who previews. A page includes ``tasks/form.html`` with ``asked``
inside of a form of its own; its view is ``shows_media``, for media of units lie with their client::

    content = content_of(questions, request.POST)
    errors = failings(questions, content)
    return page(request, "tasks/answer.html", asked=asked(questions, unit.columns, content, errors))
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse, QueryDict

from mikiwame.core.errors import Refused
from mikiwame.market.taskwork.form import Question, Questions, checked, fill
from mikiwame.market.taskwork.states import UPLOADED, FieldKind
from mikiwame.refusals import sentence

FEW_CHOICES = 12
"""More than so many are chosen from a list that opens."""

_NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.SCALE})

View = TypeVar("View", bound=Callable[..., HttpResponse])


def shows_media(view: View) -> View:
    """For a view that shows a form: pictures and sounds of any address may load."""
    policy = {"img-src": ["https:"], "media-src": ["'self'", "https:", "blob:"]}
    return cast(View, csp_update(policy)(view))


def may_listen(view: View) -> View:
    """For a view on whose page somebody may record her voice."""

    @wraps(view)
    def respond(*args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(*args, **kwargs)
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
        return response

    return cast(View, respond)


@dataclass(frozen=True)
class Asked:
    """One question as it is put for one unit, with what was answered and what is wrong with that."""

    question: Question
    label: str
    help: str
    value: Any = None
    error: str = ""
    condition: tuple[str, str] | None = None
    """what an earlier question is called, and the answer to it that this one hangs on"""
    about: str = ""
    """which unit it asks about, where a page asks about several"""

    @property
    def name(self) -> str:
        """Its name in the page's form."""
        return name_of(self.question.name, self.about)

    @property
    def id(self) -> str:
        """Its element; of several choices, the group."""
        return f"id_{self.name}"

    @property
    def file(self) -> str:
        """The identifier of what was handed in; empty where nothing was."""
        is_file = self.question.kind in UPLOADED and str(self.value or "").startswith("attachment:")
        return str(self.value).partition(":")[2] if is_file else ""

    @property
    def longest(self) -> int:
        """How many seconds a recording may last."""
        return self.question.most or settings.RECORDING_SECONDS

    @property
    def hangs_on(self) -> str:
        """The name of the question that decides whether it is shown."""
        return name_of(self.question.show_if, self.about) if self.question.show_if else ""

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value and label of each, and whether it is chosen."""
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [(value, label, value in chosen) for value, label in self.question.choices]

    @property
    def opens(self) -> bool:
        """Whether there are so many choices that they stand in a list that opens."""
        return len(self.question.choices) > FEW_CHOICES

    @property
    def steps(self) -> list[tuple[int, bool]]:
        """The steps of a scale, and whether it is that one."""
        least, most = self.question.least or 0, self.question.most or 0
        return [(step, step == self.value) for step in range(least, most + 1)]

    @property
    def address(self) -> str:
        """Where a picture or a sound lies; empty where the column says something else."""
        return self.label if self.label.startswith("https://") and " " not in self.label else ""


def name_of(question: str, about: str = "") -> str:
    """What a question is called in a page's form; ``about``: of which unit, where there are several."""
    return f"answer-{about}-{question}" if about else f"answer-{question}"


def asked(
    questions: Questions,
    columns: Mapping[str, Any],
    content: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    *,
    about: str = "",
) -> list[Asked]:
    """A form for one unit, its placeholders filled; ``errors`` are sentences by question."""
    given, wrong = content or {}, errors or {}
    return [
        Asked(
            question=_filled(question, columns),
            label=fill(question.label, columns),
            help=fill(question.help, columns),
            value=given.get(question.name),
            error=wrong.get(question.name, ""),
            condition=_condition(questions, question, columns),
            about=about,
        )
        for question in questions.all
    ]


def content_of(questions: Questions, sent: QueryDict, *, about: str = "") -> dict[str, Any]:
    """What was answered, by question, as ``checked`` takes it; what can't be read stays as it was typed."""
    given = {one.name: _given(one, name_of(one.name, about), sent) for one in questions.asked()}
    return {name: value for name, value in given.items() if value not in ("", [])}


def failings(questions: Questions, content: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with an answer, by question: all of it at once, in sentences."""
    return dict(_failings(questions, content))


def _failings(questions: Questions, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    left = dict(content)
    while True:
        try:
            checked(questions, left)
        except Refused as refusal:
            wrong = str(refusal.field)
            yield wrong, sentence(refusal)
            left.pop(wrong, None)
            kept = tuple(question for question in questions.all if question.name != wrong)
            questions = replace(questions, all=kept)
        else:
            return


def _given(question: Question, name: str, sent: QueryDict) -> Any:
    if question.kind == FieldKind.MULTIPLE:
        return sent.getlist(name)
    text = sent.get(name, "").replace("\r\n", "\n").strip()
    return _number(text) if text and question.kind in _NUMBERS else text


def _number(text: str) -> int | float | str:
    """A number however it is typed; the text itself where it is none."""
    typed = unicodedata.normalize("NFKC", text).replace(",", "").replace("−", "-")
    for read in (int, float):
        try:
            return read(typed)
        except ValueError:
            continue
    return text


def _filled(question: Question, columns: Mapping[str, Any]) -> Question:
    """Choices may quote the unit too."""
    choices = tuple((value, fill(label, columns)) for value, label in question.choices)
    return replace(question, choices=choices)


def _condition(
    questions: Questions, question: Question, columns: Mapping[str, Any]
) -> tuple[str, str] | None:
    deciding = questions.named(question.show_if) if question.show_if else None
    if deciding is None:
        return None
    wanted = dict(deciding.choices).get(question.show_if_value, question.show_if_value)
    return fill(deciding.label, columns), fill(wanted, columns)
