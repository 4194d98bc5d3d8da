"""What the work is, and what is delivered."""

from mikiwame.core.terms import Term

from .pattern import NUMBER, pattern

_WORK = (
    r"(?:執筆|ライティング|記事|書(?:い|く|け|き)|作成|制作|製作|作っ|作る|"
    r"つくっ|編集|翻訳|和訳|英訳|字幕|校正|校閲|入力|転記|登録|収集|リサーチ|"
    r"調査|アンケート|デザイン|イラスト|描い|ロゴ|バナー|"
    r"チラシ|コーディング|開発|実装|改修|構築|プログラ|設定|移転|保守|運用|"
    r"投稿|更新|代行|管理|サポート|対応|補助|事務|秘書|経理|受付|電話|ナレーション|"
    r"朗読|読み上げ|収録|録音|声|音声|"
    r"文字起こし|撮影|写真|動画|ムービー|体験談|感想|口コミ|レビュー|モニター|"
    r"インタビュー|話を|お話|聞かせ|教えて|回答|コピー|ネーミング|名前|"
    r"名称|キャラ|スタンプ|ラベル|仕分け|検品|袋|"
    r"箱|折|詰め|組み立て|梱包|ピッキング|シール|配布|測定|テスト|確認|"
    r"チェック|監修|企画|台本|シナリオ|脚本|プロット|アノテーション|タグ付け|"
    r"分類|集計|マクロ|ツール|アプリ|システム|サイト|"
    r"ホームページ|lp|ページ|資料|スライド|論文|手記|作文|レシピ|曲|bgm|"
    r"作曲|編曲|演奏|講師|添削|翻刻|書き起こし|エッセイ|作品|募集)"
)

SCOPE = (
    pattern(Term.SCOPE, _WORK),
    pattern(
        Term.SCOPE,
        r"translat|transcri|proofread|writ(?:e|ing)|typ(?:e|ing)|edit|design|caption|narrat|record|"
        r"listen|read(?:ing)? (?!y)|"
        r"name (?:our|my|a)|logo|survey|label|develop|engineer|bookkeep|assistant|data entry|cut it",
    ),
)

_FILE = (
    r"(?:mp4|mov|wav|mp3|m4a|aiff|pdf|png|jpe?g|gif|webp|svg|psd|(?<![a-z])ai(?=形式|"
    r"データ|と|\(|、|で|,|ファイル)|eps|srt|vtt|csv|xlsx?|docx?|pptx?|"
    r"html|json|xml|zip|epub|git|プルリク|ソース(?:コード|一式)?|"
    r"テストコード|入稿|アウトライン|データ一式|word(?:形式|ファイル|の|"
    r"で納)|excel(?:形式|ファイル|で納)|エクセル(?:の|で|形式)|wordで|テキスト(?:形式|"
    r"ファイル)|figma|xd|実行ファイル)"
)
_OUT = (
    r"(?:字|文字|ワード|words?|単語|本|枚|記事|点|件|ページ|頁|p(?![a-z])|"
    r"秒|分(?!以内|ほどで終|で終|で完|後|前)|文|話|個|着|項目|案|行|問|"
    r"フレーズ|図|コマ|セット|シーン|投稿|品|冊|箱|束|曲|体|種|パターン|"
    r"バリエ|カット|"
    r"画面|店舗|社|レコード|スライド|作品|レシピ|商品|タイトル|セリフ|台詞|"
    r"役|ファイル|章|回分|日分|通|部|首|句|枠|スタンプ|バナー|サイト|lp)"
)

DELIVERABLE = (
    pattern(
        Term.DELIVERABLE,
        rf"{NUMBER}[ ]?(?:[~\-ー][ ]?{NUMBER}[ ]?)?{_OUT}(?!目|あたり|につき|"
        rf"当たり)(?![^。\n、0-9]{{0,4}}[0-9,.万]{{1,12}}円)(?!いただ|募集)",
        unless=r"実績|経験|以内に(?:返信|承認)|受賞|社員|フォロワー|当選|登録者|在籍|"
        r"年間|創業|名様|毎月[^。]{0,4}円|徒歩|(?:1日|一日)に?(?:30|[0-9]{1,4})分|数字|十分|"
        r"一部お?手伝|所要|面談|説明会|診断",
    ),
    pattern(
        Term.DELIVERABLE,
        r"[0-9][0-9,]{0,6}[ -](?:words?|characters?|items?|clips?|pages?|minutes?|files?|sentences?|"
        r"tracks?|images?|videos?|"
        r"articles?|letters?|episodes?|names?|slides?|photos?|receipts?)|"
        r"[0-9]{1,4}(?:軒|講座|羽分|棟|面(?!識|接|談|白)|色|センチ|cm|mm|px|名分|人分)",
        unless=r"video call|interview|徒歩",
    ),
    pattern(Term.DELIVERABLE, rf"{_FILE}"),
    pattern(Term.DELIVERABLE, r"納品(?:物|形式|データ)|成果物|提出物"),
)
