"""What came of the postings: who applied, who was chosen, what was paid, delivered, contested and said."""

from .by_the_hour import MAIL_STORY
from .by_the_month import WINDOW_STORY
from .going_on import STORY
from .script import (
    Accepts,
    Agrees,
    AgreesToPart,
    Answers,
    Applies,
    AsksAgain,
    AsksForChanges,
    Cancels,
    Deal,
    Declines,
    DeclinesOffer,
    Delivers,
    Disputes,
    Offers,
    Pays,
    ProposesToPart,
    Replies,
    Reviews,
    Rules,
    TakesOfferBack,
    Tries,
    Withdraws,
    Writes,
)

FINISHED = (
    Deal(
        "memorial-book",
        "natsu",
        (
            Applies(
                day=110,
                time="21:40",
                price=24_000,
                message="はじめまして。社内報の校正を四年続けています。仕事としてお受けするのは初めてですが、年表の照合は得意です。平日の夜と土日に進め、期日の二日前にお渡しできます。",
                answers=("『記者ハンドブック』と、お渡しいただく表記の一覧です。",),
            ),
            Offers(day=109, message="ていねいなご応募をありがとうございます。年表の照合をお任せしたいです。"),
            Agrees(day=108, time="22:05"),
            Pays(day=107),
            Writes(
                day=106,
                time="11:20",
                by="tsumugi",
                text="原稿のPDFと表記の一覧をお送りします。お始めいただくのは募集の日からで大丈夫です。",
            ),
            Writes(
                day=106,
                time="22:30",
                by="natsu",
                text="受け取りました。二十一ページの写真の説明に、本文と違う年がありました。確かめていただけますか。",
            ),
            Writes(day=105, by="tsumugi", text="ご指摘のとおり本文が正しいです。助かりました。"),
            Delivers(
                day=97,
                time="23:10",
                note="全48ページの校正が終わりました。指摘は112か所、迷ったところは9か所で、注釈の頭に「迷」と書いています。年表は正本とすべて照らし合わせました。",
            ),
            Accepts(day=95, time="14:00"),
            Reviews(
                day=94,
                by="tsumugi",
                stars=5,
                comment="指摘がどれも的確で、迷ったところを分けてくださったのが助かりました。初めてのお仕事とは思えません。次の号もお願いするつもりです。",
            ),
            Reviews(
                day=92,
                by="natsu",
                stars=5,
                comment="条件が募集に全部書いてあり、始める前に仮払いも済んでいました。質問にはその日のうちに返事をいただけました。",
            ),
            Replies(day=91, by="tsumugi", text="こちらこそ、安心してお任せできました。"),
            AsksAgain(
                day=1,
                time="15:00",
                title="記念誌の続編（48ページ）の校正",
                message="前の号ではお世話になりました。続編も、同じ条件でお願いできないでしょうか。",
                start=5,
                due=19,
            ),
        ),
    ),
    Deal(
        "memorial-book",
        "mugi",
        (Applies(day=109, price=24_000, message="校正の経験はありませんが、細かい作業は好きです。"),),
    ),
    Deal(
        "bistro-logo",
        "ren",
        (
            Applies(
                day=96,
                price=45_000,
                message="飲食店のロゴをこれまでに十一点作りました。のれんは布の織りで線が太るので、細い線を使わない案をお出しします。",
            ),
            Writes(
                day=95,
                time="15:20",
                by="hoshino",
                text="のれんのこと、考えてもいませんでした。看板の板は杉で、横が120センチあります。",
            ),
            Offers(day=93, time="15:40", message="ぜひお願いします。楽しみにしています。"),
            Agrees(day=92),
            Pays(day=91, time="15:10"),
            Delivers(
                day=78,
                note="ラフ三案です。一案目は湯気が星になる形、二案目は箸置き、三案目は文字だけの形です。",
            ),
            AsksForChanges(
                day=75,
                time="15:30",
                term="deliverable",
                reason="一案目でお願いします。湯気をもう少し短くして、仕上げのデータをいただけますか。",
            ),
            Delivers(
                day=72,
                note="湯気を短くし、仕上げました。看板、のれん、ショップカードそれぞれに合わせた太さのデータを入れています。",
            ),
            Accepts(day=70, time="15:05"),
            Reviews(
                day=69,
                time="15:20",
                by="hoshino",
                stars=5,
                comment="お客さんに毎日ほめられます。のれんの太さまで考えてくれる人は初めてでした。",
            ),
            Reviews(
                day=66,
                by="ren",
                stars=5,
                comment="判断が早く、直しの理由がはっきりしていました。お返事の時間も書いてあったとおりです。",
            ),
        ),
    ),
    Deal(
        "bistro-logo",
        "komorebi",
        (
            Applies(day=95, price=40_000, message="ロゴは作ったことがありませんが、動くロゴならできます。"),
            Declines(
                day=93,
                time="15:50",
                reason="experience",
                note="今回は看板なので、動かないロゴの経験がある方にお願いします。お店の動画を作るときにはご相談させてください。",
            ),
        ),
    ),
    Deal(
        "menu-english",
        "sakuya",
        (
            Applies(
                day=75,
                price=18_000,
                message="和食店のお品書きを六店ぶん訳しました。アレルギーの表示は、国ごとの書き方に合わせます。",
            ),
            Offers(day=73, time="15:15"),
            Agrees(day=72),
            Pays(day=71, time="15:00"),
            Writes(
                day=68,
                by="sakuya",
                text="「おから」は、豆腐を作るときに残るもの、という説明を添えてもよいですか。",
            ),
            Writes(
                day=68,
                time="15:30",
                by="hoshino",
                text="はい、お願いします。残りもの、に聞こえないようにしていただけるとうれしいです。",
            ),
            Delivers(
                day=61,
                note="38品と案内12文を訳しました。「おから」は soy pulp, lightly simmered としました。声に出して注文しやすいように、ローマ字も添えています。",
            ),
            Accepts(day=58, time="15:10"),
            Reviews(
                day=57,
                time="15:30",
                by="hoshino",
                stars=5,
                comment="外国のお客さんが写真なしで注文してくれるようになりました。",
            ),
            Reviews(
                day=55,
                by="sakuya",
                stars=4,
                comment="料理への愛情が伝わるお仕事でした。お返事が午後だけなのは、はじめに書いてあるので困りません。",
            ),
        ),
    ),
    Deal(
        "port-articles",
        "natsu",
        (
            Applies(
                day=93,
                time="22:00",
                price=22_000,
                message="取材をして書く仕事に挑戦したいです。祖母が港町の生まれで、浜の言葉を聞いて育ちました。社内報で書いた聞き書きをお読みいただけます。",
            ),
            Offers(
                day=90,
                quantity=3,
                parts=(
                    ("かき小屋の朝", 22_000, 20),
                    ("石段の町の猫", 22_000, 50),
                    ("みかんの選果場", 22_000, 80),
                ),
                message="お祖母さまのお話に惹かれました。三回ともお願いします。",
            ),
            Agrees(day=89, time="21:30"),
            Pays(day=88),
            Delivers(
                day=72,
                time="22:45",
                note="「かき小屋の朝」です。小屋のご主人の言葉は、録音のまま残しました。",
            ),
            Accepts(day=70),
            Pays(day=69),
            Delivers(
                day=42, time="23:00", note="「石段の町の猫」です。猫の名前は、飼い主の方に確かめてあります。"
            ),
            AsksForChanges(
                day=41,
                term="scope",
                reason="二千字のお約束ですが、二千六百字ありました。石段の由来のところを短くしていただけますか。",
            ),
            Delivers(day=40, time="22:10", note="二千百字にしました。由来は一段落にまとめました。"),
            Accepts(day=39),
            Pays(day=38),
            Delivers(day=12, time="22:30", note="「みかんの選果場」です。写真の説明文も入れました。"),
            Accepts(day=10),
            Reviews(
                day=9,
                by="minato",
                stars=5,
                comment="三回を通して、町の人が「自分の言葉のままだ」と喜んでくれました。期日もすべて守られました。",
            ),
            Reviews(
                day=8,
                time="21:00",
                by="natsu",
                stars=5,
                comment="毎回、前の回の検収からすぐに次の仮払いがありました。書き直しの理由も、条件のどこに合わないかを示してくださいました。",
            ),
        ),
    ),
    Deal(
        "order-macro",
        "tetsu",
        (
            Applies(
                day=64,
                time="20:10",
                price=60_000,
                message="VBAは十年ほど書いています。シートの数の上限は、配列の宣言が原因だと思います。元の形を残したまま直します。",
            ),
            Offers(day=62),
            Agrees(day=61, time="20:30"),
            Pays(day=60),
            Delivers(
                day=47,
                time="21:15",
                note="31枚を超えても止まらないように直し、品目別の合計を足しました。変えた行には日付を入れています。説明はA4で一枚です。",
            ),
            Reviews(
                day=35,
                time="20:00",
                by="tetsu",
                stars=3,
                comment="仮払いは早く、見本のファイルもそろっていました。検収のお返事がなく、期限で承認になりました。",
                clear=None,
            ),
        ),
    ),
    Deal(
        "catalogue-entry",
        "mugi",
        (
            Applies(
                day=25,
                time="09:20",
                price=70,
                message="毎朝二時間、入力の仕事をしています。見本の三点を先に見ていただけると安心です。",
            ),
            Offers(day=22, quantity=200, message="よろしくお願いします。見本からいっしょに始めましょう。"),
            Agrees(day=21, time="09:10"),
            Pays(day=20),
            Delivers(
                day=9, time="11:30", note="200点を登録しました。寸法の書かれていない3点には印をつけています。"
            ),
            Accepts(day=8),
            Reviews(
                day=7,
                by="kawabe",
                stars=5,
                comment="印のつけ方が分かりやすく、確かめる手間がかかりませんでした。",
            ),
            Reviews(
                day=7,
                time="11:00",
                by="mugi",
                stars=5,
                comment="見本を見てから始められたので、迷わずに進められました。",
            ),
        ),
    ),
)

