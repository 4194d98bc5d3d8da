"""No page asks the database more than fifteen times, however much it shows.

All addresses of the URL configuration that can be read are read, by everybody who could have a reason to and
by those who couldn't, in a market in which every list is long. A new address is read too, without being named
here; one that leads to a thing of a new kind must say in ``THINGS`` what that is.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from http import HTTPStatus
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.db.models import Count, Model
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from mikiwame.core import clock
from mikiwame.market.contests.models import Award, Contest, Entry, Exclusion
from mikiwame.market.contracts.models import (
    Cancellation,
    Contract,
    Dispute,
    EndingNotice,
    Milestone,
    Offer,
    Period,
    TimeEntry,
)
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.hiring.models import Application, Criteria, Posting
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import ApiToken, Member, Party, Verification
from mikiwame.market.messaging.models import Attachment, Conversation
from mikiwame.market.notifications.models import Notification
from mikiwame.market.reputation.models import Review
from mikiwame.market.taskwork.models import Answer, Batch, Participant
from mikiwame.ops.demo.people import PASSWORD, SHOWN
from tests.api import lists
from tests.web import crowd
from tests.web.hiring import reading

STATEMENTS_MOST = 15
NOBODY = UUID(int=0)

SAMPLES = 2
"""How many things of a kind are looked at."""

HALFWAY = "accounts/2fa/authenticate/"
"""Where the password has been right and something else is asked for."""

ALIKE_MOST = 2
"""How often a page may ask the same: more than that is one question for each row."""

BY_VERSION = {"contracts/<uuid:id>/terms/": 3}
"""Pages that ask the same of what was posted, offered and proposed: of each once, however many there are."""


@dataclass(frozen=True)
class Things:
    """What an address is about: its table, the ways to whom it concerns, and what makes its page long."""

    model: type[Model]
    sides: tuple[str, ...] = ()
    richest: tuple[str, ...] = ("pk",)
    named: str = "pk"

    def samples(self) -> Iterator[Any]:
        """Of each kind, the two about which there is most to show."""
        seen: Counter[tuple[str, str]] = Counter()
        for much in self.richest:
            for thing in self.model._default_manager.annotate(much=Count(much)).order_by("-much", "pk"):
                seen[much, kind_of(thing)] += 1
                if seen[much, kind_of(thing)] <= SAMPLES:
                    yield thing


def kind_of(thing: Any) -> str:
    """What tells it apart from other things of its table that look different."""
    said = next((getattr(thing, name) for name in ("state", "subject", "type") if hasattr(thing, name)), "")
    return getattr(thing, "format", "") + str(said).partition(":")[0]


THINGS = {
    "members/": Things(Party, richest=("reviews",)),
    "settings/tokens/": Things(ApiToken, ("member.party",)),
    "postings/": Things(Posting, ("client",), richest=("applications",)),
    "batches/answers/": Things(Answer, ("batch.client",)),
    "batches/": Things(Batch, ("client",), richest=("imports", "fundings")),
    "contests/": Things(Contest, ("client",), richest=("entered",)),
    "entries/": Things(Entry, ("worker", "contest.client"), richest=("exclusions",)),
    "awards/": Things(Award, ("entry.worker", "entry.contest.client")),
    "criteria/": Things(Criteria, ("member.party",)),
    "applications/": Things(Application, ("worker", "posting.client")),
    "offers/": Things(Offer, ("client", "worker")),
    "contracts/": Things(Contract, ("client", "worker"), richest=("cancellations", "milestones__deliveries")),
    "periods/": Things(Period, ("contract.client", "contract.worker"), richest=("milestones",)),
    "endings/": Things(EndingNotice, ("contract.client", "contract.worker")),
    "milestones/": Things(Milestone, ("contract.client", "contract.worker"), richest=("deliveries",)),
    "time-entries/": Things(TimeEntry, ("timesheet.milestone.contract.worker",)),
    "disputes/": Things(Dispute, ("milestone.contract.client", "milestone.contract.worker")),
    "cancellations/": Things(Cancellation, ("contract.client", "contract.worker")),
    "payments/": Things(Deposit, ("payer", "payee")),
    "messages/": Things(Conversation, ("client", "worker"), richest=("messages",)),
    "files/": Things(Attachment, ("owner",)),
    "tasks/": Things(Participant, ("worker", "batch.client"), ("batch__answers",), named="batch_id"),
    "tasks/answers/": Things(Answer, ("worker",), richest=("revisions",)),
    "tasks/judgements/": Things(Answer, ("worker", "batch.client")),
    "reviews/": Things(Review, ("author", "about")),
    "notices/": Things(Notification, ("member.party",)),
    "operations/postings/": Things(Posting),
    "operations/batches/": Things(Batch, ("client",)),
    "operations/contests/": Things(Contest, ("client",)),
    "operations/exclusions/": Things(Exclusion),
    "operations/papers/": Things(Verification),
    "operations/appeals/": Things(Answer),
    "accounts/2fa/webauthn/keys/": Things(Authenticator, ("user.party",)),
}
"""By how the address begins."""

ELSEWHERE = {
    "tasks/judgements/<uuid:id>/": "only who may judge reads it, in test_second_looks",
    "tasks/<uuid:id>/notice/<uuid:notice>/": "only who joined before a change in her favour, in test_batches",
    "tasks/<uuid:id>/review/": "only who has all her answers decided, in test_reviews",
    **dict.fromkeys(
        ("disputes/<uuid:id>/answer/", "disputes/<uuid:id>/appeal/"),
        "who may write there reads it, in test_disputes",
    ),
    "periods/<uuid:id>/leave/": "only whose money is late reads it, in test_going_on",
    "contracts/<uuid:id>/missed/": "only whose deliveries did not come reads it, in test_going_on",
    "reports/new/": "names what is reported, in test_moderation",
    "operations/reports/<uuid:id>/": "nothing is reported in the crowd; in test_moderation",
    "sanctions/<uuid:id>/": "nobody is warned in the crowd; in test_moderation",
    "operations/sanctions/<uuid:id>/": "nobody is warned in the crowd; in test_moderation",
    "postings/<uuid:id>/stop/": "leads to why a posting was stopped, in test_moderation",
    "messages/summaries/<uuid:id>/": "nobody was talked to elsewhere; in test_questions, over the API",
    "unsubscribe/<str:token>/": "only mails lead there, in test_notice_settings",
    "messages/quoted/<uuid:id>/": "leads to the proposal that quotes it, in test_amendments",
    "favicon.ico": "leads to the picture",
    "calendar/<str:secret>.ics": "calendar programs read it by their keys, in test_clocks",
    "notices/<uuid:id>/": "leads to what the notice is about",
    "accounts/2fa/webauthn/login/": "a script asks for what a passkey has to sign",
    "accounts/password/set/": "everybody has a password",
    "accounts/login/code/confirm/": "nobody signs in by a code",
}
"""Addresses that nobody reads, and why."""

QUESTIONS = {"postings/": "?q=ロゴ&category=design"}
"""What a reader writes into a form that is sent as a question."""

SIGN_UP = {"email": "hana@example.jp", "display_name": "はな", "password1": "kaze-to-mori-7"}


@dataclass(frozen=True)
class Look:
    """One page as one reader got it, the statements that it took, and the questions that it offers."""

    path: str
    status: int
    asked: list[str] = field(repr=False)
    offers: list[str] = field(repr=False)

    @property
    def route(self) -> str:
        """The address in the URL configuration."""
        return route_of(self.path)

    @property
    def alike(self) -> tuple[str, int]:
        """What was asked most often. How somebody may sign in, allauth asks anew wherever it needs it."""
        counted = Counter(statement for statement in self.asked if '"mfa_authenticator"' not in statement)
        return max(counted.items(), key=lambda found: found[1], default=("", 0))


class Readers:
    """Browsers in which somebody has signed in, and lately shown once more who she is."""

    def __init__(self) -> None:
        self.visitor = Client()
        self.outsider = self.of(self._outsider().party)
        self.operator = self.of(Party.objects.get(person__email=SHOWN[0].email))
        self.shown = [self.of(Party.objects.get(person__email=person.email)) for person in SHOWN]
        self.halfway = Client()
        self.halfway.post("/accounts/login/", {"login": SHOWN[-1].email, "password": PASSWORD})

    def _outsider(self) -> Member:
        sora = members.join(email="sora@example.jp", password=PASSWORD, display_name="そら", at=clock.now())
        EmailAddress.objects.create(user=sora, email=sora.email, verified=True, primary=True)
        return sora

    @cache  # noqa: B019  # lives as long as the test
    def of(self, party: Party) -> Client:
        """The browser of whoever acts for a party."""
        browser = reading(Member.objects.select_related("party").get(party=party))
        again = browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/home/"})
        assert again.headers.get("Location") == "/home/", party
        return browser


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """All addresses but the API's, which is a surface of its own."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif not route.startswith("api/"):
            yield route


