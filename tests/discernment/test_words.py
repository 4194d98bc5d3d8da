"""Whatever can be found has its name, its reason and its question, in both languages."""

import json

import pytest

from mikiwame.core.terms import Term
from mikiwame.discernment import wire
from mikiwame.discernment.comments.reading import read_comment
from mikiwame.discernment.kinds import Flag, Report, Sentiment, Verdict
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.words import LANGUAGES, words

PHISHING = "スマホに届いた６桁の認証コードを教えていただくだけのお仕事です。1回500円、今日から。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_its_words(language: str) -> None:
    said = words(language)

    assert {*Flag, *Term, *Report, *Sentiment, *Verdict} <= set(said.names)
    assert set(Flag) <= set(said.whys)
    assert {*Flag, *Term} == set(said.questions)


def test_the_languages_speak_of_the_same_things() -> None:
    assert words("ja").names.keys() == words("en").names.keys()
    assert words("ja").whys.keys() == words("en").whys.keys()


def test_a_language_that_we_lack_is_read_in_english() -> None:
    assert words("de") == words("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reading_goes_over_the_wire_whole(language: str) -> None:
    report = read_posting("簡単作業", PHISHING)

    sent = json.loads(json.dumps(wire.of_posting(report, language)))

    assert sent["verdict"] == "danger"
    assert [one["kind"] for one in sent["flags"]] == [one.kind for one in report.flags]
    assert all(
        {"title": "簡単作業", "body": PHISHING}[one["part"]][one["start"] : one["end"]] == one["quote"]
        for one in (*sent["flags"], *sent["quotes"].values())
    )
    assert len(sent["questions"]) == len(sent["missing"]) > 0


def test_a_comment_goes_over_the_wire_whole() -> None:
    sent = json.loads(json.dumps(wire.of_comment(read_comment("返信が早く、指示も分かりやすかったです。"))))

    assert sent["sentiment"] == "positive"
    assert set(sent["reports"]) == set(sent["quotes"])
