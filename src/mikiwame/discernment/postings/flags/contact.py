"""Away from the site before anything is agreed: chats, mail, telephone, under their names and masks."""

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.index import Reach

from . import guards
from .concepts import BEFORE_CONTRACT, MAIL_OR_PHONE, PRIVATE_CHAT, WORK_TOOL
from .rule import warns, words

_REACH = words(r"""
    連絡 やり?取り やりとり 相談 打ち?合わせ 打合せ 登録 追加 友だち 友達 お送り 送って 送信
    (?:を|と|だけ)送 お話 話し 応募 面談 面接 通話 説明 案内 移(?:って|り|行|動) お知らせ
    知らせ 交換 招待 参加 メッセージ 一言 ひとこと ください 下さい 検索 お願い したい 指示
    教え お伝え 入って 受け?付け 問い?合わせ お届け 待って エントリー グループ します qr
    (?<![a-z])id(?![a-z])
""")
_CHANNEL_AS_PLACE = "で|に|から|へ|まで|にて|より|を|の|[(:]|が|を通じ|経由|・|か|と|$|\\s"

_TOPIC = guards.unless_near(r"""
    スタンプ ボット(?:の|を|開発|作成) bot(?:の|を|開発|作成)?
    公式アカウント(?:の|を)?(?:運用|構築|配信|設計|作成) 構築 運用代行 連携 api
    通知(?:する|機能|先) 配信(?:文|用|設計|シナリオ) リッチメニュー ミニアプリ
    返信(?:代行|対応) お問い合わせ対応 コメントの?返信 dm(?:・|やコメント|返信) ログイン機能
    広告 記事 解説 使い方 社内 顧客対応 カスタマー 認証 テンプレート
""")
_USUAL = (*guards.USUAL, guards.allowed, _TOPIC)

RULES = (
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words("""
    インスタ instagram 公式サイト (?<![a-z])x(?![a-z]) ツイッター twitter facebook tiktok
"""),
        words("検索 探し フォロー"),
        words("dm メッセージ 連絡 ください"),
        gap=20,
        guards=_USUAL,
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words("ショートメール sms お?電話 ショートメッセージ"),
        words("で(?:し(?:ます|て)|お返事|ご?連絡|お伝え|詳し|お話|ご?説明) にて まで(?:お|ご|くだ)"),
        gap=6,
        guards=(
            *_USUAL,
            guards.only_with("担当 相談員 お返事 返事 連絡 詳し 応募 説明 後日 スタッフ お話"),
            guards.unless("お客様 顧客 代行 受電 架電 取材先 インタビュー 認証 患者"),
        ),
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words("アプリ チャット"),
        words("入れ(?:て|と) インストール ダウンロード 登録"),
        words("連絡 やり?取り 指示 話 待って 応募 メッセージ おいて いて"),
        gap=20,
        guards=(
            *_USUAL,
            guards.only_with("先に 連絡 指示 チャット 登録 話"),
            guards.unless("作業 専用アプリ 感想 使い心地 モニター レビュー 開発"),
        ),
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        PRIVATE_CHAT,
        _CHANNEL_AS_PLACE,
        _REACH,
        gap=24,
        guards=_USUAL,
        reach=Reach.TEXT,  # a masked name may stand on several lines
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words("""
    連絡 やり?取り 応募 打ち?合わせ 相談 詳細 詳し[くい] くわし[くい] お話 案内 説明 面談 面接
    指示 報告 続き
"""),
        "(?:は|も|につ|先)",
        PRIVATE_CHAT,
        gap=10,
        guards=_USUAL,
        reach=Reach.TEXT,
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        BEFORE_CONTRACT,
        WORK_TOOL,
        _REACH,
        gap=18,
        guards=(
            *_USUAL,
            guards.after_contract,
            guards.unless("面談 面接 ミーティング 経験 使える 使用 導入 実績 契約"),
        ),
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        WORK_TOOL,
        words(r"""
    (?<![a-z])id(?![a-z]) アカウント名 コンタクト招待 友だち 友達申請 から(?:直接|登録)
"""),
        gap=12,
        guards=(*_USUAL, guards.after_contract),
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        MAIL_OR_PHONE,
        words(r"""
    連絡 お送り 送って 送信 送る お願い ください 下さい 応募 まで へ(?:どうぞ|お|ご)
    問い?合わせ かけて おかけ お?電話 いただ 詳細 かかって
"""),
        gap=14,
        guards=(*_USUAL, guards.unless("返信代行 テンプレート 受信テスト 受付代行 営業メール")),
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words("お?電話 携帯 ショートメール sms"),
        words(r"""
    を?差し上げ させていただ かけ いたし 致し 入れ します 差し上げ にて
    で(?:連絡|お伝え|説明|やり取り|やりとり)
"""),
        gap=8,
        guards=(
            *_USUAL,
            guards.only_with("担当者? 当社 弊社 こちらから ご案内 直接 ご連絡 詳細 応募"),
            guards.unless("お客様 顧客 業務 代行 テレアポ 受電 架電 認証"),
        ),
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words("サイト プラットフォーム こちらの?(?:メッセージ|チャット) ここの(?:メッセージ|チャット) 運営"),
        words(r"""
    の?外 以外の (?:を|に)(?:通さ|介さ|頼ら)ず ではなく 監視 見られ バレ 知られ 使いづら
    使いにく 見落とし 遅れ 消え 不便
"""),
        words("連絡 やり?取り やりとり お話 話し メール 電話 チャット アプリ 移 続き 直接"),
        gap=16,
        guards=_USUAL,
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words(r"""
    プロフ(?:ィール)?(?:欄|文)?(?:に|の|から) 下記(?:の)?(?:url|リンク|qr) 添付の(?:qr|画像)
    qrコード 名刺 リンク先
"""),
        words("友だち追加 友達追加 連絡先 連絡してください ご連絡 追加 番号 リンクから登録 id(?![a-z])"),
        gap=16,
        guards=_USUAL,
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        "直接",
        words("(?:お|ご)?(?:電話|連絡先|メール|会って|来社|お越し|会い)(?!が契約)"),
        words("連絡 ください 下さい いただ お願い やり?取り やりとり 交換 教え 話 ましょう たい"),
        gap=8,
        guards=(*_USUAL, guards.unless("サイト内 現地 店舗 来店 店頭 納品")),
    ),
    warns(
        Flag.OFF_PLATFORM_CONTACT,
        words("連絡先 id(?![a-z]) 電話番号 アドレス"),
        words("を?(?:交換|送って|教え合|お送り|dm|教えて|お教え|書いて|添えて|載せ)"),
        words("応募 メッセージ 直接 早 スムーズ やり取り やりとり 連絡"),
        gap=14,
        guards=(*_USUAL, guards.after_contract),
    ),
)
