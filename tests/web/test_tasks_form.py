"""A batch's form on a page: every kind of question, what a browser sends back, and what is wrong with it."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from mikiwame.market.taskwork.form import Question, Questions, checked
from mikiwame.market.taskwork.states import FieldKind
from mikiwame.web.tasks_form import asked, content_of, failings

KIND_OF_SHOP = Question(
    "shop",
    FieldKind.SINGLE,
    "「{{name}}」はどんな店ですか",
    choices=(("bakery", "パン屋"), ("other", "{{name}}以外の店")),
)
WHICH = Question("which", FieldKind.SHORT_TEXT, "どんな店ですか", show_if="shop", show_if_value="other")
EVERY = (
    Question("text", FieldKind.SHOW_TEXT, "{{name}}の写真です", help="さつえい: {{name}}", required=False),
    Question("photo", FieldKind.SHOW_IMAGE, "{{url}}", help="店の正面", required=False),
    Question("voice", FieldKind.SHOW_AUDIO, "{{url}}", required=False),
    KIND_OF_SHOP,
    WHICH,
    Question(
        "tags", FieldKind.MULTIPLE, "あるもの", most=2, choices=(("a", "椅子"), ("b", "机"), ("c", "花"))
    ),
    Question("stars", FieldKind.SCALE, "入りやすさ", least=1, most=5, least_label="低い", most_label="高い"),
    Question("story", FieldKind.LONG_TEXT, "感想", least=10),
    Question("seats", FieldKind.NUMBER, "席の数", least=0, most=500),
    Question("seen", FieldKind.DATE, "見た日", required=False),
    Question("picture", FieldKind.IMAGE, "写真", required=False),
    Question("sound", FieldKind.AUDIO, "声", required=False),
    Question("paper", FieldKind.FILE, "書類", required=False),
)
QUESTIONS = Questions(1, EVERY)
UNIT = {"name": "<b>麦</b>", "url": "https://example.jp/mugi.jpg"}


def sent(**values: str | list[str]) -> QueryDict:
    """What a browser posts."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(f"answer-{name}", value if isinstance(value, list) else [value])
    return data


def test_every_kind_of_question_is_shown_and_a_unit_stays_text() -> None:
    html = render_to_string("tasks/form.html", {"asked": asked(QUESTIONS, UNIT)})

    assert "<b>" not in html
    assert "&lt;b&gt;麦&lt;/b&gt;" in html
    assert 'src="https://example.jp/mugi.jpg"' in html
    for question in QUESTIONS.asked():
        assert f'name="answer-{question.name}' in html
    for name in ("text", "photo", "voice"):
        assert f'name="answer-{name}' not in html
    assert 'data-hangs-on="answer-shop" data-on-value="other"' in html
    assert html.count('type="radio" name="answer-stars"') == 5


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.jp/a.jpg", "麦.jpg"])
def test_what_is_no_safe_address_is_only_read(address: str) -> None:
    html = render_to_string("tasks/form.html", {"asked": asked(QUESTIONS, UNIT | {"url": address})})

    assert address in html
    assert f'src="{address}"' not in html
    assert f'href="{address}"' not in html


def test_what_a_browser_sends_is_an_answer() -> None:
    content = content_of(
        QUESTIONS,
        sent(
            shop="other",
            which=" 本屋\r\n",
            tags=["c", "a"],
            stars="４",
            story="とても明るくて、\r\n入りやすい店でした。",
            seats="１，２０",
            seen="2026-11-01",
            csrf="x",
        ),
    )

    assert failings(QUESTIONS, content) == {}
    assert checked(QUESTIONS, content) == {
        "shop": "other",
        "which": "本屋",
        "tags": ["a", "c"],
        "stars": 4,
        "story": "とても明るくて、\n入りやすい店でした。",
        "seats": 120,
        "seen": "2026-11-01",
    }


def test_all_that_is_wrong_is_said_at_once_beside_its_question() -> None:
    content = content_of(
        QUESTIONS, sent(shop="nowhere", tags=["a", "b", "c"], stars="6", story="短い", seats="たくさん")
    )
    wrong = failings(QUESTIONS, content)

    assert wrong.keys() == {"shop", "tags", "stars", "story", "seats"}
    html = render_to_string("tasks/form.html", {"asked": asked(QUESTIONS, UNIT, content, wrong)})
    for name in wrong:
        assert f'id="id_answer-{name}_error"' in html
    assert "たくさん" in html  # what was typed is there to be mended


@pytest.mark.parametrize("typed", ["nan", "inf", "1e999", "9" * 5_000, "１２ｍ"])
def test_what_is_no_number_is_said_to_be_none(typed: str) -> None:
    content = content_of(QUESTIONS, sent(seats=typed))

    assert "seats" in failings(QUESTIONS, content)


def test_a_question_that_does_not_appear_is_not_missed() -> None:
    assert "which" not in failings(QUESTIONS, content_of(QUESTIONS, sent(shop="bakery")))
    assert "which" in failings(QUESTIONS, content_of(QUESTIONS, sent(shop="other")))
