"""The first categories, two levels, in both languages; operators edit them afterwards.

``withholding`` marks the kinds of work whose rewards are fees of the Income Tax Act, article 204 (1): manuscripts,
illustration, composition, recording, design, translation, proofreading and scripts (item 1), direction and
performance (item 5). Programming, data entry and clerical work are no such fees. A whole field, where somebody
posts in it without choosing a kind, is marked as most of its kinds are.
"""

from django.db import migrations

CATEGORIES = [
    ("system", "システム開発", "System development", [
        ("system-web", "Webシステム・業務システム", "Web and business systems", False),
        ("system-mobile", "スマホアプリ", "Mobile apps", False),
        ("system-tools", "ツール・マクロ・自動化", "Tools, macros, automation", False),
        ("system-ai", "AI・機械学習・データ分析", "AI, machine learning, data analysis", False),
        ("system-test", "テスト・検証", "Testing", False),
        ("system-infra", "サーバー・インフラ", "Servers and infrastructure", False),
    ]),
    ("web", "Web制作", "Web production", [
        ("web-site", "ホームページ制作", "Websites", False),
        ("web-coding", "コーディング", "HTML and CSS coding", False),
        ("web-design", "Webデザイン", "Web design", True),
        ("web-shop", "ネットショップ構築", "Online shops", False),
        ("web-care", "サイトの運用・更新", "Site maintenance", False),
    ]),
    ("design", "デザイン", "Design", [
        ("design-logo", "ロゴ", "Logos", True),
        ("design-illustration", "イラスト・キャラクター", "Illustrations and characters", True),
        ("design-print", "チラシ・パンフレット・名刺", "Flyers, brochures, business cards", True),
        ("design-banner", "バナー・サムネイル", "Banners and thumbnails", True),
        ("design-manga", "漫画", "Comics", True),
        ("design-3d", "3D・CG", "3D and CG", True),
        ("design-photo", "写真撮影・写真加工", "Photography and retouching", True),
    ]),
    ("translation", "翻訳", "Translation", [
        ("translation-english", "英語", "English", True),
        ("translation-chinese", "中国語", "Chinese", True),
        ("translation-korean", "韓国語", "Korean", True),
        ("translation-other", "その他の言語", "Other languages", True),
        ("translation-subtitles", "字幕・映像翻訳", "Subtitles", True),
    ]),
    ("writing", "ライティング", "Writing", [
        ("writing-article", "記事・コラム", "Articles and columns", True),
        ("writing-interview", "取材・インタビュー", "Interviews", True),
        ("writing-copy", "商品説明・コピー", "Product texts and copy", True),
        ("writing-script", "シナリオ・台本", "Scripts", True),
        ("writing-proofreading", "校正・リライト", "Proofreading and rewriting", True),
        ("writing-transcript", "文字起こし", "Transcription", False),
    ]),
    ("video", "動画", "Video", [
        ("video-editing", "動画編集", "Video editing", True),
        ("video-shooting", "撮影", "Shooting", True),
        ("video-animation", "アニメーション", "Animation", True),
        ("video-captions", "テロップ・字幕入れ", "Captions", False),
    ]),
    ("voice", "声優・ナレーション", "Voice and narration", [
        ("voice-narration", "ナレーション", "Narration", True),
        ("voice-character", "キャラクターボイス", "Character voices", True),
        ("voice-reading", "朗読・読み上げ", "Reading aloud", True),
    ]),
    ("audio", "音楽・音声", "Audio", [
        ("audio-composition", "作曲・編曲", "Composition and arrangement", True),
        ("audio-effects", "効果音・ジングル", "Sound effects and jingles", True),
        ("audio-editing", "音声編集・整音", "Audio editing", False),
    ]),
    ("data", "データ入力", "Data entry", [
        ("data-entry", "入力・転記", "Entry and copying", False),
        ("data-research", "情報収集・リスト作成", "Research and lists", False),
        ("data-labelling", "画像・文章の分類", "Labelling of images and texts", False),
        ("data-products", "商品登録", "Product registration", False),
    ]),
    ("office", "事務・秘書", "Office and secretary", [
        ("office-secretary", "オンライン秘書", "Online secretary", False),
        ("office-support", "問い合わせ対応", "Customer support", False),
        ("office-accounting", "経理・記帳", "Bookkeeping", False),
        ("office-documents", "資料・スライド作成", "Documents and slides", False),
        ("office-social", "SNS運用", "Social media", False),
    ]),
    ("survey", "アンケート", "Surveys", [
        ("survey-questionnaire", "アンケート回答", "Questionnaires", False),
        ("survey-interview", "インタビュー・座談会", "Interviews and round tables", False),
        ("survey-monitor", "モニター", "Product trials", False),
    ]),
    ("experience", "体験談", "Experience reports", [
        ("experience-shop", "お店・サービス", "Shops and services", False),
        ("experience-life", "暮らし・お金・転職", "Life, money, changing jobs", False),
        ("experience-product", "商品・アプリ", "Products and apps", False),
    ]),
    ("audio-test", "音声テスト", "Audio tests", [
        ("audio-test-recording", "声の収録", "Recording of voices", False),
        ("audio-test-listening", "聞き取り・評価", "Listening and rating", False),
    ]),
    ("light", "軽作業", "Light work", [
        ("light-packing", "検品・梱包・封入", "Checking and packing", False),
        ("light-handmade", "手作り・内職", "Handmade work", False),
        ("light-field", "現地調査・覆面調査", "Field work and mystery shopping", False),
    ]),
    ("ideas", "ネーミング・アイデア", "Naming and ideas", [
        ("ideas-naming", "ネーミング", "Naming", False),
        ("ideas-catchphrase", "キャッチコピー", "Catchphrases", True),
        ("ideas-planning", "企画・アイデア出し", "Planning and ideas", False),
    ]),
]  # fmt: skip


def write(apps, schema_editor):
    Category = apps.get_model("hiring", "Category")
    parents, children = [], []
    for order, (slug, ja, en, kinds) in enumerate(CATEGORIES, start=1):
        withheld = sum(withholding for *_, withholding in kinds) * 2 > len(kinds)
        parent = Category(slug=slug, name_ja=ja, name_en=en, order=order * 100, withholding=withheld)
        parents.append(parent)
        for number, (child, child_ja, child_en, withholding) in enumerate(kinds, start=1):
            children.append(
                Category(
                    slug=child,
                    parent=parent,
                    name_ja=child_ja,
                    name_en=child_en,
                    order=order * 100 + number,
                    withholding=withholding,
                )
            )
    Category.objects.bulk_create(parents)
    Category.objects.bulk_create(children)


def erase(apps, schema_editor):
    Category = apps.get_model("hiring", "Category")
    Category.objects.filter(slug__in=[kind[0] for *_, kinds in CATEGORIES for kind in kinds]).delete()
    Category.objects.filter(slug__in=[slug for slug, *_ in CATEGORIES]).delete()


class Migration(migrations.Migration):
    dependencies = [("hiring", "0004_place_of_own_posting")]

    operations = [migrations.RunPython(write, erase)]
