"""Pay out of proportion is told from pay that only looks so, by the tables of rates."""

import pytest

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.flags.finding import find_flags
from mikiwame.discernment.text import Text


def flags(body: str, category: str = "", title: str = "") -> set[Flag]:
    """The kinds of signs in a posting."""
    return {one.kind for one in find_flags(Text(title, "title"), Text(body), category=category)}


@pytest.mark.parametrize(
    ("category", "body"),
    [
        ("ライティング", "文字単価0.2円です。"),
        ("ライティング", "一文字二十銭でお願いします。"),
        ("ライティング", "1,000文字につき100円です。"),
        ("体験談", "300字以上、1件15円です。"),
        ("翻訳", "1記事1,500字を1本80円で訳してください。"),
        ("動画編集", "10分の動画です。1本300円でお願いします。"),
        ("SNS運用", "毎日の投稿をお願いします。月額5,000円です。"),
        ("Web制作", "ホームページを作ってください。予算¥3,500です。"),
        ("", "時給900円です。"),
        ("翻訳", "日本語20,180字、料金は税込で総額9,000円でございます。対応は2回を上限とします。"),
        ("翻訳", "英語38ページ（だいたい15,000語）を日本語に。\n2,000円（税込）。"),
        ("声優・ナレーション", "1本(15分、約4,500字)200円〜。"),
        ("事務・秘書", "件数は1日20〜40件です。月額4,000円（税込）。"),
        ("ネーミング・アイデア", "店の名前を考えてください。20案で10円です。"),
        ("アンケート", "30問、所要15分、謝礼は20円です。"),
    ],
)
def test_far_too_little_is_seen(category: str, body: str) -> None:
    assert Flag.UNDERPRICED in flags(body, category)


@pytest.mark.parametrize(
    ("category", "body"),
    [
        ("ライティング", "1記事4,000字、文字単価1.5円です。"),
        ("ライティング", "文字単価0.8円〜。これまでの最高は1.6円です。"),
        ("システム開発", "検定システムの追加開発です。報酬は時間単価4,500円です。"),
        ("体験談", "セミナーに参加して1,000字で書いてください。謝礼は5,000円、将来の参考にします。"),
        ("翻訳", "1ワード9円です。2,300ワードの原稿です。"),
        ("動画編集", "完成音声1時間あたり9,000円です。"),
        ("SNS運用", "投稿文を書いてください。月額30,000円です。"),
        ("アンケート", "6問、1分ほどです。謝礼は35円です。"),
        ("データ入力", "1枚10秒ほどです。1枚4円、200枚で800円です。"),
        ("", "時給1,200円です。"),
        ("体験談", "このサイトでの契約は1円で、形だけお願いします。"),
    ],
)
def test_ordinary_pay_is_none(category: str, body: str) -> None:
    assert Flag.UNDERPRICED not in flags(body, category)


@pytest.mark.parametrize(
    "body",
    [
        "スマホだけで、誰でも月30万円！",
        "たった10分の作業で3万円です。",
        "コピペだけ。日給5万円です。",
        "荷物を受け取るだけ、1個5,000円です。",
        "誰でもできます。1日3〜5万、日払いです。",
        "高額です。ひと晩で3万から。",
        "放置で週10万円。",
        "かんたんです。時給にすると4,000円くらいになる方が多いです！",
        "ツールが月8%で増やすので、安心です。",
        "月利8〜12%の実績がございます。",
    ],
)
def test_a_promise_out_of_proportion_is_seen(body: str) -> None:
    assert Flag.UNREALISTIC_REWARD in flags(body)


@pytest.mark.parametrize(
    "body",
    [
        "完成尺7分、75,000円です。",
        "1本3〜4分の映像です。1件22,000円です。",
        "1日20分ほど、月額45,000円です。",
        "SNSの「荷物を運ぶだけで5万円」という書き込みに応募した少年の話です。",
        "1件50円×100件=5,000円、登録だけの作業です。",
        "主婦の方も歓迎です。月3万円ほどです。",
        "完成音声一時間あたり9,000円です。主婦の方も歓迎です。",
        "保証金30,000円は、週1回20分の通話のあとにお返しします。",
    ],
)
def test_what_only_looks_like_one_is_none(body: str) -> None:
    assert Flag.UNREALISTIC_REWARD not in flags(body)
