"""Rewards out of proportion: far above what such work can earn, or far below what it takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mikiwame.discernment.amounts import Amount, Basis, amounts
from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.numerals import number
from mikiwame.discernment.postings import durations, quantities
from mikiwame.discernment.postings.pay import Said, kinds_of_work, market_rows, of_material
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.postings.quantities import CHARACTERS
from mikiwame.discernment.postings.rewards import find_rewards
from mikiwame.discernment.rates.market import Rate, about, market_rate
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import lowest_wage

from . import guards
from .rule import warns, words

_SCALE = {"万": 10_000, "千": 1_000, "百": 100, "k": 1_000, "": 1}
_EASY = re.compile(
    words(r"""
    だけ(?!ま) (?:超|とても)?(?:簡単|かんたん|カンタン) 誰(?:に)?でも だれ(?:に)?でも スキマ
    すきま スマホ(?:1台|ひとつ|だけ|ワーク|で) コピペ コピー&ペースト
    (?:1日|毎日|一日)[^。\n]{0,6}分 [0-9一二三十]{1,4}分(?:ほど|だけ|で|程度|くらい|の) 寝て
    ポチ 受け?取 即日 夢(?:じゃ|では)な
    スキル(?:は|も|なんて)?[^。\n]{0,6}(?:不要|いりません|いらない|なくて) いいね 放置
    ノルマ(?:なし|ゼロ) 経験(?:は)?(?:いりません|いらない|不要) 高収入 高額 楽(?:して|に)
    未経験(?:でも|から|ok|者)?[^。\n]{0,10}(?:万|稼) 主婦 副業 不労 自由 運ぶ 引き出 日払い
    ほったらかし
""")
)
_SKILLED = re.compile(
    words(r"""
    設計 要件定義 実務[0-9]{1,9}年 経験[0-9]{1,9}年 実務経験 エンジニア 稼働[0-9]{1,9} 準委任 業務委託
    週[0-9]{1,9}(?:日|時間)以上 コンペ 賞金 グランプリ 最優秀 固定報酬 開発 制作費
    売上(?:目標)?(?:が|は) 年商 当店の 当社の売上 納品物 フルタイム
""")
)
_SAID_WITHOUT_ONE = (
    (re.compile("(?:月収|月商|先月|ひと月|副収入|収入|初月)[^。\\n!?]{0,12}$"), Basis.MONTH),
    (re.compile("(?:1日(?:で|に)|一日(?:で|に)|ひと晩)[^。\\n!?]{0,12}$"), Basis.DAY),
    (re.compile("1週間で[^。\\n!?]{0,12}$"), Basis.WEEK),
    (re.compile("(?:これ)?だけで[^。\\n!?]{0,12}$"), Basis.PIECE),
)
"""Words for what easy work is promised for, where an amount doesn't name it beside itself."""
_HANDED = frozenset({"件", "回", "個", "通", "箱", "台", "枚"})
_PROMISED = frozenset({Basis.HOUR, Basis.DAY, Basis.WEEK, Basis.MONTH, Basis.PIECE})
_FEW_MINUTES = 5
_DAYS_OF_A_MONTH = 30
_MINUTES = re.compile(
    r"(?P<least>[0-9]{1,3})(?:~(?P<most>[0-9]{1,3}))?分(?:で|、|だけ|ほどで|程度で|ほど|くらいで|の作業で)"
    r"[^。\n!?0-9]{0,10}$"
)
_TRIVIAL = re.compile(
    words(r"""
    受け?取 送(?:る|って)だけ 番号 渡すだけ 置くだけ 運ぶ 貸す 登録(?:する)?だけ ラベル
    入力して(?:送信|感想) いいね コピペ 見るだけ 聞くだけ 書くだけ クリック タップ スクショ
    ダウンロード 返信するだけ
""")
)


def sums(text: str) -> Iterator[Amount]:
    """The sums of money in a folded text, shares of something left out."""
    return (one for one in amounts(text) if one.basis != Basis.SHARE)


def too_much(text: str) -> Iterator[Place]:
    """Sums that such easy work doesn't earn."""
    if "円" not in text and "万" not in text:
        return
    every = list(sums(text))
    for sum_ in every:
        place = _for_minutes(text, sum_)
        if place and not guards.quoted(place):
            yield place
    if not _EASY.search(text) or _SKILLED.search(text):
        return
    trivial = _TRIVIAL.search(text) is not None
    for sum_ in every:
        place = Place(text, sum_.around.start, sum_.around.end)
        innocent = (guards.negated, guards.told_of, guards.quoted)
        if _is_too_much(text, sum_, trivial=trivial) and not any(guard(place) for guard in innocent):
            yield place