UNDER_WAY = (
    Deal(
        "port-video",
        "komorebi",
        (
            Applies(
                day=42,
                price=38_000,
                message="町の案内動画を四本編集しました。歩く速さに合わせて切るのが好きです。",
            ),
            Offers(day=39, quantity=2, parts=(("駅から灯台まで", 38_000, 25), ("商店街の朝", 38_000, 50))),
            Agrees(day=38),
            Pays(day=37),
            Delivers(day=18, note="「駅から灯台まで」です。2分56秒、字幕は41枚です。"),
            Accepts(day=15),
            Pays(day=13),
            Writes(
                day=6,
                by="komorebi",
                text="「商店街の朝」の仮の並びができました。パン屋さんの場面を最初にしたいのですが、開店前の映像を使っても大丈夫ですか。",
            ),
            Writes(
                day=5,
                by="minato",
                text="パン屋さんに確かめました。大丈夫です。最後に手を振るところは使わないでほしいそうです。",
            ),
        ),
    ),
    Deal(
        "sensor-narration",
        "hibiki",
        (
            Applies(
                day=20,
                price=20_000,
                message="工業製品のナレーションを三十本ほど収録しました。専門用語の読みは、収録の前にまとめてお尋ねします。",
            ),
            Offers(day=18),
            Agrees(day=17),
            Pays(day=16),
            Writes(
                day=14,
                by="hibiki",
                text="「零点補正」は「れいてん」でよいでしょうか。一覧になかったのでお尋ねします。",
            ),
            Writes(day=13, by="asahi", text="「ぜろてん」でお願いします。一覧に足しました。"),
            Delivers(
                day=2,
                note="14点の音声です。場面ごとに前後一秒の無音を入れています。「零点補正」は「ぜろてん」で読みました。",
            ),
        ),
    ),
    Deal(
        "sale-banners",
        "ren",
        (
            Applies(
                day=19,
                price=15_000,
                message="年賀状のバナーは毎年作っています。728×90は文字が小さくなるので、文言を短くした案もお出しします。",
            ),
            Offers(day=17),
            Agrees(day=16),
            Pays(day=15),
            Delivers(day=5, note="三つのサイズをお渡しします。728×90だけ、文言を一行短くしました。"),
            AsksForChanges(
                day=1,
                term="deliverable",
                reason="300×250の紺が、指定の色と少し違って見えます。#1f3a5f に合わせてください。",
            ),
        ),
    ),
    Deal(
        "calibration-tool",
        "tetsu",
        (
            Applies(
                day=38,
                time="20:30",
                price=180_000,
                message="Djangoの社内システムを六年保守しています。検索の条件に合わせて、索引も一つ足したほうがよいと思います。",
            ),
            Offers(day=36),
            Agrees(day=35, time="21:00"),
            Pays(day=34),
            Delivers(
                day=14,
                time="22:00",
                note="検索画面とCSVの保存、テスト18件です。もとのテストもすべて通ります。",
            ),
            AsksForChanges(day=8, term="scope", reason="年月の条件で、月をまたぐ検索ができません。"),
            Delivers(
                day=6,
                time="21:30",
                note="月をまたぐ検索をできるようにしました。募集の条件には「機番と年月」とあったので、一か月ずつの検索と考えていました。",
            ),
            Disputes(
                day=3,
                by="asahi",
                contested=40_000,
                statement="月をまたぐ検索はできましたが、CSVの列の順が画面と違います。操作の説明もまだいただいていません。説明は納品物に含まれています。",
            ),
            Answers(
                day=2,
                by="tetsu",
                text="操作の説明は、最初の納品のときにリポジトリの docs に入れました。CSVの列の順は条件にありませんが、直すのに十分もかかりません。検収の途中で言っていただければ直しました。",
            ),
        ),
    ),
    Deal(
        "clinic-newsletter",
        "natsu",
        (
            Applies(
                day=15,
                time="21:50",
                price=32_000,
                message="記念誌の校正ではお世話になりました。動物病院には、うちの老犬がずっと通っています。",
                answers=(
                    "港町の季節の記事で、三人の方に電話取材をしました。",
                    "火曜と木曜の昼休み（十二時から一時間）に取材できます。",
                ),
            ),
            Offers(day=13, message="またご一緒できてうれしいです。"),
            Agrees(day=12, time="22:00"),
            Pays(day=11),
            Writes(
                day=9, by="tsumugi", text="取材は木曜の十二時からに決まりました。質問の案をお送りします。"
            ),
            Writes(
                day=8,
                time="12:50",
                by="natsu",
                text="取材が終わりました。肉球の写真を見せながら話してくださって、よい記事になりそうです。",
            ),
        ),
    ),
    Deal(
        "council-transcript",
        "mugi",
        (
            Applies(
                day=10,
                time="09:40",
                price=16_000,
                message="座談会の文字起こしは五件あります。話し手が四人なら、声の聞き分けの表を先に作ります。",
            ),
            Offers(day=9),
            Agrees(day=8, time="09:15"),
            Pays(day=7),
        ),
    ),
    Deal(
        "sensor-manual",
        "sakuya",
        (
            Applies(
                day=14,
                price=66_000,
                message="計測器の取扱説明書は、前の版も別の会社の依頼で訳したことがあります。用語集に合わせます。",
            ),
            Offers(day=11),
            Agrees(day=10),
            Pays(day=9),
            Writes(
                day=4,
                by="asahi",
                text="図面の確定が来週になりそうです。確定しましたら、このページで開始をお知らせします。",
            ),
        ),
    ),
    Deal(
        "kimono-guide",
        "sakuya",
        (
            Applies(
                day=8,
                price=48_000,
                message="着物の部分の名前は、短い説明と、声に出せるローマ字を添えて訳します。",
            ),
            Offers(day=4, message="お品書きの英訳を食堂で拝見しました。ぜひお願いします。"),
            Agrees(day=1),
        ),
    ),
    Deal(
        "catalogue-entry",
        "yuzu",
        (
            Applies(
                day=24,
                time="13:10",
                price=70,
                message="初めて応募します。事務の仕事で、伝票の入力を三年していました。子どもが保育園にいる間、一日三時間できます。",
            ),
            Offers(
                day=21,
                quantity=200,
                message="三年のご経験があれば大丈夫です。分からないことは何でも聞いてください。",
            ),
            Agrees(day=20, time="13:30"),
            Pays(day=19),
            Writes(
                day=14, time="13:15", by="yuzu", text="「角2」と「角形2号」は同じものとして入れてよいですか。"
            ),
            Writes(day=14, time="16:00", by="kawabe", text="はい、「角形2号」にそろえてください。"),
            Delivers(
                day=3,
                time="14:20",
                note="200点を入れました。「角形2号」にそろえてあります。紙の厚さが読めなかった2点は空けて印をつけました。",
            ),
        ),
    ),
    Deal(
        "tour-vlog",
        "komorebi",
        (
            Applies(
                day=25,
                price=14_000,
                message="旅の動画は好きで、よく見ています。15分なら十日ほどで仕上がります。",
            ),
            Offers(day=23),
            Agrees(day=22),
            Pays(day=21),
            Writes(day=12, by="rakuda", text="どんな感じですか？ 急がなくて大丈夫です。"),
            Writes(day=12, time="20:00", by="komorebi", text="七分まで並べました。曲を選んでいます。"),
        ),
    ),
    Deal(
        "tour-sticker",
        "yuzu",
        (
            Applies(
                day=6,
                time="13:40",
                price=9_000,
                message="絵は趣味で、保育園のおたよりの挿絵を描いています。らくだとバイク、描いてみたいです。",
            ),
            Offers(day=2, message="おたよりの絵、すごくよかったです。お願いします！"),
        ),
    ),
)

