"""How the two will talk: another tool than the sheet's."""

import re
from collections.abc import Iterator

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.flags.concepts import PRIVATE_CHAT
from mikiwame.discernment.postings.flags.guards import NEGATION
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.postings.sheet import Sheet
from mikiwame.discernment.text import Span, Text

from .claim import Claim, matches

_TOOLS = {
    "site": r"(?:サイト|システム)(?:内|上)?の?メッセージ|サイト内|[当本]サイト|メッセージ機能",
    "slack": r"slack|スラック",
    "chatwork": r"chatwork|チャットワーク|チャトワ",
    "teams": r"(?<![a-z])teams(?![a-z])",
    "discord": r"discord|ディスコード",
    "phone": r"電話(?!番号|受付|対応|取材|応対|機)",
    "mail": r"(?<!サイトの)(?<!ダイレクト)(?:e-?)?メール(?!マガジン|アドレス|対応|返信|文)",
    "private chat": PRIVATE_CHAT,
}
_SPEAKS = r"連絡|やり取り|やりとり|やり取|コミュニケーション"
_TALK = {
    tool: re.compile(
        rf"(?:{_SPEAKS})[^。\n]{{0,10}}?(?P<after>{names})|(?P<before>{names})[^。\n、]{{0,10}}(?:{_SPEAKS}|進め|を追加|に登録)"
    )
    for tool, names in _TOOLS.items()
}
_IN_SHEET = {tool: re.compile(names) for tool, names in _TOOLS.items()}
_OTHER = re.compile(
    r"社内|スタンプ|アカウント運用|公式|文例|記事|お客|顧客|ユーザー|場合|急ぎ|緊急|打ち?合わせ|会議|通話"
)


def tools(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Tools for talking that the sheet doesn't name; none where the sheet names none."""
    line = sheet.line(Term.COMMUNICATION)
    folded = Text(line).folded if len(line) < 3_000 else ""
    agreed = {tool for tool, expression in _IN_SHEET.items() if expression.search(folded)}
    if not agreed:
        return
    for tool, expression in _TALK.items():
        for found in matches(expression, text.folded) if tool not in agreed else ():
            place = Place(text.folded, found.start(), found.end())
            if not (NEGATION.search(place.sentence) or _OTHER.search(place.sentence)):
                yield Claim(Term.COMMUNICATION, Span(found.start(), found.end()), line)
