"""What visitors read is there, in both languages, and true to the instance's figures."""

import pytest
from django.test import Client, override_settings

from mikiwame.core import clock
from mikiwame.market.escrow.models import FeeRate
from mikiwame.market.turns.states import TurnKind
from mikiwame.web.clocks import clocks
from tests.cast import Cast
from tests.web.stage import published_today


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "仕事はそのあと"),
        ("/guide/", "おかしいと思ったら"),
        ("/how/", "選ばれる見込み"),
        ("/terms/", "利用規約"),
        ("/privacy/", "プライバシー"),
    ],
)
def test_everybody_can_read_it(client: Client, db: None, address: str, words: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert client.get(address, headers={"accept-language": "en"}).status_code == 200


def test_the_example_adds_up(client: Client, db: None) -> None:
    body = client.get("/how/").content.decode()
    for amount in ("30,000円", "−3,000円", "−3,063円", "23,937円"):
        assert amount in body


def test_every_clock_is_told() -> None:
    assert [clock["kind"] for clock in clocks()] == list(TurnKind)


@override_settings(OFFER_DAYS=4, OPEN_APPLICATIONS_MOST=7, OPERATOR="海辺の町", CONTACT="ask@example.jp")
def test_the_figures_are_the_instance_s_own(client: Client, db: None) -> None:
    assert "4日以内に、承諾するか" in client.get("/guide/").content.decode()
    assert "同時に出せる応募は7件まで" in client.get("/guide/").content.decode()
    assert "海辺の町" in client.get("/terms/").content.decode()
    assert "mailto:ask@example.jp" in client.get("/privacy/").content.decode()


def test_operators_without_a_name_have_one_in_the_readers_language(client: Client, db: None) -> None:
    for address in ("/terms/", "/privacy/"):
        assert "見極めの運営者" in client.get(address).content.decode()
        english = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert "The Mikiwame team" in english
        assert "見極めの運営者" not in english


@pytest.mark.parametrize(
    ("address", "japanese", "english"),
    [
        (
            "/how/",
            ["報酬の7.5%で", "3件に満たない", "合計5,000円まで", "−2,250円"],
            ["7.5% of", "first ¥5,000"],
        ),
        ("/guide/", ["報酬の7.5%です", "最初の5,000円に"], ["7.5% of", "first ¥5,000"]),
        ("/terms/", ["報酬の7.5%で", "最初の5,000円には"], ["7.5% of", "first ¥5,000"]),
        ("/", ["最初の5,000円に", "仮払い（30,000円）", "−2,250円"], ["first ¥5,000", "¥30,000 are held"]),
    ],
)
def test_the_fee_is_the_one_in_force(
    client: Client, db: None, address: str, japanese: list[str], english: list[str]
) -> None:
    FeeRate.objects.create(since=clock.day_in_tokyo(clock.now()), basis_points=750, newcomers_free=5_000)
    body = client.get(address).content.decode()
    assert [words for words in japanese if words not in body] == []
    body = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert [words for words in english if words not in body] == []


def test_nothing_is_promised_to_newcomers_when_nothing_is_free(client: Client, db: None) -> None:
    FeeRate.objects.create(since=clock.day_in_tokyo(clock.now()), basis_points=1_000, newcomers_free=0)
    for address in ("/", "/how/", "/guide/", "/terms/"):
        body = client.get(address).content.decode()
        assert "最初の0円" not in body
        assert "合計0円" not in body


def test_machines_are_told_what_is_theirs(client: Client, db: None) -> None:
    robots = client.get("/robots.txt")
    assert robots.headers["Content-Type"] == "text/plain"
    assert "Disallow: /home/" in robots.content.decode()
    assert client.get("/favicon.ico").status_code == 302
    assert client.get("/static/site.webmanifest").status_code == 200


def test_the_newest_postings_stand_on_the_front_page(client: Client, cast: Cast) -> None:
    posting = published_today(cast.sakurai)
    body = client.get("/").content.decode()
    assert posting.title in body
    assert "募集中の仕事1件を見る" in body
