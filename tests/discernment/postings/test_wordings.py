"""Each term as many people would write it, and words that look alike and state nothing."""

import pytest

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.stated.finding import find_stated
from mikiwame.discernment.text import Text

STATED: dict[Term, tuple[str, ...]] = {
    Term.HEADCOUNT: (
        "1件30円、60名、12月10日まで。",
        "謝礼500円／先着40",
        "ライターさん2名",
        "お一人だけお願いします。",
        "残り3席です。",
        "大賞1名、次点3名。",
        "三名さんを募集しとります。",
        "1件25円（税込）／350件／9月20日締切",
        "採用は1点です。",
        "定員は5名まで。",
        "two people",
        "モニターさんをあと10人探しています",
    ),
    Term.REQUIREMENTS: (
        "18歳以上の方。",
        "経験は問いません。",
        "実務経験3年以上。",
        "英検準1級の方。",
        "猫を飼っている方。",
        "女性限定です。",
        "初心者大歓迎！",
        "看護師の資格をお持ちの方。",
        "Excelが使えればどなたでも。",
        "資格いらんし経験もいらん。",
        "この1年で引っ越した方",
        "TOEIC800点以上",
    ),
    Term.ENVIRONMENT: (
        "編集はPremiereかDaVinciで。",
        "React と TypeScript です。",
        "スマホで録音してください。",
        "PCかスマホどちらでも。",
        "マイクを使って録ってください。",
        "静かな部屋で録音をお願いします。",
        "工具はこちらで貸し出します。",
        "表計算ができれば大丈夫です。",
        "You need a quiet room.",
        "WordPressに直接入稿",
    ),
    Term.COMMUNICATION: (
        "やりとりはこのサイトのメッセージだけで。",
        "打ち合わせはZoomで1回。",
        "ここで返事ください。",
        "連絡はチャットワークです。",
        "お電話でのやりとりはありません。",
        "くわしくはLINEで話しましょう。",
        "週1回の定例があります。",
        "Please send messages on this site.",
        "サイトのビデオ通話でお話しします。",
        "面談なし、メッセージのみで完結します。",
    ),
    Term.INSPECTION: (
        "納品後3日以内に検収します。",
        "直しは2往復まで。",
        "録り直しは1回だけお願いします。",
        "確認は5営業日でいたします。",
        "ずれがあれば一度だけ直してもらいます。",
        "動けば検収OK。",
        "字数が足りないものは非承認です。",
        "Two rounds of revisions.",
        "指摘は1往復まで",
        "修正なし",
    ),
    Term.RIGHTS: (
        "著作権は当社へ移ります。",
        "回答は匿名で冊子に載せます。",
        "お名前をエンドロールに入れます。",
        "音声は研究だけに使います。",
        "選ばれなかった案は使いません。",
        "ポートフォリオに載せていただいて構いません。",
        "写真は広告にも使います。",
        "AIの学習には使いません。",
        "訳者名は奥付に記します。",
        "Copyright stays with you.",
    ),
    Term.CONFIDENTIALITY: (
        "NDAを結んでいただきます。",
        "内容はよそで話さないでください。",
        "発売前なのでSNSに載せないでください。",
        "秘密厳守でお願いします。",
        "公表はお控えください。",
        "ほかの人に見せないでください。",
        "守秘義務契約を締結します。",
    ),
    Term.SELECTION: (
        "書類で選び、3日以内にご連絡します。",
        "先着順です。",
        "応募は11月10日で締め、15日までに全員にお返事します。",
        "ポートフォリオを拝見して決めます。",
        "抽選で決定します。",
        "7/14に編集部で選びます。",
        "選考：書類→面談→採用",
        "審査員3名で決めます。",
        "サイトの通話で15分お話しして決めます。",
        "First come, first served.",
    ),
    Term.DEADLINE: (
        "11月30日まで。",
        "締切 4/20",
        "〆は2/末。",
        "8月末日しめ",
        "契約日に着手→8営業日。",
        "発注から24h。",
        "お渡しから3日以内に。",
        "今月いっぱいで。",
        "来週水曜の20時まで",
        "Please deliver by May 29.",
        "納入期限 同年6月19日",
    ),
    Term.START: (
        "6月1日から。",
        "10/3〜",
        "来週からお願いします。",
        "あす開始！",
        "契約の日に原稿をお渡しします。",
        "素材は3/15に渡します。",
        "着手は契約の翌日。",
        "ご契約後すぐ始められます。",
        "Start Monday.",
        "pdf渡した日から",
        "週明けスタート",
    ),
    Term.DURATION: (
        "6月から半年。",
        "3か月契約、更新あり。",
        "単発のお仕事です。",
        "長期でお願いできる方",
        "来週から2週間。",
        "年度末まで続きます。",
        "週4時間×6週、",
        "Six months, renewal possible.",
        "今回かぎりのお願いです。",
        "1年契約です。",
    ),
    Term.PAYMENT: (
        "仮払いのあとで始めてください。",
        "月末締め翌月15日払い。",
        "報酬は検収の翌日にお支払いします。",
        "お支払いはサイト経由です。",
        "現金手渡しです。",
        "納品の翌朝に送金します。",
        "謝礼はAmazonギフト券でお渡しします。",
        "Payment monthly through this site.",
        "前金で半分、納品時に半分。",
        "完了しだい、サイトからお支払いします。",
    ),
    Term.PACE: (
        "週3本。",
        "1日2時間くらい。",
        "月10投稿。",
        "平日の毎日1時間。",
        "毎週木曜に納品。",
        "月に5枚ほど",
        "週4時間",
        "About 10 pages every week.",
    ),
}
SILENT: dict[Term, tuple[str, ...]] = {
    Term.HEADCOUNT: (
        "社員20名の会社です。",
        "1人1回まで。",
        "登録者2万人のチャンネルです。",
        "家族4人で暮らしています。",
    ),
    Term.REQUIREMENTS: (
        "当選した方にだけお知らせします。",
        "やる気のある方。",
        "書いてくださる方を探しています。",
        "40代の女性が主人公です。",
    ),
    Term.ENVIRONMENT: (
        "スマートフォン対応のページ。",
        "スマホで注文できる店です。",
        "パソコン教室をしています。",
    ),
    Term.COMMUNICATION: (
        "サイトの記事を書くお仕事です。",
        "LINEスタンプを描いてください。",
        "電話の取り次ぎのお仕事です。",
    ),
    Term.INSPECTION: (
        "直しは気がすむまで何度でも。",
        "健康診断の検査員の話です。",
        "満足するまで修正してもらいます。",
    ),
    Term.RIGHTS: (
        "名前を教えてください。",
        "ログインして使えることを確かめます。",
        "クレジットカードは不要です。",
    ),
    Term.CONFIDENTIALITY: ("We use pandas and a calendar.", "秘密のレシピを紹介します。"),
    Term.SELECTION: ("料金は相談して決めます。", "曲は式場で選びます。", "採用後にお伝えします。"),
    Term.DEADLINE: ("応募は6月10日まで。", "65歳まで。", "お支払いは月末締めです。"),
    Term.START: ("6月から配りたいチラシです。", "報酬は6月4日にお渡しします。", "2019年から営業しています。"),
    Term.DURATION: ("経験3年以上。", "4か月前に開店しました。", "権利は5年間です。"),
    Term.PAYMENT: ("振込先を教えてください。", "素材をお渡しした後に始めてください。"),
    Term.PACE: ("今月30日に開店します。", "日記を3本書いてください。"),
}


def stated(text: str) -> set[Term]:
    """The terms that a body states."""
    return {one.term for one in find_stated((Text(text),))}


@pytest.mark.parametrize(("term", "text"), [(term, one) for term, texts in STATED.items() for one in texts])
def test_a_term_is_stated_in_many_words(term: Term, text: str) -> None:
    assert term in stated(text)


@pytest.mark.parametrize(("term", "text"), [(term, one) for term, texts in SILENT.items() for one in texts])
def test_words_that_look_alike_state_nothing(term: Term, text: str) -> None:
    assert term not in stated(text)
