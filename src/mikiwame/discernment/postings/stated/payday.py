"""When and by which way the reward is paid."""

from mikiwame.core.terms import Term

from . import concepts as of
from .pattern import pattern

_SOON = r"その日のうち|その場で|当日|翌日|翌朝|翌週|週明け|すぐ|毎週[月火水木金土日]?曜?|毎月|月末"
_PAYS = r"現金|お?支?払|送金|振り?込|入金|確定|手渡し|paypay|ペイペイ|お渡し|精算"

PAYDAY = (
    pattern(
        Term.PAYMENT,
        rf"(?:{_SOON})[^。\n、]{{0,10}}(?:{_PAYS})|(?:前金|後金|残金|残り|半分)[^。\n]{{0,12}}(?:着手|"
        rf"納品|完了|検収)|"
        r"(?:着手|納品|完了|検収|承認)(?:時|後|のあと|の後)[^。\n]{0,8}(?:半分|全額|残り|お支払|支払|"
        r"入金|振込|送金)|前金|完了(?:ボタン|処理)",
        unless=r"応募|荷物|品物|登録料|未定|相談|採用後|お伝え|封筒|素材|原稿|買|お客|取引先|書類",
    ),
    pattern(
        Term.PAYMENT,
        rf"{of.SITE}(?:の|から|経由|を通|で)[^。\n]{{0,12}}(?:支払|払い|払う|払います|お預け|入金|送金|"
        rf"流れどおり|賞金)|"
        r"(?:お?支払い?|払い|お礼の入金)[は:]{0,1}[^。\n]{0,8}サイト",
        unless=r"手数料|直接|時間がかか|しません|記事",
    ),
    pattern(
        Term.PAYMENT,
        rf"(?:いつ払う|お?支払い?|お金)[ :→]{{1,3}}[^。\n]{{0,14}}(?:{of.COUNT}日|翌|月末|検収|納品|"
        rf"完了|承認|そろっ)|週払い|日払い",
        unless=r"採用後|未定|相談|登録",
    ),
    pattern(
        Term.PAYMENT,
        r"(?:paid|payment|released)[^.。\n]{0,24} (?:through|on the|every|weekly|monthly|by bank)|"
        r"(?:weekly|monthly) pay",
        unless=r"register|fee",
    ),
)
