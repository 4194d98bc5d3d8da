"""Who may do what with contests and entries, and what must hold."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Ruling, refuse, rule
from mikiwame.core.money import MOST
from mikiwame.core.terms import PAYMENT_DAYS_MOST
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.escrow.states import DepositState
from mikiwame.market.hiring import rules as hiring
from mikiwame.market.members import contact
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.turns import rules as turns
from mikiwame.market.turns.states import TurnKind

from .models import Contest, Entry, Exclusion
from .states import CONTEST, ENTRY, EXCLUSION, WITH_OPERATORS, Asks, ContestState, EntryState

CLOSES_WITHIN = 44
"""How many days ahead the last day may lie. With the days of decision, whoever hands in on the first day is
paid within 60 days from receipt (Freelance Act, article 4), also by itself, after the last one."""

DECIDE_DAYS_MOST = 14
PRIZES_MOST = 5
SHARED_AMONG_MOST = 20
"""Among so many makers at most a prize is shared that nobody was named for, where there are no finalists."""

FINALISTS_MOST = 20

LIMITS = {
    "decide_days": (1, DECIDE_DAYS_MOST),
    "entries_each": (1, 20),
    "participation": (0, 100_000),
    "participants_most": (0, 1_000),
}
FIRST_PRIZE_LEAST, PRIZE_LEAST = 1_000, 100
WANTED_MOST, TEXT_MOST, WORDS_MOST, REASON_MOST = 2_000, 5_000, 1_000, 2_000


def is_client(by: Member, contest: Contest) -> Ruling:
    """The member speaks for the client."""
    return members.acts_for(by, contest.client)


def is_maker(by: Member, entry: Entry) -> Ruling:
    """The member made the entry; for anybody else there is nothing to change."""
    return members.acts_for(by, entry.worker)


def in_state(contest: Contest, operation: str) -> Ruling:
    """The contest's lifecycle has that operation in its present state."""
    return rule(contest.state in CONTEST.sources(operation), "wrong_state")


def entry_in_state(entry: Entry, operation: str) -> Ruling:
    """The entry's lifecycle has that operation in its present state."""
    return rule(entry.state in ENTRY.sources(operation), "wrong_state")


def may_begin(by: Member, client: Party) -> Ruling:
    """A member begins a contest in the name of a party that she speaks for."""
    return members.acts_for(by, client)


def may_write(by: Member, contest: Contest) -> Ruling:
    """The client writes her own draft."""
    return is_client(by, contest) and rule(contest.state == ContestState.DRAFT, "not_a_draft")


def may_steer(by: Member, contest: Contest, operation: str) -> Ruling:
    """The client steers her own contest."""
    return is_client(by, contest) and in_state(contest, operation)


def within_limits(name: str, value: int | None) -> Ruling:
    """The number is one that a contest may hold."""
    least, most = LIMITS[name]
    fits = value is not None and least <= value <= most
    return rule(fits, "number_out_of_range", field=name, least=least, most=most)


def are_prizes(amounts: Sequence[int]) -> Ruling:
    """A first prize and perhaps some more, none higher than the one before it."""
    ordered = list(amounts) == sorted(amounts, reverse=True)
    lowest = min(amounts, default=PRIZE_LEAST)
    return (
        rule(len(amounts) <= PRIZES_MOST, "too_many_prizes", field="prizes", most=PRIZES_MOST)
        and rule(
            lowest >= PRIZE_LEAST and max(amounts, default=0) <= MOST,
            "number_out_of_range",
            field="prizes",
            least=PRIZE_LEAST,
            most=f"{MOST:,}",
        )
        and rule(ordered, "prizes_upward", field="prizes")
    )


def closes_in_time(day: date | None, at: datetime) -> Ruling:
    """The last day is to come, and not too far away."""
    if day is None:
        return refuse("last_day_missing", field="closes_on")
    ahead = (day - day_in_tokyo(at)).days
    return rule(ahead > 0, "last_day_past", field="closes_on") and rule(
        ahead <= CLOSES_WITHIN, "last_day_far", field="closes_on", most=CLOSES_WITHIN
    )


def latest_close(received: date, decide_days: int) -> date:
    """The latest last day with which an entry of that day is paid within 60 days, it counted.

    Where nobody is named, it is on the day after the last one of the decision.
    """
    return received + timedelta(days=PAYMENT_DAYS_MOST - 2 - decide_days)


