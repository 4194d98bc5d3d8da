"""Work that goes on: a column a week, paid ahead each week, for two months now."""

from collections.abc import Iterator

from .script import Accepts, Act, Agrees, Applies, Deal, Delivers, Offers, Pays, Rests, Wanted, Writes

BEGAN = 61
"""So many days ago the first week began; each one's column is due on its seventh day."""

COLUMN = Wanted(
    "weekly-column",
    "hoshino",
    "writing-article",
    "食堂の週替わりコラム（毎週1本、600字）",
    """お品書きの裏に、週替わりの短い読み物を載せています。季節の食材や、常連さんのこぼれ話など、題材はこちらから三つほどお渡しします。

・毎週1本、600字前後。日曜の夜までに
・直しは1回まで。急ぎの追加はありません""",
    day=75,
    open_for=6,
    terms={
        "scope": "お渡しする題材から一つ選び、600字前後のコラムを書く",
        "deliverable": "テキストファイル 1点",
        "reward_basis": "per_piece",
        "reward": 2_400,
        "headcount": 1,
        "inspection_days": 3,
        "payment_days": 30,
        "change_rounds": 1,
        "repeat": "times_a_week",
        "times_a_week": 1,
        "duration_months": 3,
        "renews": True,
    },
    start=14,
)

NOTES = (
    "「走り、旬、名残」を書きました。題材は一つ目の新米です。",
    "二本目です。常連の大工さんのお話にしました。名前は伏せています。",
    "さんまが高い年の、いわしの話です。",
    "",
    "先週はすみませんでした。栗ごはんの話を、少し長めに。",
    "おでんの種の順番について。数字は料理本で確かめました。",
    "",
    "冬至の前の、かぼちゃの話です。",
)
"""What was handed over each week; in one week nothing was, and one was off."""


def weeks() -> Iterator[Act]:
    """Each week is paid before it begins, its column comes on the sixth day, and is accepted the day after."""
    for number, note in enumerate(NOTES):
        begins = BEGAN - 7 * number
        if number:
            yield Pays(day=begins + 2, time="16:00")
        if note:
            yield Delivers(day=begins - 5, time="21:30", note=note)
            yield Accepts(day=begins - 6, time="15:30")
    yield Pays(day=BEGAN - 7 * len(NOTES) + 2, time="16:10")


STORY = Deal(
    "weekly-column",
    "natsu",
    (
        Applies(
            day=73,
            time="22:10",
            price=2_400,
            message="近くに住んでいて、ときどき伺っています。毎週日曜の夜までにお届けできます。",
        ),
        Offers(day=71, message="ぜひお願いします。題材は毎週水曜にお送りします。"),
        Agrees(day=70, time="21:00"),
        Pays(day=69, time="16:00"),
        *weeks(),
        Rests(day=17, off=13, reason="週末に引っ越します。一回お休みさせてください。"),
        Writes(day=33, by="natsu", text="熱を出してしまい、今週はお渡しできませんでした。"),
        Writes(day=32, by="hoshino", text="どうぞお大事に。来週また楽しみにしています。"),
    ),
)
