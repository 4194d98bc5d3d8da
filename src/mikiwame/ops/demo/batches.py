"""Task work in the demo: what clients ask of many, who answers, and what becomes of the answers."""

from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.states import FieldKind, Reason

from .script import Asked, Given

FEELING = Question(
    "feeling",
    FieldKind.SINGLE,
    "この一文は、どんな気持ちで書かれていますか",
    choices=(("good", "よかった"), ("bad", "残念だった"), ("neither", "どちらでもない")),
)

BATCHES = (
    Asked(
        name="lunch",
        client="hoshino",
        category="survey-questionnaire",
        title="平日のお昼ごはんの選び方についてのアンケート（5問）",
        body=(
            "十二席の食堂です。お昼の献立を見直すために、平日のお昼をどう選んでいるかをお聞きします。\n"
            "外で食べる方も、家で食べる方も、ふだんのとおりにお答えください。\n\n"
            "・お名前や職場、住所は聞きません\n"
            "・最後の質問に、ふだんのお昼のことが一つでも書かれていれば承認します"
        ),
        day=5,
        reward=60,
        seconds=180,
        answers_per_unit=40,
        form=(
            Question(
                "where",
                FieldKind.SINGLE,
                "平日のお昼は、どこで食べることがいちばん多いですか",
                choices=(("home", "家"), ("work", "職場や学校"), ("out", "お店"), ("skip", "食べない")),
            ),
            Question(
                "why",
                FieldKind.MULTIPLE,
                "お昼を選ぶとき、気にすることを選んでください",
                choices=(("price", "値段"), ("time", "早さ"), ("taste", "味"), ("health", "体によいか")),
            ),
            Question(
                "spend",
                FieldKind.NUMBER,
                "一食に使うのは、だいたい何円ですか",
                help="家で作るときは、材料のお金を思い浮かべてください。",
                least=0,
                most=10_000,
            ),
            Question(
                "content",
                FieldKind.SCALE,
                "いまのお昼に、どのくらい満足していますか",
                least=1,
                most=5,
                least_label="まったく",
                most_label="とても",
            ),
            Question(
                "story",
                FieldKind.LONG_TEXT,
                "ふだんのお昼のことで、よかったことや困っていることを教えてください",
                least=20,
                most=400,
            ),
        ),
        answers=(
            Given(
                worker="mugi",
                day=4,
                seconds=170,
                content={
                    "where": "home",
                    "why": ["price", "health"],
                    "spend": 250,
                    "content": 4,
                    "story": "前の晩の煮物を温めるだけの日が多いです。野菜が少ないときは豆腐を足します。",
                },
                outcome="approved",
            ),
            Given(
                worker="tetsu",
                day=3,
                time="12:20",
                seconds=150,
                content={
                    "where": "work",
                    "why": ["time"],
                    "spend": 600,
                    "content": 2,
                    "story": "席で食べるので、においの少ないものを選びます。温かい汁物が飲みたいです。",
                },
                outcome="approved",
            ),
            Given(
                worker="komorebi",
                day=2,
                time="13:10",
                seconds=205,
                content={
                    "where": "out",
                    "why": ["taste", "time"],
                    "spend": 950,
                    "content": 5,
                    "story": "近所の定食屋に週三回通っています。小鉢が日替わりなので飽きません。",
                },
            ),
        ),
    ),
    Asked(
        name="postcards",
        client="tsumugi",
        category="data-labelling",
        title="読者はがきの一文から、気持ちを選ぶ（1件20秒ほど）",
        body=(
            "広報誌に届いた読者はがきの一文を読み、書いた人の気持ちを三つから選んでください。\n\n"
            "・事実だけで気持ちが読めないものは「どちらでもない」です\n"
            "・迷ったら、ひと言欄に理由を書いてください。その場合も承認します"
        ),
        day=4,
        reward=8,
        seconds=20,
        answers_per_unit=4,
        form=(
            Question("sentence", FieldKind.SHOW_TEXT, "{{text}}", required=False),
            FEELING,
            Question("note", FieldKind.SHORT_TEXT, "迷った点があれば、ひと言", required=False, most=200),
        ),
        units=(
            ("表紙の写真を、玄関に飾っています。", "good", False),
            ("祖父の名前が載っていて、家族みんなで読みました。", "good", True),
            ("締切の日付が、表紙と中面で違っていました。", "bad", False),
            ("前の号は、十月に届きました。", "neither", True),
            ("字が小さくて、母は途中で読むのをあきらめました。", "bad", False),
            ("紙の手ざわりが変わりましたね。", "neither", False),
            ("料理のページを切り抜いて、冷蔵庫に貼っています。", "good", False),
            ("応募したのに、返事がまだありません。", "bad", False),
            ("駅前の売店でもらいました。", "neither", False),
            ("次の号も楽しみにしています。", "good", False),
            ("電話番号が、つながらない番号でした。", "bad", False),
            ("三歳の子が、四こま漫画を声に出して読むようになりました。", "good", False),
        ),
        answers=(
            Given(worker="mugi", day=3, count=12, seconds=17, outcome="approved"),
            Given(worker="tetsu", day=3, time="21:00", count=9, seconds=21, outcome="approved"),
            Given(worker="natsu", day=2, time="20:30", count=4, seconds=19, outcome="approved", judged=1),
            Given(
                worker="natsu",
                day=2,
                time="20:40",
                content={"feeling": "bad"},
                seconds=6,
                outcome=Reason.WRONG,
                evidence="「変わりましたね」だけでは、気持ちが読めません。「どちらでもない」にあたります。",
                judged=1,
            ),
            Given(worker="natsu", day=1, time="21:00", count=2, seconds=22),
            Given(worker="komorebi", day=1, time="22:00", count=3, seconds=4, content={"feeling": "neither"}),
        ),
    ),
    Asked(
        name="harbour",
        client="minato",
        category="audio-test-recording",
        title="港町の地名を読み上げる声の収録",
        body=(
            "観光案内の音声を直すために、港町の地名を一つずつ読み上げてください。\n\n"
            "・静かな部屋で、ふだんの話し方で読みます\n"
            "・このページの中で録音でき、何度でも録り直せます\n"
            "・声は案内の聞きやすさを確かめることだけに使い、公開しません"
        ),
        day=2,
        reward=80,
        seconds=120,
        answers_per_unit=3,
        form=(
            Question("sentence", FieldKind.SHOW_TEXT, "{{text}}", required=False),
            Question("voice", FieldKind.AUDIO, "上の文を声に出して読んでください"),
            Question(
                "room",
                FieldKind.SINGLE,
                "録音した場所",
                choices=(("quiet", "静かな部屋"), ("usual", "ふだんの部屋"), ("outside", "外")),
            ),
        ),
        units=(
            ("次は、鞆の浦、鞆の浦です。", "", False),
            ("渡船は、向島行きが先に出ます。", "", False),
            ("千光寺へは、坂道を登って二十分です。", "", False),
            ("因島大橋は、歩いて渡れます。", "", False),
            ("生口島では、レモンの花が咲いています。", "", False),
            ("御手洗の町並みは、港の右手です。", "", False),
        ),
    ),
    Asked(
        name="first_day",
        client="tsumugi",
        category="experience-life",
        title="在宅の仕事を、はじめて受けた日の体験談",
        body="はじめて在宅の仕事を受けた日のことを、300字ほどで書いてください。広報誌の特集の参考にします。",
        day=1,
        reward=None,
        seconds=None,
        answers_per_unit=20,
        form=(Question("story", FieldKind.LONG_TEXT, "その日のことを教えてください", least=200, most=600),),
    ),
)
