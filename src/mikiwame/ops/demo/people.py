"""Who lives in the demo market. Nobody of them is real."""

from .script import Person

PASSWORD = "mikiwame-demo"  # noqa: S105  # known to everybody who reads this

PEOPLE = (
    Person(
        "operator",
        "運営のみはり",
        "見極めの運営をしています。お困りのときは、契約のページから相談を開いてください。",
        joined=160,
        operator=True,
        words="operator: disputes, suspended postings",
    ),
    Person(
        "tsumugi",
        "つむぎ編集室",
        "企業の広報誌や記念誌をつくる、四人の編集室です。条件は募集にすべて書きます。初めての方にもお願いしています。",
        joined=150,
        business=True,
        withholds=True,
        words="client: an editing office with applicants and task answers to judge, and contracts at work",
    ),
    Person(
        "minato",
        "港町観光協会",
        "瀬戸内の小さな港町の観光協会です。季節の記事と案内動画を、年間を通してお願いしています。",
        joined=148,
        business=True,
        withholds=True,
    ),
    Person(
        "kawabe",
        "川辺印刷所",
        "創業五十二年の町の印刷所です。チラシ、伝票、商品カタログを刷っています。",
        joined=140,
        business=True,
        withholds=True,
    ),
    Person(
        "hoshino",
        "ほしの食堂",
        "夫婦でやっている十二席の食堂です。お昼の営業が終わる三時すぎにお返事します。",
        joined=135,
        business=True,
    ),
    Person(
        "asahi",
        "あさひ電子サービス",
        "計測機器の保守と、社内システムの開発をしています。",
        joined=120,
        business=True,
        withholds=True,
    ),
    Person(
        "rakuda",
        "らくだ",
        "バイクで日本を回っています。動画を作れる人、絵が描ける人と知り合いたいです。",
        joined=90,
    ),
    Person(
        "quick",
        "クイックリンク合同会社",
        "スピード重視！ やる気のある方を歓迎します！",
        joined=85,
        business=True,
    ),
    Person(
        "natsu",
        "なつめ",
        "総務の仕事をしながら、夜と週末に文章の仕事をしています。校正と取材記事が中心です。",
        joined=130,
        words="worker: writes, with incomes over several months and a task answer that came back",
    ),
    Person(
        "ren",
        "れん",
        "印刷会社に八年勤めたあと独立しました。ロゴ、チラシ、バナー。入稿データまで一人で作れます。",
        joined=138,
        words="worker: designs, with changes asked for",
    ),
    Person("sakuya", "さくや", "英日・日英の翻訳者です。観光と食の文章が得意です。", joined=125),
    Person(
        "tetsu",
        "てつ",
        "PythonとExcelマクロ。十年ほど社内システムを作ってきました。平日の夜に作業します。",
        joined=122,
    ),
    Person(
        "mugi",
        "むぎ茶",
        "データ入力と文字起こしをこつこつと。毎日二時間ほど、静かな午前中に作業しています。",
        joined=110,
    ),
    Person("komorebi", "こもれび", "動画編集をしています。Premiere Pro、After Effects。", joined=100),
    Person(
        "hibiki",
        "ひびき",
        "ナレーションと朗読。自宅に防音ブースがあります。48kHz/24bit、当日納品も相談できます。",
        joined=95,
    ),
    Person(
        "yuzu",
        "ゆず",
        "二人目の子が保育園に入り、在宅の仕事を始めました。まだ実績はありませんが、約束の日は守ります。",
        joined=25,
        words="worker: a newcomer with an offer to answer",
    ),
)

SHOWN = tuple(person for person in PEOPLE if person.words)
