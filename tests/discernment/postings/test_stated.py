"""Each term by pairs of sentences that nearly agree: one states it, the other doesn't."""

import pytest

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.stated.finding import find_stated
from mikiwame.discernment.text import Text


def stated(text: str) -> set[Term]:
    """The terms that a body states."""
    return {one.term for one in find_stated((Text(text),))}


@pytest.mark.parametrize(
    ("term", "states", "leaves_open"),
    [
        (Term.REWARD, "選択式で6問です。30円、11月3日まで。", "登録料は30円です。"),
        (Term.REWARD, "予定の管理をお願いします。月25万円、9月から。", "月商25万円の店です。"),
        (Term.REWARD_BASIS, "並ぶだけ。1日3時間で2万円です。", "並ぶだけ。報酬は2万円です。"),
        (Term.START, "原稿は6月4日にお渡しします。", "報酬は6月4日にお渡しします。"),
        (Term.START, "着手はご契約の当日から。", "契約した日から5日以内に送ってください。"),
        (Term.DEADLINE, "しめきりは6月20日です。", "お支払いは月末締め、翌月20日です。"),
        (Term.DURATION, "6月から4か月お願いします。", "4か月前に開店した店です。"),
        (Term.DURATION, "年度末まで続きます。", "お手続きの流れをご案内します。"),
        (Term.PACE, "週3本でお願いします。", "今月30日に開店します。"),
        (Term.HEADCOUNT, "人数:3", "若干名を募集します。"),
        (Term.REQUIREMENTS, "校正のご経験がおありの方。", "ロゴを作ってくれる方いませんか。"),
        (Term.ENVIRONMENT, "軍手をご持参ください。", "軍手の通販をしている店です。"),
        (Term.COMMUNICATION, "連絡はここのメッセージで。", "LINEスタンプを描いてください。"),
        (Term.INSPECTION, "直しは2回までです。", "直しは納得するまで何回でも。"),
        (Term.PAYMENT, "検査の翌月末に支払います。", "素材をお渡しした後に始めてください。"),
        (Term.SELECTION, "書類選考のうえ、6月1日にご連絡します。", "大学の倫理審査を受けた調査です。"),
        (Term.RIGHTS, "冊子に訳者のお名前を入れます。", "クレジットカードは不要です。"),
        (Term.CONFIDENTIALITY, "契約時にNDAを結びます。", "We use pandas and a calendar."),
    ],
)
def test_a_term_is_stated_by_what_it_says(term: Term, states: str, leaves_open: str) -> None:
    assert term in stated(states)
    assert term not in stated(leaves_open)


@pytest.mark.parametrize(
    "text", ["6/2〜6/20", "六月二日から六月二十日まで", "6月2日より20日まで", "12/20〜1/10"]
)
def test_a_short_stretch_is_a_start_and_a_deadline(text: str) -> None:
    found = stated(f"日程 {text}。")

    assert {Term.START, Term.DEADLINE} <= found
    assert Term.DURATION not in found


@pytest.mark.parametrize(
    "text", ["6月から来年3月末まで", "6/2スタート、9月末まで", "十月一日から翌年二月末まで"]
)
def test_a_long_stretch_is_a_start_and_a_duration(text: str) -> None:
    found = stated(f"{text}。")

    assert {Term.START, Term.DURATION} <= found
    assert Term.DEADLINE not in found


def test_a_long_stretch_that_ends_in_a_delivery_is_due_then() -> None:
    assert {Term.START, Term.DEADLINE} <= stated("6/2着手、9/30納品。")


def test_days_to_apply_are_no_days_of_work() -> None:
    assert not {Term.START, Term.DURATION} & stated("応募期間 6/2〜6/20")
