"""A market in which every list is long and every thing carries files: the demo, lived twice, and more.

For tests that read all pages. What is here happens by the rooms' own operations, today.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.terms import Format
from mikiwame.market.contests.models import Contest
from mikiwame.market.contests.operations import drafts as sought
from mikiwame.market.contests.operations import endings as contest_endings
from mikiwame.market.contests.operations import entries
from mikiwame.market.contests.operations import opening as prizes
from mikiwame.market.contracts.models import Contract, Delivery, Milestone, Period
from mikiwame.market.contracts.operations import breaks, endings, funding, notices, work
from mikiwame.market.contracts.states import ContractState, MilestoneState, PeriodState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.gateways.port import Failed, Order
from mikiwame.market.escrow.gateways.sandbox import Sandbox
from mikiwame.market.hiring.listing import THREE_CHECKS
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.operations import criteria, owned, postings, tasks
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.history.models import Fact
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.operations import identity
from mikiwame.market.members.private import BankAccount
from mikiwame.market.members.scopes import Scope
from mikiwame.market.members.states import PaperKind
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging import queries as messages
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.taskwork.approving import Rule
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.operations import drafts, exams, imports, judging, opening, raising, topping
from mikiwame.market.taskwork.operations import work as claims
from mikiwame.market.taskwork.operations.approving import set_rules
from mikiwame.market.taskwork.states import ApprovedBy
from mikiwame.ops import consumers
from mikiwame.ops.demo import build
from mikiwame.ops.demo.deals import DEALS
from mikiwame.ops.demo.script import Act, AsksAgain, Deal, Tries
from mikiwame.web.batch_templates import annotation
from tests.cast import joined
from tests.market.hiring.stage import task_drafted, task_published
from tests.market.members.test_identity import photo
from tests.web.tasks import answered, opened_today, returned

SEVERAL = 3
"""As many as show that something is asked for one after the other."""

ACCOUNT = BankAccount.written(bank="0001", branch="001", kind="ordinary", number="1234567", holder="ナツメ")


def gather(at: datetime) -> None:
    """Let everything happen that a page could tell of."""
    live_twice(at)
    talk(at)
    talk_long(at)
    carry_files(at)
    fail_payouts(at)
    stand_at_crossroads(at)
    let_operators_act(at)
    hold_contests(at)
    offer_tasks(at)
    ask_many(at)
    answer_tasks()
    go_on_for_years(at)
    for member in everybody():
        settle_in(member, at)
    while consumers.take_in(at):
        pass


def go_on_for_years(at: datetime) -> None:
    """One contract has had a delivery a day for five years; another one ends, and rests before it does."""
    today = day_in_tokyo(at)
    old, ending = Contract.objects.filter(sheet__repeat__gt="").order_by("pk")[:2]
    notice = notices.give_notice(ending, last=today + timedelta(days=60), by=member_of(ending.client), at=at)
    notices.ask_for_reason(notice, by=member_of(ending.worker), at=at)
    off = today + timedelta(days=9)
    breaks.propose_break(ending, first=off, last=off, by=member_of(ending.worker), at=at)
    go_on_daily(old, at)


def go_on_daily(contract: Contract, at: datetime) -> None:
    """Five years lie behind a contract, with a delivery accepted every day."""
    weeks = Period.objects.bulk_create(_week(contract, number, at) for number in range(100, 361))
    parts = Milestone.objects.bulk_create(
        _day(week, 10 * week.number + day, at) for week in weeks for day in range(7)
    )
    Delivery.objects.bulk_create(
        Delivery(milestone=part, number=1, note="本日の分です。", delivered_at=at) for part in parts
    )
    Fact.objects.bulk_create(_accepted(part, at) for part in parts)


def _week(contract: Contract, number: int, at: datetime) -> Period:
    first = day_in_tokyo(at) - timedelta(days=7 * (400 - number))
    period = Period(contract=contract, number=number, first=first, last=first + timedelta(days=6))
    period.state, period.state_since, period.funded_at, period.amount = PeriodState.OVER, at, at, 14_000
    return period


def _day(week: Period, number: int, at: datetime) -> Milestone:
    part = Milestone(contract=week.contract, period=week, number=number, title="日刊", amount=2_000)
    part.due, part.state, part.state_since = week.first, MilestoneState.ACCEPTED, at
    part.accepted_at = at
    return part


def _accepted(part: Milestone, at: datetime) -> Fact:
    said = {"number": part.number, "amount": 2_000, "net": 1_796, **part.contract.sides}
    return Fact(kind="contracts.DeliveryAccepted", subject=part.contract.key, data=said, by=None, at=at)


def live_twice(at: datetime) -> None:
    """The demo, in which everybody does everything two times that two people can do more than once."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PAST", "NOW"):
            wanted = getattr(build, name)
            again = (replace(posting, name=f"{posting.name} again") for posting in wanted)
            patch.setattr(build, name, (*wanted, *again))
        again = (replace(deal, posting=f"{deal.posting} again", acts=_repeatable(deal)) for deal in DEALS)
        patch.setattr(build, "DEALS", (*DEALS, *again))
        build.market(at)


