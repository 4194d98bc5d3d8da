"""``{{ session.user_agent|browser }}``: what a signed-in device is called."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that is found counts: Edge says that it is Chrome too, and Chrome that it is Safari.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """Browser and system: ``Firefox (Windows)``."""
    named = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return " ".join(filter(None, (named, f"({system})" if system else ""))) or _("知らないブラウザー")