def _for_minutes(text: str, sum_: Amount) -> Place | None:
    """A sum right behind the few minutes that it is paid for: 「たった10分の作業で3万円」, 「所要1分」."""
    needed = durations.needed(text, sum_.around) if sum_.basis in _SUMS else None
    if needed and needed.most * 60 <= _FEW_MINUTES:
        too_much = sum_.highest / (needed.least * 60) >= most_for_easy_work(Basis.MINUTE)
        return Place(text, sum_.around.start, sum_.around.end) if too_much else None
    found = _MINUTES.search(text, max(0, sum_.around.start - 28), sum_.span.start)
    if found is None or sum_.basis not in _SUMS or of_material(text, found.start(), found.end()):
        return None
    minutes = number(found["most"] or found["least"])[0] or 1.0
    too_much = sum_.highest / minutes >= most_for_easy_work(Basis.MINUTE)
    return Place(text, found.start(), sum_.span.end) if too_much else None


def _is_too_much(text: str, sum_: Amount, *, trivial: bool) -> bool:
    basis = sum_.basis if sum_.basis in _PROMISED else _said_before(text, sum_)
    if of_material(text, sum_.around.start, sum_.span.start):
        return False
    hourly = _hourly(text, sum_)
    if hourly is not None and hourly >= 2 * most_for_easy_work(Basis.HOUR):  # its hours are only about known
        return True
    if basis is None or (basis == Basis.PIECE and not (trivial and sum_.counter in _HANDED | {""})):
        return False
    return sum_.highest >= most_for_easy_work(basis)


def _hourly(text: str, sum_: Amount) -> float | None:
    """Yen an hour, where a sum for a day or a month and its hours are said."""
    if sum_.basis == Basis.DAY:
        time = durations.of_a_day(text)
        return sum_.highest / time.most if time else None
    if sum_.basis == Basis.MONTH:
        month, day = durations.of_a_month(text), durations.of_a_day(text)
        hours = month.most if month else day.most * _DAYS_OF_A_MONTH if day else None
        return sum_.highest / hours if hours else None
    return None


def _said_before(text: str, sum_: Amount) -> Basis | None:
    start = sum_.span.start
    return next(
        (basis for said, basis in _SAID_WITHOUT_ONE if said.search(text, max(0, start - 24), start)), None
    )


def most_for_easy_work(basis: Basis) -> float:
    """Yen from which on work that anybody can do is promised too much, by the table of rates."""
    return _row("easy", basis).far_above


def least_for(work: str, basis: Basis) -> float:
    """Yen below which a kind of work is paid far below the market, by the table of rates."""
    return _row(work, basis).far_below


def _row(work: str, basis: Basis) -> Rate:
    row = market_rate(work, basis)
    assert row is not None, f"the table of rates has {work} by {basis}"
    return row


@dataclass(frozen=True, slots=True)
class Load:
    """A quantity of a kind of work, and how many of what the table of rates counts by are in one of it."""

    work: str
    basis: Basis
    quantity: re.Pattern[str]
    units: int = 1

    def floor(self) -> float:
        """The least yen for one that is not far below the market."""
        return least_for(self.work, self.basis) * self.units


