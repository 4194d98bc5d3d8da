"""What is handed in to show who one is, and what an operator finds."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mikiwame.market.members.operations.identity import REASON_MOST
from mikiwame.market.members.rules import PICTURES_MOST
from mikiwame.market.members.states import PaperKind

from .fields import Day, Files, Prose

KINDS: dict[PaperKind, str | Promise] = {
    PaperKind.DRIVING_LICENCE: _("運転免許証"),
    PaperKind.MY_NUMBER_CARD: _("マイナンバーカード（表だけ）"),
    PaperKind.RESIDENCE_CARD: _("在留カード"),
    PaperKind.PASSPORT: _("パスポート"),
}


class PapersForm(forms.Form):
    """Pictures of one paper."""

    kind = forms.ChoiceField(
        label=_("書類"),
        choices=[(str(kind), words) for kind, words in KINDS.items()],
        widget=forms.RadioSelect,
    )
    pictures = Files(
        most=PICTURES_MOST,
        label=_("書類の写真"),
        help_text=_(
            "氏名と有効期限が読めるように。JPEG、PNG、WebPを3枚まで。"
            "マイナンバーの書かれた面は、写さないでください。"
        ),
    )

    def values(self) -> dict[str, Any]:
        """As the operation takes it."""
        sent = self.cleaned_data
        pictures = [picture.read() for picture in sent["pictures"]]
        return {"kind": PaperKind(sent["kind"]), "pictures": pictures}


class ConfirmationForm(forms.Form):
    """Until when it holds, if that ends."""

    valid_until = Day(
        required=False,
        label=_("いつまで有効とするか（任意）"),
        help_text=_("書類に有効期限があれば、その日まで。過ぎると、確認済みではなくなります。"),
    )


class RefusalForm(forms.Form):
    """Why it can't be told."""

    reason = Prose(
        max_length=REASON_MOST,
        rows=3,
        label=_("確認できない理由"),
        help_text=_("本人に伝わります。何を撮り直せばよいかを書いてください。"),
    )
