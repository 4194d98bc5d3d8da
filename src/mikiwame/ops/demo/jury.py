"""How the demo's contests are held: by the operations that pages and programs use."""

from datetime import datetime, timedelta
from uuid import UUID

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.operations import choosing, drafts, entries, exclusions, opening
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.members.models import Member

from .script import Entered, Sought
from .stage import Stage


class Jury:
    """One contest on the stage, and the entry that came of each line of its script."""

    id: UUID

    def __init__(self, stage: Stage, sought: Sought) -> None:
        self.stage, self.sought = stage, sought
        self.entries: dict[Entered, UUID] = {}

    @property
    def contest(self) -> Contest:
        """It, as it is by now."""
        return Contest.objects.select_related("posting__category", "client").get(pk=self.id)

    @property
    def client(self) -> Member:
        """Who seeks."""
        return self.stage.members[self.sought.client]

    def entry(self, entered: Entered) -> Entry:
        """What came of that line, as it is by now."""
        found = Entry.objects.select_related("contest__posting", "contest__client", "worker")
        return found.get(pk=self.entries[entered])

    def open(self, at: datetime) -> None:
        """The client writes it and pays in the prizes."""
        sought, client = self.sought, self.client
        values = {
            "title": sought.title,
            "body": sought.body,
            "category": sought.category,
            "wanted": sought.wanted,
            "asks": "text",
            "prizes": sought.prizes,
            "closes_on": day_in_tokyo(at) + timedelta(days=sought.open_for),
        }
        contest = drafts.draft(client.party, by=client, at=at, values=values)
        contest = opening.prepare(contest, by=client, at=at)
        deposit = opening.begin_payment(contest, by=client, at=at)
        opening.fund(deposit, receipt=f"demo-{sought.name}", at=at)
        self.id = contest.pk

    def enter(self, entered: Entered, at: datetime) -> None:
        """A worker hands in an entry."""
        worker = self.stage.members[entered.worker]
        entry = entries.begin(self.contest, by=worker, at=at)
        entry = entries.write(entry, {"text": entered.text, "shown": entered.shown}, by=worker, at=at)
        self.entries[entered] = entries.hand_in(entry, by=worker, at=at).pk

    def shortlist(self, entered: Entered, at: datetime) -> None:
        """The client makes it a finalist."""
        choosing.shortlist(self.entry(entered), by=self.client, at=at)

    def doubt(self, entered: Entered, at: datetime) -> None:
        """The client says which rule it breaks."""
        said = {"breach": entered.breach, "evidence": entered.evidence}
        exclusions.ask(self.entry(entered), by=self.client, at=at, **said)

    def find(self, entered: Entered, at: datetime) -> None:
        """An operator finds so too."""
        asked, operator = Exclusion.objects.get(entry=self.entries[entered]), self.stage.members["operator"]
        exclusions.exclude(asked, ruling=entered.ruling, by=operator, at=at)

    def choose(self, at: datetime) -> None:
        """The client names the winners."""
        won = sorted((one for one in self.sought.entries if one.prize), key=lambda one: one.prize or 0)
        winners = [Winner(self.entry(one), one.words) for one in won]
        choosing.choose(self.contest, winners, by=self.client, at=at)
