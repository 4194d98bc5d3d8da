"""What somebody who has left made for a contest and never handed in goes."""

from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.contests.models import Entry
from mikiwame.market.history.models import Fact
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.messaging.operations.files import discard


@operation
def take_in(fact: Fact) -> None:
    """Consume a fact: a member has left. Nobody but her ever saw these words and files."""
    unseen = Entry.objects.filter(worker=id_of(fact.subject), submitted_at=None)
    for file in Attachment.objects.filter(subject__in=[entry.key for entry in unseen]):
        discard(file)
    unseen.update(text="")
