"""Word classes that several terms share: how people call a tool, a channel, a count of people.

They stand in a folded text: half-width and full-width letters are one, Latin letters are small.
"""

from mikiwame.discernment.postings.flags.concepts import WORK_TOOL
from mikiwame.discernment.postings.flags.rule import words

COUNT = r"(?:[0-9][0-9,.]{0,11}|[〇一二三四五六七八九十百千万]{1,8}|数十?)[ ]?"
"""How many, in digits or in words."""
BEGINS = r"(?:^|(?<=[\n。、,/・×x|:(（】 ])|(?<=──)|(?<=は))"
"""A place where an item of a list begins."""
ENDS = r"(?=[ ]?(?:$|[\n。、,/・|)(!♪~☆★✨💗🙏]|です|でお願い))"
"""A place where an item of a list ends."""

APPLICATION = words(r"""
    premiere プレミアプロ after\s?effects (?<![a-z])ae(?![a-z]) davinci ダヴィンチ ダビンチ final\s?cut
    filmora
    photoshop フォトショ illustrator イラレ lightroom indesign インデザイン figma フィグマ
    (?<![a-z])xd(?![a-z])
    adobe canva キャンバ(?=で|の|を|。|、) clip\s?studio クリスタ アイビス procreate capcut
    キャップカット vrew
    audacity cubase logic\s?pro pro\s?tools reaper notion wordpress ワードプレス shopify (?<![a-z])wix ec-cube
    freee マネーフォワード 弥生 salesforce kintone hubspot github gitlab vs\s?code trados memoq aegisub
    (?<![a-z])unity(?![a-z]) unreal blender live2d autocad jw_?cad solidworks anydesk (?<![a-z])obs(?![a-z])
    chatgpt 生成ai
""")
"""Programs that are named because the work is done in them."""
LANGUAGE_OR_CLOUD = (
    "(?<![a-z])(?:"
    + words(r"""
    react next\.?js vue nuxt angular svelte typescript php laravel ruby rails python django golang rust
    tauri java
    kotlin swift swiftui flutter node\.?js aws gcp azure firebase supabase docker mysql postgres(?:ql)? prisma
    vercel gas vba google\sapps\sscript
""")
    + ")(?![a-z])"
)
"""What programs are written in and run on."""
DEVICE = words(r"""
    スマホ スマートフォン iphone android (?<![a-z])pc(?![a-z]) パソコン ノートpc タブレット ipad マイク
    カメラ 一眼 ミシン イヤホン ヘッドホン ヘッドセット プリンター 録音機 ボイスレコーダー
""")
"""Devices that a worker has or is lent."""

SITE = r"(?:(?:この|当|本)?サイト|ここ|こちら|当?プラットフォーム|クラウド(?:ワークス|ソーシング))"
TALK = words(r"""
    連絡 やり?取り やりとり 打ち?合わせ 打合せ 相談 質問 お?返事 問い?合わせ コミュニケーション 会話 報告
    面談 面接 ミーティング mtg お?話 お声がけ お声掛け
""")
"""What people do over a channel."""
CHANNEL = (
    words(r"""
    メッセージ メッセ(?!ー) チャット ビデオ通話 ビデオ会議 通話 電話 メール オンライン 対面
    (?<![a-z])dm(?![a-z]) コメント欄 掲示板 messages? video\scall
""")
    + "|"
    + WORK_TOOL
)
"""Over what people talk."""
OUTSIDE_CHAT = words(r"""
    (?<![a-z])line(?![a-z]) ライン(?=で|に|から|へ|を(?:追加|登録|交換)|の?id) telegram テレグラム?
    signal シグナル(?=で|に|から)
    カカオ(?:トーク)? discord ディスコード whats\s?app skype スカイプ wechat viber messenger メッセンジャー
    (?:インスタ(?:グラム)?|instagram|twitter|facebook)の?dm 緑(?:の|色の)(?:アプリ|吹き出し) トークアプリ
    オープンチャット
""")
"""Chats outside of a site, unmasked: a masked name is a warning sign, which states the channel by itself."""

WORKER = words(r"""
    方 人 かた 者 さん スタッフ ライター 編集者 デザイナー 翻訳者 講師 モニター
""")
"""Whom a posting looks for."""
CHOSEN = words(r"""
    採用 当選 最優秀 優秀 大賞 入賞 準?グランプリ 佳作 入選 次点 特賞 金賞
""")
"""What the winners of a contest are called."""

AUTHOR = words(r"""
    匿名 お?名前 氏名 作者の?名 訳者の?名 ペンネーム 筆名 ニックネーム 仮名 ハンドル 雅号
    クレジット(?!カード) 署名
    制作者名 声優名
""")
"""How the maker of a work is named, or isn't."""
WORK = words(r"""
    音声 声 写真 動画 作品 回答 文章 原稿 体験談 お話 録音 データ 結果 内容 絵 イラスト ロゴ 案 句
    図案 曲 訳文 コメント 感想 投稿 エピソード 応募作 音 企画書
""")
"""What a worker makes and a client may use."""
MEDIUM = words(r"""
    ai 合成音声 学習 広告 論文 報告書 冊子 教材 パンフ(?:レット)? サイト 本 紙面 販売ページ 資料
    区報 番組 記事 ブログ sns 集計 掲示板?
""")
"""Where a client uses a work."""
