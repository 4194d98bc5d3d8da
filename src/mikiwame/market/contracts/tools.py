"""Outside tools: which of them a text names, and which the terms allow once money is held.

The terms allow what their ``communication`` names, e-mail and telephone among it. A link that leads to no
such tool is work, not a way around.
"""

import re
from collections.abc import Iterable, Iterator

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.reports import Reaching
from mikiwame.discernment.text import Text


def _alone(latin: str, kana: str, more: str = "") -> re.Pattern[str]:
    """A name in Latin letters and one in kana, neither within a longer word."""
    written = rf"(?<![a-z])(?:{latin})(?![a-z])|(?<![ァ-ヴー])(?:{kana})(?![ァ-ヴー])"
    return re.compile(f"{written}|{more}" if more else written)


MAIL, PHONE = "mail", "phone"
NAMES = {
    "line": _alone("line", "ライン", r"らいん|lin\.ee|line\.me"),
    "chatwork": _alone("chatwork", "チャットワーク|チャワ"),
    "slack": _alone("slack", "スラック"),
    "discord": _alone("discord", "ディスコード|ディスコ"),
    "zoom": _alone("zoom", "ズーム", r"zoom\.us"),
    "skype": _alone("skype", "スカイプ"),
    "teams": _alone("teams|ms teams", "チームズ"),
    "meet": _alone("meet|google ?meet", "グーグルミート|ミート", r"meet\.google"),
    "telegram": _alone("telegram", "テレグラム", r"t\.me"),
    "whatsapp": _alone("whatsapp", "ワッツアップ", r"wa\.me"),
    "kakao": _alone("kakao|kakaotalk", "カカオ|カカオトーク"),
    "wechat": _alone("wechat", "ウィーチャット", "微信"),
    "signal": _alone("signal", "シグナル"),
    "facebook": _alone("facebook|messenger|fb", "フェイスブック|メッセンジャー", r"m\.me"),
    "instagram": _alone("instagram|insta", "インスタグラム|インスタ"),
    "x": _alone("twitter", "ツイッター", r"(?<![a-z])x(?:の|で)?dm"),
    MAIL: _alone("e-?mail|mail|gmail", "メール|メアド", "めーる"),
    PHONE: _alone("tel|phone|sms", "テル|ケータイ|スマホ", "電話|通話|携帯"),
}
"""Each tool, by an expression over a folded text that names it."""

OF_THEIR_OWN = {Contact.EMAIL: MAIL, Contact.PHONE: PHONE}
"""What needs no name to be known."""


def named(text: str) -> set[str]:
    """The tools that a text names."""
    folded = Text(text).folded
    return {tool for tool, name in NAMES.items() if name.search(folded)}


def unagreed(findings: Iterable[Reaching], text: str, communication: str) -> Iterator[Reaching]:
    """Of what leads outside in a text, what the terms' words on communication don't name."""
    allowed, meant = named(communication), named(text)
    for one in findings:
        own = OF_THEIR_OWN.get(one.kind)
        asked = {own} if own else named(one.quote.text) or (set() if one.kind == Contact.URL else meant)
        if not asked <= allowed or (not asked and not allowed and one.kind != Contact.URL):
            yield one
