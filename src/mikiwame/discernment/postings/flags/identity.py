"""Who somebody is, and the keys to what is hers: papers, bank details, codes, logins, accounts."""

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.index import Reach

from . import guards
from .concepts import ACCOUNT, BEFORE_CONTRACT, CARD_OR_BANK, IDENTITY_PAPER, LENT, SEND_OR_TELL, WHOSE_DATA
from .rule import warns, words

_DATA_WORK = guards.unless(r"""
    転記 名簿 名刺 データ入力 仕訳 記帳 帳簿 会計ソフト
    入力(?:作業|業務|する(?:お仕事|作業)|(?:していただく|いただく)(?:お仕事|作業)) 表に
    スプレッドシート(?:に|へ) エクセルに excelに 開発 実装 機能 フォームの(?:作成|制作)
    匿名化 マスキング 書き起こし 文字起こし 架空 ダミー サンプルデータ 伏せ ぼかし 黒塗り
    モザイク 不問 仮名 匿名 非公開 聞き(?:しま|する(?:こと)?は) 翻訳 和訳 英訳 英語に 公式サイト
""")
_PRIVATE = Flag.PERSONAL_INFORMATION
_THEIRS = guards.after_contract
PERSONAL = (
    warns(
        _PRIVATE,
        IDENTITY_PAPER,
        words(r"""
    送 提出 提示 添付 アップ 写真 画像 写メ コピー 撮 お願い 預か いただ 必須 必要 ください
    確認 見せ お持ち 持参 登録
"""),
        gap=22,
        guards=(
            *guards.USUAL,
            _DATA_WORK,
            guards.after_contract,
            guards.unless(r"""
    サイト(?:で|の|に)の?本人確認(?:済|が) 本人確認済み 内定後に 免許(?:を)?お持ち
    運転免許(?:をお持|必須|が必要|証?(?:を)?お持) 研修 モザイク 差し替え 加工
"""),
        ),
    ),
    warns(
        _PRIVATE,
        BEFORE_CONTRACT,
        f"{WHOSE_DATA}|{CARD_OR_BANK}",
        words(r"""
    送 提出 添付 教え 記入 明記 書い お?書き 記載 入力 うかが 伺 お聞き 預か お?知らせ
    いただ 必須 必要 ください 登録 出して 控え
"""),
        gap=24,
        guards=(
            *guards.USUAL,
            _DATA_WORK,
            guards.after_contract,
            guards.unless("ニックネーム ハンドルネーム ペンネーム お名前\\(|活動名 発送先は 登録(?:件|商品)"),
        ),
    ),
    warns(
        _PRIVATE,
        WHOSE_DATA,
        WHOSE_DATA,
        words(r"""
    送 提出 添付 教え 記入 明記 書い お?書き 記載 入力 うかが 伺 お聞き 預か お?知らせ
    いただ 必須 必要 ください 登録 控え
"""),
        gap=20,
        guards=(*guards.USUAL, _DATA_WORK, guards.after_contract),
    ),
    warns(
        _PRIVATE,
        WHOSE_DATA,
        CARD_OR_BANK,
        words(r"""
    送 提出 添付 教え 記入 明記 書い お?書き 記載 入力 うかが 伺 お聞き 預か お?知らせ
    いただ 必須 必要 ください 登録 控え
"""),
        gap=24,
        guards=(*guards.USUAL, _DATA_WORK, guards.after_contract),
    ),
    warns(
        _PRIVATE,
        CARD_OR_BANK,
        words(r"""
    写真 画像 写メ コピー 撮 表面 裏面 送って お送り お知らせ 教えて ご記入 記入 書いて
    入力し 提出 登録(?:し|いただ|が)
"""),
        words("ください 下さい いただ お願い 必須 必要 もらい もらう ます"),
        gap=18,
        guards=(
            *guards.USUAL,
            _DATA_WORK,
            guards.after_contract,
            guards.unless("レンタル 貸し 買い取 サイト(?:に|で|へ)(?:ご)?登録 翻訳"),
        ),
    ),
    warns(
        _PRIVATE,
        words(r"""
    ご?実家の住所 ご?家族の(?:氏名|名前|電話|連絡先|住所|情報) 保証人 緊急連絡先
    親の(?:名前|連絡先|住所) 友人の(?:連絡先|電話)
"""),
        SEND_OR_TELL,
        gap=20,
        guards=(*guards.USUAL, _DATA_WORK),
    ),
    warns(
        _PRIVATE,
        words(r"""
    顔写真 自撮り セルフィー 全身(?:の)?写真 顔の写真 顔のわかる 水着 身長・?体重
    スリーサイズ 3サイズ
"""),
        words("送 提出 添付 お願い ください いただ 必須 撮 教え 記入 明記 お知らせ"),
        gap=16,
        guards=(
            *guards.USUAL,
            guards.after_contract,
            guards.unless("モデル 出演 被写体 加工 レタッチ 切り抜き 不要 イラスト 素材 似顔絵"),
        ),
    ),
    warns(
        _PRIVATE,
        words(r"""
    (?:あなた|ご自身|お手持ち|ご本人)の?(?:の)?(?:携帯|スマホ|電話)(?:電話)?番号 携帯番号
    電話番号 番号とキャリア
"""),
        words("教え 入力 送 記入 明記 書い お?書き 知らせ 記載 添え ください"),
        gap=14,
        guards=(*guards.USUAL, _DATA_WORK, guards.after_contract),
    ),
)