def _repeatable(deal: Deal) -> tuple[Act, ...]:
    """One direct offer waits at a time, and an applicant is tried once for ever."""
    return tuple(takewhile(lambda act: not isinstance(act, AsksAgain | Tries), deal.acts))


def talk(at: datetime) -> None:
    """More is said in each conversation, each time with a file."""
    for conversation in Conversation.objects.select_related("client", "worker").order_by("pk"):
        for number in range(SEVERAL):
            by = member_of(conversation.worker if number else conversation.client)
            messaging.send(conversation, text="お送りします。", files=[sample(number)], by=by, at=at)


def talk_long(at: datetime) -> None:
    """One conversation, about a contract, has more than one page of messages."""
    conversation = Contract.objects.filter(state=ContractState.RUNNING).order_by("pk")[0].conversation
    writer = member_of(conversation.worker)
    for number in range(messages.SHOWN):
        messaging.send(conversation, text=f"{number + 1}枚目ができました。", by=writer, at=at)


def carry_files(at: datetime) -> None:
    """Whatever else can carry files carries several."""
    owners: dict[str, Party] = {}
    owners |= {posting.key: posting.client for posting in Posting.objects.select_related("client")}
    owners |= {sent.key: sent.worker for sent in Application.objects.select_related("worker")}
    for delivery in Delivery.objects.select_related("milestone__contract__worker"):
        owners[delivery.key] = delivery.milestone.contract.worker
    for subject, owner in owners.items():
        for number in range(SEVERAL):
            messaging.attach(subject, sample(number), owner=owner, at=at)


def sample(number: int) -> Any:
    """A file to show what the work will be like."""
    return ContentFile("見本です。".encode(), name=f"見本{number}.txt")