def failings(contest: Contest, prizes: Sequence[int], at: datetime) -> Iterator[Ruling]:
    """Everything that keeps a draft from being paid for, each with the field where it is mended."""
    yield from hiring.owned_failings(contest.posting)
    thanked = bool(contest.participation) == bool(contest.participants_most)
    rulings = (
        rule(bool(prizes), "prizes_missing", field="prizes"),
        rule(
            not prizes or prizes[0] >= FIRST_PRIZE_LEAST,
            "number_out_of_range",
            field="prizes",
            least=f"{FIRST_PRIZE_LEAST:,}",
            most=f"{MOST:,}",
        ),
        rule(bool(contest.wanted), "wanted_missing", field="wanted"),
        rule(thanked, "participation_half", field="participants_most"),
        closes_in_time(contest.closes_on, at),
        rule(price_of(contest, prizes) <= MOST, "amount_out_of_range", field="prizes", most=f"{MOST:,}"),
    )
    said = {"title": contest.posting.title, "body": contest.posting.body, "wanted": contest.wanted}
    inside = (contact.label_inside(field, text) for field, text in said.items())
    yield from (ruling for ruling in (*rulings, *inside) if not ruling)


def price_of(contest: Contest, prizes: Sequence[int]) -> int:
    """What the client pays in, in yen: all prizes, and what is paid for taking part; fees are inside."""
    return sum(prizes) + contest.participation * contest.participants_most


def may_pay(by: Member, contest: Contest, at: datetime) -> Ruling:
    """The client pays for what she asks for, while it can be entered and she owes nobody a standby fee."""
    waits = rule(contest.state == ContestState.PREPARED, "wrong_state")
    ready = waits and closes_in_time(contest.closes_on, at)
    return is_client(by, contest) and ready and turns.owes_nothing(contest.client, at)


def wants_money(contest: Contest, deposit: Deposit, at: datetime) -> Ruling:
    """Just this payment is waited for; what comes too late goes back."""
    awaited = rule(deposit.state == DepositState.REQUESTED, "deposit_cancelled")
    return awaited and in_state(contest, "fund") and closes_in_time(contest.closes_on, at)


def may_cancel(by: Member, contest: Contest, standing: int) -> Ruling:
    """The client gives it up while nobody has an entry in it; from then on the prize is theirs who enter."""
    return may_steer(by, contest, "cancel") and rule(standing == 0, "entries_stand")


def may_moderate(by: Member, contest: Contest, operation: str, reason: str, at: datetime) -> Ruling:
    """An operator acts on somebody else's contest, with a reason, before its last day is over."""
    in_time = contest.closes_at is None or at < contest.closes_at
    return (
        members.is_operator(by)
        and rule(not by.acts_for(contest.client), "moderates_own")
        and in_state(contest, operation)
        and rule(in_time, "too_late", until=contest.closes_at)
        and rule(bool(reason.strip()), "text_missing", field="reason")
    )


def takes_entries(contest: Contest, at: datetime) -> Ruling:
    """It is open, and its last day isn't over, swept or not."""
    in_time = contest.closes_at is not None and at < contest.closes_at
    return rule(contest.state == ContestState.OPEN, "contest_not_open") and rule(in_time, "entries_over")


def may_enter(by: Member, contest: Contest, at: datetime) -> Ruling:
    """The contest is open to this member."""
    return takes_entries(contest, at) and rule(not by.acts_for(contest.client), "own_posting")


def has_room(handed_in: int, contest: Contest) -> Ruling:
    """She has not handed in as many as a worker may; one that is taken back makes no room for another."""
    return rule(handed_in < contest.entries_each, "too_many_entries", most=contest.entries_each)


def may_edit(by: Member, entry: Entry, at: datetime) -> Ruling:
    """Its maker changes it until the last day is over; then it is frozen."""
    return is_maker(by, entry) and may_edit_now(entry, at)


def may_edit_now(entry: Entry, at: datetime) -> Ruling:
    """Whoever made it can still change it."""
    writable = rule(entry.state in {EntryState.DRAFT, EntryState.SUBMITTED}, "wrong_state")
    return writable and takes_entries(entry.contest, at)


def may_hand_in(by: Member, entry: Entry, at: datetime) -> Ruling:
    """Its maker hands it in, in time."""
    return is_maker(by, entry) and entry_in_state(entry, "hand_in") and takes_entries(entry.contest, at)


def may_withdraw(by: Member, entry: Entry, at: datetime) -> Ruling:
    """Its maker takes it back before the last day is over, also while operators have stopped the contest."""
    in_time = entry.contest.closes_at is not None and at < entry.contest.closes_at
    return (
        is_maker(by, entry)
        and entry_in_state(entry, "withdraw")
        and rule(entry.contest.state in CONTEST.sources("close"), "entries_frozen")
        and rule(in_time, "entries_frozen")
    )


def may_discard(by: Member, entry: Entry) -> Ruling:
    """Its maker throws away what she never handed in."""
    unseen = entry.state in {EntryState.DRAFT, EntryState.LAPSED}
    return is_maker(by, entry) and rule(unseen, "wrong_state")


