"""Forms of contracts: deliveries, changes, endings, disputes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mikiwame.core.terms import Term
from mikiwame.wording.formats import day_in_words
from mikiwame.wording.words import called

from .fields import Day, Files, Prose, YenField


class DeliveryForm(forms.Form):
    """What is handed over."""

    note = Prose(
        label=_("納品のことば"),
        max_length=5_000,
        help_text=_("何を納めたか、どこを見てほしいかを書きます。URLで納めるときもここに。"),
    )
    files = Files(label=_("ファイル"), required=False, help_text=_("1つ20MBまで。"))  # type: ignore[assignment]


class ChangesForm(forms.Form):
    """Which term is not met, and how."""

    term = forms.ChoiceField(label=_("満たされていない条件"), widget=forms.RadioSelect)
    reason = Prose(label=_("どこを、どう直してほしいか"), max_length=3_000)

    def __init__(self, *args: Any, stated: list[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = [(str(term), called(term, "term")) for term in stated]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why it should end."""

    reason = Prose(label=_("理由"), max_length=1_000, rows=4, help_text=_("相手に届き、記録に残ります。"))


class OptionalReasonForm(forms.Form):
    """Why it ends, for who wants to say."""

    reason = Prose(label=_("ひとこと（任意）"), max_length=1_000, rows=4, required=False)


class BreakForm(forms.Form):
    """Days on which nothing is due, if the other side agrees."""

    first = Day(label=_("最初の日"))
    last = Day(label=_("最後の日"), help_text=_("1回だけ休むなら、同じ日を。続けて31日まで。"))
    reason = Prose(label=_("ひとこと（任意）"), max_length=1_000, rows=3, required=False)


class NoticeForm(forms.Form):
    """The last day of work that goes on."""

    last = Day(label=_("終わりの日"))
    reason = Prose(
        label=_("理由（任意）"), max_length=1_000, rows=4, required=False, help_text=_("相手に届きます。")
    )

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"last": earliest}
        super().__init__(*args, **kwargs)
        self.fields["last"].help_text = _("早くて%(day)sです。") % {"day": day_in_words(earliest)}


class _CaseForm(forms.Form):
    """What both sides say of a dispute; the client says too how much of the money she contests."""

    contested = YenField(
        label=_("争いのある額（税込）"),
        required=False,
        help_text=_("この額だけが、決まるまで預けられます。残りは、いますぐワーカーに支払われます。"),
    )
    files = Files(label=_("証拠のファイル"), required=False, help_text=_("1つ20MBまで。相手と運営が見ます。"))  # type: ignore[assignment]

    def __init__(self, *args: Any, contestable: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if contestable is None:
            del self.fields["contested"]
        else:
            self.fields["contested"].initial = f"{contestable:,}"


class DisputeForm(_CaseForm):
    """How one side sees it."""

    statement = Prose(
        label=_("言い分"),
        max_length=5_000,
        rows=8,
        help_text=_("どの条件について、何が起きたかを書きます。運営と相手が読みます。"),
    )
    field_order = ("statement", "contested", "files")


class DisputeAnswerForm(_CaseForm):
    """How the other side sees it."""

    text = Prose(
        label=_("言い分"), max_length=5_000, rows=8, help_text=_("出せるのは一度です。運営と相手が読みます。")
    )
    field_order = ("text", "contested", "files")


class AppealForm(forms.Form):
    """What is wrong with a decision."""

    text = Prose(
        label=_("不服の理由"),
        max_length=5_000,
        rows=8,
        help_text=_("判断のどこが、どの記録と合わないかを書きます。申し立てられるのは一度です。"),
    )


class EvidenceForm(forms.Form):
    """Files that show what happened."""

    files = Files(label=_("ファイル"), help_text=_("1つ20MBまで。相手と運営が見ます。"))  # type: ignore[assignment]


class ShareField(YenField):
    """How much of what is contested goes to the worker."""

    def __init__(self) -> None:
        super().__init__(label=_("ワーカーに渡す額（税込）"), least=0)

    def limit_to(self, contested: int) -> None:
        """At most all of it."""
        self.most, said = contested, _("0円から%(amount)s円まで。残りはクライアントに戻ります。")
        self.help_text = said % {"amount": f"{contested:,}"}


class AgreementForm(forms.Form):
    """How one side would divide what is contested."""

    to_worker = ShareField()
    note = Prose(label=_("ひとこと（任意）"), max_length=1_000, rows=3, required=False)

    def __init__(self, *args: Any, contested: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_worker"].limit_to(contested)  # type: ignore[attr-defined]


class SettlementForm(forms.Form):
    """How an operator divides what is contested, and why."""

    to_worker = ShareField()
    ruling = Prose(label=_("判断の理由"), max_length=5_000, rows=8, help_text=_("双方が読みます。"))

    def __init__(self, *args: Any, amount: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_worker"].limit_to(amount)  # type: ignore[attr-defined]