def route_of(path: str) -> str:
    """The address in the URL configuration that a path belongs to."""
    return resolve(path.partition("?")[0]).route


def path_of(route: str, identifier: object) -> str:
    """The address of one thing; of its versions, the first."""
    return "/" + re.sub(r"<\w+:\w+>", str(identifier), route.replace("<int:number>", "1"))


def read_everything(readers: Readers) -> Iterator[Look]:
    """Everybody reads everything that can be read."""
    letters = list(links(readers.visitor))
    for route in routes(get_resolver()):
        sent = [path for path in letters if route_of(path) == route]
        if sent:
            yield from (look(readers.visitor, path) for path in sent)
        elif look(readers.operator, path_of(route, NOBODY)).status != HTTPStatus.METHOD_NOT_ALLOWED:
            for browser, path in readings(readers, route):
                seen = look(browser, path)
                yield seen
                yield from (look(browser, question) for question in seen.offers)


def readings(readers: Readers, route: str) -> Iterator[tuple[Client, str]]:
    """Who reads an address, and of which things: those whom a thing concerns, and those whom it doesn't."""
    if route == HALFWAY:
        yield readers.halfway, f"/{route}"
    elif "<" not in route:
        for browser in (readers.visitor, readers.outsider, *readers.shown):
            yield browser, f"/{route}{QUESTIONS.get(route, '')}"
    elif things := THINGS.get(route.partition("<")[0]):
        for thing in things.samples():
            sides = {readers.of(side) for way in things.sides if (side := attrgetter(way)(thing)) is not None}
            for browser in {readers.visitor, readers.outsider, readers.operator, *sides}:
                yield browser, path_of(route, getattr(thing, things.named))
    else:
        yield readers.visitor, path_of(route, NOBODY)