def is_whole(contest: Contest, text: str, files: int) -> Ruling:
    """It has what the contest asks for."""
    wants_text, wants_files = contest.asks != Asks.FILES, contest.asks != Asks.TEXT
    return rule(not wants_text or bool(text), "text_missing", field="text") and rule(
        not wants_files or files > 0, "file_missing", field="files"
    )


def takes_files(contest: Contest) -> Ruling:
    """Entries may carry files."""
    return rule(contest.asks != Asks.TEXT, "no_files_asked", field="files")


def few_finalists(others: int) -> Ruling:
    """So few that a share is worth something to each."""
    return rule(others < FINALISTS_MOST, "too_many_finalists", most=FINALISTS_MOST)


def may_shortlist(by: Member, entry: Entry, at: datetime) -> Ruling:
    """The client counts an entry among her finalists, or no more, until she must have decided."""
    contest = entry.contest
    live = contest.state in {ContestState.OPEN, ContestState.DECIDING}
    return (
        is_client(by, contest)
        and rule(live and entry.state == EntryState.SUBMITTED, "wrong_state")
        and is_undecided(contest, at)
    )


def is_undecided(contest: Contest, at: datetime) -> Ruling:
    """The time to decide isn't over, swept or not."""
    in_time = contest.decide_until is None or at < contest.decide_until
    return rule(in_time, "too_late", until=contest.decide_until)


def is_to_choose(contest: Contest, at: datetime) -> Ruling:
    """Its last day is over, swept or not, and it isn't decided: its client's days run."""
    closes = CONTEST.sources("close")
    over = contest.state in closes and contest.closes_at is not None and contest.closes_at <= at
    return rule(over or contest.state in CONTEST.sources("choose"), "wrong_state")


def may_begin_to_choose(by: Member, contest: Contest, at: datetime) -> Ruling:
    """The client looks for winners."""
    return is_client(by, contest) and is_to_choose(contest, at)


def may_choose(by: Member, contest: Contest, named: Sequence[Entry], due: int) -> Ruling:
    """The client names who gets the prizes: for each for which there is an entry, another one."""
    whole = len(named) == len({entry.pk for entry in named}) == due > 0
    return may_steer(by, contest, "choose") and rule(whole, "winners_missing", field="winners", due=due)


def can_win(entry: Entry, contest: Contest) -> Ruling:
    """It stands in this contest."""
    stands = entry.contest_id == contest.pk and entry.state == EntryState.SUBMITTED
    return rule(stands, "choice_unknown", field="winners")


def may_ask_exclusion(by: Member, entry: Entry, at: datetime) -> Ruling:
    """The client says which rule an entry breaks, while it could win something."""
    live = entry.contest.state in {ContestState.OPEN, ContestState.DECIDING}
    return (
        is_client(by, entry.contest)
        and rule(live, "wrong_state")
        and entry_in_state(entry, "exclude")
        and is_undecided(entry.contest, at)
    )


def is_news(kept: Iterable[Exclusion], breach: str, entry: Entry) -> Ruling:
    """Operators haven't found already that the entry, as it is, doesn't break that rule."""
    known = any(one.breach == breach and entry.saved_at <= one.state_since for one in kept)
    return rule(not known, "exclusion_refused", field="breach")


def may_decide_exclusion(by: Member, exclusion: Exclusion, at: datetime) -> Ruling:
    """An operator decides who has no part in the contest and hasn't decided before, until it is decided."""
    contest = exclusion.entry.contest
    part = by.acts_for(contest.client) or contest.entered.filter(worker=by.party_id).exists()
    return (
        members.is_operator(by)
        and rule(not part, "own_contest")
        and waits_for_operators(exclusion)
        and rule(by.pk != exclusion.judge_id, "decided_before")
        and is_undecided(contest, at)
    )


def may_appeal(by: Member, exclusion: Exclusion, at: datetime) -> Ruling:
    """Its maker, once, in time."""
    return (
        is_maker(by, exclusion.entry)
        and is_found(exclusion)
        and turns.in_time(TurnKind.EXCLUSION_APPEAL, exclusion.key, at)
        and is_undecided(exclusion.entry.contest, at)
    )


def is_found(exclusion: Exclusion) -> Ruling:
    """An operator's finding waits until the time to appeal is over."""
    return rule(exclusion.state in EXCLUSION.sources("let_stand"), "wrong_state")


def stands_in_time(until: datetime | None, contest: Contest) -> Ruling:
    """The time to appeal was over before the contest had to be decided."""
    decided_first = contest.decide_until is not None and until is not None and until > contest.decide_until
    return rule(not decided_first, "too_late", until=contest.decide_until)


def is_due(until: datetime | None, at: datetime) -> Ruling:
    """The time is over."""
    return rule(until is not None and until <= at, "not_yet", until=until)


def waits_for_operators(exclusion: Exclusion) -> Ruling:
    """An operator has to decide."""
    return rule(exclusion.state in WITH_OPERATORS, "wrong_state")
