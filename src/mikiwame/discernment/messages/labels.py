"""Reads a label: a display name, the name of a file, a title, a line of a terms sheet. Does it lead around?

A label is no sentence. 「yuki2026」 alone in a message is an ID to be added; as a name it is a name. So it
leads around if it does so alone, and still does where a sentence introduces it, or if it plainly holds an
address or a number to call.
"""

import re
from collections.abc import Iterator

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.lexicon import hear
from mikiwame.discernment.reports import MessageReport, Reaching
from mikiwame.discernment.text import Quote, Text

from .marks import marks
from .names import NAMES
from .reading import read_message

INTRODUCING = ("はじめまして、{}です。", "{}です。")
"""What is said of a name; what only looked like an ID is none there."""
PLAIN = frozenset({"EMAIL", "SPELTEMAIL", "MOBILE", "LANDLINE", "LINKTALK", "LINKSOCIAL", "LINKASK"})
"""Ideas that give a contact wherever they stand."""
SHAPES = frozenset({"EMAIL", "SPELTEMAIL", "LINK", "PHONE", "SPELTPHONE", "HANDLE", "TOKEN"})
"""Ideas that are addresses, numbers or IDs by their shape."""
LONGEST = 60
"""A longer label is read as a message."""

_GLUED = re.compile(
    "(?<![A-Za-z])(?:LINE|KAKAO|DISCORD|SKYPE|TELEGRAM|INSTA|INSTAGRAM|TWITTER|WECHAT|WHATSAPP|VIBER|SLACK)"
    "(?=[a-z0-9_.-]{0,40}[a-z])(?=[a-z0-9_.-]{0,40}[0-9_.-])([a-z0-9_.-]{3,40})"
)
"""A tool's name in capitals, and behind it in small letters what one is called there."""
_BEFORE_NUMBER = re.compile(r"(?<=[A-Za-z])(?=[0-9０-９]{9})")
_BY_MACHINES = re.compile(
    r"WhatsApp (?:Image|Video|Audio) [0-9]{4}-[0-9]{2}-[0-9]{2} at [0-9]{1,2}\.[0-9]{2}\.[0-9]{2}"
    r"(?: [AP]M)?(?: \([0-9]{1,2}\))?"
)
"""How a phone calls what it saves."""
_APART = re.compile(r"[\s_.+()・-]")
_NUMBER = re.compile(r"(?:v|ver|rev)?[0-9]{1,4}|20[0-9]{6}|[0-9]{2,4}x[0-9]{2,4}")
"""A version, a count, a day, or a size in pixels."""
_DIGITS_MOST = 10
_WORDS = (
    "header banner post posts story stories reel reels stamp stamps sticker icon icons logo cover "
    "thumb thumbnail profile feed ad ads campaign creative layout template mockup mock design image "
    "images img pic photo movie video clip screen screenshot capture export import data list log "
    "logs report analysis slide slides doc manual guide background bg virtual frame card ogp lp ui "
    "final draft rough sample copy edit new old fix fixed rev ver "
    "へっだー ばなー 投稿 投稿案 投稿文 投稿用 すとーりー りーる すたんぷ すたんぷ案 絵文字 "
    "あいこん ろご かばー さむね さむねいる ぷろふぃーる 広告 広告案 広告文 運用 運用案 "
    "分析 分析表 集計 画像 写真 動画 録画 画面 背景 資料 手順 手順書 台本 原稿 見本 案 "
    "初稿 下書き 修正 修正版 修正済 最終 最終版 完成 完成版 納品 納品用 確認用 公式 "
)
_WORK = frozenset(_WORDS.split())
"""What people make for a tool or with one, and what they call its versions; katakana as hiragana."""


def read_label(label: str) -> MessageReport:
    """What of a label leads around the marketplace, with its quotes in the label as it stands.

    >>> read_label("logo_v2").stopped, read_label("LINE_ID_yuki0523").stopped
    (False, True)

    Raises:
        Unreadable: it has more than ``text.LONGEST`` characters.
    """
    words = _words(label)
    if _BY_MACHINES.fullmatch(label) or (set(words).isdisjoint(NAMES) and _is_work(words)):
        return MessageReport(())
    if glued := (*_glued(label),):
        return MessageReport(glued)
    alone = read_message(label)
    if not alone.stopped or len(label) > LONGEST:
        return alone
    spaced = _BEFORE_NUMBER.sub(" ", label.replace("_", " "))
    introduced = (read_message(sentence.format(spaced)).stopped for sentence in INTRODUCING)
    return alone if _ideas(spaced) & PLAIN or all(introduced) else MessageReport(())


def read_file_name(stem: str) -> MessageReport:
    """The same of a file's name, without its ending: one that names a tool beside words of work is none.

    >>> read_file_name("twitter_header_v3").stopped, read_file_name("LINEで連絡").stopped
    (False, True)

    Raises:
        Unreadable: it has more than ``text.LONGEST`` characters.
    """
    report = read_label(stem)
    return MessageReport(()) if report.stopped and _is_work(_words(stem)) else report


def _glued(label: str) -> Iterator[Reaching]:
    """IDs that stand glued to the name of their tool, which a message has no words for."""
    for found in _GLUED.finditer(label):
        if not _is_work(_words(found.group(1))):
            yield Reaching(Contact.CHAT_ID, Quote("text", found.group(), *found.span()))


def _words(label: str) -> list[str]:
    """What stands between a label's separators, as it is heard."""
    return [word for word in _APART.split(hear(Text(label, part="text").folded)) if word]


def _is_work(words: list[str]) -> bool:
    """Whether a name says nothing but a tool's name, words of work and numbers too short to be called."""
    rest = [word for word in words if word not in NAMES]
    digits = sum(letter.isdecimal() for word in rest for letter in word)
    known = all(word in _WORK or _NUMBER.fullmatch(word) for word in rest)
    return known and any(word in _WORK for word in rest) and digits <= _DIGITS_MOST


def names_only(words: str) -> bool:
    """Whether words that lead around name a way at most, and hold no address, number or ID."""
    return not _ideas(words) & SHAPES


def _ideas(words: str) -> set[str]:
    return {idea for mark in marks(Text(words, part="text")) for idea in mark.ideas}