ENDED = (
    Deal(
        "quick-lp",
        "ren",
        (
            Applies(day=49, price=40_000, message="デザインデータをいただければ、五日で組めます。"),
            Offers(day=48),
            Agrees(day=47),
            Writes(
                day=46, by="quick", text="とりあえず先に始めてもらえますか？ 仮払いは経理に言ってあります！"
            ),
            Writes(
                day=46,
                time="11:00",
                by="ren",
                text="仮払いを確認してから始めます。ランプが緑になりましたらすぐ取りかかります。",
            ),
            Reviews(
                day=43,
                by="ren",
                stars=1,
                comment="仮払いがないまま三日が過ぎ、契約は自動で終わりました。作業を始める前でよかったです。",
                terms_kept=False,
                on_time=False,
                clear=False,
                again=False,
            ),
        ),
    ),
    Deal(
        "quick-list",
        "mugi",
        (
            Applies(day=32, price=20, message="一件ごとに、調べた先のURLも入れます。"),
            Offers(day=31, quantity=300),
            Agrees(day=30),
            Cancels(day=29, by="quick", reason="社内の都合で、今回は見送りになりました。"),
            Reviews(
                day=28,
                by="mugi",
                stars=2,
                comment="採用のあとで取りやめになりました。理由の説明は一行だけでした。",
                terms_kept=False,
                on_time=None,
                clear=False,
                again=False,
            ),
        ),
    ),
    Deal(
        "quick-voice",
        "hibiki",
        (
            Applies(day=71, price=1_000, message="明るい読みで、二十本をそろった音量でお渡しします。"),
            Offers(day=69, quantity=20),
            Agrees(day=68),
            Pays(day=67),
            Delivers(day=60, note="二十本の音声です。音量はすべてそろえています。"),
            Disputes(
                day=55,
                by="quick",
                statement="イメージと違います。もっとテンションを上げてほしいです。全部とり直してください。",
            ),
            Answers(
                day=54,
                by="hibiki",
                text="募集の条件は「明るい声」で、見本もお聞きいただいて採用になりました。どの本の、どこが違うのかは教えていただけていません。",
            ),
            Rules(
                day=50,
                to_worker=15_000,
                ruling="条件にある「明るい声」は満たしています。音の大きさにばらつきのある五本については、クライアントの指摘を認めます。二十本のうち十五本ぶんをワーカーへ、五本ぶんをクライアントへ戻します。",
            ),
            Reviews(
                day=49,
                by="hibiki",
                stars=2,
                comment="何を直せばよいのかを、最後まで教えていただけませんでした。",
                terms_kept=False,
                clear=False,
                again=False,
            ),
            Reviews(day=48, by="quick", stars=2, comment="イメージが合いませんでした。", again=False),
        ),
    ),
    Deal(
        "site-care",
        "tetsu",
        (
            Applies(day=60, price=5_000, message="WordPressの更新を二社でしています。"),
            Offers(
                day=57,
                quantity=6,
                parts=(("1か月目", 10_000, 34), ("2か月目", 10_000, 64), ("3か月目", 10_000, 94)),
            ),
            Agrees(day=56),
            Pays(day=55),
            Delivers(day=26, note="一か月目の二回ぶんです。お知らせ3件、写真の差し替え12点。"),
            Accepts(day=25),
            Pays(day=24),
            ProposesToPart(
                day=20,
                by="tetsu",
                reason="本業の部署が変わり、平日の夜に作業できなくなりました。二か月目のぶんはお返しします。引き継ぎの手順をまとめました。",
            ),
            AgreesToPart(day=19),
            Reviews(
                day=18,
                by="kawabe",
                stars=4,
                comment="途中で終わりましたが、早めに言ってくださり、手順書も残してくれました。",
            ),
            Reviews(day=17, by="tetsu", stars=5, comment="事情を話したら、すぐに分かっていただけました。"),
        ),
    ),
    Deal(
        "tour-stamp",
        "komorebi",
        (
            Applies(day=28, price=12_000, message="ゆるい絵も描きます。"),
            Offers(day=25),
        ),
    ),
    Deal(
        "quick-writer",
        "natsu",
        (
            Applies(
                day=36,
                time="22:20",
                price=900,
                message="三千字なら、一本に五時間ほどかかります。テーマと、参考にする資料を先に教えてください。",
            ),
            Offers(
                day=33, quantity=12, message="採用です！ 週5本でお願いしたいです。まずは登録をお願いします。"
            ),
            DeclinesOffer(
                day=32,
                time="22:00",
                note="募集では週三本でした。五時間で九百円では続けられないので、辞退します。",
            ),
        ),
    ),
    Deal(
        "quick-writer",
        "mugi",
        (
            Applies(day=35, price=900, message="美容のことは詳しくありませんが、書いてみたいです。"),
            Withdraws(day=33),
        ),
    ),
    Deal(
        "autumn-photos",
        "ren",
        (
            Applies(day=56, price=300, message="料理の写真は、湯気を残して明るくします。"),
            Offers(day=54, time="15:20", quantity=20),
            TakesOfferBack(day=53, time="15:00"),
            Declines(
                day=50,
                time="15:10",
                reason="other",
                note="すみません、息子が直してくれました。次の写真のときにはお願いします。",
            ),
        ),
    ),
)

