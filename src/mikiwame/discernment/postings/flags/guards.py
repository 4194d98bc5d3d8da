"""Innocent uses of alarming words: negated, forbidden, quoted, told about, or due only after a contract."""

import re

from mikiwame.discernment.memory import lately
from mikiwame.discernment.postings.place import REACH, Place

from .rule import Guard, words

NEGATION = re.compile(
    words(r"""
    ませ(?!んか|んでしょうか) ない(?!場合|方|人|と|時|かた|でください|ひと) なし 無し 不要
    いらな いらぬ 要らな お断り 禁止 厳禁 (?<![a-z])ng(?![a-z]) 不可 控え 遠慮 せず ずに
    (?:書か|送ら|入れ|載せ|伝え|教え|知らせ|出さ|見せ|お書きになら|お送りになら)ないで
    無料 (?<![0-9])0円 ゼロ 負担なく おやめ 必要なく しなくて なくて なくても ではなく
    でなく じゃなく (?<![a-z])not? n't without
""")
)
_ALSO = re.compile("(?:も|とか|や|たり|だの|なり)$")
"""How a clause ends that says less than its sentence: what comes of it is said of the next one too."""
_NAMED = re.compile("[うくすつぬむるい]$")
_SUCH_TALK = re.compile(
    "(?:といった|というような|みたいな|ような|という)(?:話|こと|依頼|お願い|募集|仕事|意味)"
)
_DENIED_TOGETHER = re.compile(
    words(r"""
    (?:あり|ござい|いたし|し|おり|でき|行い|求め|要り|いただき|もらい|かかり)ません(?!か|でしょうか)
    お断り 禁止 違反 (?:では|じゃ)な だめ ダメ 不要 (?:は|も|が)ない
""")
)
_FORBIDDEN = re.compile(
    words("お断り 禁止 厳禁 しないで なさらないで ご?遠慮(?:ください|いただ|願|下さい) 対象外 失格")
)
_TOLD_OF = re.compile(
    words(r"""
    詐欺 闇バイト 被害 手口 啓発 防犯 注意喚起 題材 セリフ 台詞 台本 例文 シーン 場面
    という(?:誘い|話|文句|言葉|語|投稿|募集|お願いでは|意味では|わけでは)
    などの(?:語|言葉|誘い|文句|相談|トラブル|表現)
    と言われ といった(?:誘い|文句|語|言葉|募集|相談|メッセージ) 架空の(?:例|文|会話|設定)
    (?:が|を)題材 について(?:の|を)?(?:記事|解説|調査|アンケート|体験|漫画|動画|論文|翻訳)
    に関する(?:記事|解説|調査|論文|動画|ガイドライン|条項) を見抜 見分け方 を防 防止 抑止
    から守 撲滅 対策
    (?:だまさ|騙さ)れ(?:か|た(?!と思)) 見破 という怪しい 誘われた(?:こと|経験|話) 更生 立ち直 手記
    のは(?:おやめ|やめて|ご遠慮|禁止) (?:紛|まぎ)れ込
    とは(?:絶対に|決して|けっして)?(?:言わない|書かない|言いません|申しません)
""")
)
_SUBJECT = re.compile(
    words(r"""
    詐欺の(?:手口|被害|体験|記事|事例|相談) 詐欺(?:防止|対策|被害|撲滅|啓発)
    闇バイト(?:防止|対策|撲滅|の(?:危険|実態|手口|記事|怖さ)|」(?:防止|加担)|」に|加担) 防犯
    啓発 被害者 注意喚起 消費者(?:団体|センター|トラブル|被害) 消費生活 ドキュメンタリー
    小説 脚本 シナリオ ドラマ 漫画 マンガ 怪談 朗読 不正(?:防止|検知|対策) 防止機能 報道
    ノンフィクション ゲーム(?:の|に登場|内) 法教育 道徳
""")
)
_AFTER_CONTRACT = re.compile(
    "(?:契約|仮払い?|受注|発注)(?:が|の)?(?:成立|締結|完了|確定|済|開始|いただい)?(?:の|し|た)?(?:後|のち|あと|時に|際に|してから|から)"
    "|契約(?:した|が決まった|された|済みの?)(?:方|あと|後|かた)"
)
_ALLOWED = re.compile(
    words("規約 ルール 認められ 許可 サイトの(?:範囲|決まり|定め|機能) 届け出 申請 条件に明記 承認")
)
_ON_SITE = re.compile(
    "(?:当?(?:サイト|プラットフォーム|システム)(?:内|上|の|を通じ|経由)|サイトの?メッセージ|メッセージ機能)"
)
_CLIENT_GIVES = re.compile(
    words(r"""
    (?:お渡し|共有|発行|付与|貸与|お貸し|支給|ご用意|用意|お送り|お知らせ|ご案内|お伝え|連絡|送付)(?:いた|致)?(?:し(?:ます|てあり|ており)|させて|する(?:予定|ので)|済)
    こちら(?:で|から)(?:用意|発行|お渡し|ご用意|お送り)
    弊社(?:で|から)(?:用意|発行|支給|お渡し) 支給(?:品|いた|あり|します)
""")
)


