"""How the work is done: tools, channel, inspection, rights, confidentiality."""

from mikiwame.core.terms import Term

from .pattern import NUMBER, pattern

_TOOLS = (
    r"(?:premiere|aftereffects|after effects|davinci|final ?cut|photoshop|"
    r"illustrator|figma|xd|canva|clip ?studio|クリスタ|procreate|excel|"
    r"エクセル|word(?:で|press|の|が)|"
    r"ワード(?:で|が)|powerpoint|パワポ|スプレッドシート|googleドキュメント|"
    r"google ドキュメント|グーグルドキュメント|notion|wordpress|ワードプレス|"
    r"shopify|wix|studio|ec-cube|html|css|javascript|"
    r"typescript|react|next\.?js|vue|nuxt|python|php|laravel|ruby|rails|"
    r"golang|java|kotlin|swift|flutter|unity|blender|aws|gcp|azure|firebase|"
    r"docker|mysql|postgres|"
    r"freee|マネーフォワード|弥生|salesforce|kintone|capcut|vrew|audacity|"
    r"オーディオ|コンデンサー?マイク|マイク|ヘッドセット|イヤホン|防音|"
    r"宅録|録音機材|zoom h|trados|memoq|subtitle|"
    r"windows|mac(?:os|book)?|iphone|android|ios|スマホ|スマートフォン|"
    r"パソコン|ｐｃ|pc|タブレット|ipad|プリンター|ミシン|カメラ|一眼|三脚|"
    r"車|自転車|anydesk|obs|vscode|github|gas|chatgpt|生成ai)"
)

ENVIRONMENT = (
    pattern(
        Term.ENVIRONMENT,
        rf"{_TOOLS}[^。\n、]{{0,14}}(?:必須|必要|使用|使え|使って|使い|利用|"
        rf"お持ち|持って|環境|所有|可|不可|のみ|推奨|ok|対応|で(?:作|制作|編集|"
        rf"入力|録|開|構築|組|お願|納品|の)|が(?:使|ある|必要)|の(?:ある|方|"
        rf"経験|使用)|以上|以降|をご?用意|完備|上|にて|ご?準備|操作)",
        unless=r"(?:こちら|当社|弊社)(?:で|が)(?:用意|契約)|アカウントを|描いたもの|フォロワー|css",
    ),
    pattern(
        Term.ENVIRONMENT,
        rf"{_TOOLS}[^。\n、]{{0,6}}(?:直接)?(?:入稿|の入っ|必須|持参|の?ある方|に(?:書き|入力|"
        rf"入れ|打ち)|で録|で質問|"
        rf"での?録音|の(?:録音|ボイス)|のプロジェクト|に入れるように|に入っていただ)|"
        rf"(?:スマホ|スマートフォン|ｽﾏﾎ)(?:録音|だけでok|でok)|表計算ソフトが使え|"
        rf"(?:会計|編集|字幕|翻訳|作図)ソフト[ ]?[((][a-z]|(?:録音|収録|宅録)(?:の)?(?:設備|環境|機材)|"
        rf"リモートで|googleドライブ|google docs|suggestion mode|using your (?:phone|computer|pc)|"
        rf"(?:wordpress|shopify|laravel|vue|react|python)[^。\n]{{0,6}}(?:の)?(?:保守|移転|改修|"
        rf"サイト[((の、])|"
        rf"[((](?:vue|react|python|php|wordpress|laravel|gas|rails|flutter|premiere|"
        rf"freee)[^)\n]{{0,20}}[)、]",
        unless=r"(?:こちら|当社|弊社)(?:で|が)(?:用意|契約)|アカウントを",
    ),
    pattern(
        Term.ENVIRONMENT,
        r"(?:はさみ|カッター|軍手|ミシン|ルーペ|道具|工具|icレコーダー|ヘッドセット|エプロン)[^。\n]{0,12}"
        r"(?:持って(?:きて|来て)|お手持ち|ご?持参|ご?用意|お?貸し|貸与|送ります)|(?:道具|工具|"
        r"機材)[ ]?[】::][^。\n]|"
        r"反響の少ない|エコーのない|車で(?:取りに|来られ)",
    ),
    pattern(
        Term.ENVIRONMENT,
        r"(?:使用(?:ソフト|ツール|言語|機材)|環境|動作環境|作業環境|開発環境|"
        r"必要(?:機材|なもの|環境|スキル)|機材|ツール|ソフト|技術|言語|持ち物|"
        r"ご用意いただくもの|対応端末|現行は|端末|stack)(?:[^。\n、をはの]{0,4}[】::]|[ ─-]|現行は)",
    ),
    pattern(
        Term.ENVIRONMENT,
        r"静か(?:な|に|で)[^。\n]{0,8}(?:環境|部屋|室|場所|ところ)|ネット(?:環境|"
        r"ワーク環境)|インターネット(?:環境|回線|に)|通信環境|wi-?fi(?:環境)|"
        r"光回線|貸し出し|貸出|貸与|ご持参|持参|"
        r"専用(?:システム|アプリ|ツール|ページ)",
    ),
    pattern(
        Term.ENVIRONMENT,
        r"(?:laravel|next\.?js|wordpress|shopify|react|python|flutter|php|aws|"
        r"vue|rails|unity|excel|premiere|photoshop|illustrator|figma|windows)[ ]?[0-9(/+/]|"
        r"microphone|quiet (?:room|place|environment)|(?:using|with|in) (?:wordpress|"
        r"excel|photoshop|figma|python)",
    ),
)

