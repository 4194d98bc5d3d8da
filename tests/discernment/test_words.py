"""Whatever can be found has its name, its reason and its question, in both languages."""

import json
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from mikiwame.core.terms import Term
from mikiwame.discernment import wire
from mikiwame.discernment.comments.reading import read_comment
from mikiwame.discernment.kinds import Act, Anomaly, Contact, Flag, Report, Sentiment, Verdict
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.rates.market import works
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import minimum_wage
from mikiwame.discernment.words import LANGUAGES, words

YEARS = (date(2025, 1, 1), date(2026, 1, 1))
PHISHING = "スマホに届いた６桁の認証コードを教えていただくだけのお仕事です。1回500円、今日から。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_its_words(language: str) -> None:
    said = words(language)

    assert {*Flag, *Term, *Report, *Sentiment, *Verdict, *Relation, *works(), *Contact} <= set(said.names)
    assert set(Act) <= set(said.names)
    assert {rate.source for work in works().values() for rate in work.rates} <= set(said.names)
    assert {rate.basis for work in works().values() for rate in work.rates} <= set(said.names)
    assert {wage.source for day in YEARS if (wage := minimum_wage(on=day))} <= set(said.names)
    assert {*Flag, *Anomaly, *Contact} <= set(said.whys)
    assert set(Anomaly) == set(said.shows)
    assert {*Flag, *Term} == set(said.questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_for_two_things(language: str) -> None:
    path = files("mikiwame.discernment.words").joinpath(f"{language}.toml")
    keys = [key for chapter in tomllib.loads(path.read_text(encoding="utf-8")).values() for key in chapter]

    assert [key for key in keys if keys.count(key) > 1] == []


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_pay_goes_over_the_wire_with_its_row_and_date(language: str) -> None:
    report = read_posting("", "1本2,000字の記事、1本500円。時給900円。", category="ライティング")

    sent = json.loads(json.dumps(wire.of_posting(report, language)))

    market, wage = sent["pay"]
    assert (market["most"], market["relation"], market["row"]["work"]) == (0.25, "far_below", "writing")
    assert (wage["relation"], wage["row"]["yen"]) == ("below", 1121)
    assert all(one["row"]["since"] == "2025-10-01" for one in sent["pay"])
    assert [one["row"]["source"].isascii() for one in sent["pay"]] == [language == "en"] * 2


def test_a_comment_goes_over_the_wire_whole() -> None:
    sent = json.loads(json.dumps(wire.of_comment(read_comment("返信が早く、指示も分かりやすかったです。"))))

    assert sent["sentiment"] == "positive"
    assert set(sent["reports"]) == set(sent["quotes"])