WAITING = (
    Deal(
        "quick-support",
        "mugi",
        (Applies(day=27, price=1_100, message="午前中の二時間でしたら、毎日できます。"),),
    ),
    Deal(
        "quick-support", "yuzu", (Applies(day=22, price=1_100, message="平日の九時から十二時まで働けます。"),)
    ),
    Deal(
        "poster-closed",
        "ren",
        (Applies(day=22, price=35_000, message="手書きの題字を生かすため、余白を広くとった案を考えます。"),),
    ),
    Deal(
        "clinic-newsletter",
        "yuzu",
        (
            Applies(
                day=14,
                price=30_000,
                message="取材は初めてですが、犬と暮らしています。",
                answers=("まだありません。", "平日の九時から十二時までできます。"),
            ),
        ),
    ),
    Deal(
        "catalogue-entry",
        "komorebi",
        (Applies(day=20, price=70, message="編集の合間に、表の入力もお受けしています。"),),
    ),
    Deal(
        "harbour-column",
        "natsu",
        (
            Applies(
                day=2,
                time="21:30",
                price=22_000,
                message="秋の三本に続いて、冬もぜひお願いします。「灯台守の家」の方には、前の取材のときにお名前だけうかがっています。",
                answers=("火曜と木曜の昼休み、土曜の午前です。",),
            ),
        ),
    ),
    Deal(
        "harbour-column",
        "mugi",
        (
            Applies(
                day=1,
                price=20_000,
                message="文字起こしの仕事で、聞いた言葉を文にすることに慣れています。書いた記事はまだありません。",
                answers=("平日の午前中です。",),
            ),
            Tries(
                day=1,
                time="14:00",
                title="お試し: 録音5分を600字の読みものに",
                scope="録音の一部（5分）を聞き、600字の短い読みものにする",
                deliverable="600字の文章を一つ",
                hours=3,
                reward=4_500,
                due=6,
                message="記事が初めてとのことですので、まず短いものを一つ書いてみませんか。",
            ),
            Agrees(day=1, time="19:00"),
            Pays(day=1, time="20:30"),
        ),
    ),
    Deal(
        "school-flyer",
        "ren",
        (
            Applies(
                day=1,
                price=18_000,
                message="書道展の案内を作ったことがあります。作品の墨の濃さが沈まないよう、紙に合わせて調整します。",
            ),
        ),
    ),
    Deal(
        "school-flyer",
        "yuzu",
        (Applies(day=1, price=15_000, message="おたよりの紙面を作っています。入稿は勉強中です。"),),
    ),
    Deal(
        "stock-screen",
        "tetsu",
        (
            Applies(
                day=3,
                time="21:00",
                price=130_000,
                message="一覧の遅さは、件数を数える文が原因だと思います。続きから読む形のページ送りに変えます。",
            ),
        ),
    ),
    Deal(
        "move-stories",
        "yuzu",
        (
            Applies(
                day=3, price=5_000, message="去年、祖父の家を片づけました。仏壇のことでもめた話を書けます。"
            ),
        ),
    ),
    Deal(
        "move-stories", "mugi", (Applies(day=2, price=5_000, message="十年かけて少しずつ片づけた話です。"),)
    ),
    Deal(
        "calendar-packing",
        "mugi",
        (Applies(day=1, price=25, message="広い机があります。14キロの箱も運べます。"),),
    ),
    Deal(
        "shop-name",
        "natsu",
        (Applies(day=3, price=12_000, message="ひらがなで三文字か四文字の案を中心に考えます。"),),
    ),
    Deal(
        "shop-name",
        "hibiki",
        (Applies(day=2, price=10_000, message="声に出して読む仕事なので、言いやすさには自信があります。"),),
    ),
)

DEALS = (*FINISHED, *UNDER_WAY, *ENDED, *WAITING, STORY, MAIL_STORY, WINDOW_STORY)
