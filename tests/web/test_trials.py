"""The pages of trials: offered beside the work itself, worked, and decided over."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import translation

from mikiwame.core import clock
from mikiwame.market.contracts.models import Contract, Offer, Trial
from mikiwame.market.contracts.operations import trials
from mikiwame.market.contracts.states import OfferState, TrialState
from mikiwame.market.hiring.models import Application
from mikiwame.market.members.models import Member
from mikiwame.market.moderation.operations import stops
from mikiwame.market.terms.lines import RightsIfHired, TrialHours
from mikiwame.wording.lines import in_words
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, HOUR
from tests.market.contracts.trial_stage import (
    ACCEPTED,
    hire_offered,
    hired,
    trial_agreed,
    trial_delivered,
    trial_in,
    trial_offered,
    trial_over,
)
from tests.market.hiring.stage import applied, published
from tests.web.hiring import reading

SMALL = {
    "scope": "ラフ2案まで",
    "reward": "6000",
    "trial_hours": "3",
    "start_date": "2026-11-20",
    "deadline": "2026-11-24",
}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is the morning on which stories begin, unless a story moves on."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(MORNING)
    return move


def shown(member: Member, address: str) -> str:
    response = reading(member).get(address)
    assert response.status_code == 200
    return response.content.decode()


def written(browser: Client, application: Application, **changes: str) -> dict[str, str]:
    """The form as it comes, with what the client types over it."""
    form = browser.get(f"/applications/{application.pk}/trial/").context["form"]
    return {field.name: str(field.value() or "") for field in form} | SMALL | changes


def page_of(contract: Contract) -> str:
    return f"/contracts/{contract.pk}/"


def test_the_client_writes_reads_and_offers_one(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    address, browser = f"/applications/{application.pk}/trial/", reading(cast.sakurai)
    assert address in shown(cast.sakurai, f"/applications/{application.pk}/")
    assert address in shown(cast.sakurai, f"/postings/{application.posting_id}/applicants/")

    form = written(browser, application)
    assert form["deliverable"] == application.posting.sheet.deliverable
    said = browser.post(address, form).content.decode()
    for words in ("6,000円", "お試し。作業は3時間まで", "採用が決まったときだけ", "7日以内"):
        assert words in said
    assert not Offer.objects.exists()
    assert "内容を確かめる" in browser.post(address, form | {"rewriting": "yes"}).content.decode()
    assert browser.post(address, form | {"confirmed": "yes"}).status_code == 303
    offer = Offer.objects.get()
    assert offer.is_trial
    assert address not in shown(cast.sakurai, f"/applications/{application.pk}/")


def test_the_form_names_what_doesn_t_fit(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    address, browser = f"/applications/{application.pk}/trial/", reading(cast.sakurai)
    for changes, words in (
        ({"reward": "1000"}, "報酬が作業時間に見合いません"),
        ({"deadline": "2026-12-24"}, "14日以内"),
        ({"trial_hours": ""}, "error"),
    ):
        response = browser.post(address, written(browser, application, **changes))
        assert response.status_code == 422
        assert words in response.content.decode()


def test_who_was_tried_before_is_asked_nothing_anew(cast: Cast) -> None:
    offer = trial_offered(cast)
    response = reading(cast.sakurai).get(f"/applications/{offer.application_id}/trial/")
    assert response.status_code == 409
    assert "お試しは、同じ相手に一度だけです" in response.content.decode()


def test_a_trial_that_is_due_soon_waits_less_long_and_says_why(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    address, browser = f"/applications/{application.pk}/trial/", reading(cast.sakurai)
    form = written(browser, application, start_date="2026-11-02", deadline="2026-11-04")
    said = browser.post(address, form).content.decode()
    for words in ("11月3日(火) 24:00", "いつもより短くなっています"):
        assert words in said
    browser.post(address, form | {"confirmed": "yes"})
    page = f"/offers/{Offer.objects.get().pk}/"
    for member in (cast.yuki, cast.sakurai):
        assert "11月3日(火) 24:00" in shown(member, page)
        assert "いつもより短くなっています" in shown(member, page)


def test_a_trial_that_leaves_no_time_to_answer_is_refused_beside_its_day(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    address, browser = f"/applications/{application.pk}/trial/", reading(cast.sakurai)
    form = written(browser, application, start_date="2026-11-02", deadline="2026-11-02")
    response = browser.post(address, form)
    assert response.status_code == 422
    assert "いまから12時間より先に始まる日" in str(response.context["form"].errors["deadline"])


def test_nobody_else_comes_to_the_form(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    for member in (cast.yuki, cast.ken, cast.oda):
        assert reading(member).get(f"/applications/{application.pk}/trial/").status_code == 404


def test_the_worker_reads_that_she_is_not_hired_yet_and_accepts(cast: Cast) -> None:
    offer = trial_offered(cast)
    page = shown(cast.yuki, f"/offers/{offer.pk}/")
    for words in ("採用は、まだ決まっていません", "報酬は、採用されてもされなくても支払われます", "7日以内"):
        assert words in page
    assert "内定" not in page.split("<main")[1].split("</main>")[0]
    assert "お試しの依頼を開く" in shown(cast.yuki, f"/applications/{offer.application_id}/")
    assert "お試し" in shown(cast.yuki, "/contracts/")

    assert reading(cast.yuki).post(f"/offers/{offer.pk}/acceptance/").status_code == 303
    contract = Contract.objects.get()
    assert "採用は、まだ決まっていません" in shown(cast.yuki, page_of(contract))
    assert "お試しの契約を開く" in shown(cast.yuki, f"/applications/{offer.application_id}/")


def test_a_no_and_a_withdrawal_say_what_they_were_about(cast: Cast) -> None:
    offer = trial_offered(cast)
    worker = reading(cast.yuki)
    worker.post(f"/offers/{offer.pk}/refusal/", {"note": ""})
    assert "お試しを辞退しました" in worker.get(f"/offers/{offer.pk}/").content.decode()
    assert offer.application is not None
    again = trial_offered(cast, application=Application.objects.get())
    client = reading(cast.sakurai)
    client.post(f"/offers/{again.pk}/withdrawal/")
    assert "お試しの依頼を取り消しました" in client.get(f"/offers/{again.pk}/").content.decode()


def test_after_it_the_client_declines_with_a_reason(cast: Cast, at: Callable[[datetime], None]) -> None:
    trial = trial_over(cast)
    at(ACCEPTED + HOUR)
    mine = shown(cast.sakurai, page_of(trial.contract))
    assert "採用するか決めてください" in mine
    assert f"/applications/{trial.application_id}/offer/" in mine
    assert "採用の返事を待っています" in shown(cast.yuki, page_of(trial.contract))
    assert "お試しのあとの返事" in shown(cast.sakurai, "/home/")

    browser, address = reading(cast.sakurai), f"/trials/{trial.pk}/refusal/"
    assert browser.post(address, {"reason": "", "note": ""}).status_code == 422
    assert browser.post(address, {"reason": "other", "note": "またの機会に。"}).status_code == 303
    page = shown(cast.yuki, page_of(trial.contract))
    assert "お試しの成果の権利は、ワーカーのものです" in page
    assert "またの機会に。" in shown(cast.yuki, f"/applications/{trial.application_id}/")


def test_only_its_client_declines_and_its_worker_withdraws(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    trial = trial_over(cast)
    at(ACCEPTED)
    refusal, withdrawal = (f"/trials/{trial.pk}/{act}/" for act in ("refusal", "withdrawal"))
    for member in (cast.ken, cast.oda):
        assert reading(member).post(refusal, {"reason": "other"}).status_code == 404
        assert reading(member).post(withdrawal).status_code == 404
    reading(cast.yuki).post(refusal, {"reason": "other"})
    reading(cast.sakurai).post(withdrawal)
    assert trial_in(trial.contract).state == TrialState.DECIDING
    assert reading(cast.yuki).post(withdrawal).status_code == 303
    assert trial_in(trial.contract).state == TrialState.WITHDRAWN


def test_an_offer_after_it_says_that_the_rights_pass(cast: Cast, at: Callable[[datetime], None]) -> None:
    trial = trial_over(cast)
    at(ACCEPTED)
    offer = hire_offered(trial)
    assert "お試しの成果の権利も、承諾すると" in shown(cast.yuki, f"/offers/{offer.pk}/")
    assert reading(cast.yuki).post(f"/offers/{offer.pk}/acceptance/").status_code == 303
    assert "クライアントに移りました" in shown(cast.yuki, page_of(trial.contract))


def test_who_heard_nothing_is_told_whose_fault_it_is(cast: Cast, at: Callable[[datetime], None]) -> None:
    trial = trial_over(cast)
    at(ACCEPTED + 8 * DAY)
    trials.lapse_trial(trial, at=ACCEPTED + 7 * DAY)
    assert "あなたのせいではありません" in shown(cast.yuki, f"/applications/{trial.application_id}/")


@pytest.mark.parametrize("stage", [trial_agreed, trial_delivered])
def test_before_its_end_nothing_is_decided(cast: Cast, stage: Callable[[Cast], Contract]) -> None:
    contract = stage(cast)
    page = shown(cast.sakurai, page_of(contract))
    assert "お試しのあと" in page
    assert f"/trials/{trial_in(contract).pk}/refusal/" not in page


def test_it_is_told_in_english_too(cast: Cast) -> None:
    with translation.override("en"):
        assert in_words(TrialHours(1), "duration") == "A trial of up to 1 hour of work"
        assert in_words(RightsIfHired(""), "rights").startswith("They pass to the client only if")


def test_the_list_knows_who_was_hired(cast: Cast, at: Callable[[datetime], None]) -> None:
    hired(trial_over(cast))
    at(ACCEPTED)
    assert Trial.objects.get().state == TrialState.HIRED
    assert Offer.objects.filter(state=OfferState.ACCEPTED).count() == 2
    assert "お試し" in shown(cast.yuki, "/contracts/")


def test_the_two_talks_of_an_applicant_are_told_apart(cast: Cast) -> None:
    offer = trial_offered(cast)
    assert offer.application is not None
    trial, application = offer.conversation_id, offer.application.conversation_id
    for member in (cast.yuki, cast.sakurai):
        page = shown(member, "/messages/")
        for title in (offer.title, offer.application.posting.title):
            assert page.count(f">{title}</a>") == 1
        assert page.count('<span class="tag">お試し</span>') == 1
        assert '<span class="tag">お試し</span>' in shown(member, f"/messages/{trial}/")
        assert '<span class="tag">お試し</span>' not in shown(member, f"/messages/{application}/")


def test_until_when_an_offered_trial_waits_is_on_the_application(cast: Cast) -> None:
    offer = trial_offered(cast)
    for member in (cast.yuki, cast.sakurai):
        assert "返事がなければ、依頼は失効します" in shown(member, f"/applications/{offer.application_id}/")


def test_after_a_trial_nobody_is_hired_while_operators_stop_the_posting(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    trial = trial_over(cast)
    contract, hire = trial.contract, f"/applications/{trial.application_id}/offer/"
    at(ACCEPTED + HOUR)
    assert hire in shown(cast.sakurai, page_of(contract))
    stops.suspend(trial.application.posting, reason="確認", by=cast.oda, at=ACCEPTED + HOUR)
    page = shown(cast.sakurai, page_of(contract))
    assert hire not in page
    assert "理由を読み、異議を申し立てる" in page
    assert "見送る" in page
    assert "運営がこの募集を止めました" in shown(cast.yuki, page_of(contract))
