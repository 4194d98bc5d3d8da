"""Writing a contest, entering one, choosing who gets the prizes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mikiwame.market.contests import rules
from mikiwame.market.contests.states import Asks, Breach
from mikiwame.market.hiring import rules as hiring
from mikiwame.web.categories import kinds
from mikiwame.wording.words import WORDS, called

from .fields import Day, Files, Line, Number, Prose, YenField

PRIZES = [f"prize_{number}" for number in range(1, rules.PRIZES_MOST + 1)]


class NewContestForm(forms.Form):
    """How a contest begins."""

    title = Line(
        max_length=hiring.TITLE_MOST,
        label=gettext_lazy("題名"),
        error_messages={"required": gettext_lazy("題名を書いてください。")},
        help_text=gettext_lazy("例: 町のパン屋の名前を考えてください"),
    )


class ContestForm(forms.Form):
    """A draft; every field may be left empty until it is paid for."""

    title = Line(max_length=hiring.TITLE_MOST, required=False, label=gettext_lazy("題名"))
    category = forms.ChoiceField(required=False, label=gettext_lazy("カテゴリー"))
    body = Prose(
        max_length=hiring.BODY_MOST,
        rows=8,
        required=False,
        label=gettext_lazy("説明"),
        help_text=gettext_lazy("何のために使うか、だれに届けたいか、避けてほしいこと、選ぶときの決め手。"),
    )
    wanted = Prose(
        max_length=rules.WANTED_MOST,
        rows=3,
        required=False,
        label=gettext_lazy("求める作品"),
        help_text=gettext_lazy("例: 10文字までの名前と、その由来"),
    )
    asks = forms.ChoiceField(
        label=gettext_lazy("応募の形"),
        choices=[(one, WORDS["contest_asks"][one]) for one in Asks],
        widget=forms.RadioSelect,
    )
    closes_on = Day(
        required=False,
        label=gettext_lazy("応募の最後の日"),
        help_text=format_lazy(gettext_lazy("明日から、今日の{days}日後まで。"), days=rules.CLOSES_WITHIN),
    )
    decide_days = Number(
        min_value=1,
        max_value=rules.DECIDE_DAYS_MOST,
        label=gettext_lazy("受賞作を選ぶ日数"),
        help_text=format_lazy(
            gettext_lazy("締め切りから{days}日まで。過ぎると、賞金は応募者で分けます。"),
            days=rules.DECIDE_DAYS_MOST,
        ),
    )
    entries_each = Number(
        min_value=1, max_value=rules.LIMITS["entries_each"][1], label=gettext_lazy("ひとりが応募できる数")
    )
    hidden = forms.BooleanField(
        required=False, label=gettext_lazy("応募作を、終わるまでほかの応募者に見せない")
    )
    participation = YenField(
        required=False,
        least=0,
        most=rules.LIMITS["participation"][1],
        label=gettext_lazy("参加報酬（税込・円）"),
        help_text=gettext_lazy("受賞しなかった人にも払う場合。先に応募した人から、次の人数まで。"),
    )
    participants_most = Number(
        required=False,
        min_value=0,
        max_value=rules.LIMITS["participants_most"][1],
        label=gettext_lazy("参加報酬を払う人数"),
    )

    def __init__(self, data: Any = None, *, contest: Any) -> None:
        super().__init__(data, initial=_written(contest))
        self.fields["category"].choices = [("", _("選んでください")), *kinds()]  # type: ignore[attr-defined]
        for number, name in enumerate(PRIZES, start=1):
            label = _("%(number)s位の賞金（税込・円）") % {"number": number}
            least = rules.FIRST_PRIZE_LEAST if number == 1 else rules.PRIZE_LEAST
            self.fields[name] = YenField(required=False, least=least, label=label)

    @property
    def first_prize(self) -> Any:
        """The field of the first prize."""
        return self[PRIZES[0]]

    @property
    def more_prizes(self) -> list[Any]:
        """The fields of the others."""
        return [self[name] for name in PRIZES[1:]]

    def values(self) -> dict[str, Any]:
        """What can be saved, as the operation takes it; what can't be read stays out."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in PRIZES}
        for name in ("participation", "participants_most"):
            if name in values:
                values[name] = values[name] or 0
        if not any(name in self.errors for name in PRIZES):
            values["prizes"] = [self.cleaned_data[name] for name in PRIZES if self.cleaned_data.get(name)]
        return values