_CODE = words(r"""
    認証(?:コード|番号|キー)? 確認(?:コード|番号) 暗証番号 パス[ワヮ]ード ぱすわーど
    パスコード (?<![a-z])pw(?![a-z]) (?<![a-z])pass(?:word)? 合い?言葉 ワンタイム(?:パス)?
    (?<![a-z])otp(?![a-z]) セキュリティコード [ロ口]グイン(?:情報|id|用|に必要|できる)
    [0-9一二三四五六]{1,9}(?:~[0-9])?(?:桁|ケタ|けた)の?(?:認証|確認|数字|番号|コード|暗証|英数)
    (?:届い|届く|来|送られ|受け取っ|受信し)[^。\n]{0,8}(?:数字|番号|コード|認証|文字列)
    二(?:段階|要素)認証 2(?:段階|要素|fa)認証? シークレット(?:キー|フレーズ|リカバリー)
    秘密鍵 リカバリーフレーズ シードフレーズ 復元フレーズ 引き?継ぎ?コード
    バックアップコード apple\s?id icloud ネットバンキング(?:に|の) 暗証 idとパス id・パス
    idパス id/pass キャッシュカードの暗証 数字4つ 4つの数字 sms(?:で|に)?(?:届|来|受)
""")
_REMOTE = words(r"""
    anydesk teamviewer チームビューワ?ー? 遠隔操作 リモート操作 遠隔で リモートで
    リモートデスクトップ rustdesk chrome\s?リモート 画面共有
""")
_CODE_GIVEN = words(r"""
    教え 知らせ 伝え 送 記入 共有 転記 入力して(?:送信|返信|くだ|いただ) 貸し 貸して 控え
    書い お?書き 提出 預か 連絡 渡し 返信 スクショ スクリーンショット 読み上げ 読んで メモ
    撮 コピペ 貼 ご?提示 提供 報告 設定して メッセージ 入力 回答欄 セット フォワード
    折り返し
""")
_CODE_TOPIC = guards.unless(r"""
    実装 機能 開発 追加(?:し|して) 画面(?:の|設計|を作) リセット api テストコード 架空 例文
    台本 ガイダンス フレーズ 音声ガイ 記事 管理画面 テスト用 テストアカウント 再設定
    管理ツール 発行(?:し|いた) こちら(?:で|から)(?:用意|発行|お渡し|お送り|支給)
    弊社(?:で|から)(?:用意|発行|お渡し) 作業用の?(?:アカウント|id) お渡し(?:し|いた|します)
    お送りします 付与 貸与 支給 お聞き(?:しま|する)(?:せん|こと) 使いません 専用のid
    応募の(?:際|とき)は合言葉 応募文(?:の|に)[^\n]{0,40}合言葉 合言葉は?「 冒頭に
""")
_KEY = Flag.CREDENTIAL_REQUEST
CREDENTIAL = (
    warns(
        _KEY,
        words("""
    届き(?:ま)?し(?:たら|た) 届いたら 届く 届いた 来た 受信した 送られて(?:くる|きた)
    着信した
"""),
        words("番号 数字 コード 文字列"),
        words("""
    教え お?知らせ お?伝え 入れて 入力して(?:送信|返信)? 送 転記 メッセージ 返信 打って 書い
    報告 貼
"""),
        gap=24,
        guards=(
            *guards.USUAL,
            _CODE_TOPIC,
            guards.client_gives,
            guards.only_where("sms|携帯|スマホ|認証|電話番号|ショートメール|登録画面|確認コード|確認番号"),
            guards.unless("追跡番号 荷物 伝票番号 商品 荷 問い合わせ番号"),
        ),
    ),
    warns(
        _KEY,
        _CODE,
        words("""
    うかが 伺 お聞き いただき 頂き お渡しいただ お預かり 預から 必要です だけです 同じ調子で
    お願いします
"""),
        gap=22,
        guards=(
            *guards.USUAL,
            _CODE_TOPIC,
            guards.client_gives,
            guards.unless("本サービス 登録フォームの作成"),
        ),
    ),
    warns(
        _KEY,
        words("^[ ・\\-*■●○◆]{0,8}"),
        words("""
    ネットバンク?(?:キング)?[^。\\n]{0,8}(?:id|パス) 暗証番号 パスワード
    [ロ口]グイン(?:id|情報) 認証コード
"""),
        "[^。\\n]{0,16}(?:\\n|$)",
        gap=4,
        guards=(
            *guards.USUAL,
            _CODE_TOPIC,
            guards.only_where("お送り|提出|お知らせ|ご用意|教え|記入|添付|写真"),
            guards.nowhere("開発|実装|機能|収録|ガイダンス"),
        ),
        reach=Reach.TEXT,
    ),
    warns(
        _KEY,
        words("""
    (?:ロック|端末|画面)(?:の)?(?:解除)?(?:番号|ナンバー|コード|パス) 暗証 合い?言葉 声紋
    音声認証
"""),
        words("送 教え 知らせ お願い 伺 うかが 渡 書 話して 読んで"),
        gap=24,
        guards=(*guards.USUAL, _CODE_TOPIC),
    ),
    warns(
        _KEY,
        _CODE,
        _CODE_GIVEN,
        words(r"""
    ください 下さい いただ 頂 お願い もら くれ ほしい 欲しい 必要 必須 ます だけ こと 送信
    る(?:。|$) て(?:ね|。)? お仕事 する
"""),
        gap=20,
        guards=(*guards.USUAL, _CODE_TOPIC, guards.client_gives),
    ),
    warns(
        _KEY,
        _REMOTE,
        words("入(?:れ|っ|ら) 操作 接続 インストール 許可 つな 共有 設定 こちら 当方 弊社"),
        words("あなた ご自身 お手持ち ください いただ お願い 必要 パソコン スマホ 端末"),
        gap=18,
        guards=(
            *guards.USUAL,
            guards.unless(
                "開発 サポート業務 記事 トレーニング ミーティング 会議 面談 打ち合わせ 勤務 私のパソコン"
            ),
        ),
    ),
    warns(
        _KEY,
        words(r"""
    (?:あなた|ご自身|お手持ち|ご本人|お持ち|そちら|既存)の(?:[^。\n]{0,10})?(?:アカウント|口座|sns|スマホ|垢)
"""),
        words("[ロ口]グイン(?:して|させ|でき|し|情報) 中に入 パス 操作"),
        words("こちら 当方 弊社 スタッフ 私 代わり 設定 させて"),
        gap=18,
        guards=guards.USUAL,
    ),
    warns(
        _KEY,
        words("スマホ 端末 携帯"),
        words("そのまま お?預か お?貸し 借り"),
        words("設定 ログイン 認証 操作"),
        gap=16,
        guards=guards.USUAL,
    ),
)
_LEND = Flag.ACCOUNT_LENDING
_CLIENTS_OWN = guards.unless(r"""
    (?:弊社|当社|当店|当方|こちら|うち|店|会社|店舗|私)の?(?:の)?(?:公式)?(?:インスタ|instagram|x|twitter|tiktok|アカウント|sns|youtube|line|スマホ)(?:アカウント)?(?:を|の|に|で)
    アカウント(?:は|を)?(?:こちら|弊社|当社)(?:で|が|から)?(?:用意|発行|準備|ご用意|貸与)
    貸与(?:し|いた|あり|可) アカウントなどは不要 テスト用 運用代行 運用を 譲渡条項 記事 検品
    レビュー記事 開発 格安simの(?:比較|記事)
    スマホ(?:で|から|可|ok|対応|のみ|不可|内蔵|1台|1つ) 機材
    レンタル(?:スペース|サーバー|ボックス) 著作権
""")
_LEND_GUARDS = (*guards.USUAL, _CLIENTS_OWN)
LENDING = (
    warns(
        _LEND,
        words("お?名前 名義 ご?本人確認書類 パスポート"),
        words("用意 開設 登録 作 契約 申し?込"),
        words("""
    (?:当所|当社|弊社|こちら|当方|事務所|うち)(?:で|にて|が|の(?:者|スタッフ)が)(?:管理|運用|使|操作|保管|引き取)
"""),
        gap=30,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("""
    (?:できた|作った|開設した|作成した|登録した|届いた)(?:アカウント|口座|スマホ|端末|sim|カード|番号)
"""),
        words("当社 弊社 こちら 当方 うち"),
        words("運用 管理 使 送 渡 引き取"),
        gap=16,
        guards=guards.USUAL,
    ),
    warns(
        _LEND,
        words("""
    あなたの?銀行 ご自身の(?:銀行)?口座 自分の口座 お持ちの口座 スタッフの口座 個人の口座
    そちらの口座
"""),
        words("受け?取 入金 振り?込 預か"),
        gap=20,
        guards=(*_LEND_GUARDS, guards.unless("報酬(?:は|を) 謝礼(?:は|を)")),
    ),
    warns(
        _LEND,
        words("出品 販売 投稿 登録"),
        "(?:は|を)",
        words("""
    (?:自分|ご自身|ご自分|お手持ち|本人|お持ち)の(?:本垢|アカウント|垢|id|名前|名義|フリマ|メルカリ)
"""),
        gap=6,
        guards=(*_LEND_GUARDS, guards.unless("作品")),
    ),
    warns(
        _LEND,
        words("代わりに かわりに 代理で お名前で"),
        words("申し?込み? 契約 開設"),
        words("スマホ スマートフォン 携帯 回線 口座 カード 事務代行"),
        gap=20,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("スマホ スマートフォン 携帯 回線 口座 クレジットカード (?<![a-z])sim"),
        words("お?申し?込み? ご?契約 開設"),
        words("代わりに かわりに 代行 していただき してもらい"),
        words("送 渡 届 事務 だけ"),
        gap=20,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("口座 通帳 名義 ウォレット アカウント 垢 sim 回線 番号を"),
        words("引き取 買取 買い?取 お借り 借りた 貸して レンタル"),
        gap=14,
        guards=(*_LEND_GUARDS, guards.only_with("口座 通帳 名義 ウォレット アカウント 垢 sim 回線 番号")),
    ),
    warns(
        _LEND,
        words("代表 役員 社長 取締役 名義人 契約者"),
        words("に?なって(?:いただ|もら|くだ) 名前(?:を|だけ)(?:お借り|貸)"),
        gap=8,
        guards=(*guards.USUAL, guards.only_where("名前|名義"), guards.only_with("名 だけ 会社")),
    ),
    warns(
        _LEND,
        ACCOUNT,
        LENT,
        gap=16,
        guards=(
            *_LEND_GUARDS,
            guards.only_with(r"""
    口座 通帳 キャッシュカード アカウント 垢 sim シム 回線 名義 (?<![a-z])id(?![a-z]) 番号を
"""),
            guards.unless(r"""
    (?:写真|画像|写メ|コピー|オモテ|表面|urlを?|リンク)[^。]{0,10}送
    アカウント(?:名|の?url)を?(?:お?送|教え|お知らせ) プロフィールを
"""),
        ),
    ),
    warns(
        _LEND,
        words(r"""
    (?:ご?自身|ご?本人|あなた|自分|ご家族|お手持ち|お持ち|個人|ご自分)(?:様)?の?(?:お?名前|名義)
"""),
        words("口座 携帯 スマホ sim 回線 契約 開設 新規登録 アカウント 登録 部屋 カード wi-?fi"),
        words("渡 送 作 開設 契約 登録 申し?込 郵送 使 代わり いただ"),
        gap=18,
        guards=(*_LEND_GUARDS, guards.unless("サイト(?:へ|に)の登録 本人名義の口座(?:へ|に)(?:お)?振")),
    ),
    warns(
        _LEND,
        words(r"""
    (?:お手持ち|お持ち|ご自身|あなた|ご自分|本人確認(?:が)?(?:済|完了))(?:の|した|み)[^。\n]{0,12}(?:アカウント|垢|フリマ|メルカリ|インスタ|ラクマ|id|line|口座)
"""),
        words(r"""
    で(?:出品|投稿|販売|受|代理|操作|こちら|購入) から(?:出品|投稿|お願い|販売)
    を(?:使|利用|経由|借|貸|お借|預|通) に(?:入金|振り?込|送金|一度|ログイン|入)
"""),
        gap=10,
        guards=(
            *_LEND_GUARDS,
            guards.unless("フォロワー.{0,12}(?:pr|投稿) pr投稿 感想を 自分のアカウントで(?:紹介|感想)"),
        ),
    ),
    warns(
        _LEND,
        words("口座 通帳 (?:お)?振り?込先 アカウント 普通預金"),
        words("(?:で|に)(?:一旦|一度|いったん)? を(?:経由|中継|窓口|受け皿|貸)"),
        words("受け(?!付) 入金 振り?込まれ 預か 集金 着金"),
        words("送金 振り?替え 移し 転送 引き出 出金 別の(?:口座|銀行) 指定 残り 手数料 渡し 送り"),
        gap=24,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("入金 お?振り?込み?(?!先) 代金 売上 お金"),
        words("口座 普通預金 通帳 スタッフの アカウント そちら"),
        words("受け 入(?:り|る|って) 振り?込まれ 着金"),
        words("送金 振り?替え 移し 引き出 出金 別の(?:口座|銀行) 指定の 残り 転送 戻し 渡"),
        gap=24,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("使って(?:い)?ない 眠って 余って 不要(?:な|に) 休眠 古い 放置"),
        words("口座 アカウント sim スマホ 回線 通帳 垢 id カード"),
        words("貸 売 買 譲 活用 提供 預 使わ 借 渡"),
        gap=18,
        guards=(*_LEND_GUARDS, guards.unless("不用品 クローゼット")),
    ),
    warns(
        _LEND,
        words(r"""
    (?:携帯|スマホ|回線|sim|wi-?fi|モバイル)(?:電話)?(?:を|の)?(?:新規)?(?:で)?(?:契約|申し?込み?|購入)
    契約した(?:端末|スマホ|sim|携帯)
"""),
        words("渡し 送って 郵送 お送り 引き取 買い取 預か"),
        gap=24,
        guards=(*_LEND_GUARDS, guards.unless("契約(?:の)?際 検品")),
    ),
    warns(
        _LEND,
        words("アカウント 垢 (?<![a-z])id(?![a-z]) プロフィール 評価"),
        words(r"""
    (?:を|の)?(?:作成|作って|新規登録|取得|開設|育て)[^。\n]{0,8}(?:渡|売|譲|買|引き?継|納品|こちらで使|提供|引き渡)
"""),
        gap=10,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("(?:確認|登録|契約|作成|テスト)後は?"),
        words("こちら 弊社 当方 当社"),
        words("(?:で)?使い?続け で(?:利用|運用|管理|使わせ) が引き継"),
        gap=12,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("番号 回線 sim"),
        words(r"""
    (?:を)?(?:1|一|数|しばらく|丸ごと|まるごと)[^。\n]{0,8}(?:任せ|貸|預|お借り|使わせ)
"""),
        gap=10,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("名義(?:を|だけ|のみ)? お名前だけ"),
        words("貸し 借り お借り 使わせ 名義貸 貸して"),
        gap=10,
        guards=_LEND_GUARDS,
    ),
    warns(
        _LEND,
        words("apple\\s?id パス(?:ワード)? ログイン情報"),
        words("貸して 貸し お借り 預けて お預かり"),
        words("こちら 全部 代わり 操作"),
        gap=14,
        guards=_LEND_GUARDS,
    ),
)
RULES = (*PERSONAL, *CREDENTIAL, *LENDING)