COMMUNICATION = (
    pattern(
        Term.COMMUNICATION,
        r"(?:連絡|やり?取り|やりとり|打ち?合わせ|打合せ|相談|質問|問い?合わせ|"
        r"コミュニケーション|会話|報告|面接|ミーティング|mtg|応募)[^。\n]{0,22}(?:メッセージ|"
        r"チャット|chatwork|チャットワーク|slack|スラック|zoom|ズーム|google ?meet|"
        r"teams|skype|discord|line|ライン|telegram|テレグラム|signal|シグナル|"
        r"whatsapp|カカオ|メール|電話|ビデオ通話|オンライン|サイト内|サイト上|"
        r"当サイト|アプリ|dm|instagram|インスタ)",
        unless=r"メールの返信|電話番号|電話を転送",
    ),
    pattern(
        Term.COMMUNICATION,
        r"(?:メッセージ|チャット|chatwork|チャットワーク|slack|スラック|zoom|"
        r"google ?meet|teams|skype|discord|line|ライン|ﾗｲﾝ|telegram|テレグラム|"
        r"signal|シグナル|whatsapp|カカオ|メール|電話|ビデオ通話|サイト内|サイト上)[^。\n]{0,14}(?:やり?取り|"
        r"やりとり|連絡|ご?相談|打ち?合わせ|完結|行い|お願い|話し|伝え|定例|"
        r"送って|ご報告|登録|追加|面談|共有)",
        unless=r"スタンプ|url|ボイスサンプル|実績|ポートフォリオ|line(?:公式)?(?:アカウント)?(?:の)?(?:運用|"
        r"配信|構築)",
    ),
    pattern(
        Term.COMMUNICATION,
        r"(?:サイト|ここ|こちら|当サイト|サイト提携|サイト機能|サイトの機能)(?:の|で)?[^。\n、]{0,4}"
        r"(?:メッセージ|message|メッセ(?!ー)|ビデオ会議|ビデオ通話|チャット|通話|dm)|"
        r"(?:ビデオ通話|ビデオ会議|チャット|オンライン)(?:で|[((])[^。\n]{0,6}(?:[0-9]{1,4}分|1時間|"
        r"15分)|その他はメッセージ|"
        r"(?:インスタ|instagram|x|ツイッター|twitter)の?dm|プロフ(?:ィール)?に(?:書いてある|ある|id)|"
        r"(?:line|ライン|ﾗｲﾝ|ラ\.イ\.ン|シグナル|ｼｸﾞﾅﾙ|テレグラム|テレグラ|カカオ|"
        r"discord|signal|telegram)(?:から|で|の"
        r"(?:サーバー|グループ|アカウントに))[^。\n]{0,16}(?:送|連絡|知らせ|入っ|やり|案内)|"
        r"(?:連絡|talk|contact|チャット|返事|お返事)(?:先|手段|方法)?[ ]?[】::─はー-]{1,3}[ ]?[^。\n]{0,14}"
        r"(?:メッセージ|message|当サイト|ここ|チャット|メール|slack|line|ライン|サイト)|(?:連絡|"
        r"お返事)[^。\n]{0,8}サイトだけ|"
        r"messages? (?:on|in|through) (?:this|the) (?:site|platform)|add me on|電話なし",
        unless=r"スタンプ|配信|代行|返信代行|運用|リッチ|お断り|かたって",
    ),
    pattern(
        Term.COMMUNICATION,
        r"(?:サイト外|外部)[^。\n]{0,10}(?:連絡|やり取り|やりとり|直接)|(?:通話|"
        r"面談|顔出し|電話)(?:は)?(?:なし|不要|ありません)|メッセージだけで|"
        r"メッセージのみ",
    ),
    pattern(
        Term.COMMUNICATION,
        r"(?:via|through|on|by) (?:slack|zoom|email|chat|line|discord|telegram|"
        r"the (?:site|platform)|whatsapp|messages?)",
    ),
)

