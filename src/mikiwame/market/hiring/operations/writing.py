"""What drafts are made of, as their tables take it. Called within operations."""

from collections.abc import Sequence
from typing import Any

from mikiwame.core.errors import Refused, require
from mikiwame.core.texts import clean
from mikiwame.market.hiring import rules
from mikiwame.market.hiring.models import Category, Posting, Question, Requirement

GIST_MOST = 1_000


def fitting(name: str, value: Any) -> Any:
    """The value as its column takes it."""
    match name:
        case "title":
            return " ".join(clean(value, most=rules.TITLE_MOST, field=name).split())
        case "body":
            return clean(value, most=rules.BODY_MOST, field=name)
        case "category":
            return _category(value)
        case "newcomer_places" | "decide_days":
            require(rules.within_limits(name, value))
            return value
        case _:
            return value


def write_requirements(posting: Posting, lines: Sequence[tuple[str, bool]]) -> None:
    """What applicants must or should bring, numbered in the given order."""
    kept = _kept_lines("requirement_lines", lines)
    posting.requirements.all().delete()
    Requirement.objects.bulk_create(
        Requirement(posting=posting, number=number, text=text, essential=essential)
        for number, (text, essential) in enumerate(kept, start=1)
    )


def write_questions(posting: Posting, lines: Sequence[tuple[str, bool]]) -> None:
    """What applicants are asked, numbered in the given order."""
    kept = _kept_lines("question_lines", lines)
    posting.questions.all().delete()
    Question.objects.bulk_create(
        Question(posting=posting, number=number, text=text, required=required)
        for number, (text, required) in enumerate(kept, start=1)
    )


def gist(text: str) -> str:
    """The beginning of a text, up to the end of a line where it is too long."""
    whole, _, _ = text[:GIST_MOST].rpartition("\n")
    return text if len(text) <= GIST_MOST else (whole or text[:GIST_MOST]).rstrip()


def _category(slug: str | None) -> Category | None:
    known = slug and "\0" not in slug  # the database takes no text that holds one
    category = Category.objects.filter(pk=slug).first() if known else None
    if slug and category is None:
        raise Refused("choice_unknown", field="category")
    return category


def _kept_lines(name: str, lines: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The lines that say something."""
    kept = [(clean(text, most=rules.LINE_MOST, field=name), must) for text, must in lines]
    kept = [(text, must) for text, must in kept if text]
    require(rules.few_lines(name, kept))
    return kept
