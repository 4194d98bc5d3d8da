"""What is known by its shape: addresses, links, numbers to call, names to add; plainly written or spelt out.

Whether a shape gives a contact away is told by the words around it (``features``): a card to be printed has
an address too.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .apart import APART, EMAIL_APART, ENDINGS, joined

_LATIN = "a-z0-9"
_OPEN, _CLOSE = r"(?: ?[(\[<{「【] ?)?", r"(?: ?[)\]>}」】] ?)?"
_AT = rf"{_OPEN}(?:@|あっとまーく|あっと|まるあ|まるえー|at(?!sapp)|☆|◎|★){_CLOSE}"
_DOT = rf"{_OPEN}(?:\.|どっと|ぽち|てん|点|dot|,|・|。){_CLOSE}"
_DOT_APART = _DOT.replace("dot", rf"(?<![{_LATIN}_-])dot|dot(?![{_LATIN}_-])")
"""Where 「dot」 stands glued between letters it is a part of the name: a name is cut in one way only."""
_NAME = rf"[{_LATIN}][{_LATIN}_+-]{{0,40}}"
# A last + gives nothing back: fewer letters would be followed by one that can't stand there.
_EMAIL = rf"{_NAME}+(?:\.[{_LATIN}_+-]{{1,40}}+){{0,4}}@{_NAME}(?:\.[{_LATIN}-]{{1,40}}){{0,4}}"
_PLACED = "(?:is|are|was|were|be|it|me|us|here|there|them|look|page|site|form|file|brief) at "
"""Words before an 「at」 that names a place."""
_SPELT_EMAIL = (
    rf"(?<![{_LATIN}])(?:{EMAIL_APART}|(?!{_PLACED}){_NAME}(?: ?{_DOT_APART} ?[{_LATIN}_-]{{1,40}}){{0,3}}"
    rf" ?{_AT} ?{_NAME}(?: ?{_DOT} ?[{_LATIN}-]{{1,40}}){{1,4}})"
)
_WRITTEN = "[!#-&*-;=?-~]"
"""What a link is written in: anything but blanks, quotation marks and brackets."""
_LINK = (
    rf"(?:https?|ttps?|hxxps?)[:/]{{1,3}}{_WRITTEN}{{2,400}}"
    rf"|(?<![{_LATIN}@.-])(?:[{_LATIN}-]{{1,40}}\.){{1,4}}(?:{ENDINGS})(?![{_LATIN}.@-]|\.[a-z])(?:[/?]{_WRITTEN}{{0,400}})?"
)
_PICTURE = "\u2600-\u27bf\U0001f300-\U0001faff"
_GAP = rf"[ \-‐−–—ー一_.・,、()/~の\n{_PICTURE}]{{0,3}}"
_PHONE = rf"(?<![{_LATIN}#.-])(?:\+81{_GAP}|\({_GAP})?[0-9](?:{_GAP}[0-9]){{8,13}}(?![{_LATIN}])"
_COUNTED = "零〇一二三四五六七八九0-9①②③④⑤⑥⑦⑧⑨⓪❶❷❸❹❺❻❼❽❾⓿○◯"
_READ = "ぜろ|れい|まる|おー|いち|ひと|に|さん|よん|し|ご|ろく|なな|しち|はち|きゅう|きゅー|く"
_ENGLISH = "zero|oh|o|double|triple|one|two|three|four|five|six|seven|eight|nine|[0-9]"
_SPELT_PHONE = (
    rf"(?:[{_COUNTED}]\u20e3?{_GAP}){{8,15}}[{_COUNTED}]\u20e3?"
    rf"|(?:ぜろ|零|れい|まる|おー)(?:[ ・、,ー\-\n/の]{{0,3}}(?:{_READ}|[{_COUNTED}])){{7,14}}"
    rf"|(?<![a-z])(?:{_ENGLISH})(?:[ ,.\-\n]{{1,3}}(?:{_ENGLISH})){{7,14}}(?![a-z])"
)
_HANDLE = (
    rf"(?<![{_LATIN}._/])@ ?[{_LATIN}_][{_LATIN}_.-]{{2,40}}"
    rf"|(?<![{_LATIN}])[{_LATIN}_.-]{{2,40}}#[0-9]{{4}}(?![0-9])"
)
_COMPOUND = "[a-z]{1,40}(?:-[a-z]{1,40}){1,3}"
"""Words joined by hyphens, as English has many: no ID where English goes on."""
_ABBREVIATED = rf"(?:e\.g|i\.e|[ap]\.m)(?![{_LATIN}_-])"
_TOKEN = (
    rf"(?<![{_LATIN}/.@#_-])(?!{_COMPOUND},? [a-z])(?!{_ABBREVIATED})"
    rf"(?=[a-z]{{1,40}}(?:[0-9]|[_.-]{{1,3}}[{_LATIN}]))"
    rf"[a-z][{_LATIN}]{{0,40}}+(?:[_.-]{{0,3}}+[{_LATIN}]{{1,40}}+){{0,4}}(?![{_LATIN}@])"
)

_BEGINNING = f"[{_LATIN}@+(_.{_COUNTED.replace('0-9', '')}ぜれまお-]"
"""What a shape can begin with: most letters of a Japanese text are none of these."""
_SHAPES = re.compile(
    f"(?={_BEGINNING})(?:"
    + "|".join(
        f"(?P<{name}>{shape})"
        for name, shape in (
            ("EMAIL", _EMAIL),
            ("SPELTLINK", APART),
            ("LINK", _LINK),
            ("SPELTEMAIL", _SPELT_EMAIL),
            ("PHONE", _PHONE),
            ("SPELTPHONE", _SPELT_PHONE),
            ("HANDLE", _HANDLE),
            ("TOKEN", _TOKEN),
        )
    )
    + ")"
)

SHAPES = frozenset(_SHAPES.groupindex)
"""The names of shapes."""

_HOSTS_OF = {
    "TALK": "line.me lin.ee zoom.us zoom.com meet.google wa.me whatsapp t.me telegram discord.gg "
    "discord.com chatwork slack m.me messenger teams.microsoft teams.live skype kakao "
    "facetime.apple webex whereby gather.town signal.",
    "SOCIAL": "instagram facebook fb.com fb.me twitter x.com tiktok threads.net bsky linktr.ee lit.link "
    "mixi linkedin linktree",
    "ASK": "forms.gle forms.google docs.google.com/forms form.run formrun tally typeform calendly "
    "timerex cal.com spir bit.ly tinyurl goo.gl ow.ly cutt.ly x.gd",
    "MATTER": "github gitlab npmjs pypi readthedocs youtube youtu.be vimeo wikipedia note.com qiita zenn "
    "figma dropbox drive.google docs.google.com/document docs.google.com/spreadsheets amazon "
    "rakuten go.jp lg.jp gov ac.jp stackoverflow developer. example.com example.org example.jp "
    "localhost unsplash pixabay w3.org schema.org",
}
_HOSTS = {kind: hosts.split() for kind, hosts in _HOSTS_OF.items()}
_REACHING = re.compile(
    r"contact|inquiry|toiawase|form|entry|recruit|saiyo|invite|join|add|friend|room|apply|mail|chat|reserve|booking|tel:"
)

_FILE = re.compile(
    r"\.(?:psd|ai|svg|png|jpe?g|gif|webp|tiff?|pdf|docx?|xlsx?|pptx?|csv|txt|md|json|js|ts|py|html|css|zip|mp[34]|wav|mov)$"
)
_NOBODY = re.compile(r"@example\.(?:com|net|org|jp|[a-z]{2}\.jp)$|@acme\.")
"""Addresses that stand for any address."""


class Shape(NamedTuple):
    """A stretch of the folded text, and what it is by its shape."""

    name: str
    start: int
    end: int
    told: tuple[str, ...]


def shapes(heard: str) -> Iterator[Shape]:
    """The shapes of a heard text from left to right, none overlapping another."""
    for found in _SHAPES.finditer(heard):
        name = str(found.lastgroup)
        yield Shape(name, found.start(), found.end(), (name, *_more(name, found.group())))


def _more(name: str, written: str) -> Iterator[str]:
    """What else the shape shows."""
    if name == "SPELTLINK":
        yield "LINK"
        yield from _led_to(joined(written))
    elif name == "LINK":
        yield from _led_to(written)
    elif name == "TOKEN":
        if _FILE.search(written):
            yield "FILENAME"
        elif re.fullmatch(_COMPOUND, written):
            yield "COMPOUND"
    elif name == "PHONE":
        yield from _number(written)
    elif name == "EMAIL" and _NOBODY.search(written):
        yield "EMAILOFNOBODY"


def _led_to(link: str) -> Iterator[str]:
    """What a link leads to."""
    for kind, hosts in _HOSTS.items():
        if any(one in link for one in hosts):
            yield f"LINK{kind}"
    if _REACHING.search(link):
        yield "LINKREACHING"


def _number(written: str) -> Iterator[str]:
    """What a number looks like: whose, and how long."""
    digits = re.sub(r"[^0-9]", "", written)
    yield f"PHONE{len(digits)}"
    if len(digits) == 11 and re.match(r"0[5789]0", digits):
        yield "MOBILE"
    elif len(digits) == 10 and digits.startswith("0"):
        yield "LANDLINE"
    elif not digits.startswith(("0", "81")):
        yield "NOPHONE"
    if "-" in written or "(" in written:
        yield "DASHED"