INSPECTION = (
    pattern(
        Term.INSPECTION,
        r"検収|検査(?!員)|承認(?!済|を得)|非承認|不合格(?:の|と|は|な)|差し?戻し|再提出|"
        r"やり直し|合格基準|完了条件|受け?入れ?条件|acceptance|抜き取|受入|"
        r"(?:一致率|不一致率|誤り)[^。\n]{0,10}[0-9一二三]",
        unless=r"検収(?:済|実績)|倫理|総会|先方の承認|クライアントの承認|非承認の場合も|講評|タイムシート",
    ),
    pattern(
        Term.INSPECTION,
        rf"(?:修正|直し|手直し|リテイク|録り?直し|書き?直し|戻し|変更|リライト|"
        rf"校正|赤字|加筆|やり直)[^。\n]{{0,14}}(?:{NUMBER}[ ]?(?:回|往復|度)|"
        rf"無償|無料|なし|ありません|のみ|まで(?!何)|別途|一度|二へん|だけ)",
        unless=r"何度でも|何回でも|無制限|納得|満足|回数(?:の)?(?:制限|上限)(?:は)?な|無限|いくらでも|"
        r"言うまで|期限なく|ずっと|加筆は不要",
    ),
    pattern(
        Term.INSPECTION,
        rf"{NUMBER}[ ]?(?:回|往復|度)[^。\n]{{0,10}}(?:修正|直し|手直し|リテイク|"
        rf"録り?直し|書き?直し|お直し)",
        unless=r"何度でも|無制限|納得|満足",
    ),
    pattern(
        Term.INSPECTION,
        rf"(?:{NUMBER}[ ]?(?:営業)?日|翌日|当日|[0-9]{{1,4}}時間)[^。\n]{{0,10}}(?:承認|"
        rf"確認(?!メール)|チェック)|(?:カウント|数え)(?:いた)?(?:し)?ません|"
        rf"無効(?:と|に|です)|(?:確認|チェック)(?:後|が(?:でき|取れ|終わ))[^。\n]{{0,12}}(?:承認|"
        rf"完了|お支払)",
    ),
    pattern(Term.INSPECTION, r"revisions?|rounds? (?:of|on)|approv(?:ed|al)|rejected|inspection|acceptance"),
)