def links(browser: Client) -> Iterator[str]:
    """The addresses that are known from letters only, and where they lead."""
    browser.post("/accounts/signup/", SIGN_UP)
    browser.post("/accounts/password/reset/", {"email": SHOWN[-1].email})
    for letter in mail.outbox:
        for link in re.findall(r"http://testserver(/accounts/\S+)", str(letter.body)):
            yield link
            yield from filter(None, [browser.get(link).headers.get("Location")])


def look(browser: Client, path: str) -> Look:
    """Read a page."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response = browser.get(path)
    html = "" if response.streaming else response.content.decode()
    return Look(path, response.status_code, asked, questions_in(html, path))


def questions_in(html: str, path: str) -> list[str]:
    """What a page's links ask of its own address: another order, what comes next; one of each kind."""
    here = path.partition("?")[0]
    found = re.findall(rf'href="(?:{re.escape(here)})?\?([^"]+)"', html)
    queries = {tuple(parse_qs(query)): query for query in map(unescape, found)}
    return [f"{here}?{query}" for query in queries.values()]


@pytest.mark.long
def test_no_page_asks_much_or_row_by_row(db: None) -> None:
    crowd.gather(clock.now())
    every = list(read_everything(Readers()))

    read = {look.route for look in every if look.status == HTTPStatus.OK}
    assert {look.route for look in every} - read == set(ELSEWHERE)

    much = {look.route: len(look.asked) for look in every if len(look.asked) > STATEMENTS_MOST}
    assert much == {}

    by_row = {
        look.route: look.alike for look in every if look.alike[1] > BY_VERSION.get(look.route, ALIKE_MOST)
    }
    assert by_row == {}

    # The lists of the API, however long.
    of_lists = {look.name: look.asked for look in lists.looks() if look.times > ALIKE_MOST}
    assert of_lists == {}
