"""Rewards out of proportion: far above what such work can earn, or far below what it takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mikiwame.discernment.amounts import Amount, Basis, amounts
from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.place import Place

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
FOR_ONE_THING = 5_000
"""Yen for one trivial thing from which on a promise is out of proportion."""
_PER = {
    "日給|日当|日収|1日(?:で|に|あたり|[0-9,]|:|\\()|一日(?:で|に)": 25_000,
    "月収|月商|月給|毎月|先月|ひと月|1[かヶカ]月|月に|月々|月(?=[0-9])|副収入|収入": 250_000,
    "週給|週に|1週間で|週(?=[0-9]{1,9}万)": 90_000,
    "時給|1時間(?:で|あたり)?": 6_000,
    "1(?:件|回|個|通|箱|台|枚)|一(?:件|回|個)|これだけで|だけで": FOR_ONE_THING,
}
_PERIODS = [(re.compile(f"(?:{per})[^。\\n!?]{{0,12}}$"), least) for per, least in _PER.items()]
_AFTERWARDS = [
    (re.compile(r"^(?:円)?(?:/|\(|)(?:1?日)"), 25_000),
    (re.compile(r"^(?:円)?/(?:月|1?か月)"), 250_000),
]
_MINUTES = re.compile(
    r"([0-9]{1,9})(?:~([0-9]{1,9}))?分(?:で|、|だけ|ほどで|程度で|ほど|くらいで)[^。\n!?]{0,10}?([0-9][0-9,]{0,12})(万?)円"
)
_TRIVIAL = re.compile(
    words(r"""
    受け?取 送(?:る|って)だけ 番号 渡すだけ 置くだけ 運ぶ 貸す 登録(?:する)?だけ ラベル
    入力して(?:送信|感想) いいね コピペ 見るだけ 聞くだけ 書くだけ クリック タップ スクショ
    ダウンロード 返信するだけ
""")
)


def _number(digits: str) -> float:
    return float(digits.replace(",", "") or 0)


def sums(text: str) -> Iterator[Amount]:
    """The sums of money in a folded text, shares of something left out."""
    return (one for one in amounts(text) if one.basis != Basis.SHARE)


def too_much(text: str) -> Iterator[Place]:
    """Sums that such easy work doesn't earn."""
    if "円" not in text and "万" not in text:
        return
    for found in _MINUTES.finditer(text):
        minutes = float(found[2] or found[1]) or 1.0
        if _number(found[3]) * (10_000 if found[4] else 1) / minutes >= 150:
            yield Place(text, found.start(), found.end())
    if not _EASY.search(text) or _SKILLED.search(text):
        return
    trivial = _TRIVIAL.search(text) is not None
    for sum_ in sums(text):
        place = _more_than_earned(text, sum_, trivial=trivial)
        if place and not guards.negated(place) and not guards.told_of(place):
            yield place


def _more_than_earned(text: str, sum_: Amount, *, trivial: bool) -> Place | None:
    before = text[max(0, sum_.span.start - 24) : sum_.span.start]
    for period, least in _PERIODS:
        found = period.search(before)
        if found and sum_.highest >= least and (least != FOR_ONE_THING or trivial):
            return Place(text, sum_.span.start - len(before) + found.start(), sum_.span.end)
    after = text[sum_.span.end : sum_.span.end + 6]
    if any(sum_.highest >= least and follows.search(after) for follows, least in _AFTERWARDS):
        return Place(text, sum_.span.start, sum_.span.end)
    return None


@dataclass(frozen=True, slots=True)
class Load:
    """A quantity of work, and the least yen a unit that is not far below the market (2025)."""

    about: re.Pattern[str]
    quantity: re.Pattern[str]
    floor: float


def _load(about: str, quantity: str, floor: float) -> Load:
    return Load(re.compile(words(about)), re.compile(quantity), floor)


