"""What somebody who has left made for a contest goes, where nobody else may see it."""

from django.db.models import Q

from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.contests.models import Entry
from mikiwame.market.contests.states import EntryState
from mikiwame.market.history.models import Fact
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.messaging.operations.files import discard


@operation
def take_in(fact: Fact) -> None:
    """Consume a fact: a member has left. What she never handed in or took back goes with her.

    What operators were asked about stays, as evidence for them.
    """
    taken_back = Q(state=EntryState.WITHDRAWN, exclusions=None)
    unseen = Entry.objects.filter(Q(submitted_at=None) | taken_back, worker=id_of(fact.subject))
    for file in Attachment.objects.filter(subject__in=[entry.key for entry in unseen]):
        discard(file)
    Entry.objects.filter(pk__in=[entry.pk for entry in unseen]).update(text="")
