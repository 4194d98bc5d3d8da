"""What operators write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import Prose


class ReasonForm(forms.Form):
    """Every act of an operator has a reason, which is recorded."""

    reason = Prose(
        label=_("理由"), help_text=_("クライアントが読み、記録に残ります。"), max_length=1_000, rows=4
    )
