"""Which of a posting's amounts are the pay for its work, and no fee, price, allowance or story of others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mikiwame.discernment.amounts import Amount, Basis, amounts
from mikiwame.discernment.memory import lately

from .place import Place

_SAYS_PAY = re.compile(
    r"報酬|単価|謝礼|謝金|お礼|薄謝|ギャラ|予算|月額|月給|時給|日給|日当|金額|料金|費用|お代|稿料|委託料|制作料|制作費|"
    r"デザイン料|出演料|対価|支払|賞金|賞|採用|お金|固定|総額|一式|まとめて|[0-9](?:案|問|本|枚|件|点|ページ|回|文字|字)(?:ぜんぶ|全部)?で|pay|fee|reward|budget"
)
_OTHER = re.compile(
    r"登録料|登録費|入会金|会費|年会費|参加費|参加料|エントリー費|応募料|手数料|教材|受講料|研修費|保証金|デポジット|"
    r"送料|交通費|経費|実費|材料費|材料代|取材費|宿泊|購入|ご?負担|利用料|初期費用|返金|罰金|違約金|キット|チャージ|"
    r"月商|年商|年収|貯金|売上|売り上げ|損失|被害|税金|家賃|家計|定価|販売|価格|値段|客単価|時価|出資|投資|入金|"
    r"円(?:の|以上の|相当の)(?:商品|お?品|ランチ|コース|クーポン|ギフト)|円分|割引|オフ|キャンペーン|"
    r"よそ|他社|他所|相場|世間|平均|最低賃金|目指|稼|届い|なった方|になる方|先輩|可能性|夢|還元|紹介|"
    r"追加|超過|延長|延滞|上乗せ|加算|ボーナス|インセンティブ|プラス|別途|手当|リテイク|キャンセル|再収録|それ以降は|"
    r"初回|お試し|試し|トライアル|テスト|昇給|昇格|慣れ|実績|継続|2回目|二回目|2本目|将来|ゆくゆく|経験者は|"
    r"過去|前回|以前|昨年|去年|先月|これまで|今まで|例えば|たとえば|例\)|例:|例として|参考|モデル|場合|仮に|"
    r"消費税[はが:]? ?[0-9¥]|"
    r"フォロワー[0-9]|で働く|働いて|働いた|違い|超える|超えた|未満のもの|引き取|買い?取|参加賞|入選|佳作|次点|奨励賞|店長賞|(?<!最)優秀賞"
)
_NAMED = frozenset(Basis) - {Basis.UNSAID, Basis.SHARE}
_HEADED = 28
"""So many letters before an amount may say that it is the pay."""


@dataclass(frozen=True, slots=True)
class Reward:
    """An amount that is paid for the work; ``said`` is whether words beside it call it the pay."""

    amount: Amount
    said: bool


MOST = 60
"""No posting pays in more ways: what stands after so many amounts is left, so that price lists stay cheap."""


@lately
def find_rewards(folded: str) -> tuple[Reward, ...]:
    """The amounts that a folded text pays for its work, in their order, among its first ``MOST``."""
    return tuple(_rewards(folded))


def _rewards(folded: str) -> Iterator[Reward]:
    for amount in amounts(folded)[:MOST]:
        place = Place(folded, amount.around.start, amount.around.end)
        start, end = place.clause_edges()
        if amount.basis == Basis.SHARE or _OTHER.search(folded, start, end) or _in_quotation(place):
            continue
        said = _SAYS_PAY.search(folded, max(place.sentence_edges()[0], amount.span.start - _HEADED), end)
        if said or amount.basis in _NAMED or _stands_alone(folded, amount):
            yield Reward(amount, said is not None)


def _in_quotation(place: Place) -> bool:
    start = place.sentence_edges()[0]
    opened = max(place.text.rfind(mark, start, place.start) for mark in "「『“")
    return opened >= 0 and max(place.text.rfind(mark, opened, place.start) for mark in "」』”") < 0


def _stands_alone(folded: str, amount: Amount) -> bool:
    """A sum that opens a line or a sentence: 「18,000円で、明日まで」."""
    before = folded[max(0, amount.around.start - 3) : amount.around.start].rstrip(" ・■●*-")
    return not before or before[-1] in "\n。!?"