class EntryForm(forms.Form):
    """What a worker writes; a draft may still lack anything."""

    text = Prose(max_length=rules.TEXT_MOST, rows=6, required=False, label=gettext_lazy("作品の文"))
    files = Files(  # type: ignore[assignment]  # Django makes fields of class attributes
        required=False,
        label=gettext_lazy("画像・ファイルを加える"),
        help_text=gettext_lazy(
            "1つ20MBまで、10個まで。連絡先やURLは書けません。決まるまで作者が伝わらないように、ファイルの名前は"
            "番号に変わり、画像に埋め込まれた撮影者などの情報は消えます。PDF、WordやExcelなどの文書、音声、動画、ZIPの"
            "中に残る作者の名前は消えないので、消してから加えてください。"
        ),
    )
    shown = forms.BooleanField(
        required=False,
        label=gettext_lazy("結果のページで、この作品をだれにでも見せてよい"),
        help_text=gettext_lazy("受賞してもしなくても、あとから変えられるのは締め切りまでです。"),
    )

    def __init__(self, data: Any = None, files: Any = None, *, entry: Any) -> None:
        super().__init__(data, files, initial={"text": entry.text, "shown": entry.shown})
        if entry.contest.asks == Asks.TEXT:
            del self.fields["files"]
        if entry.contest.asks == Asks.FILES:
            self.fields["text"].label = _("作品の説明（なくてもかまいません）")

    def values(self) -> dict[str, Any]:
        """The words, as the operation takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "files"}


class ChoiceForm(forms.Form):
    """Who gets which prize, with words to the maker."""

    def __init__(self, data: Any = None, *, entries: Sequence[Any], prizes: Sequence[int]) -> None:
        super().__init__(data)
        self.due = min(len(entries), len(prizes))
        self.entries = {str(entry.pk): entry for entry in entries}
        named = [(key, _("応募 %(number)s") % {"number": one.number}) for key, one in self.entries.items()]
        for number in range(1, self.due + 1):
            self.fields[f"winner_{number}"] = forms.ChoiceField(
                label=_("%(number)s位の受賞作") % {"number": number},
                choices=[("", _("選んでください")), *named],
                error_messages={"required": _("受賞作を選んでください。")},
            )
            self.fields[f"words_{number}"] = Prose(
                max_length=rules.WORDS_MOST,
                rows=3,
                required=False,
                label=_("%(number)s位の作者へのことば") % {"number": number},
            )

    def clean(self) -> None:
        """One prize for each entry."""
        chosen = [self.cleaned_data.get(f"winner_{number}") for number in range(1, self.due + 1)]
        for number, winner in enumerate(chosen, start=1):
            if winner and winner in chosen[: number - 1]:
                self.add_error(f"winner_{number}", _("同じ応募を、2つの賞には選べません。"))

    def winners(self) -> list[tuple[Any, str]]:
        """Entry and words, the first prize first."""
        said = self.cleaned_data
        numbers = range(1, self.due + 1)
        return [(self.entries[said[f"winner_{number}"]], said[f"words_{number}"]) for number in numbers]


class ExclusionForm(forms.Form):
    """Which rule an entry breaks, and how that can be seen."""

    breach = forms.ChoiceField(
        label=gettext_lazy("どの決まりに反していますか"),
        choices=[(one, called(one, "breach")) for one in Breach],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("ひとつ選んでください。")},
    )
    evidence = Prose(
        max_length=rules.REASON_MOST,
        rows=5,
        label=gettext_lazy("どこで、そうとわかりますか"),
        error_messages={"required": gettext_lazy("根拠を書いてください。")},
        help_text=gettext_lazy(
            "運営が確かめて判断します。違反と判断されると、作者もこれを読み、異議を申し立てられます。"
        ),
    )


class ExclusionAppealForm(forms.Form):
    """What is wrong with an operator's finding."""

    text = Prose(
        max_length=rules.REASON_MOST,
        rows=5,
        label=gettext_lazy("判断のどこが違いますか"),
        error_messages={"required": gettext_lazy("どこが違うかを書いてください。")},
        help_text=gettext_lazy("いつ、どのように作ったか、決まりに反していないとわかること。"),
    )


class RulingForm(forms.Form):
    """Whether an operator excludes an entry, and why."""

    finding = forms.ChoiceField(
        label=gettext_lazy("判断"),
        choices=[("exclude", gettext_lazy("除外する")), ("keep", gettext_lazy("除外しない"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("どちらかを選んでください。")},
    )
    ruling = Prose(
        max_length=rules.REASON_MOST,
        rows=4,
        label=gettext_lazy("理由"),
        error_messages={"required": gettext_lazy("理由を書いてください。")},
        help_text=gettext_lazy("クライアントと作者が読み、記録に残ります。"),
    )


def _written(contest: Any) -> dict[str, Any]:
    """What the draft says so far, by the form's names."""
    own = ("wanted", "asks", "closes_on", "decide_days", "entries_each", "hidden")
    prizes = contest.prizes.values_list("amount", flat=True)
    return {
        **{name: getattr(contest, name) for name in own},
        **{name: f"{amount:,}" for name, amount in zip(PRIZES, prizes, strict=False)},
        "title": contest.posting.title,
        "category": contest.posting.category_id or "",
        "body": contest.posting.body,
        "participation": f"{contest.participation:,}" if contest.participation else "",
        "participants_most": contest.participants_most or "",
    }
