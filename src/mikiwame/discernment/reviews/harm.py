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
    r"あらかじめ|予め|事前に|前もって|(?:先|最初)に(?:ひとこと|一言|聞|伺|説明|連絡|知らせ|お知らせ)|事情|お便り|お?詫び|謝罪|謝って"
    r"|(?:知らせ|教え|伝え)て(?:くだ|くれ|いただ|もら)|知らせ(?:が|を)|知らされて|聞いて(?:いた|おり|いま)|相談の(?:うえ|上)"
    r"|(?:支障|問題|影響|困る?こと)(?:は|も|が)?(?:特に|とくに)?(?:なく|なか|な[いし]|あり?ません|ござい)|困りません|同じだけ|延ばして|延長して"
    r"|対応して|直して|直り|解決|改善|すぐ|翌[日朝]|当日|その後は|以降は|支払われ|精算(?:され|して)|手当|追加(?:料金|報酬|分)"
)
_LOSS = re.compile(
    r"無償|無料|無給|0円|サービスで|半[額分]|下[げが]|減(?:額|り|ら)|円に(?:な|変|し)|徹夜|まだ|未だ|いまだ|届いて(?:い|おり)ません|途絶え|催促|毎回|いつも"
    r"|のまま|[かヶケ]月|週間|外部|サイト(?:の外|を通さ)|line|直接|振込に|個人の"
)


def suspicious(odd: Sequence[Odd], heard: Sequence[Heard]) -> bool:
    """Whether the findings together give reason for doubt."""
    if len(odd) != 1 or odd[0].kind not in SMALL or len(odd[0].reviews) != 1:
        return bool(odd)
    one = heard[odd[0].reviews[0]]
    if odd[0].kind is Anomaly.BURIED_WARNING:
        return len(_LOSS.findall(one.text.folded)) >= len(_PUT_RIGHT.findall(one.text.folded))
    if odd[0].kind is Anomaly.RATING_TEXT_MISMATCH:
        return one.review.rating > BAD and not _MISTAKEN.search(one.text.folded)
    return False
