"""What a batch can start from: four kinds of task work, each with a sensible form and numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.states import FieldKind


@dataclass(frozen=True)
class Template:
    """A start: ``seconds`` that an answer will take, ``answers`` of each unit, ``units`` without columns."""

    name: str
    title: str | Promise
    about: str | Promise
    icon: str
    category: str
    seconds: int
    answers: int
    units: int
    questions: Callable[[], list[Question]]


def _choices(*labels: str) -> tuple[tuple[str, str], ...]:
    return tuple((label, label) for label in labels)


def questionnaire() -> list[Question]:
    """One of each that surveys are made of."""
    often = _choices(_("ほぼ毎日"), _("週に数回"), _("月に数回"), _("ほとんどない"))
    why = _choices(_("近いから"), _("安いから"), _("品ぞろえがよいから"), _("その他"))
    return [
        Question("frequency", FieldKind.SINGLE, _("どのくらいの頻度で利用しますか"), choices=often),
        Question("reasons", FieldKind.MULTIPLE, _("利用する理由を教えてください"), choices=why),
        Question(
            "other_reason",
            FieldKind.SHORT_TEXT,
            _("その他の理由を教えてください"),
            show_if="reasons",
            show_if_value=why[-1][0],
        ),
        Question(
            "satisfaction",
            FieldKind.SCALE,
            _("どのくらい満足していますか"),
            least=1,
            most=5,
            least_label=_("とても不満"),
            most_label=_("とても満足"),
        ),
        Question(
            "wishes", FieldKind.LONG_TEXT, _("改善してほしいことを教えてください"), least=20, most=1_000
        ),
    ]


def annotation() -> list[Question]:
    """A row is shown, and put into one of several classes."""
    feelings = (("positive", _("よい")), ("negative", _("わるい")), ("neutral", _("どちらでもない")))
    return [
        Question("shown", FieldKind.SHOW_TEXT, "{{text}}", required=False),
        Question(
            "feeling", FieldKind.SINGLE, _("この文は、どんな気持ちで書かれていますか"), choices=feelings
        ),
        Question("unsure", FieldKind.SHORT_TEXT, _("迷った点があれば教えてください"), required=False),
    ]


def experience() -> list[Question]:
    """A long text of one's own, with what makes it usable."""
    return [
        Question("when", FieldKind.SHORT_TEXT, _("いつごろの体験ですか"), help=_("例: 2年前の春"), most=50),
        Question(
            "story",
            FieldKind.LONG_TEXT,
            _("体験したことを、順を追って書いてください"),
            help=_("ご自身の体験だけを書いてください。人の名前や住所は書かないでください。"),
            least=200,
            most=4_000,
        ),
        Question(
            "advice", FieldKind.LONG_TEXT, _("これから体験する人へ、ひとこと"), required=False, most=400
        ),
    ]


def audio() -> list[Question]:
    """Sentences are read aloud and recorded in the page."""
    return [
        Question(
            "notice",
            FieldKind.SHOW_TEXT,
            _("静かな場所で、ふだんの声で読んでください。録り直せます。"),
            required=False,
        ),
        Question("recording", FieldKind.AUDIO, _("「本日は晴天なり」と読み上げて、録音してください")),
        Question(
            "noise",
            FieldKind.SINGLE,
            _("録音を聞いて、まわりの音は入っていましたか"),
            choices=_choices(_("入っていない"), _("少し入っている"), _("はっきり入っている")),
        ),
    ]


TEMPLATES = (
    Template(
        "questionnaire",
        gettext_lazy("アンケート"),
        gettext_lazy("同じ設問に、たくさんの人が1回ずつ答えます。"),
        "clipboard-list",
        "survey-questionnaire",
        180,
        100,
        1,
        questionnaire,
    ),
    Template(
        "annotation",
        gettext_lazy("分類・ラベル付け"),
        gettext_lazy("CSVの1行ずつを見せて、答えてもらいます。同じ行に何人も答えて、確かめ合えます。"),
        "tags",
        "data-labelling",
        20,
        3,
        0,
        annotation,
    ),
    Template(
        "experience",
        gettext_lazy("体験談"),
        gettext_lazy("ひとりひとりの体験を、まとまった文章で書いてもらいます。"),
        "book-open",
        "experience-life",
        1_200,
        30,
        1,
        experience,
    ),
    Template(
        "audio",
        gettext_lazy("音声の収録"),
        gettext_lazy("画面の文を読み上げて、ページの中で録音してもらいます。"),
        "mic",
        "audio-test-recording",
        120,
        50,
        1,
        audio,
    ),
)
"""What is offered, the most usual first."""


def template_named(name: str) -> Template:
    """The template of that name; raises KeyError."""
    return {template.name: template for template in TEMPLATES}[name]
