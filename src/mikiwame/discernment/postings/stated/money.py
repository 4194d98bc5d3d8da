"""Reward, what it is counted by, and when it is paid."""

from collections.abc import Iterator

from mikiwame.core.terms import Term
from mikiwame.discernment.amounts import Basis, Tax
from mikiwame.discernment.postings.index import Reach
from mikiwame.discernment.postings.rewards import find_rewards
from mikiwame.discernment.text import Span, Text

from .pattern import AMOUNT, UNIT, pattern

_FEE = (
    r"(?:登録料|登録費|登録サポート費|入会金|会費|参加費|参加料|エントリー費|"
    r"エントリー料|応募料|教材|受講料|研修費|研修で使う|保証金|デポジット|"
    r"手数料|送料|交通費のみ|購入|ご?負担|利用料|初期費用|スターター|返金|"
    r"罰金|違約金|月商|年収|貯金|売上(?:が|は|を)|損失|被害|"
    r"税金|家賃|定価|販売価格|請求いたします|追加料金|超過|キャンペーン|"
    r"送って?ください|振り?込(?:み|んで))"
)
_PAY = (
    r"(?:報酬|謝礼|謝金|お礼|薄謝|礼金|賃金|工賃|手当|単価|時給|日給|月給|"
    r"週給|年俸|月額|給与|給料|賞金|賞品|懸賞|予算|料金|費用|金額|"
    r"委託料|委託費|制作費|ギャラ|ペイ|対価|お支払い?|支払|払い|渡し|買い?取|"
    r"差し上げ|進呈|報奨|稼|収入|固定|見込|上限|賞|採用|当選|入選|最優秀|"
    r"優秀|"
    r"pay|rate|budget|reward|fee|compensation|prize|fixed|hourly)"
)

REWARD = (
    pattern(Term.REWARD, rf"{_PAY}[^。\n円]{{0,24}}?{AMOUNT}", unless=_FEE),
    pattern(Term.REWARD, rf"{AMOUNT}[^。\n]{{0,16}}?{_PAY}", unless=_FEE),
    pattern(Term.REWARD, rf"(?:[@＠][ ]?|/)?[1一][ ]?{UNIT}[^。\n、円0-9]{{0,10}}{AMOUNT}", unless=_FEE),
    pattern(Term.REWARD, rf"@[ ]?{AMOUNT}|@[0-9.]{{1,8}}", unless=_FEE),
    pattern(
        Term.REWARD, rf"{AMOUNT}[^。\n]{{0,10}}?(?:/|毎|あたり|につき|per )[ ]?[1一]?{UNIT}", unless=_FEE
    ),
    pattern(
        Term.REWARD,
        rf"{AMOUNT}[ ]?[((]?(?:税込|税抜|税別|消費税|固定|一式|前後|程度|ほど|"
        rf"くらい|ぐらい|まで|~|で)",
        unless=_FEE,
    ),
    pattern(
        Term.REWARD,
        rf"(?:^|\n)[^\n。]{{0,12}}[ :・■●◆▼▪]?{AMOUNT}(?:\n|$|[ /,、。])",
        unless=_FEE,
        reach=Reach.TEXT,
    ),
)

REWARD_BASIS = (
    pattern(Term.REWARD_BASIS, rf"[1一][ ]?{UNIT}[^。\n、円0-9]{{0,12}}{AMOUNT}", unless=_FEE),
    pattern(
        Term.REWARD_BASIS,
        rf"{UNIT}(?:あたり|当たり|当り|につき|ごと|単価|毎に)[^。\n円0-9]{{0,10}}{AMOUNT}",
        unless=_FEE,
    ),
    pattern(
        Term.REWARD_BASIS,
        rf"{AMOUNT}[ ]?(?:\([^)。\n]{{1,6}}\))?[ ]?(?:/|毎|per )[ ]?[1一]?[ ]?{UNIT}",
        unless=_FEE,
    ),
    pattern(
        Term.REWARD_BASIS,
        rf"{AMOUNT}[ ]?[×x*][ ]?[0-9]{{1,4}}|[0-9]{{1,4}}{UNIT}[ ]?[×x*][ ]?{AMOUNT}",
        unless=_FEE,
    ),
    pattern(
        Term.REWARD_BASIS,
        rf"(?:時給|日給|月給|週給|月額|月収|毎月|月に?|日当|時間単価|文字単価|"
        rf"字単価|単価|日額|@)[^。\n円0-9]{{0,10}}{AMOUNT}",
        unless=_FEE,
    ),
    pattern(Term.REWARD_BASIS, r"@[ ]?[0-9.]{1,8}"),
    pattern(
        Term.REWARD_BASIS,
        r"固定報酬|固定(?:額|料金|価格|制|で)|[((、・/ :]固定[))、・/ 。\n]|"
        r"固定$|一式|総額|込み?込み?|fixed",
    ),
    pattern(Term.REWARD_BASIS, r"税込|税抜|税別|消費税(?:込|別|を含)|外税|内税|税サ|tax"),
    pattern(
        Term.REWARD_BASIS,
        r"[0-9.]{1,8}[ ]?(?:%|パーセント)[^。\n]{0,14}(?:上乗せ|報酬|お支払|差し引|"
        r"受け取|送り|還元|入|謝礼|マージン)|(?:売上|成約|買い上げ|取り扱い)[^。\n]{0,12}[0-9.]{1,8}[ ]?%",
    ),
)