_SENTENCES = "(?:文(?!字)|フレーズ|セリフ|台詞|ワード|センテンス)"
LOADS = (
    Load("translation", Basis.CHARACTER, quantities.of("(?:文字|字(?!幕|体|形)|ワード|語(?!学)|words?)")),
    Load("translation", Basis.PAGE, quantities.of("(?:ページ|p(?![a-z]))")),
    Load("writing", Basis.CHARACTER, quantities.of(CHARACTERS)),
    Load("narration", Basis.CHARACTER, quantities.of(CHARACTERS)),
    Load("narration", Basis.SENTENCE, quantities.of(_SENTENCES)),
    Load("web_page", Basis.PAGE, quantities.of("(?:ページ|p(?![a-z]))")),
    Load("transcription", Basis.MINUTE, quantities.of("分")),
    Load("transcription", Basis.MINUTE, quantities.of("時間(?!以内)"), units=60),
    Load("video", Basis.MINUTE, quantities.of("分", "(?:完成|尺|本編|約)[^。\\n]{0,8}?")),
    Load("illustration", Basis.PIECE, quantities.of("(?:個|点|枚|体|種(?:類)?)(?!まで|以内|応募)")),
    Load("banner", Basis.PIECE, quantities.of("(?:枚|点|種)(?!まで|以内|応募)")),
)
_TOTALS = (
    ("logo", Basis.WHOLE, about("logo")),
    ("development", Basis.WHOLE, about("development")),
    ("video", Basis.PIECE, re.compile("(?:動画|youtube|ショート)[^。\\n]{0,12}編集")),
)
_FOR_A_PIECE = 5
"""Fewer yen are for a character or a word, whatever length stands near."""
NEXT_TO_NOTHING = 10
"""So few yen for all of a work are no pay."""
_FOR_SHOW = re.compile("サイト|契約|形だけ|ここで|こちらで|ずつ")
"""A contract of a yen, so that the rest is paid elsewhere, is another sign."""
_OF_ALL = frozenset({Basis.UNSAID, Basis.WHOLE})
_SUMS = frozenset({Basis.UNSAID, Basis.WHOLE, Basis.PIECE})
_EACH_AFTER = re.compile(r"(?:円)?(?:/|\(1)(?:文字|字|ワード|word|分|枚|点|個|文|p|ページ|時間)")
_EACH_BEFORE = re.compile(
    r"1(?:文字|字|ワード|word|分|枚|点|個|文|フレーズ|ページ|時間|件(?:の修正))[^0-9]{0,8}$"
)
_PIECE_BEFORE = re.compile(
    r"1(?:件|枚|文字|字|回|問|ページ|点|個|ワード|分|文|行|品|人|名|通|か所)[^0-9]{0,8}$"
)
_TOTAL_BEFORE = re.compile(
    r"(?:予算|報酬|金額|料金|賞金|大賞|採用(?:の方|者|作品|された方)?(?:に|は|:)|一式|総額|お礼|全部で|1(?:本|サイト|lp|案))"
    r"[^0-9]{0,12}$"
)
_MONTHLY = re.compile("(?:月額|月給|月に?|毎月|1か月)[^。\\n]{0,8}?$")
_EVERY_DAY = re.compile("毎日|1日[0-9]{1,4}(?:~[0-9]{1,4})?(?:件|本|投稿|記事)|平日(?:は)?毎日|週[5-7]")
_REWARD = re.compile(
    "(?:"
    + words(r"""
    報酬 単価 謝礼 お礼 金額 料金 予算 ギャラ 賞金 大賞
    採用(?:の方|者|作品|された方)?(?:に|は|:|1) 月額
    1(?:記事|本|件|枚|話|曲|ページ|回|点|個|サイト|案|lp|投稿|文) 一(?:記事|本|件) 全部で
    合計 一式 まとめて [0-9]{1,9}(?:文字|字|記事|本|ページ)(?:で|、|/|あたり|につき)? 固定 税込
    総額 1名
""")
    + r")[^。\n]{0,16}$"
)
_PIECE_AFTER = re.compile(
    r"^(?:\([^)\n]{0,12}\))?(?:/|です|で(?:お願い|す|ござ)|くらい|程度|\(|になり|、|。|\n|$|を|と|ずつ|ほど|固定|の|も)"
)
UNPAID_WORK = warns(
    Flag.UNDERPRICED,
    words("報酬 お?支払い? ギャラ 謝礼 お礼 対価 お金"),
    words(r"""
    (?:は|が|も)?(?:出ません|出せません|なし|ありません|お出しできません|ございません|発生しません|お支払いできません|ゼロ|用意(?:して(?:い|お)りません|できません)|(?<![0-9,])0円|出ない|払えません|無し)
"""),
    gap=5,
    guards=(
        *guards.SAID_BY_OTHERS,
        guards.only_where(r"""
    実績|経験(?:に|を積)|やりがい|勉強|スキルアップ|ボランティア|ポートフォリオ|知名度|宣伝|夢|共感|将来
"""),
        guards.nowhere("テスト|課題|トライアル|試用|試し"),
        guards.unless("途中 場合 不備 遅れ 選ばれな 参加賞 追加"),
    ),
)


_YEN = ("円", "銭", "¥", "yen", "jpy", "えん")


def too_little(text: str, category: str = "", format_: str = "") -> Iterator[Place]:
    """Sums far below what such work takes."""
    if not any(mark in text for mark in _YEN):
        return
    every = list(sums(text))
    yield from _below_unit_rates(text, every)
    yield from _below_market(text, category)
    rewards = [sum_ for sum_ in every if _is_reward(text, sum_)]
    if not rewards:
        return
    seen = f"{category.lower()}\n{text}"
    loads = [load for load in LOADS if about(load.work).search(seen)]
    least = max((least_for(work, basis) for work, basis, spoken in _TOTALS if spoken.search(seen)), default=0)
    every_day = _EVERY_DAY.search(text) is not None
    for sum_ in rewards:
        if _below_loads(loads, text, sum_) or _below_totals(least, text, sum_, format_, every_day=every_day):
            yield Place(text, sum_.span.start, sum_.span.end)


