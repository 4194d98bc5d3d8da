"""Categories as readers see them: in their language, kinds gathered under their field."""

from typing import Protocol

from mikiwame.market.hiring import queries as hiring
from mikiwame.wording.formats import in_japanese

Grouped = list[tuple[str, list[tuple[str, str]]]]


class Named(Protocol):
    """What has a name in both languages: a category, or a listing's."""

    name_ja: str
    name_en: str


def name_of(thing: Named) -> str:
    """Its name in the reader's language."""
    return thing.name_ja if in_japanese() else thing.name_en


def kinds() -> Grouped:
    """The kinds to choose from, under the name of their field."""
    return [
        (name_of(field.category), [(kind.pk, name_of(kind)) for kind in field.kinds])
        for field in hiring.categories()
    ]


def fields_and_kinds(whole: str) -> Grouped:
    """The same, each field also as a whole: ``whole`` says so, with a place for its ``%(field)s``."""
    return [
        (
            name,
            [
                (field.category.pk, whole % {"field": name}),
                *((kind.pk, name_of(kind)) for kind in field.kinds),
            ],
        )
        for field in hiring.categories()
        for name in [name_of(field.category)]
    ]