def negated(place: Place) -> bool:
    """The clause ends in a denial, or shares that of a later one: 「借りることも、売ることもしません」."""
    tail = place.tail
    return NEGATION.search(tail) is not None or _denied_together(tail, place.rest)


def _denied_together(tail: str, rest: str) -> bool:
    """Whether a clause is one of several that the sentence goes on to deny."""
    listed = _ALSO.search(tail) or (_NAMED.search(tail) and _SUCH_TALK.search(rest))
    return bool(listed) and _DENIED_TOGETHER.search(rest) is not None


def forbidden(place: Place) -> bool:
    """The sentence forbids or refuses it."""
    return _FORBIDDEN.search(place.tail) is not None


def quoted(place: Place) -> bool:
    """The words stand wholly within quotation marks: somebody else's."""
    first, last = max(0, place.start - REACH), place.end + REACH
    opened = max(place.text.rfind(mark, first, place.start + 1) for mark in "「『“")
    closed = max(place.text.rfind(mark, first, place.start) for mark in "」』”")
    if opened < 0 or opened < closed:
        return False
    ends = [found for mark in "」』”" if (found := place.text.find(mark, opened, last)) >= 0]
    return bool(ends) and place.end <= min(ends) + 1 and "\n" not in place.text[opened : min(ends)]


def told_of(place: Place) -> bool:
    """The sentence speaks about such things: a topic, a line of a script, somebody's story."""
    return _TOLD_OF.search(place.sentence) is not None


def _somewhere(expression: re.Pattern[str]) -> Guard:
    """The whole text has it: asked once for all places of a text."""
    holds = lately(lambda text: expression.search(text) is not None)
    return lambda place: holds(place.text)


subject = _somewhere(_SUBJECT)
"""The whole text is about such things: prevention, reporting, fiction."""


def after_contract(place: Place) -> bool:
    """It is due only once a contract stands, or as the site's rules allow."""
    return _AFTER_CONTRACT.search(place.sentence) is not None


def allowed(place: Place) -> bool:
    """After the contract, and as the site's rules allow."""
    return after_contract(place) and _ALLOWED.search(place.sentence) is not None


def on_site(place: Place) -> bool:
    """The sentence names the site's own procedure."""
    return _ON_SITE.search(place.sentence) is not None


def client_gives(place: Place) -> bool:
    """The client hands it out instead of asking for it."""
    return _CLIENT_GIVES.search(place.tail) is not None


def unless(alternatives: str) -> Guard:
    """Innocent where the sentence has one of these words."""
    found = re.compile(words(alternatives))
    return lambda place: found.search(place.sentence) is not None


def unless_near(alternatives: str) -> Guard:
    """Innocent where the clauses that the place touches have one of these words."""
    found = re.compile(words(alternatives))

    def innocent(place: Place) -> bool:
        start, end = place.clause_edges()
        return found.search(place.text, start, end) is not None

    return innocent


def only_with(alternatives: str) -> Guard:
    """Innocent unless the sentence has one of these words."""
    found = re.compile(words(alternatives))
    return lambda place: found.search(place.sentence) is None


def only_where(alternatives: str) -> Guard:
    """Innocent unless the whole text has one of these words."""
    found = re.compile(words(alternatives))
    holds = _somewhere(found)
    return lambda place: not holds(place)


def nowhere(alternatives: str) -> Guard:
    """Innocent where the whole text has one of these words."""
    return _somewhere(re.compile(words(alternatives)))


SAID_BY_OTHERS: tuple[Guard, ...] = (quoted, told_of)
USUAL: tuple[Guard, ...] = (negated, *SAID_BY_OTHERS)
