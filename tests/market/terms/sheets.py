"""Sheets for the tests, and how Hypothesis makes up others."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from mikiwame.core.schedules import OnHoliday, Repeat, Weekday
from mikiwame.core.terms import RewardBasis
from mikiwame.market.terms.lines import Part

TODAY = date(2026, 11, 2)

COMPLETE: dict[str, Any] = {
    "scope": "通販サイトの商品ページ10点の説明文を書く。",
    "deliverable": "各300字、Googleドキュメントで納品。",
    "reward": 30_000,
    "reward_basis": RewardBasis.FIXED,
    "start_date": TODAY + timedelta(days=3),
    "deadline": TODAY + timedelta(days=17),
    "headcount": 1,
    "inspection_days": 7,
    "payment_days": 30,
}

THIRDS = [
    Part(1, "構成", 10_000, TODAY + timedelta(days=7)),
    Part(2, "初稿", 10_000, TODAY + timedelta(days=12)),
    Part(3, "完成稿", 10_000, TODAY + timedelta(days=17)),
]

_texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40).map(str.strip)
_days = st.dates(TODAY, TODAY + timedelta(days=400))
_numbers = st.integers(1, 14)
_money = st.integers(1, 1_000_000)

columns: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("scope", "deliverable", "pace", "duration", "requirements", "environment"), _texts),
    **dict.fromkeys(("communication", "selection", "rights", "confidentiality", "start_condition"), _texts),
    "reward_basis": st.sampled_from(["", *RewardBasis]),
    "reward": st.none() | _money,
    "quantity": st.none() | _numbers,
    "headcount": st.none() | _numbers,
    "inspection_days": st.none() | _numbers,
    "change_rounds": _numbers.map(lambda rounds: rounds % 11),
    "payment_days": st.none() | _numbers,
    "repeat": st.sampled_from(["", *Repeat]),
    "weekdays": st.sets(st.sampled_from(Weekday)).map(lambda some: " ".join(sorted(some))),
    "times_a_week": st.none() | _numbers,
    "month_day": st.none() | _numbers,
    "on_holiday": st.sampled_from(OnHoliday),
    "duration_months": st.none() | _numbers,
    "renews": st.booleans(),
    **dict.fromkeys(("deadline", "start_date", "start_latest"), st.none() | _days),
}
"""What a column of a sheet may hold."""

values = st.fixed_dictionaries({}, optional=columns)
parts = st.lists(st.tuples(_texts.filter(bool), _money, _days), max_size=4).map(
    lambda parts: [
        Part(number, title, amount, due)
        for number, (title, amount, due) in enumerate(sorted(parts, key=lambda part: part[2]), start=1)
    ]
)
