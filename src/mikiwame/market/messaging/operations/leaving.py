"""What somebody who has left wrote for herself alone goes; what she sent stays with whom she sent it to."""

from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.history.models import Fact
from mikiwame.market.messaging.models import Attachment, Draft, KeptLetter

from .files import discard


@operation
def take_in(fact: Fact) -> None:
    """Consume a fact: a member has left. Her drafts and kept letters go, with the letters' files."""
    party = id_of(fact.subject)
    Draft.objects.filter(member__party=party).delete()
    letters = KeptLetter.objects.select_for_update().filter(author=party)
    for file in Attachment.objects.filter(subject__in=[letter.key for letter in letters]):
        discard(file)
    letters.delete()
