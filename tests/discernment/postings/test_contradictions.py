"""A text that says otherwise than its terms sheet is found; a vaguer one, or one of other things, isn't."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.terms import Term
from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.reports import Contradiction

SHEET: dict[str, object] = {
    "scope": "観光案内の記事の執筆。1本2,000字を4本",
    "deliverable": "Word文書 4点",
    "reward": {"amount": 6_000, "most": None, "quantity": 4},
    "reward_basis": "per_piece",
    "start": {"day": "2026-12-01", "condition": "", "latest": None},
    "deadline": {"days": ["2026-12-20"]},
    "pace": "週2本",
    "duration": "3か月",
    "headcount": 2,
    "communication": "サイト内のメッセージ",
    "inspection": {"days": 7, "rounds": 2},
    "payment": 30,
}
FIXED: dict[str, object] = {**SHEET, "reward": {"amount": 30_000}, "reward_basis": "fixed", "pace": ""}
HOURLY: dict[str, object] = {
    **SHEET,
    "reward": {"amount": 1_500},
    "reward_basis": "hourly",
    "pace": "週10時間",
}
MONTHLY: dict[str, object] = {
    **SHEET,
    "reward": {"amount": 30_000},
    "reward_basis": "monthly",
    "pace": "週2本",
}
WEEKLY: dict[str, object] = {**MONTHLY, "reward": {"amount": 8_000}, "reward_basis": "weekly"}
RANGE: dict[str, object] = {**FIXED, "reward": {"amount": 20_000, "most": 40_000}}
BY_SHARES: dict[str, object] = {
    **FIXED,
    "reward": {"amount": 30_000, "shares": [["ラフ", 10_000], ["仕上げ", 20_000]]},
    "deadline": {"days": ["2026-12-10", "2026-12-20"]},
}
ON_CONDITION: dict[str, object] = {
    **SHEET,
    "start": {"day": None, "condition": "打ち合わせのあと", "latest": "2026-12-10"},
}


def contradictions(body: str, sheet: dict[str, object] = SHEET, title: str = "") -> tuple[Contradiction, ...]:
    """What a text says otherwise than its sheet."""
    return read_posting(title, body, terms=sheet, format="project").contradictions


CONTRADICTING = [
    (SHEET, "報酬は1本3,000円です。", Term.REWARD),
    (SHEET, "1記事4,500円（税込）でお願いします。", Term.REWARD),
    (SHEET, "■単価 ¥4,000/本", Term.REWARD),
    (SHEET, "文字単価1円、1本2,000字です。", Term.REWARD),
    (SHEET, "報酬：4本で総額20,000円", Term.REWARD),
    (SHEET, "報酬は一本四千円です。", Term.REWARD),
    (SHEET, "謝礼：5,000円×4本", Term.REWARD),
    (SHEET, "4本まとめて1万円です。", Term.REWARD),
    (FIXED, "Budget: 20,000 JPY.", Term.REWARD),
    (FIXED, "お礼は15000円くらいで考えています。", Term.REWARD),
    ({"reward": "1本3,000円"}, "報酬は1本2,000円です。", Term.REWARD),
    ({"reward": "30,000円"}, "報酬は2万円です。", Term.REWARD),
    (FIXED, "報酬は2万円です。", Term.REWARD),
    (FIXED, "予算25,000円（税込）。", Term.REWARD),
    (FIXED, "報酬は1万5千円〜2万円です。", Term.REWARD),
    (FIXED, "お礼は1名1万円です。", Term.REWARD),
    (RANGE, "報酬は5万円です。", Term.REWARD),
    (HOURLY, "時給1,200円です。", Term.REWARD),
    (HOURLY, "【時給1,100円〜1,300円】", Term.REWARD),
    (FIXED, "報酬は30,000円（税別）です。", Term.REWARD_BASIS),
    (FIXED, "時給1,200円でお支払いします。", Term.REWARD_BASIS),
    (FIXED, "報酬は完全成果報酬です。", Term.REWARD_BASIS),
    (SHEET, "時給制のお仕事です。", Term.REWARD_BASIS),
    (HOURLY, "1記事3,000円です。", Term.REWARD_BASIS),
    (HOURLY, "固定報酬制です。", Term.REWARD_BASIS),
    (MONTHLY, "月額2万円です。", Term.REWARD),
    (MONTHLY, "1本3万5千円です。", Term.REWARD),
    (MONTHLY, "報酬は1本30,000円です。", Term.REWARD_BASIS),
    (MONTHLY, "時給1,200円です。", Term.REWARD_BASIS),
    (MONTHLY, "報酬は完全出来高制です。", Term.REWARD_BASIS),
    (WEEKLY, "週給6,000円です。", Term.REWARD),
    (WEEKLY, "報酬は月額8,000円です。", Term.REWARD_BASIS),
    (SHEET, "納期は12月10日です。", Term.DEADLINE),
    (SHEET, "12/15までに納品してください。", Term.DEADLINE),
    (SHEET, "〆切：十二月十五日", Term.DEADLINE),
    (SHEET, "納期 2027年12月20日", Term.DEADLINE),
    (SHEET, "締切は11月末です。", Term.DEADLINE),
    (SHEET, "12月18日必着", Term.DEADLINE),
    (SHEET, "12月25日(金)が締切です。", Term.DEADLINE),
    (BY_SHARES, "納期は12/25です。", Term.DEADLINE),
    (SHEET, "12月15日から作業をお願いします。", Term.START),
    (SHEET, "開始日:1月5日", Term.START),
    (SHEET, "開始時期：12月中旬", Term.START),
    (SHEET, "12月10日（木）より作業をお願いします。", Term.START),
    (SHEET, "12/10〜開始できる方", Term.START),
    (SHEET, "12/8スタートです。", Term.START),
    (SHEET, "着手は1月5日以降です。", Term.START),
    (ON_CONDITION, "1月10日スタートです。", Term.START),
    (SHEET, "週5本でお願いします。", Term.PACE),
    (SHEET, "毎日納品していただきます。", Term.PACE),
    (SHEET, "1日1本の執筆です。", Term.PACE),
    (HOURLY, "週20時間ほど稼働できる方。", Term.PACE),
    (SHEET, "平日は毎日納品をお願いします。", Term.PACE),
    (SHEET, "月20本お願いします。", Term.PACE),
    (SHEET, "契約期間は6か月です。", Term.DURATION),
    (SHEET, "契約期間：半年", Term.DURATION),
    (SHEET, "単発のお仕事です。", Term.DURATION),
    (SHEET, "募集人数：5名", Term.HEADCOUNT),
    (SHEET, "10名を募集します。", Term.HEADCOUNT),
    (SHEET, "1名のみの募集です。", Term.HEADCOUNT),
    (SHEET, "採用人数：1人", Term.HEADCOUNT),
    (SHEET, "やり取りはチャットワークでお願いします。", Term.COMMUNICATION),
    (SHEET, "ご連絡はLINEで行います。", Term.COMMUNICATION),
    (SHEET, "検収は納品後14日以内です。", Term.INSPECTION),
    (SHEET, "修正は5回までお願いします。", Term.INSPECTION),
    (SHEET, "納得いくまで何度でも修正していただきます。", Term.INSPECTION),
    (SHEET, "お支払いは検収から45日後です。", Term.PAYMENT),
    (SHEET, "検収後60日以内にお支払いします。", Term.PAYMENT),
    (SHEET, "月末締め翌々月末払いです。", Term.PAYMENT),
]
INNOCENT = [
    (SHEET, ""),
    (SHEET, "観光案内の記事を書いてくださる方を探しています。"),
    (SHEET, "報酬は1本6,000円です。"),
    (SHEET, "報酬は1本六千円（税込）、4本で24,000円です。"),
    (SHEET, "1本5,455円（税別）です。"),
    (SHEET, "単価は5,000円〜7,000円で考えています。"),
    (SHEET, "報酬は1本5,000円以上です。"),
    (SHEET, "報酬は1本6,000円くらいです。"),
    (SHEET, "文字単価3円、1本2,000字です。"),
    (SHEET, "1本6,000円。取材の交通費は1回1,000円までお出しします。"),
    (SHEET, "交通費として3,000円を別にお支払いします。"),
    (SHEET, "前回は1本4,000円でお願いしました。"),
    (SHEET, "たとえば1本3,000円の案件もあります。"),
    (SHEET, "「1本500円」という募集を見て、これではいけないと思いました。"),
    (SHEET, "手取りは1本4,800円ほどです。"),
    (SHEET, "慣れてきたら1本8,000円にします。"),
    (SHEET, "テスト記事は1本2,000円です。"),
    (SHEET, "商品の価格は3,000円です。"),
    (SHEET, "3,000円以上の商品を紹介する記事です。"),
    (SHEET, "追加の修正は1回1,500円をお支払いします。"),
    (FIXED, "報酬は3万円です。"),
    (FIXED, "1本5,000円です。"),
    (FIXED, "文字単価1円です。"),
    (FIXED, "月1万円で3か月です。"),
    (FIXED, "報酬は27,273円（税別）です。"),
    (FIXED, "予算は2万円〜4万円です。"),
    (FIXED, "報酬は応相談です。"),
    (RANGE, "報酬は3万円前後です。"),
    (RANGE, "報酬は2万円から4万円です。"),
    (BY_SHARES, "ラフで10,000円、仕上げで20,000円をお支払いします。"),
    (BY_SHARES, "ラフは12月10日まで、仕上げの納期は12月20日です。"),
    (HOURLY, "時給1,500円です。"),
    (MONTHLY, "報酬は月額3万円（税込）です。"),
    (MONTHLY, "報酬：30,000円（固定）"),
    (MONTHLY, "月額3万円。1本あたり3,750円ほどになります。"),
    (MONTHLY, "月額27,273円（税別）です。"),
    (WEEKLY, "週給8,000円です。"),
    (WEEKLY, "月3万5千円ほどになります。"),
    (HOURLY, "時給1,300円〜1,800円。"),
    (HOURLY, "月6万円ほどになります。"),
    (HOURLY, "時給は1,000円からのスタートです。"),
    (SHEET, "納期は12月20日です。"),
    (SHEET, "12/20（日）までに納品してください。"),
    (SHEET, "納期は12月下旬です。"),
    (SHEET, "納期は12月中旬から下旬でご相談ください。"),
    (SHEET, "納期はご相談で決めます。"),
    (SHEET, "12月10日まで応募を受け付けます。"),
    (SHEET, "応募の締切は11月30日です。"),
    (SHEET, "12月1日着手、12月20日までに納品してください。"),
    (SHEET, "着手は12月1日以降、納期は12月20日です。"),
    (SHEET, "期間は12月から来年3月末までです。"),
    (SHEET, "お支払いは翌月15日です。〆切は各月10日です。"),
    (SHEET, "録り直しは1回だけお願いします。"),
    (SHEET, "定員15名の研修のあとに始めます。"),
    (SHEET, "社内の連絡はSlackです。"),
    (SHEET, "週3日以上ゲームで遊ぶ方の体験を聞く記事です。"),
    (SHEET, "初稿は12月10日までにお願いします。納期は12月20日です。"),
    (SHEET, "12月24日に公開します。"),
    (SHEET, "原稿は12月5日にお渡しします。"),
    (SHEET, "12月1日から始めます。"),
    (SHEET, "12月上旬スタートです。"),
    (SHEET, "1月10日から開かれる展覧会の記事です。"),
    (SHEET, "4月1日から施行される法律の記事です。"),
    (ON_CONDITION, "12月5日から始められます。"),
    (SHEET, "週2本のペースです。"),
    (SHEET, "週1〜3本でお願いします。"),
    (SHEET, "週1本以上書ける方。"),
    (SHEET, "月8本ほどです。"),
    (SHEET, "週1回、30分の打ち合わせがあります。"),
    (SHEET, "毎日1万人が訪れるサイトです。"),
    (SHEET, "毎日更新しているブログです。"),
    (HOURLY, "週8〜12時間の作業です。"),
    (SHEET, "期間は3か月、その後は更新もあります。"),
    (SHEET, "募集人数は2名です。"),
    (SHEET, "1〜3名を募集します。"),
    (SHEET, "若干名を募集します。"),
    (SHEET, "5名のチームで運営しています。"),
    (SHEET, "昨年は10名を採用しました。"),
    (SHEET, "ご連絡はサイト内のメッセージでお願いします。"),
    (SHEET, "連絡にLINEは使いません。"),
    (SHEET, "LINEスタンプの記事です。"),
    (SHEET, "検収は納品後7日以内です。"),
    (SHEET, "検収は5営業日以内です。"),
    (SHEET, "通常は3日ほどで検収します。"),
    (SHEET, "修正は2回までお願いします。"),
    (SHEET, "修正が3回目以降のときは別途お支払いします。"),
    (SHEET, "検収後14日以内にお支払いします。"),
    ({**SHEET, "payment": 60}, "月末締め翌月末払いです。"),
    (SHEET, "お支払いは月末締め翌々月末ではなく、検収後すぐです。"),
    (SHEET, "修正は1回で済むことが多いです。"),
    (FIXED, "時給1,000円で働く学生の体験を聞きます。"),
    (FIXED, "当店のコース料理は5,000円です。お店の記事を書いてください。"),
    (FIXED, "補助金50万円の申請書づくりを手伝ってください。"),
    (FIXED, "月額980円のアプリを紹介する記事です。"),
    (FIXED, "30,000円（源泉徴収後の手取りは26,937円）です。"),
    (SHEET, "納期は12月20日ですが、早めの12月15日ごろにいただけると助かります。"),
    (SHEET, "12月24日のクリスマス特集です。納品は12月20日までに。公開は12月23日を予定しています。"),
    ({"reward": "1本3,000円"}, "報酬は1本3,000円です。"),
    ({"reward": "3,000円（税別）"}, "報酬は3,300円（税込）です。"),
    ({"reward": "3,000円〜"}, "報酬は5,000円です。"),
    ({}, "報酬は1本3,000円、納期は12月10日、5名を募集します。"),
    ({"reward": "応相談", "deadline": "いつでも"}, "報酬は3,000円、納期は12月10日です。"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "body", "term"), CONTRADICTING)
def test_a_contradiction_is_found(sheet: dict[str, object], body: str, term: Term) -> None:
    found = contradictions(body, sheet)

    assert [one.term for one in found] == [term]
    assert body[found[0].quote.start : found[0].quote.end] == found[0].quote.text
    assert found[0].sheet


@pytest.mark.parametrize(("sheet", "body"), INNOCENT)
def test_what_is_vaguer_or_about_other_things_is_none(sheet: dict[str, object], body: str) -> None:
    assert contradictions(body, sheet) == ()


def test_a_contradiction_calls_for_caution() -> None:
    calm = read_posting("", "報酬は1本6,000円です。", terms=SHEET, format="project")
    odd = read_posting("", "報酬は1本3,000円です。", terms=SHEET, format="project")

    assert (calm.verdict, odd.verdict) == (Verdict.OK, Verdict.CAUTION)


def test_a_title_contradicts_as_a_body_does() -> None:
    (one,) = contradictions("くわしくは条件をご覧ください。", title="【1本2,000円】観光案内の記事")

    assert (one.term, one.quote.part) == (Term.REWARD, "title")


def test_a_sheet_is_read_from_dates_and_words_alike() -> None:
    for day in ("2026-12-20", date(2026, 12, 20), {"days": [date(2026, 12, 20)]}):
        assert contradictions("納期は12月20日です。", {"deadline": day}) == ()
        assert contradictions("納期は12月10日です。", {"deadline": day})[0].sheet == "2026-12-20"


@given(st.integers(100, 900_000), st.integers(100, 900_000))
def test_only_another_amount_contradicts(sheet: int, told: int) -> None:
    found = contradictions(f"報酬は{told:,}円（税込）です。", {"reward": sheet, "reward_basis": "fixed"})

    assert bool(found) == (sheet != told)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["amount", "most", "days", "day", "latest", "shares", "x"]), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(Term)), PLAIN), st.text(max_size=60))
def test_any_sheet_is_borne(sheet: dict[str, object], body: str) -> None:
    contradictions(f"{body} 報酬は3,000円、納期は12月10日、週3本、5名を募集。修正は2回まで。", sheet)