_PAYDAY = (
    r"(?:お?支払|(?:へ|に)お?振り?込|お振り?込み(?:します|いた)|入金(?:します|いた|、|。|\n|"
    r"$)|精算|払い|送金|"
    r"(?:報酬|現金|謝礼|謝金|お礼|給料|代金|お金|封筒)[^。\n、]{0,4}(?:お?渡し|届け|送り|処理))"
)
_IN_KIND = (
    r"(?:現金|ギフト券|ギフトコード|商品券|アマギフ|アマゾンギフト|電子マネー|paypay|ペイペイ|paypal|usdt|"
    r"暗号資産|仮想通貨|crypto|封筒)"
)
PAYMENT = (
    pattern(Term.PAYMENT, r"仮払い?|エスクロー|escrow"),
    pattern(
        Term.PAYMENT,
        r"(?:月末|毎月|末日|[0-9]{1,4}日)[^。\n]{0,4}(?:締め?|〆|切)[^。\n]{0,16}(?:払|"
        r"振|支|入金)",
    ),
    pattern(
        Term.PAYMENT,
        rf"(?:翌月|翌々月|翌日|当日|即日|その日|月末|毎週|週末|毎月|[0-9]{{1,4}}[ ]?(?:営業)?日(?:以内|"
        rf"後|間)?|[0-9]{{1,4}}日まで|後|次第|完了|確認|検収|検査|合格|納品|承認|"
        rf"終わって)[^。\n]{{0,18}}{_PAYDAY}",
    ),
    pattern(
        Term.PAYMENT,
        r"(?:お?支払い?(?:日|時期|サイト|方法|い)?|振込|入金|報酬|お渡し)[^。\n]{0,14}(?:翌月|"
        r"翌々月|当日|即日|月末|毎週|毎月|以内|後|次第|[0-9]{1,4}日)",
        unless=r"お伝え|提示|未定|相談|採用後|不要|修正|話し|案内|原稿|素材|資料|写真|お?渡し|締切|"
        r"登録料|[0-9]円、",
    ),
    pattern(
        Term.PAYMENT,
        rf"(?:サイト|プラットフォーム|システム)(?:上|経由|内|の規定|規定)[^。\n]{{0,12}}{_PAYDAY}",
    ),
    pattern(
        Term.PAYMENT,
        r"日払い(?!相談)|週払い|月払い|前払い|後払い|手渡し|着手金|半金",
        unless=r"手渡しのみ|募集|スタッフ|お手伝い|いった",
    ),
    pattern(
        Term.PAYMENT,
        rf"{_IN_KIND}(?:で|に|を)?(?:お?渡し|お?支払|お届け|お?戻し|送|$|[。\n💗♪])|(?:終わった|"
        rf"渡した)[^。\n]{{0,8}}で現金|"
        rf"(?:by|to your) {_IN_KIND}",
        unless=r"抽選|進呈|買う|購入|取引|代金|残り|前もって",
    ),
    pattern(
        Term.PAYMENT,
        r"(?:支払い?|検査|検収|精算)[^。\n]{0,24}翌?(?:々)?月(?:末|[0-9]{1,4}日)|(?:締め?|"
        r"〆)[、,]?[ ]?翌々?月",
        unless=r"お伝え|提示|未定|相談|採用後",
    ),
    pattern(
        Term.PAYMENT,
        r"(?:paid|pay) (?:within|on|after|weekly|monthly)|on the last day|payment (?:within|on|after|"
        r"is made)|net ?[0-9]{1,4}",
    ),
)


def find_money(text: Text) -> Iterator[tuple[Term, Span]]:
    """The rewards that a text pays; of those that say so, what they are counted by or whether tax is in."""
    for reward in find_rewards(text.folded):
        amount = reward.amount
        yield Term.REWARD, amount.around
        if amount.basis not in {Basis.UNSAID, Basis.WHOLE} or amount.tax != Tax.UNSAID:
            yield Term.REWARD_BASIS, amount.around
