"""What members say of themselves, keep private, and choose."""

import zoneinfo
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mikiwame.market.members import rules
from mikiwame.market.members.private import (
    ADDRESS_MOST,
    BIRTH_YEARS,
    LEGAL_NAME_MOST,
    AccountKind,
    BankAccount,
)
from mikiwame.market.members.scopes import Scope
from mikiwame.wording.words import WORDS

from .fields import Line, Prose
from .years import five_years


class ProfileForm(forms.Form):
    """What everybody sees."""

    display_name = Line(
        label=_("表示名"),
        max_length=rules.NAME_MOST,
        help_text=_("2文字から40文字。本名でなくてかまいません。"),
    )
    about = Prose(
        label=_("自己紹介"),
        max_length=rules.ABOUT_MOST,
        required=False,
        help_text=_("できること、使える時間、これまでの経験など。連絡先は書かないでください。"),
    )
    is_business = forms.BooleanField(label=_("事業として仕事を頼みます（事業者）"), required=False)
    withholds_tax = forms.BooleanField(
        label=_("報酬から源泉徴収をする義務があります"),
        required=False,
        help_text=_(
            "人を雇って給与を払っている個人事業主や会社は、原稿料やデザイン料などから源泉徴収します。"
        ),
    )


class PrivateDataForm(forms.Form):
    """What stays sealed; an emptied field is removed."""

    legal_name = Line(label=_("本名"), max_length=LEGAL_NAME_MOST, required=False)
    address = Prose(label=_("住所"), max_length=ADDRESS_MOST, rows=2, required=False)
    phone = Line(label=_("電話番号"), max_length=40, required=False, help_text=_("例：090-1234-5678"))
    invoice_number = Line(
        label=_("適格請求書発行事業者の登録番号"),
        max_length=40,
        required=False,
        help_text=_("登録している方だけ。Tと13桁の数字です。"),
    )
    prefecture = forms.ChoiceField(
        label=_("住まいの都道府県（任意）"),
        required=False,
        choices=[("", _("書かない")), *WORDS["prefecture"].items()],
        help_text=_("仕事の条件と照らすためだけに使います。公開しません。"),
    )
    birth_years = forms.ChoiceField(
        label=_("生まれた年（任意）"),
        required=False,
        choices=[("", _("書かない")), *((year, five_years(int(year))) for year in BIRTH_YEARS)],
        help_text=_("5年の幅で。仕事の条件と照らすためだけに使います。公開しません。"),
    )
    autocomplete: ClassVar[dict[str, str]] = {
        "legal_name": "name",
        "address": "street-address",
        "phone": "tel",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in self.autocomplete.items():
            self.fields[name].widget.attrs["autocomplete"] = kind
        self.fields["phone"].widget.attrs["inputmode"] = "tel"


ACCOUNT_KINDS: dict[AccountKind, str | Promise] = {
    AccountKind.ORDINARY: _("普通"),
    AccountKind.CURRENT: _("当座"),
    AccountKind.SAVINGS: _("貯蓄"),
}

PARTS_WRONG: dict[str, str | Promise] = {
    "bank": _("銀行コードは4桁までの数字です。"),
    "branch": _("支店コードは3桁までの数字です。"),
    "number": _("口座番号は7桁までの数字です。"),
    "holder": _("口座名義は、通帳のとおりにカタカナで書いてください。"),
}


class BankAccountForm(forms.Form):
    """Where earnings are paid to."""

    bank = Line(label=_("銀行コード"), max_length=10, help_text=_("4桁の数字"))
    branch = Line(label=_("支店コード"), max_length=10, help_text=_("3桁の数字"))
    kind = forms.ChoiceField(label=_("預金の種類"), choices=[(str(k), v) for k, v in ACCOUNT_KINDS.items()])
    number = Line(label=_("口座番号"), max_length=20, help_text=_("7桁の数字"))
    holder = Line(label=_("口座名義（カタカナ）"), max_length=60, help_text=_("例：サトウ ユキ"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("bank", "branch", "number"):
            digits = {"inputmode": "numeric", "class": "number", "autocomplete": "off"}
            self.fields[name].widget.attrs |= digits

    def clean(self) -> dict[str, Any]:
        """All parts together, as one account."""
        values = super().clean() or {}
        if not self.errors:
            try:
                values["account"] = BankAccount.written(**values)
            except ValueError as error:
                part = str(error)
                self.add_error(part, PARTS_WRONG[part])  # type: ignore[arg-type]
        return values


def zones() -> list[tuple[str, str]]:
    """The time zones by the places that name them, Japan's first."""
    places = {zone for zone in zoneinfo.available_timezones() if "/" in zone and zone[:3] != "Etc"}
    ordered = (settings.TIME_ZONE, *sorted(places - {settings.TIME_ZONE}))
    return [(zone, zone.replace("_", " ")) for zone in ordered]


class LanguageForm(forms.Form):
    """In which language, and by which clock."""

    language = forms.ChoiceField(
        label=_("言語"), choices=settings.LANGUAGES, help_text=_("画面とメールの言語です。")
    )
    time_zone = forms.ChoiceField(
        label=_("時刻の地域"), choices=zones, help_text=_("期限などの表示に使います。")
    )


SCOPES: dict[Scope, str | Promise] = {
    Scope.READ: _("読む：自分の募集、応募、契約、メッセージ、お金の記録"),
    Scope.POST: _("頼む：募集を書き、応募者を選び、内定を出し、検収する（受け入れると、報酬が支払われます）"),
    Scope.APPLY: _("応募する：応募し、内定を受けるか断る"),
    Scope.WORK: _("働く：納品し、やり取りし、評価を書き、契約を終える"),
    Scope.PAY: _("払う：仮払いをする"),
}


class TokenForm(forms.Form):
    """A key for a program."""

    name = Line(
        label=_("名前"), max_length=rules.TOKEN_NAME_MOST, help_text=_("どのプログラムのものか分かる名前。")
    )
    scopes = forms.MultipleChoiceField(
        label=_("許すこと"),
        choices=[(str(scope), words) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ],
    )


class FarewellForm(forms.Form):
    """Leaving for good."""

    sure = forms.BooleanField(label=_("元に戻せないことを分かりました"))
