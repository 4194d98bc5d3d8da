"""Links and addresses that no program reads as one: 「bit . ly / 3xYuzu」「bit[.]ly」「b i t . l y」.

A blank beside a full stop makes no link: English has many words that are endings, too (「Thanks . To be
honest」, 「Fine. Page two」). So those need a path behind them, a known host, or a www before.
"""

import re

_LATIN = "a-z0-9"
_LABEL = rf"[{_LATIN}][{_LATIN}-]{{0,40}}+"
_DOT = (
    r"(?: {1,3}\. {0,3}|\. {1,3}| ?[(\[<{「【] ?(?:\.|dot|どっと|点) ?[)\]>}」】] ?"
    r"| {1,3}dot {1,3}| ?どっと ?)"
)
_ANY_DOT = rf"(?:\.|{_DOT})"
ENDINGS = (
    "com|net|org|jp|co|io|me|gg|us|info|biz|tv|app|dev|link|page|site|gle?|le|ly|ee|example|test|invalid|tk|cc|to|"
    "be|do|so|shop|blog|work|group"
)
"""What the names of hosts end with."""
_SLASH = " {0,3}(?:/|すらっしゅ| slash ) {0,3}"
_ALONE = rf"(?: [{_LATIN}](?![{_LATIN}])){{1,30}}"
_STEP = rf"[{_LATIN}@?=&%_#~+-]{{1,60}}+(?:\.[{_LATIN}_-]{{1,40}}+){{0,2}}"
_PATH = rf"(?:{_SLASH}{_STEP}){{1,6}}(?:{_ALONE})?"
_SCHEME = r"(?:h ?[tx] ?[tx] ?p(?: ?s)?)"
_GLUED = rf"(?:{_DOT}| ?(?:[,・。、]|点|てん|ぽち|dot) ?)"
"""What stands for a dot in the names of known hosts."""
_PROSE = rf"[,.] {{1,3}}(?:me|us)(?!{_SLASH}[{_LATIN}])"
"""What goes on after a line or a zoom in English where no path follows: 「on one line. Me and my team」."""
_KNOWN = (
    "(?:bit|ow|cutt){0}ly|lin(?:ktr)?{0}ee|forms{0}gle|goo{0}gl|discord{0}gg|(?:line{1}{0}me|zoom{1}{0}us)"
).format(_GLUED, f"(?!{_PROSE})")
_SPREAD = rf"(?:[{_LATIN}-] ){{2,40}}(?:\.|dot|どっと) ?[a-z](?: [a-z](?![{_LATIN}])){{1,9}}"
"""A host whose letters stand apart."""
_SPEAKING = (
    "an?|the|and|or|is|in|of|to|it|with|our|your|their|own|has|have|had|for|uses?|buy|bought|as|at|on|from|than|"
    "any|no|not|each|both|this|that|what|which"
)
"""Words before a 「.com」 that is only spoken of."""
_HOST = rf"(?!(?:{_SPEAKING})(?![{_LATIN}-]))(?:{_LABEL}\.){{0,3}}{_LABEL}{_DOT}(?:{_LABEL}{_ANY_DOT}){{0,2}}"

APART = (
    rf"(?<![{_LATIN}@.'-])(?:"
    rf"(?!{_SCHEME}://[{_LATIN}]){_SCHEME} {{0,3}}: {{0,3}}/ {{0,3}}/ {{0,3}}"
    rf"(?:{_SPREAD}|{_LABEL}(?:{_ANY_DOT}{_LABEL}){{1,4}})"
    rf"|(?:{_KNOWN})"
    rf"|{_SPREAD}"
    rf"|(?:https?://)?{_HOST}(?:(?:{ENDINGS})(?={_SLASH}[{_LATIN}])|(?:com|jp)(?!\.? ?[{_LATIN}]|-))"
    rf"|(?:https?://)?www{_DOT}(?:{_LABEL}{_ANY_DOT}){{1,2}}(?:{ENDINGS})"
    rf")(?![{_LATIN}-])(?:{_PATH})?"
)
"""A link whose parts stand apart, or whose dots are spelt, with its path."""
EMAIL_APART = (
    rf"(?:[{_LATIN}_.+-] ){{2,40}}(?:@|at|あっと|\(a\)) {_SPREAD}"
    rf"|[{_LATIN}][{_LATIN}_+.-]{{0,40}}+ {{0,3}}@ {{0,3}}(?:{_LABEL} {{0,3}}\. {{0,3}}){{1,3}}[a-z]{{2,10}}"
)
"""An address whose letters or parts stand apart."""
_JOINTS = re.compile(rf"{_DOT}|{_SLASH}|{_GLUED}")


def joined(written: str) -> str:
    """What a link is that stands apart.

    >>> joined("bit . ly / 3xyuzu")
    'bit.ly/3xyuzu'
    """
    return _JOINTS.sub(_joint, written).replace(" ", "")


def _joint(found: re.Match[str]) -> str:
    return "/" if found.group().strip() in {"/", "すらっしゅ", "slash"} else "."
