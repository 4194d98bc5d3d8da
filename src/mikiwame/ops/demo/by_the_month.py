"""Work for a fixed sum a month: a picture a week for a printer's shop window, in its third month now.

Months differ in length, so what is handed over comes a little before any day on which it could be due.
"""

from collections.abc import Iterator

from .script import Accepts, Act, Agrees, Applies, Deal, Delivers, Offers, Pays, Wanted, Writes

WINDOW = Wanted(
    "shop-window",
    "kawabe",
    "design-illustration",
    "店頭と投稿に使う季節の絵（週1点、月額固定）",
    """店のウィンドウと、店の投稿に使う季節の絵を、毎週1点お願いします。題材は前の週にお渡しします。

・A4の縦1枚。週の最後の日までに
・報酬は月額です。1か月分を先に仮払いし、1点受け取るごとにその分をお支払いします
・ご都合の悪い週は、前もってお知らせください""",
    day=80,
    open_for=6,
    terms={
        "scope": "お渡しする題材で、季節の絵を週に1点描く",
        "deliverable": "A4縦、350dpiのPNG画像 1点",
        "reward_basis": "monthly",
        "reward": 26_000,
        "headcount": 1,
        "inspection_days": 5,
        "payment_days": 30,
        "change_rounds": 1,
        "repeat": "times_a_week",
        "times_a_week": 1,
        "duration_months": 6,
        "renews": True,
        "rights": "店頭と店の投稿での利用を許諾する。著作権は描いた方に残る",
    },
    start=14,
)

PICTURES = (
    (61, "一枚目は、朝顔と風鈴です。"),
    (54, "秋刀魚と七輪。煙の向きを二案描き、右に流れるほうにしました。"),
    (47, "お月見です。うさぎは小さめにしています。"),
    (40, "新米の俵です。文字を入れる余白を、左に空けました。"),
    (33, "柿と、軒先の干し柿です。"),
    (26, "落ち葉を掃くほうきと、焼きいも。"),
    (19, "手袋と、最初の霜です。"),
    (12, "ゆず湯にしました。湯気は、あとから薄くもできます。"),
    (3, "年賀状を刷る輪転機です。お店の機械の写真をもとにしました。"),
)
"""What was handed over so many days ago; each is accepted the day after, the last one not yet."""


def months() -> Iterator[Act]:
    """Each month is paid before it begins, each picture is accepted the day after it came."""
    for day in (40, 9):
        yield Pays(day=day, time="16:30")
    for day, note in PICTURES:
        yield Delivers(day=day, time="20:15", note=note)
    for day, _ in PICTURES[:-1]:
        yield Accepts(day=day - 1, time="11:00")


WINDOW_STORY = Deal(
    "shop-window",
    "ren",
    (
        Applies(
            day=78,
            time="20:40",
            price=26_000,
            message="季節の絵は、印刷会社にいたころから毎月描いていました。入稿の形式までそのままお渡しできます。",
        ),
        Offers(day=75, message="ぜひお願いします。題材は毎週木曜にお送りします。"),
        Agrees(day=74, time="21:10"),
        Pays(day=73, time="16:00"),
        *months(),
        Writes(day=25, by="kawabe", text="焼きいもの絵、お客さまに好評です。"),
    ),
)