def _is_reward(text: str, sum_: Amount) -> bool:
    return bool(_REWARD.search(text[max(0, sum_.span.start - 40) : sum_.span.start])) and bool(
        _PIECE_AFTER.search(text[sum_.span.end : sum_.span.end + 14])
    )


def _below_unit_rates(text: str, sums_: list[Amount]) -> Iterator[Place]:
    work = "translation" if re.search("翻訳|英訳|和訳", text) else "writing"
    wage = lowest_wage().yen
    floors = {Basis.CHARACTER: least_for(work, Basis.CHARACTER), Basis.HOUR: wage}
    for sum_ in sums_:
        hourly = _hourly(text, sum_)
        if sum_.highest < floors.get(sum_.basis, 0) or (hourly is not None and hourly < wage / 2):
            yield Place(text, sum_.around.start, sum_.around.end)


def _below_market(text: str, category: str) -> Iterator[Place]:
    """What the table of the category's own kind of work calls far below."""
    kinds = kinds_of_work(category, "")
    for reward in find_rewards(text):
        around = reward.amount.around
        place = Place(text, around.start, around.end)
        nothing = reward.amount.basis in _OF_ALL and reward.amount.highest <= NEXT_TO_NOTHING
        if nothing and not _FOR_SHOW.search(place.sentence):
            yield place
        for row in market_rows(reward.amount, Said(text), kinds):
            if row.relation is Relation.FAR_BELOW:
                yield Place(text, around.start, around.end)


def _below_loads(loads: list[Load], text: str, sum_: Amount) -> bool:
    before = text[max(0, sum_.span.start - 14) : sum_.span.start]
    if _EACH_AFTER.match(text[sum_.span.end : sum_.span.end + 8]) or _EACH_BEFORE.search(before):
        return False
    if sum_.basis not in _SUMS or sum_.highest < _FOR_A_PIECE:
        return False
    for load in loads:
        much = quantities.nearest(load.quantity, text, sum_.span)
        if much and much.least >= 2 and sum_.highest / much.least < load.floor():
            return True
    return False


def _below_totals(least: float, text: str, sum_: Amount, format_: str, *, every_day: bool) -> bool:
    before = text[max(0, sum_.span.start - 24) : sum_.span.start]
    if _MONTHLY.search(before):
        return every_day and sum_.highest < least_for("easy", Basis.MONTH)
    if format_ == "task" or _PIECE_BEFORE.search(before):
        return False
    if sum_.basis not in _SUMS:
        return False
    return sum_.highest < least and _TOTAL_BEFORE.search(before) is not None


SURE_TO_EARN = (
    warns(
        Flag.UNREALISTIC_REWARD,
        words(r"""
    月利 日利 週利 毎月(?=[0-9]) (?<![0-9翌])月に?(?=[0-9]) 毎週(?=[0-9]) 毎日(?=[0-9]) 年に(?=[0-9二三四五])
"""),
        words("[0-9]{1,3}(?:~[0-9]{1,3})?% [0-9一二三四五六七八九]割"),
        words("実績 増 受け取 配当 ございます 保証 出て です 目標 安定 回 戻"),
        gap=14,
        guards=(*guards.USUAL, guards.unless("還元 割引 手数料 解説 記事 引き 消費税")),
    ),
    warns(
        Flag.UNREALISTIC_REWARD,
        words(r"""
    必ず 絶対(?:に)? 確実に 誰でも だれでも 簡単に かんたんに 楽(?:して|に) すぐに 寝ながら
    働かずに 放置で スマホ(?:だけ)?で コピペで 初月から 初日から
"""),
        words("[0-9]{1,9}万(?:円)? 月収 日収 高収入 大金 ガッツリ がっつり サクッと 荒稼ぎ 儲"),
        words("稼げ 稼い 稼ぐ 儲 収入 可能 いけ もらえ 手に 達成 超え"),
        gap=12,
        guards=(*guards.USUAL, guards.unless("記事 と謳 うた 禁止 表現")),
    ),
    warns(
        Flag.UNREALISTIC_REWARD,
        words(r"""
    [0-9]{1,9}万(?:円)?(?:以上|超|オーバー|越え)? 月収[^。\n]{0,6}万 年収[0-9]{1,9}万
    日給[^。\n]{0,6}万
"""),
        words(r"""
    (?:も)?夢(?:じゃ|では)な 稼いで 稼げ (?:も)?可能 保証 確約 目指せ 達成者 突破 いく方
    の方も(?:いらっしゃ|い) になる方 も狙え 稼ぐ
"""),
        gap=8,
        guards=(
            *guards.USUAL,
            guards.unless("記事 転職 求人票 エンジニア 年収診断"),
            guards.only_where(_EASY.pattern),
        ),
    ),
)
