"""Whether one small oddity does any harm."""

import re
from collections.abc import Sequence

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import Heard

SMALL = {Anomaly.IRRELEVANT_TEXT, Anomaly.RATING_TEXT_MISMATCH, Anomaly.BURIED_WARNING}
"""Kinds that may be harmless where one review alone shows one of them."""
BAD = 2

_MISTAKEN = re.compile(
    r"押し間違|間違え(?:て|まし)|まちがえ|誤って|操作ミス|別の(?:方|お客|クライアント|会社|案件|依頼)|宛て?(?:でした|の)|(?:星|評価)の数は"
)
_PUT_RIGHT = re.compile(
    r"あらかじめ|予め|事前に|前もって|最初に(?:聞|伺|説明)|事情|お便り|お詫び|謝罪|お断り|知らせ(?:て|が|を)|知らされて|支障|問題(?:は)?(?:なく|あり|ござい)"
    r"|延ばして|延長して|同じだけ|対応して|直して|直り|解決|改善|すぐに|翌日|当日|その後は|以降は|無事に|いただけました|支払われ|精算(?:され|して)|手当"
)
_LOSS = re.compile(
    r"無償|無料|0円|半額|下げ|下が|減(?:額|り|ら)|円に|徹夜|まだ|未だ|いまだ|届いて(?:い|おり)ません|途絶え|催促|外部|サイトの外|line|振込に"
)


def suspicious(odd: Sequence[Odd], heard: Sequence[Heard]) -> bool:
    """Whether the findings together give reason for doubt."""
    if len(odd) != 1 or odd[0].kind not in SMALL or len(odd[0].reviews) != 1:
        return bool(odd)
    one = heard[odd[0].reviews[0]]
    if odd[0].kind is Anomaly.BURIED_WARNING:
        return not (_PUT_RIGHT.search(one.text.folded) and not _LOSS.search(one.text.folded))
    if odd[0].kind is Anomaly.RATING_TEXT_MISMATCH:
        return one.review.rating > BAD and not _MISTAKEN.search(one.text.folded)
    return False
