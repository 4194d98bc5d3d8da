"""What the two sides of a contract say of each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.market.reputation.operations.reviews import TASKS_COMMENT_MOST, Verdict
from mikiwame.web.templatetags.pages import stars

from .fields import Prose

ANSWERS = (("yes", _("はい")), ("no", _("いいえ")), ("unknown", _("わからない")))
STARS = [(str(number), stars(number)) for number in range(5, 0, -1)]


class Fact(forms.TypedChoiceField):
    """A question with yes, no, or can't say; cleans to True, False or None."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, choices=ANSWERS, widget=forms.RadioSelect, coerce={"yes": True, "no": False}.get
        )


class ReviewForm(forms.Form):
    """Facts first, then stars and a comment; the same questions for both sides, in the reader's words."""

    terms_kept = Fact(_("合意した条件は守られましたか"))
    on_time = Fact(_("約束の期日は守られましたか"))
    clear = Fact(_("説明や連絡はわかりやすかったですか"))
    again = Fact(_("また一緒に仕事をしたいですか"))
    stars = forms.TypedChoiceField(
        label=_("総合評価"), choices=STARS, widget=forms.RadioSelect, coerce=int, help_text=_("5が最高です。")
    )
    comment = Prose(
        label=_("コメント"),
        max_length=2_000,
        required=False,
        help_text=_("事実をもとに、次の人の役に立つことを書いてください。書いたあとは直せません。"),
    )

    def verdict(self) -> Verdict:
        """What was answered."""
        values: dict[str, Any] = self.cleaned_data
        return Verdict(**values)


class TasksReviewForm(forms.Form):
    """Of a batch the facts alone, and a few words if she likes."""

    terms_kept = Fact(_("募集に書かれた条件は守られましたか"))
    on_time = Fact(_("承認と支払いは、約束の日までにありましたか"))
    clear = Fact(_("説明と設問はわかりやすかったですか"))
    again = Fact(_("またこのクライアントのタスクをしたいですか"))
    comment = Prose(
        label=_("ひとこと"),
        max_length=TASKS_COMMENT_MOST,
        rows=3,
        required=False,
        help_text=_("次に答える人の役に立つことを書いてください。名前と一緒に公開されます。"),
    )

    def verdict(self) -> Verdict:
        """What was answered."""
        return Verdict(**self.cleaned_data)


class ReplyForm(forms.Form):
    """The one public answer to a review."""

    text = Prose(
        label=_("返信"), max_length=1_000, help_text=_("公開されます。返信は一度だけで、直せません。")
    )
