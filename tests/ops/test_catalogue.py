"""What counts as a sentence: everything that Django would look up, from code and from templates."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.template import Context, Template
from django.utils.translation import trans_real

from mikiwame.ops import catalogue

Found = tuple[str | tuple[str, ...], str | None]
Read = Callable[[str, str], list[Found]]


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Writes a file into a package of its own and returns the sentences found there."""
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)

    def read(name: str, text: str) -> list[Found]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return [(message, context) for _place, message, context in catalogue.found()]

    return read


TEMPLATE = """
{% extends "base.html" %}
<p class="it's">don't {# nobody's #} /* ' "unbalanced ` ${
{% translate "はじめに" %}
{% translate "it's “a” title" %}
{% translate "件" context "count" as unit %}
{% blocktranslate trimmed with name=party.name %}
  {{ name }}さんは
  50%引きです
{% endblocktranslate %}
{% blocktranslate trimmed count number=things|length %}
  {{ number }}件の'契約'
{% plural %}
  {{ number }}件の"契約"
{% endblocktranslate %}
{% blocktranslate trimmed context "lamp" %}待つ{% endblocktranslate %}
{% include "x.html" with sentence=_("何もありません") %}
{{ _("直接")|upper }}
{% translate 'おわり' %}
"""

EXPECTED: list[Found] = [
    ("はじめに", None),
    ("it's “a” title", None),
    ("件", "count"),
    ("%(name)sさんは 50%%引きです", None),
    (("%(number)s件の'契約'", '%(number)s件の"契約"'), None),
    ("待つ", "lamp"),
    ("何もありません", None),
    ("直接", None),
    ("おわり", None),
]


def test_a_sentence_is_counted_everywhere_or_nowhere(found: Read) -> None:
    counted = (
        "{% blocktranslate count number=2 %}{{ number }}件{% plural %}{{ number }}件{% endblocktranslate %}"
    )
    found("here.html", counted)
    assert catalogue.half_counted() == []
    found("there.html", "{% blocktranslate with number=2 %}{{ number }}件{% endblocktranslate %}")
    assert catalogue.half_counted() == ["%(number)s件"]


def test_our_own_sentences_are_counted_everywhere_or_nowhere() -> None:
    assert catalogue.half_counted() == []


def test_doubtful_english_is_none() -> None:
    """What is marked fuzzy is never compiled: the page would stay Japanese."""
    catalog = Catalog(locale="en", domain="django")
    catalog.add("急募", "Urgent", flags=["fuzzy"])
    catalog.add("募集", "Posting")
    assert catalogue.missing(catalog) == ["急募"]


def test_our_own_sentences_have_their_english() -> None:
    assert catalogue.missing(catalogue.written()) == []


def test_english_quotes_by_curly_marks() -> None:
    """But for the mark itself, of which a file may have too many or too few."""
    straight = re.compile(r'"[^"<>=]+"')
    for message in catalogue.written():
        forms = [message.string] if isinstance(message.string, str) else message.string or ()
        found = [english for english in forms if straight.search(re.sub("<[^>]*>", "", english))]
        assert found == [] or "引用符" in str(message.id)


def test_sentences_of_templates_are_found(found: Read) -> None:
    assert found("page.html", TEMPLATE) == EXPECTED


def test_sentences_of_code_are_found(found: Read) -> None:
    code = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
_("一")
gettext_lazy("二")
ngettext("%(number)s日", "%(number)s日間", 3)
pgettext_lazy("turn", "判断")
"""
    assert found("forms.py", code) == [
        ("一", None),
        ("二", None),
        (("%(number)s日", "%(number)s日間"), None),
        ("判断", "turn"),
    ]


def test_what_is_found_is_what_django_looks_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def listen(message: str) -> str:
        asked.append(message)
        return message

    monkeypatch.setattr("django.templatetags.i18n.translation.gettext", listen)
    monkeypatch.setattr(trans_real, "gettext", listen)
    part = TEMPLATE[
        TEMPLATE.index("{% blocktranslate trimmed with") : TEMPLATE.index("{% blocktranslate trimmed count")
    ]
    Template(part).render(Context({"party": {"name": "ゆき"}}))
    assert asked == ["%(name)sさんは 50%%引きです"]


def test_the_whole_package_can_be_read() -> None:
    sentences = {message.id for message in catalogue.sentences()}
    assert "本文へ移る" in sentences  # base.html
    assert "期限を過ぎたため、できません。" in sentences  # refusals.py
