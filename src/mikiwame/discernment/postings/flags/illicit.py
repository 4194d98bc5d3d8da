"""Work that breaks the law: carrying, receiving, passing on, deceiving for others."""

from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.postings.index import Reach

from . import guards
from .rule import Guard, warns, words

_NOT_DENIED: tuple[Guard, ...] = (*guards.SAID_BY_OTHERS, guards.subject)
_CARRIED = words(r"""
    荷物 お荷物 小包 封筒 書類 紙袋 バッグ カバン 段ボール 箱 現金 お金 札束
    キャッシュカード カード 商品 品物 スマホ 端末 ブツ もの 物 届いた
""")
_CARRY = words("受け?取 受取 運 届け 渡 転送 引き?取 回収 預か 発送 送り 配達 置い 保管 運搬")
_BLIND = words(r"""
    中身(?:は|を|に|の|が|について)[^。\n]{0,12}(?:見な|見ず|聞か|知ら|確認し(?:な|ま)|開け|詮索|お答え|言え|秘密|触れ|質問|ご?遠慮|確かめ|気にし)
    開け(?:ない|ず|ません) 開封(?:せず|しない|厳禁|禁止|は)
    (?:名前|宛名|名義|表札)(?:が|と|の|は)[^。\n]{0,6}(?:違|異な|別|他人|知らない) 違う名前
    (?:質問|ご質問|詮索|聞か|お聞き|お尋ね)(?:は)?(?:し|なさら|に)?(?:ない|ず|なら)(?:いで|こと|方|ように|れる)
    何も聞かない 理由(?:は|を)(?:聞|お聞き) (?:空き?部屋|空室|空き家) コインロッカー
    ロッカー 私書箱 知らない人
""")
_HUSH = words(r"""
    (?:警察|お店|店員|銀行|窓口|管理人|近所|家族|大家|税関|職質|職務質問)[^。\n]{0,16}(?:聞かれ|尋ねられ|言われ|内緒|話さ|言わ|バレ|と(?:だけ)?(?:答え|お答え|言っ)|見つから)
    (?:聞かれ|尋ねられ)[^。\n]{0,10}「[^」\n]{0,24}」
    (?:履歴|記録|データ|メッセージ|やり?取り|やりとり|トーク|証拠)(?:と履歴)?(?:は|を)?[^。\n]{0,14}(?:消し|消去|削除|消す|残さ)
    足がつ 捕まら 捕まる 逮捕 裏(?:仕事|バイト|案件|の仕事) 闇(?:バイト|仕事) ホワイト案件
    グレー(?:な|案件|ゾーン) 合法です 違法では(?:ありません|ない) 法に触れ
    口(?:の|が)(?:堅|固|かた)い 秘密(?:を守|厳守) 絶対に?(?:秘密|口外|誰にも) 自己責任
    リスク(?:は|の)? 覚悟 度胸
""")
_ILL = Flag.ILLICIT_WORK
RULES = (
    warns(
        _ILL,
        words("受け?取(?:り|る)?(?:の)? 宛名 差出人 届く(?:荷物|の) 表札 荷物"),
        words("名前 名義 宛名 表札"),
        words("毎回 ちがう ちがい 違 別 異な 変わ"),
        gap=16,
        guards=(*_NOT_DENIED, guards.unless("検品 当社の(?:商品|倉庫)")),
    ),
    warns(
        _ILL,
        words("""
    (?:人(?:の|が))?(?:住んで(?:い)?(?:ない|へん|ません|おらん)|住まなくなった|いない|空いて(?:い)?る)(?:部屋|家|アパート|マンション)?
    空き?(?:部屋|家) 空室
"""),
        words("ポスト 受け?取 荷物 届 鍵 宅配 郵便"),
        gap=24,
        guards=(*_NOT_DENIED, guards.unless("清掃 内見 管理会社 不動産")),
    ),
    warns(
        _ILL,
        words("atm 口座 入った分 入金 振り?込まれ アドレス ウォレット 代金 送金"),
        words("""
    (?:別|指定|他|次|当方指定|お知らせ(?:した|する))の?(?:先|アドレス|口座|銀行|人|ウォレット|宛先)
"""),
        words("送[.・]?金 移し 移す 振り?替 転送 流 送って 送り 振り?込"),
        gap=20,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("開発 会計 仕訳 経費 データ入力 実装")),
    ),
    warns(
        _ILL,
        words("受け?取 入金"),
        words("同じ日 その日のうち 当日 翌日 すぐに?"),
        words("atm 引き?出 送[.・]?金 振り?替 別の 移"),
        gap=24,
        guards=(
            *_NOT_DENIED,
            guards.only_with("口座 銀行 atm お金 代金 アドレス 通貨 入金 分"),
            guards.unless("検収 納品"),
        ),
    ),
    warns(
        _ILL,
        words("""
    還付金 未納 料金の?確認 給付金 医療費の払い戻し 口座(?:が|の)(?:不正|悪用)
    有料(?:サイト|番組)の未払
"""),
        words("手続き? ご案内 電話 連絡 メール 請求"),
        words("電話 話 案内 お仕事 役所 職員 担当"),
        gap=24,
        guards=(*_NOT_DENIED, guards.unless("記事 コールセンター業務の経験 税理士")),
    ),
    warns(
        _ILL,
        words("送り主 相手(?:先)? 中身 依頼人 出どころ 用途 目的 理由 どこから 本物かどうか 誰が 何に使"),
        words("""
    気に(?:しな|せ|され?な|なさら) 考えな 知らない(?:ほう|方)が 知らなくて 知る必要(?:は|が)
    お知りにならない 関係(?:ない|ありません) 調べない
"""),
        gap=18,
        guards=(*guards.SAID_BY_OTHERS, guards.subject, guards.unless("初心者 専門知識 経験")),
    ),
    warns(
        _ILL,
        words("""
    と(?:お)?(?:書|答え|言|伝え|申告)(?:け|い|き|え|っ)?[^。\\n]{0,10}(?:通(?:り|る)|大丈夫|問題(?:は)?(?:ない|ありません)|審査)
    自分で使う(?:と|」と)
"""),
        guards=(
            guards.told_of,
            guards.subject,
            guards.only_where("審査|契約|申し込み|申込|銀行|警察|窓口|店員|カード|口座"),
        ),
    ),
    warns(
        _ILL,
        words("シリアル タグ ロゴ 刻印 ラベル 札 箱"),
        words("付け(?:か|替|直) 貼り?(?:か|替) 入れ替え 消して 剥が はが 縫い付け"),
        words("フリマ 出品 売 転売 ブランド 本物 販売 送"),
        gap=18,
        guards=(*_NOT_DENIED, guards.unless("検品 自社 当社の商品")),
    ),
    warns(
        _ILL,
        words("名前 日付 学部 金額 氏名 住所 番号 印影 透かし 証明写真 学位 期限"),
        words("差し?替え 書き?換え 書き?替え 変えて 再現 作り変え 貼り?替え"),
        words("印影 透かし 証明 再現 提出 本物 免許 学生証 卒業 在籍 身分 同じ(?:に|フォント) 成績"),
        gap=24,
        guards=_NOT_DENIED,
    ),
    warns(
        _ILL,
        words("証明書 免許証 学生証 診断書 卒業証書 給与明細 領収書 源泉徴収票 通帳 身分証"),
        words("画像 データ テンプレ pdf フォトショ 写真"),
        words("作っ 作成 差し?替え 加工 編集 再現 合成"),
        gap=24,
        guards=(
            *_NOT_DENIED,
            guards.unless("ぼかし モザイク 黒塗り 入力 アプリ 開発 ocr 認識 デザイン案 当校 自社 本校"),
        ),
    ),
    warns(
        _ILL,
        words("""
    (?:課金|ポイント|お金)(?:を)?(?:使|払|続け|引き?出|落と)[^。\\n]{0,8} 男性会員
    男性のお客 会員の男性
"""),
        words("""
    (?:女性|女の子|[0-9]{1,9}歳)[^。\\n]{0,8}(?:として|になりきっ|のつもり|のふり) なりきっ
    会話を(?:引き延ば|続け) 引き延ばし
"""),
        gap=30,
        guards=_NOT_DENIED,
    ),
    warns(_ILL, _CARRIED, _CARRY, _BLIND, gap=40, guards=_NOT_DENIED),
    warns(_ILL, _BLIND, _CARRIED, _CARRY, gap=30, guards=_NOT_DENIED),
    warns(
        _ILL,
        _CARRIED,
        words("受け?取 受取 届い 届く"),
        words("ラベル 宛名 送り状 伝票"),
        words("貼り?(?:か|替|直|付) 書き換 差し替 剥が はが"),
        gap=22,
        guards=(*guards.USUAL, guards.subject, guards.unless("検品 当社の商品 自社")),
    ),
    warns(
        _ILL,
        words("(?:ご)?自宅(?:に|で|へ) おうちで 家(?:に|で) お住まい(?:に|で)"),
        words("届(?:く|い) 受け?取 受取"),
        words("荷物 小包 商品 箱 スマホ 端末 品物"),
        words(r"""
    転送 別の(?:住所|宛) 指定の?(?:住所|場所|宛|先|倉庫) お伝えする(?:住所|宛)
    そのまま(?:送|発送|転) 渡 再発送 送りなお
"""),
        gap=24,
        guards=(*guards.USUAL, guards.subject, guards.unless("検品 当社(?:の|倉庫) 自社 モニター 内職 返送")),
    ),
    warns(
        _ILL,
        words("荷物 封筒 現金 紙袋 お金 カード バッグ 品"),
        _CARRY,
        words("だけ"),
        guards=(
            *_NOT_DENIED,
            guards.negated,
            guards.only_where(
                "日給|即日|高額|1回|1件|手渡し|telegram|テレグラム|シグナル|紙飛行機|指定|身分証|免許"
            ),
            guards.unless("検品 返送"),
        ),
        gap=10,
    ),
    warns(
        _ILL,
        _CARRY,
        words("荷物 封筒 現金 お金 カード 品物 書類 商品 バッグ"),
        words("指定(?:の|され|した)? 別の場所 駅 ロッカー 公園 待ち合わせ"),
        words("まで に へ で"),
        words("運 渡 届け 置 入れ"),
        gap=20,
        guards=(
            *_NOT_DENIED,
            guards.negated,
            guards.only_where(
                "中身|聞か|高額|現金|日給[0-9]|即日|ロッカー|telegram|テレグラム|signal|シグナル"
            ),
            guards.unless("配達員 フード 宅配 倉庫 チラシ 検品"),
        ),
    ),
    warns(
        _ILL,
        words("atm コンビニ(?:の)?atm 銀行"),
        words("引き?出 おろ 下ろ 出金 引出 現金化"),
        words("渡 届 送 預 回収 手数料 報酬 だけ % 持って"),
        gap=24,
        guards=(*_NOT_DENIED, guards.negated),
    ),
    warns(
        _ILL,
        words("現金 お金 キャッシュカード 通帳 封筒"),
        words("受け?取 受取 預か 回収 集め"),
        words(r"""
    (?:高齢|お年寄り|ご年配|ご老人|おばあ|おじい)[^。\n]{0,10} お宅 ご自宅を訪 訪問 スーツ
    制服 警察 役所 銀行員 協会 名乗 指定
"""),
        gap=24,
        guards=(*_NOT_DENIED, guards.negated),
    ),
    warns(
        _ILL,
        words("(?:高齢|お年寄り|ご年配|シニア|ご老人|おばあ|おじい|[6-8]0(?:歳|代)以上|年配)"),
        words(
            "現金 キャッシュカード 通帳 お預かり 息子 お孫 役所 警察 銀行員 の声で 名乗 演じ ふりを なりき"
        ),
        gap=40,
        guards=(*_NOT_DENIED, guards.unless("音声コーパス 方言 収録 朗読 役柄")),
    ),
    warns(
        _ILL,
        words(r"""
    息子 お孫さん 孫 警察(?:官)? 役所 市役所 銀行員 弁護士 公務員 業者 サポートセンター 職員
    本人
"""),
        words("の(?:ふり|フリ|声|役) に?なりすま を(?:装|よそお|名乗|演じ) に扮 と(?:して)?名乗"),
        words("電話 かけ 話 訪 受け?取 連絡 メール sms"),
        gap=20,
        guards=(*_NOT_DENIED, guards.unless("ゲーム ドラマ 収録台本 ボイスサンプル")),
    ),
    warns(
        _ILL,
        words(r"""
    出し子 受け子 かけ子 掛け子 叩き(?:の)?(?:案件|仕事|要員) 運び屋 飛ばし携帯
    飛ばし(?=の?(?:携帯|スマホ|端末|口座|sim|回線))
    道具屋 闇バイト(?!防止|対策|に|の(?:危険|手口|実態|被害|誘い|募集|啓発)|」) 裏バイト
    ホワイト案件 ud案件 リゾバ要員 叩き屋 打ち子 ゴト
"""),
        guards=(*guards.USUAL, guards.subject),
    ),
    warns(
        _ILL,
        words(r"""
    領収書 給与明細 明細 証明書 診断書 卒業証書 免許証 身分証 通帳 残高 納税 源泉徴収
    在籍証明 契約書 印鑑 印影 書類 レシート パスポート 合格証 成績 請求書 確認書類
"""),
        words(r"""
    加工 改ざん 偽造 差し?替え 書き?換え 書き?替え 偽の そっくり 複製 直し 変え 作り変え
    修正 合成 作成
"""),
        words(r"""
    違和感 跡 バレ ばれ わから 分から 気づかれ 自然に 本物 実在しない 見分け 審査 提出用
    お聞きにならない 聞かない 用途 ローン 金額を 日付を 名前を 架空 実際に(?:は)?(?:勤|働)
"""),
        gap=26,
        guards=(*_NOT_DENIED, guards.unless("検知 モック ダミーデータ テストデータ 誤字 レイアウト")),
    ),
    warns(
        _ILL,
        words("金額 日付 名前 氏名 住所 お名前 数字"),
        words("違和感 跡 バレ 気づかれ 拡大 自然"),
        words("差し?替え 書き?換え 書き?替え 加工 改ざん 修正 変更"),
        gap=24,
        guards=(*_NOT_DENIED, guards.only_where("領収書|明細|証明書|免許証|通帳|診断書|書類")),
    ),
    warns(
        _ILL,
        words("架空(?:の)? 実在しない 偽(?:の|物|サイト|ブランド|造) ニセ フェイク"),
        words(r"""
    領収書 請求書 会社 証明書 在籍 勤務先 ショップ 通販サイト 銀行 ログイン画面 サイト
    身分証 口座 アリバイ ブランド品
"""),
        gap=10,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("例 商品の翻訳 設定 ゲーム 記事 検知")),
    ),
    warns(
        _ILL,
        words("銀行 ec ショップ 通販 宅配(?:会社)? カード会社 公式 有名 本物 大手 役所"),
        words("そっくり 似せ 同じ(?:デザイン|見た目) 模した 見分けがつかな コピーした 丸ごと"),
        words("ログイン サイト ページ 画面 sms メール カード番号 ドメイン"),
        gap=24,
        guards=_NOT_DENIED,
    ),
    warns(
        _ILL,
        words(r"""
    仕入れ先 入手(?:先|元|経路) 品物 用途 使い道 何に使うか 依頼主 送り主 差出人 お名前
    出どころ 目的 相手
"""),
        words("聞か お聞き お尋ね 詮索 質問 追及 ご質問 訊か 知ろうと"),
        words("ない ください せん 方 ず こと"),
        gap=14,
        guards=(*guards.SAID_BY_OTHERS, guards.subject),
    ),
    warns(
        _ILL,
        _HUSH,
        guards=(
            *_NOT_DENIED,
            guards.only_where(r"""
    現金|荷物|受け取|運|引き出|口座|カード|送金|名義|契約いただ|報酬は高|日給|即日|高額|差し替え|加工
"""),
            guards.unless("秘密保持 守秘義務 nda 機密保持 個人情報 著作権"),
            guards.only_with(
                "聞かれ 尋ねられ 消 警察 裏 闇 捕ま 逮捕 グレー 違法 法に 口が 口の 足がつ 職質 覚悟 度胸"
            ),
        ),
        reach=Reach.TEXT,  # what to answer may be several sentences
    ),
    warns(
        _ILL,
        words(r"""
    (?:他人|お客様|別の方|別人|知らない方|渡した|お渡しする|支給する)の?(?:名義|お名前|カード|クレジット|qr|アカウント)
"""),
        words("で に を"),
        words("購入 決済 支払 お支払い 買 受け?取 会計 済ませ 使"),
        gap=24,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("経費 法人カード 代理店")),
    ),
    warns(
        _ILL,
        words("代金 料金 請求 ローン 分割 支払い 返済"),
        words("心配 かかりません こちらで(?:全部)?(?:払|止|処理) 踏み倒 払わなくて 払う必要"),
        words("止め 処理 解約 払 大丈夫 ありません こちら 渡"),
        gap=20,
        guards=(
            *_NOT_DENIED,
            guards.only_where("スマホ|携帯|回線|契約|ローン|カード|端末"),
            guards.only_where("名義|渡し|契約(?:して|いただ)"),
        ),
    ),
    warns(
        _ILL,
        words(r"""
    大麻 覚醒剤 覚せい剤 コカイン 脱法 違法(?:薬|ドラッグ|な?薬) 手押し 合法ハーブ
    野菜の?手渡 処方薬 睡眠薬
"""),
        words("運 渡 売 販売 配 届 受け?取 転売 梱包 譲"),
        gap=20,
        guards=_NOT_DENIED,
    ),
    warns(
        _ILL,
        words(r"""
    スーパーコピー ブランド(?:の)?コピー コピー(?:品|商品) 偽ブランド n級品 盗品 海賊版
    違法アップロード 無断(?:転載|コピー)
"""),
        words("販売 出品 売 発送 作成 編集 アップ 配信 検品 製作 制作 仕入"),
        gap=20,
        guards=(*_NOT_DENIED, guards.negated),
    ),
    warns(
        _ILL,
        words(r"""
    映画 ドラマ アニメ テレビ 番組 他(?:人|社|チャンネル)の(?:動画|漫画|記事) 動画 有名人
    芸能人
"""),
        words(r"""
    著作権(?:対策|回避|に引っかから|検知|フィルタ|システム) 反転 速度を変え
    検出(?:され|回避) (?:copyright|id)回避 無断
"""),
        words("アップ 編集 投稿 加工 切り抜 転載 ない よう 配信"),
        gap=24,
        guards=_NOT_DENIED,
    ),
    warns(
        _ILL,
        words(r"""
    不正(?:アクセス|ログイン|取得|入手) ハッキング クラック
    パスワード(?:の)?(?:解析|解読|突破|総当) アカウント(?:の)?乗っ取
    (?:captcha|キャプチャ|bot対策|画像認証)(?:を|の)?(?:突破|回避|自動)
    認証(?:を|の)?(?:突破|すり抜け) 転売(?:用)?(?:bot|ツール|ボット) 買い占め
    スパム(?:送信|メール送)
"""),
        guards=(
            *guards.USUAL,
            guards.subject,
            guards.unless("対策 防 検知 診断 記事 脆弱性 教育"),
        ),
    ),
    warns(
        _ILL,
        words("名簿 個人情報(?:リスト|データ)? 顧客(?:リスト|名簿|データ) 電話番号リスト 会員情報"),
        words("売 買い?取 販売 横流し 持ち出 抜 入手 流出 提供して"),
        gap=12,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("販売管理 営業 厳重 流出防止 一切")),
    ),
    warns(
        _ILL,
        words("女性 女の子 女子大生 美女 イケメン 芸能人 架空の(?:人物|会員|女性|プロフィール) 異性"),
        words("になりきっ になりすま を装 のふり のフリ として(?:返信|メッセージ|やり?取)"),
        words("メッセージ 返信 会話 やり?取り チャット 課金 男性会員 お客"),
        gap=24,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("ゲーム シナリオ ボイス 小説")),
    ),
    warns(
        _ILL,
        words(r"""
    (?:元(?:カノ|カレ|交際|妻|夫|彼)|配偶者|恋人|彼女|彼氏|特定の(?:個人|女性|人物)|ある女性|知人)
"""),
        words("尾行 居場所 居所 住所(?:を|の)特定 見張 つきま 監視 位置情報 gps スマホを?(?:覗|見)"),
        gap=24,
        guards=_NOT_DENIED,
    ),
    warns(
        _ILL,
        words("誹謗 中傷 嫌がらせ 評判を落と 炎上させ 晒し さらし デマ 低評価爆撃"),
        words("投稿 書き込 拡散 仕掛 お願い コメント"),
        gap=18,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("対応 削除 監視 モニタリング 対策 記事 禁止")),
    ),
    warns(
        _ILL,
        words("(?:給付金|補助金|助成金|保険金|還付金|クーポン|ポイント|キャンペーン)"),
        words("不正 水増し 架空 なりすま 虚偽 複数(?:名義|アカウント)で だまし 偽"),
        words("申請 受給 請求 取得 獲得 受け取"),
        gap=18,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("検知 防止 対策 記事")),
    ),
    warns(
        _ILL,
        words("入金 振り?込まれた お金 代金 資金"),
        words(r"""
    別の口座 指定の?(?:口座|先|アドレス|ウォレット) 当方指定 こちら(?:が|の)指定 海外の?口座
    暗号資産に?(?:替|換) 仮想通貨に?(?:替|換)
"""),
        words("送金 振り?替え 移 転送 振り?込 送 換"),
        gap=20,
        guards=(*_NOT_DENIED, guards.negated, guards.unless("経費 仕訳 会計ソフト 開発 システム 決済機能")),
    ),
)