_COUNT = r"(?P<n>[0-9][0-9,]{0,12}(?:\.[0-9]{1,9})?)(?P<s>[万千]?)(?:~[0-9,]{1,12}[万千]?)?"
LOADS = (
    _load(
        "翻訳 和訳 英訳 日英 英日 中日 韓日 ローカライズ",
        _COUNT + r" ?(?:文字|字(?!幕|体|形)|ワード|words?)",
        0.8,
    ),
    _load(
        """
    記事 ライティング 執筆 体験談 コラム ブログ 小説 シナリオ 脚本 文章 原稿 レビュー 作文
    まとめ 書い
""",
        _COUNT + r"(?:文字|字(?!幕|体|形|起))",
        0.3,
    ),
    _load(
        "朗読 ナレーション 読み上げ 音声 声優 収録 録音 ボイス", _COUNT + r"(?:文字|字(?!幕|体|形|起))", 0.3
    ),
    _load(
        "読み上げ 音声 収録 録音 朗読 発話",
        _COUNT + r"(?:文(?!字)|フレーズ|セリフ|台詞|ワード|センテンス)",
        5,
    ),
    _load(
        "(?:hp|ホームページ|サイト|web|コーディング|wordpress|lp)", _COUNT + r"(?:ページ|p(?![a-z]))", 2_000
    ),
    _load("文字起こし テープ起こし 書き起こし 文字おこし", _COUNT + r"分", 25),
    _load("文字起こし テープ起こし 書き起こし 文字おこし", _COUNT + r"時間(?!以内)", 1_500),
    _load("動画 編集 カット テロップ youtube", r"(?:完成|尺|本編|約)[^。\n]{0,8}?" + _COUNT + r"分", 60),
    _load(
        "イラスト スタンプ アイコン 挿絵 立ち絵", _COUNT + r"(?:個|点|枚|体|種(?:類)?)(?!まで|以内|応募)", 150
    ),
    _load("バナー 画像加工 サムネ", _COUNT + r"(?:枚|点|種)(?!まで|以内|応募)", 100),
)
_TOTALS = (
    (re.compile("ロゴ|キャラクター|キャラ(?:デザ|を)|マスコット|チラシ|名刺デザイン|パッケージ"), 2_500),
    (
        re.compile(
            "(?:システム|アプリ|サイト|ホームページ|hp|lp|ecサイト|ツール|プログラム|ボット|bot)[^。\\n]{0,20}(?:開発|制作|構築|作成|作って|作れる|コーディング)"
        ),
        9_000,
    ),
    (re.compile("(?:動画|youtube|ショート)[^。\\n]{0,12}編集"), 700),
)
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
EVERY_DAY_MONTHLY = 9_000
"""Less yen a month for work of every day is far below the market."""
_MONTHLY = re.compile("(?:月額|月給|月に?|毎月|1か月)[^。\\n]{0,8}?$")
_EVERY_DAY = re.compile("毎日|1日[0-9]{1,9}(?:件|本|投稿|記事)|平日(?:は)?毎日|週[5-7]")
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
    r"^(?:\([^)\n]{0,12}\))?(?:/|です|で(?:お願い|す)|くらい|程度|\(|になり|、|。|\n|$|を|と|ずつ|ほど|固定|の|も)"
)
_UNIT_RATE = re.compile(
    r"(?:文字単価|1(?:文字|字)(?:あたり|につき)?|一文字|字単価)(?:は|:|が|、)? ?(?:[^0-9。\n]{0,6})"
    r"(?<![0-9.])(?P<rate>[0-9]{1,9}(?:\.[0-9]{1,9})?)(?P<sen>円|銭)"
    r"|(?<![0-9.,])(?P<rate2>[0-9]{1,9}(?:\.[0-9]{1,9})?)円(?:/| ?(?:per|×) ?)(?:1)?(?:文字|字)"
)
_HOURLY = re.compile(
    r"(?:時給(?:換算)?|1時間(?:あたり|につき)?|時間単価)(?:は|で|:|が|、|約)? ?(?P<rate>[0-9][0-9,]{2,4})円"
)
_UNPAID_WORK = warns(
    Flag.UNDERPRICED,
    words("報酬 お?支払い? ギャラ 謝礼 お礼 対価 お金"),
    words(r"""
    (?:は|が|も)?(?:出ません|出せません|なし|ありません|お出しできません|ございません|発生しません|お支払いできません|ゼロ|用意(?:して(?:い|お)りません|できません)|0円|出ない|払えません|無し)
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


def too_little(text: str, category: str = "", format_: str = "") -> Iterator[Place]:
    """Sums far below what such work takes."""
    yield from _UNPAID_WORK.places(text) if _UNPAID_WORK.may_match(text) else ()
    if "円" not in text and "銭" not in text:
        return
    yield from _unit_rates(text)
    rewards = [sum_ for sum_ in sums(text) if _is_reward(text, sum_)]
    if not rewards:
        return
    seen = f"{category.lower()}\n{text}"
    loads = [load for load in LOADS if load.about.search(seen)]
    least = max((least for about, least in _TOTALS if about.search(seen)), default=0)
    every_day = _EVERY_DAY.search(text) is not None
    for sum_ in rewards:
        if _below_loads(loads, text, sum_) or _below_totals(least, text, sum_, format_, every_day=every_day):
            yield Place(text, sum_.span.start, sum_.span.end)


def _is_reward(text: str, sum_: Amount) -> bool:
    return bool(_REWARD.search(text[max(0, sum_.span.start - 40) : sum_.span.start])) and bool(
        _PIECE_AFTER.search(text[sum_.span.end : sum_.span.end + 14])
    )


def _unit_rates(text: str) -> Iterator[Place]:
    least = 0.8 if re.search("翻訳|英訳|和訳", text) else 0.3
    for found in _UNIT_RATE.finditer(text):
        rate = float(found["rate"] or found["rate2"]) * (0.01 if found["sen"] == "銭" else 1)
        if rate < least:
            yield Place(text, found.start(), found.end())
    for found in _HOURLY.finditer(text):
        if _number(found["rate"]) < 800:
            yield Place(text, found.start(), found.end())


def _below_loads(loads: list[Load], text: str, sum_: Amount) -> bool:
    before = text[max(0, sum_.span.start - 14) : sum_.span.start]
    if _EACH_AFTER.match(text[sum_.span.end : sum_.span.end + 8]) or _EACH_BEFORE.search(before):
        return False
    for load in loads:
        quantity = _nearest(load.quantity, text, sum_)
        if quantity >= 2 and sum_.highest / quantity < load.floor:
            return True
    return False


def _nearest(quantity: re.Pattern[str], text: str, sum_: Amount) -> float:
    """The quantity closest to a sum, within 240 letters; 0 where there is none."""
    start = max(0, sum_.span.start - 240)
    near = [
        (
            min(abs(found.start() - sum_.span.start), abs(sum_.span.end - found.end())),
            _number(found["n"]) * _SCALE[found["s"] or ""],
        )
        for found in quantity.finditer(text, start, min(len(text), sum_.span.end + 240))
    ]
    return min(near)[1] if near else 0.0


def _below_totals(least: int, text: str, sum_: Amount, format_: str, *, every_day: bool) -> bool:
    before = text[max(0, sum_.span.start - 24) : sum_.span.start]
    if _MONTHLY.search(before):
        return every_day and sum_.highest < EVERY_DAY_MONTHLY
    if format_ == "task" or _PIECE_BEFORE.search(before):
        return False
    return sum_.highest < least and _TOTAL_BEFORE.search(before) is not None


SURE_TO_EARN = (
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