RIGHTS = (
    pattern(
        Term.RIGHTS,
        r"著作(?:権|者人格権)|権利(?!収入)|使用権|版権|二次利用|商用利用|商用可|クレジット(?!カード)|印税|"
        r"ポートフォリオ(?:への|に|で)?(?:掲載|公開|使用|利用)|実績(?:として)?(?:の)?(?:公開|"
        r"掲載|紹介)|記名|無記名|署名記事|買い切り|譲渡",
    ),
    pattern(
        Term.RIGHTS,
        r"(?:匿名|名前|お名前|氏名|作者名|ペンネーム|筆名|ニックネーム|仮名|訳者|文責|"
        r"署名)[^。\n]{0,16}(?:掲載|"
        r"載せ|公開|紹介|出(?:し|ません)|記載|表記|表示|入れ|記し|引用|使う|にします|です(?:$|"
        r"[。\n]))|(?:掲載|公開|使用|利用|"
        r"配信|放送|出版|商品化)(?:先|範囲|媒体|料)?[^。\n]{0,12}(?:します|"
        r"いたします|させていただ|ます|ございます|許諾|されます|することがあ|"
        r"可能性)",
        unless=r"公開情報|公開できれば|利用(?:規約|料)|(?:使用|利用)(?:ソフト|ツール|"
        r"経験)|個人|情報は|公開日に|公開もします|操作は|口コミ|投稿.{0,4}公開",
    ),
    pattern(
        Term.RIGHTS,
        r"(?:落選|不採用|応募|選ばれなかった|採用|入賞|入選)(?:作品?|案|した|"
        r"された)?[^。\n]{0,20}(?:帰属|使(?:用|わ|い)|利用|譲|権|もの|商品化)|"
        r"(?:自由に|自社|当社|当方|弊社)[^。\n]{0,12}(?:使わせて|使用でき|使用させ|"
        r"利用させ|のものと)",
    ),
    pattern(
        Term.RIGHTS,
        r"(?:作品|案|音声|声|動画|絵|原稿|文章|プロット|素材|お話|データ|マップ|写真|"
        r"ラフ)[^。\n]{0,24}(?:帰属|"
        r"(?:改変|販売|転載|商品化|二次利用)(?:・[^。\n]{2,4})?(?:でき|し|は禁止|は?不可)|"
        r"に使(?:う|わせ)|で(?:のみ|だけ)使|"
        r"(?:のみ|だけ)(?:に|で)?使(?:い|用)|を公表|使うことは?(?:ありません|ない))|"
        r"(?:公開|外部公開|外部への公開)(?:は)?(?:しません|せず|いたしません)|(?:原案|"
        r"引用)[^。\n]{0,6}使(?:い|う)|"
        r"引用します|(?:商標|意匠)[^。\n]{0,14}登録|お名前なし|(?:ホームページ|サイト|冊子|図録|"
        r"パンフレット)に(?:も)?載せ|"
        r"(?:aiの?)?学習に(?:も)?使|文集にし|(?:当社|当方|当店|市|店)(?:に|へ)(?:譲|お譲|移)|謝辞|よそでは使",
        unless=r"個人|口コミを|ログイン|画像の転送",
    ),
    pattern(Term.RIGHTS, r"copyright|ownership|credit(?:ed)? |portfolio|royalt"),
)

CONFIDENTIALITY = (
    pattern(
        Term.CONFIDENTIALITY,
        r"(?<![a-z])nda(?![a-z])|秘密保持|守秘|機密|口外|社外秘|他言|漏(?:らさ|洩|えい)|情報漏(?!えいを防)|"
        r"第三者(?:へ|に)(?:の)?(?:開示|漏)|内密|秘密(?:は|を|に)[^。\n]{0,6}(?:守|"
        r"お願い)|誓約書|(?:公開|放送)前(?:の)?(?:情報|商品)[^。\n]{0,12}(?:外|漏|話)|"
        r"(?:sns|他)[^。\n]{0,12}(?:投稿|話さ)[^。\n]{0,6}(?:禁止|ないで|しない)|"
        r"(?<![a-z])confidential|non-disclosure",
    ),
)
