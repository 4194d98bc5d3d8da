"""Reading names, titles and lines: what looks like an ID is a name, what gives a contact is stopped."""

import pytest

from mikiwame.discernment.messages.labels import LONGEST, read_file_name, read_label

NAMES = [
    "ゆき",
    "yuki2026",
    "kuro_77",
    "デザイナーXYZ",
    "LINEスタンプ作家ぽん",
    "インスタ運用ゆか",
    "翻訳家 J.S.",
    "メール代行まこと",
    "ONLINEyuzu_88",
]
FILES = [
    "原稿",
    "IMG_2034",
    "DSC00123",
    "final_final_2",
    "スクリーンショット 2026-11-02 10.33.12",
    "WhatsApp Image 2026-11-02 at 10.20.30",
    "20261101123456",
    "見積書-0012",
    "ver1.0.2",
    "mail_template",
]
LINES = ["焼き菓子店のロゴ制作", "月1回のオンライン会議", "オンライン打ち合わせ", "Slackが使える環境", ""]
STOPPED = [
    "LINE_ID_yuki0523",
    "LINE→kuro77",
    "インスタ@kuro_77",
    "カカオ kuro77",
    "TEL09012345678",
    "kuroda.work@gmail.com",
    "ラインで話しましょう",
    "詳しくはLINEで",
    "L◯NEください",
    "ゆずLINEyuzu_88",
]


@pytest.mark.parametrize("label", [*NAMES, *FILES, *LINES])
def test_a_label_that_only_looks_like_an_id_is_let_through(label: str) -> None:
    assert not read_label(label).stopped


@pytest.mark.parametrize(
    "stem",
    [
        "twitter_header_v3",
        "instagram_post_01",
        "line_stamp_最終",
        "discord_banner",
        "slack_export_20261130",
        "facebook_ad_1200x628_final",
        "LINE_スタンプ_修正版_02",
        *FILES,
    ],
)
def test_a_file_that_is_called_after_a_tool_is_let_through(stem: str) -> None:
    assert not read_file_name(stem).stopped


@pytest.mark.parametrize(
    "stem",
    [
        *STOPPED,
        "LINEで連絡",
        "line",
        "twitter_kuro77",
        "kuro77_line",
        "discord_kuroda_banner77",
        "line_stamp_09012345678",
        "line_stamp_090_1234_5678",
        "instagram_post_@kuro_77",
        "L◯NE_案",
    ],
)
def test_a_file_whose_name_gives_a_contact_is_stopped(stem: str) -> None:
    assert read_file_name(stem).stopped


@pytest.mark.parametrize("label", STOPPED)
def test_a_label_that_gives_a_contact_is_stopped_and_quoted(label: str) -> None:
    report = read_label(label)
    assert report.stopped
    for finding in report.findings:
        assert label[finding.quote.start : finding.quote.end] == finding.quote.text != ""


def test_a_long_label_is_read_as_a_message() -> None:
    assert read_label("LINEで話しませんか。" * LONGEST).stopped
