"""Pages that are open while something happens ask for what is new; a late act is told what it missed."""

from collections.abc import Iterator
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from mikiwame.core import clock
from mikiwame.market.contests import events
from mikiwame.market.contests.operations import choosing
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import disputes, endings, offers, settlements, work
from mikiwame.market.members.models import Member
from tests.cast import Cast, assemble
from tests.market.contests.stage import of
from tests.market.contracts.stage import DAY, START, inspecting, offered, part, started
from tests.web.hiring import reading
from tests.web.live import Served, eventually, served, signed_in
from tests.web.test_contests import entered_today, opened_today

NOW = START + DAY


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def live() -> Iterator[Served]:
    with served() as running:
        yield running


def asked_again(member: Member, address: str, browser: Client | None = None) -> str:
    """The address by which an open page asks for itself."""
    html = (browser or reading(member)).get(address).content.decode()
    return unescape(html.partition('data-asks="fact"')[2].partition('hx-get="')[2].partition('"')[0])


@pytest.mark.django_db(transaction=True)
def test_both_sides_hear_of_what_happens_between_them_and_nobody_else_does(live: Served) -> None:
    cast = assemble()
    offer = offered(cast)
    hers, his = live.listener(signed_in(cast.yuki)), live.listener(signed_in(cast.sakurai))
    strangers = [live.listener(signed_in(member)) for member in (cast.sora, cast.oda)]
    for page in (hers, his, *strangers):
        assert page.hears("again")

    contract = offers.accept_offer(offer, by=cast.yuki, at=offer.made_at)

    for page in (hers, his):
        assert page.hears("fact", subject=contract.key, offer=offer.key)
    endings.cancel(contract, reason="予定の変更", by=cast.sakurai, at=offer.made_at)
    ended = ("fact", {"subject": contract.key})
    assert eventually(lambda: ended in hers.events and ended in his.events)
    for page in strangers:
        assert contract.key not in page.text


def test_an_open_page_gets_nothing_until_something_happens(cast: Cast, now: None) -> None:
    contract = started(cast)
    for member in (cast.sakurai, cast.yuki):
        again = asked_again(member, f"/contracts/{contract.pk}/")
        assert reading(member).get(again).status_code == 204
    proposal = endings.propose_cancellation(contract, reason="迷い", by=cast.yuki, at=NOW)
    for member in (cast.sakurai, cast.yuki):
        told = reading(member).get(again)
        assert told.status_code == 200
        assert proposal.reason in told.content.decode()


def test_an_open_offer_gets_nothing_until_it_is_answered(cast: Cast, now: None) -> None:
    offer = offered(cast)
    again = asked_again(cast.sakurai, f"/offers/{offer.pk}/")
    assert reading(cast.sakurai).get(again).status_code == 204
    contract = offers.accept_offer(offer, by=cast.yuki, at=offer.made_at)
    assert f"/contracts/{contract.pk}/" in reading(cast.sakurai).get(again).content.decode()


def test_an_open_contest_gets_nothing_until_something_happens_to_what_its_reader_sees(cast: Cast) -> None:
    contest = opened_today(cast)
    entered_today(contest, cast.yuki)
    pages = {cast.sakurai: f"/contests/{contest.pk}/own/", cast.yuki: f"/contests/{contest.pk}/"}
    again = {member: asked_again(member, page) for member, page in pages.items()}
    for member, page in pages.items():
        assert again[member].startswith(page)
        assert reading(member).get(again[member]).status_code == 204

    second = entered_today(contest, cast.ken)
    assert "応募 2" in reading(cast.sakurai).get(again[cast.sakurai]).content.decode()
    assert reading(cast.yuki).get(again[cast.yuki]).status_code == 204, "Ken's entry isn't hers to see"
    choosing.shortlist(of(contest, cast.yuki), by=cast.sakurai, at=clock.now())
    assert "最終候補" in reading(cast.yuki).get(again[cast.yuki]).content.decode()
    visitor = Client().get(pages[cast.yuki]).content.decode()
    assert 'data-asks="fact"' not in visitor, "nobody tells a visitor"
    assert second.key not in visitor


def test_of_an_entry_its_maker_and_the_client_hear_and_of_a_doubt_the_client_alone(cast: Cast) -> None:
    entry = entered_today(opened_today(cast), cast.yuki)
    about = {"subject": entry.key, **entry.about}
    sides = (cast.sakurai.party.key, cast.yuki.party.key)
    assert events.EntryShortlisted(**about, number=1).watched_by() == sides
    assert events.EntryShortlisted(**about, number=1).names() == {"contest": entry.contest.key}
    assert events.ExclusionRequested(**about, breach="copied", evidence="写し").watched_by() == sides[:1]


def test_an_open_dispute_gets_what_is_proposed_answered_and_decided(cast: Cast, now: None) -> None:
    contract = inspecting(cast)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=NOW)
    address = f"/disputes/{dispute.pk}/"
    for member in (cast.sakurai, cast.yuki, cast.oda):
        html = reading(member).get(address).content.decode()
        assert f'data-about="{contract.key}"' in html  # what is told of it names its contract
        again = asked_again(member, address)
        assert again.startswith(address)
        assert reading(member).get(again).status_code == 204
    again = asked_again(cast.yuki, address)
    settlements.propose_settlement(dispute, to_worker=12_345, note="", by=cast.sakurai, at=NOW)
    assert "ワーカーに12,345円" in reading(cast.yuki).get(again).content.decode()
    again = asked_again(cast.sakurai, address)
    disputes.answer_dispute(dispute, text="納めました。", by=cast.yuki, at=NOW)
    assert "納めました。" in reading(cast.sakurai).get(again).content.decode()


def late(contract: Contract, member: Member, **headers: str) -> str:
    """The page that a member reads who accepts what was accepted."""
    response = reading(member).post(f"/milestones/{part(contract).pk}/acceptance/", headers=headers)
    assert response.status_code == 409
    return response.content.decode()


def test_who_acts_on_a_stale_page_reads_what_happened_meanwhile(cast: Cast, now: None) -> None:
    contract = inspecting(cast)
    work.accept(part(contract), by=cast.sakurai, at=NOW)
    page = f"http://testserver/contracts/{contract.pk}/"
    told = late(contract, cast.sakurai, referer=page)
    assert "このあいだにあったこと" in told
    assert "すべての区切りが終わり、契約は完了しました。" in told
    assert f'href="{page}"' in told


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://testserver/",
        "http://testserver/nowhere/",
        "https://elsewhere.example/contracts/{contract}/",
        "http://testserver/contracts/0192aaaa-0000-7000-8000-000000000000/",
    ],
)
def test_what_happened_is_told_of_what_the_reader_comes_from_alone(
    cast: Cast, now: None, referer: str
) -> None:
    contract = inspecting(cast)
    work.accept(part(contract), by=cast.sakurai, at=NOW)
    assert "このあいだにあったこと" not in late(
        contract, cast.sakurai, referer=referer.format(contract=contract.pk)
    )


def test_an_outsider_is_told_nothing(cast: Cast, now: None) -> None:
    contract = inspecting(cast)
    visitor = Client(headers={"referer": f"http://testserver/contracts/{contract.pk}/"})
    visitor.force_login(cast.kuroda, backend=settings.AUTHENTICATION_BACKENDS[-1])
    response = visitor.post(f"/milestones/{part(contract).pk}/acceptance/")
    assert response.status_code == 404
