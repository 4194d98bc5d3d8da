"""Each warning sign by a pair: one text gives it, the other uses the same words innocently."""

import pytest

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.flags.finding import find_flags
from mikiwame.discernment.text import Text


def flags(body: str) -> set[Flag]:
    """The kinds of signs in a body."""
    return {one.kind for one in find_flags(Text("", "title"), Text(body))}


PAIRS = [
    (
        Flag.OFF_PLATFORM_CONTACT,
        "応募される方は、まずこちらのLINEを追加してください。",
        "LINEスタンプを8個描いてください。連絡はサイトのメッセージで。",
    ),
    (
        Flag.OFF_PLATFORM_PAYMENT,
        "報酬はサイトを通さず、銀行口座へ直接お振り込みします。",
        "報酬はサイトの仮払いでお支払いします。直接のお振り込みはしません。",
    ),
    (
        Flag.UPFRONT_FEE,
        "お仕事を始める前に、登録料として5,000円をお支払いいただきます。",
        "登録料はいただきません。",
    ),
    (
        Flag.PERSONAL_INFORMATION,
        "応募の際に、運転免許証の表と裏の写真を送ってください。",
        "応募の際に身分証は必要ありません。",
    ),
    (
        Flag.ACCOUNT_LENDING,
        "使っていない銀行口座を貸していただくだけのお仕事です。",
        "銀行口座の仕訳を会計ソフトに入力してください。",
    ),
    (
        Flag.FAKE_REVIEW,
        "商品を使わなくてよいので、星5の口コミを書いてください。",
        "実際に使った感想を正直に書いてください。星の数は問いません。",
    ),
    (
        Flag.ILLICIT_WORK,
        "指定の場所で封筒を受け取り、中身を見ずに別の場所へ運ぶだけです。",
        "封筒に案内状を入れて、宛名を貼ってください。",
    ),
    (
        Flag.INVESTMENT_OR_MLM,
        "お友だちを紹介すると、その人の売上の10%が毎月入ります。",
        "投資の基礎を説明する記事を書いてください。",
    ),
    (
        Flag.UNREALISTIC_REWARD,
        "スマホでポチポチするだけ、1日30分で月収50万円です。",
        "Goでの開発、週5日、月50万円です。実務経験3年以上の方。",
    ),
    (
        Flag.UNDERPRICED,
        "1記事3,000文字を書いてください。報酬は1記事150円です。",
        "1記事3,000文字を書いてください。報酬は1記事4,500円です。",
    ),
    (
        Flag.UNPAID_TRIAL,
        "テストとして記事を3本書いていただきます。テスト期間の報酬はありません。",
        "テストとして記事を1本書いていただきます。テスト記事にも同じ報酬をお支払いします。",
    ),
    (
        Flag.TERMS_AFTER_HIRE,
        "報酬と納期は、採用後にお伝えします。",
        "報酬は1本3,000円、納期は6月20日です。",
    ),
    (
        Flag.OPEN_ENDED_DUTY,
        "納得がいくまで何度でも修正していただきます。",
        "修正は2回までお願いします。",
    ),
    (
        Flag.RIGHTS_GRAB,
        "不採用の作品も含め、応募作品の権利はすべて当社のものになります。",
        "採用した作品のみ著作権をお譲りいただきます。不採用の作品は使いません。",
    ),
    (Flag.DISCRIMINATORY, "20代の女性のみ応募できます。", "年齢と性別は問いません。"),
    (
        Flag.CREDENTIAL_REQUEST,
        "お使いのアカウントのIDとパスワードを教えてください。",
        "テスト用のIDとパスワードはこちらからお渡しします。",
    ),
    (
        Flag.ACADEMIC_DISHONESTY,
        "大学に提出する卒業論文を私の代わりに書いてください。",
        "自分で書いた卒業論文の誤字を直してください。",
    ),
    (
        Flag.VAGUE_WORK,
        "仕事の内容は当日までお教えできません。",
        "仕事の内容はチラシの封入です。",
    ),
]


@pytest.mark.parametrize(("kind", "warns", "innocent"), PAIRS, ids=[kind for kind, _, _ in PAIRS])
def test_a_sign_is_told_from_its_innocent_double(kind: Flag, warns: str, innocent: str) -> None:
    assert kind in flags(warns)
    assert not flags(innocent)


def test_every_kind_has_its_pair() -> None:
    assert {kind for kind, _, _ in PAIRS} == set(Flag)


@pytest.mark.parametrize("written", ["LINE", "ＬＩＮＥ", "ﾗｲﾝ", "ラ イ ン", "L●NE", "緑のアプリ"])
def test_a_mask_hides_nothing(written: str) -> None:
    assert Flag.OFF_PLATFORM_CONTACT in flags(f"詳しいお話は{written}で。まず友だち追加をしてください。")


@pytest.mark.parametrize(
    ("kind", "denied", "meant"),
    [
        (
            Flag.ACCOUNT_LENDING,
            "口座をお借りすることも、お金を動かしていただくこともありません。",
            "口座をお借りして、お金を動かしていただきます。ご負担はありません。",
        ),
        (
            Flag.ACCOUNT_LENDING,
            "口座やスマホを買い取る、借りるといった話では一切ありません。",
            "口座やスマホを買い取ります、怪しい話では一切ありません。",
        ),
        (
            Flag.OFF_PLATFORM_CONTACT,
            "外部のチャットアプリでのやりとりや、個人口座への直接のお支払いはできません。",
            "外部のチャットアプリでのやりとりです、このサイトでのお返事はできません。",
        ),
        (
            Flag.PERSONAL_INFORMATION,
            "応募のときに本名や電話番号は書かないでください。",
            "応募のときに本名と電話番号を書いてください。",
        ),
        (
            Flag.FAKE_REVIEW,
            "行ったことがないお店の口コミを、行ったように書くのはやめてください。",
            "行ったことがないお店の口コミを、行ったように書いてください。",
        ),
        (
            Flag.RIGHTS_GRAB,
            "選ばれなかった作品を使うことも、ほかの人に描き直してもらうこともしません。",
            "選ばれなかった作品も、当社が自由に使います。",
        ),
    ],
)
def test_what_a_sentence_goes_on_to_deny_is_no_sign(kind: Flag, denied: str, meant: str) -> None:
    assert kind not in flags(denied)
    assert kind in flags(meant)
