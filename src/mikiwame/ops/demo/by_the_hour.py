"""Work by the hour: mails of a tourist office, recorded as they are answered, for three weeks now."""

from .script import Accepts, Agrees, Applies, Deal, HandsIn, Offers, Pays, Wanted, Writes, WritesHours

MAILS = Wanted(
    "mail-desk",
    "minato",
    "office-support",
    "観光協会への問い合わせメールの返信（時給、週8時間まで）",
    """観光のお問い合わせメールに、ひな形をもとに返信する仕事です。働いた時間を記録していただき、1週間ごとにお支払いします。

・時間帯は自由です。問い合わせのない週は、お休みになります
・ひな形にない質問は、こちらに回してください""",
    day=42,
    open_for=8,
    terms={
        "scope": "観光の問い合わせメールに、ひな形をもとに返信する",
        "deliverable": "返信したメールと、1週間ごとの時間の記録",
        "reward_basis": "hourly",
        "reward": 1_350,
        "headcount": 1,
        "inspection_days": 5,
        "payment_days": 30,
        "repeat": "hours",
        "weekly_hours": 8,
        "duration_months": 6,
    },
    start=18,
)

MAIL_STORY = Deal(
    "mail-desk",
    "mugi",
    (
        Applies(
            day=40,
            time="09:40",
            price=1_350,
            message="午前中に毎日二時間ほど作業できます。メールの返信は、前の職場でも担当していました。",
        ),
        Offers(day=38, message="ひな形は30通ほどあります。よろしくお願いします。"),
        Agrees(day=37, time="10:30"),
        Pays(day=36, time="14:00"),
        WritesHours(day=24, time="11:40", begins="09:30", ends="11:30", note="ひな形を読み、6通に返信"),
        WritesHours(day=22, time="11:15", begins="09:30", ends="11:10", note="花火大会の問い合わせ 9通"),
        Pays(day=20, time="15:00"),
        WritesHours(day=19, time="12:05", begins="10:00", ends="12:00", note="駐車場と宿の問い合わせ 11通"),
        HandsIn(day=18, time="12:30"),
        Accepts(day=17, time="16:00"),
        Writes(day=15, by="minato", text="今週は問い合わせが来ていません。お休みでお願いします。"),
        Pays(day=13, time="15:00"),
        WritesHours(day=8, time="11:05", begins="09:30", ends="11:00", note="紅葉の見ごろの問い合わせ 8通"),
        Pays(day=6, time="15:00"),
        WritesHours(day=5, time="11:50", begins="09:20", ends="11:45", note="団体旅行の見積もりの取り次ぎ"),
        HandsIn(day=4, time="18:00"),
        WritesHours(day=2, time="11:10", begins="09:30", ends="11:00", note="年末の営業日の問い合わせ 7通"),
    ),
)
