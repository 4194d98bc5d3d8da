"""``{% load readings %}``, ``{{ one.paid|yen_span }}``: an amount, or from what to what."""

from django import template

from mikiwame.wording.formats import yen

register = template.Library()


@register.filter
def yen_span(span: tuple[float, float]) -> str:
    """``0.8円〜3円``; one amount where both ends are the same."""
    least, most = (yen(round(end, 2) if end % 1 else int(end)) for end in span)
    return least if least == most else f"{least}〜{most}"