def fail_payouts(at: datetime) -> None:
    """Some work is accepted, and the bank knows the workers' accounts no more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sandbox, "pay_out", refuse)
        delivered = Milestone.objects.filter(state=MilestoneState.DELIVERED).order_by("pk")
        for part in delivered[:SEVERAL]:
            work.accept(part, by=member_of(part.contract.client), at=at)
        escrow.make_payouts(at=at)


def refuse(_bank: Sandbox, _order: Order) -> Failed:
    """What a bank says of an account that is closed."""
    return Failed("no such account")


def stand_at_crossroads(at: datetime) -> None:
    """Contracts whose end is proposed, and payments that have begun."""
    running = Contract.objects.filter(state=ContractState.RUNNING, milestones__state=MilestoneState.FUNDED)
    for contract in running.order_by("pk").distinct():
        endings.propose_cancellation(
            contract, reason="予定が変わりました。", by=member_of(contract.client), at=at
        )
    for part in Milestone.objects.filter(state=MilestoneState.UNFUNDED, period=None).order_by("pk"):
        funding.begin_payment(part, by=member_of(part.contract.client), at=at)


def let_operators_act(at: datetime) -> None:
    """Several operators stop a posting and put it back."""
    projects = Posting.objects.filter(state=PostingState.OPEN, format=Format.PROJECT).order_by("pk")
    for number, posting in enumerate(projects[:SEVERAL]):
        operator = members.appoint_operator(joined(f"oda{number}", f"小田{number}", at), at=at)
        stopped = postings.suspend(posting, reason="確認のため", by=operator, at=at)
        postings.reinstate(stopped, reason="問題ありません", by=operator, at=at)


def hold_contests(at: datetime) -> None:
    """A client writes one contest, is about to pay for another one, and has to choose in a third one."""
    held = Contest.objects.select_related("posting__category", "client").order_by("pk")[0]
    client, today = member_of(held.client), day_in_tokyo(at)
    sought.copy(held, by=client, at=at)
    prepare_contest(held, closes_on=today + timedelta(days=7), by=client, at=at)

    began = at - timedelta(days=4)
    chosen = prepare_contest(held, closes_on=today - timedelta(days=2), by=client, at=began)
    deposit = prizes.begin_payment(chosen, by=client, at=began)
    opened = prizes.fund(deposit, receipt=f"for-{deposit.key}", at=began)
    assert opened is not None
    for worker in everybody().exclude(pk=client.pk)[: 2 * SEVERAL]:
        entry = entries.begin(opened, by=worker, at=began)
        entry = entries.write(entry, {"text": f"{worker.party.display_name}の言葉"}, by=worker, at=began)
        entries.hand_in(entry, by=worker, at=began)
    contest_endings.close_by_itself(opened, at=at)


def prepare_contest(held: Contest, *, closes_on: date, by: Member, at: datetime) -> Contest:
    """The same contest once more, as far as it can be paid for."""
    draft = sought.copy(held, by=by, at=at)
    return prizes.prepare(sought.save(draft, {"closes_on": closes_on}, by=by, at=at), by=by, at=at)


def ask_many(at: datetime) -> None:
    """A client has batches in every state that she can bring them to, with units from files."""
    client = member_of(Posting.objects.filter(state=PostingState.OPEN).order_by("pk")[0].client)
    for number in range(SEVERAL):
        drafts.copy(ask(client, at, number), by=client, at=at)
        opening.prepare(ask(client, at, number), by=client, at=at)
        batch = pay(opening.prepare(ask(client, at, number), by=client, at=at), client, at)
        set_rules(batch, [Rule(ApprovedBy.HOURS, 24)], by=client, at=at)
        raising.raise_places(batch, 5, by=client, at=at)
        pay(batch, client, at)
        topping.top_up(batch, 40, by=client, at=at)
        pay(batch, client, at)
        raising.raise_places(batch, 7, by=client, at=at)
        opening.begin_payment(batch, by=client, at=at)


def ask(client: Member, at: datetime, number: int) -> Batch:
    """A batch that could be paid for, with rows from a file of which one was bad."""
    values = {
        "title": f"短い文の気持ち{number}",
        "body": "読んで選んでください。",
        "category": "data-labelling",
        "reward": 30,
        "answers_per_unit": 3,
        "closes_on": day_in_tokyo(at) + timedelta(days=7),
    }
    batch = drafts.begin(client.party, values, annotation(), units=0, by=client, at=at)
    rows = "".join(f"{row}番目の文\n" for row in range(SEVERAL))
    file = ContentFile(f"text\n{rows}多,い\n".encode(), name="文.csv")
    imports.carry_out(imports.begin(batch, file, by=client, at=at), at=at)
    for unit in range(SEVERAL):
        known = {"feeling": "positive"}
        exams.add_exam_unit(batch, {"text": f"試験の{unit}番目の文"}, known, by=client, at=at)
    return Batch.objects.select_related("posting__category", "client").get(pk=batch.pk)


def pay(batch: Batch, client: Member, at: datetime) -> Batch:
    """What is awaited comes in."""
    deposit = opening.begin_payment(batch, by=client, at=at)
    funded = opening.fund(deposit, receipt=f"for-{deposit.key}", at=at)
    assert funded is not None
    return funded


def offer_tasks(at: datetime) -> None:
    """Whoever offers work offers tasks too, in several states."""
    for client in Party.objects.filter(postings__isnull=False).order_by("pk").distinct():
        for number in range(SEVERAL):
            posting = task_published(member_of(client), at=at, title=f"ロゴのアンケート{number}")
            tasks.measure(posting, 180, 1_100)
        owned.pause(posting, by=None, at=at)
        task_drafted(member_of(client), at=at)


def answer_tasks() -> None:
    """Everybody answers several tasks of two clients, of which some are returned, and has one in hand."""
    present = list(everybody())
    for client in present[:2]:
        batch = opened_today(client, units=3 * SEVERAL, examined=SEVERAL, answers_per_unit=len(present))
        for worker in (member for member in present if member != client):
            _, *taken = [answered(batch, worker).pk for _ in range(SEVERAL + 1)]
            judging.approve(batch, taken, by=client, at=clock.now())
            returned(batch, worker, client)
            claims.claim(batch.pk, by=worker, at=clock.now())


def settle_in(member: Member, at: datetime) -> None:
    """A member writes down where her money goes, and has all ways of signing in, and keys for programs."""
    members.keep_private_data(member, bank_account=ACCOUNT, legal_name="佐藤 雪", by=member, at=at)
    identity.submit(member, kind=PaperKind.PASSPORT, pictures=[photo()], by=member, at=at)
    TOTP.activate(member, generate_totp_secret())
    RecoveryCodes.activate(member)
    for number in range(SEVERAL):
        criteria.save(THREE_CHECKS, name=f"条件{number}", by=member, at=at)
        members.issue_token(member, name=f"鍵{number}", scopes=[Scope.READ], at=at)
        WebAuthn.add(member, f"パスキー{number}", passkey(number))


def passkey(number: int) -> dict[str, object]:
    """A passkey as a browser registers it."""
    public = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    identifier = bytes([number]) * 16
    key = AttestedCredentialData.create(Aaguid(bytes(16)), identifier, public)
    flags = AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
    data = AuthenticatorData.create(bytes(32), flags, 0, key)
    attested = AttestationObject.create("none", data, {})
    said = b'{"type": "webauthn.create", "challenge": "", "origin": "http://localhost:8000"}'
    response = {"attestationObject": websafe_encode(attested), "clientDataJSON": websafe_encode(said)}
    name = websafe_encode(identifier)
    return {"id": name, "rawId": name, "type": "public-key", "response": response}


def everybody() -> QuerySet[Member]:
    """All members, in the order in which they joined."""
    return Member.objects.select_related("party").order_by("pk")


def member_of(party: Party) -> Member:
    """Who acts for a party."""
    return Member.objects.select_related("party").get(party=party)
