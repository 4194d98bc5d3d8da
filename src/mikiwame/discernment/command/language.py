"""In which language a report speaks."""

from collections.abc import Mapping

LANGUAGES = ("ja", "en")


def language(asked: str | None, environment: Mapping[str, str]) -> str:
    """The language asked for, else the locale's; Japanese where the locale names none.

    >>> language(None, {"LANG": "en_GB.UTF-8"}), language(None, {"LC_ALL": "C", "LANG": "en_GB.UTF-8"})
    ('en', 'ja')
    """
    if asked:
        return asked
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in variables if (value := environment.get(name))), "C")
    named = locale.partition(".")[0].partition("_")[0].lower()
    return "ja" if named in {"ja", "c", "posix"} else "en"
