"""What kinds of parties there are, and how a person's identity is confirmed."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves


class PartyKind(StrEnum):
    """A person acts for herself; an organisation through its members."""

    PERSON = "person"
    ORGANISATION = "organisation"


class PaperKind(StrEnum):
    """Papers of the state, with a picture, by which a person in Japan shows who she is."""

    DRIVING_LICENCE = "driving_licence"
    MY_NUMBER_CARD = "my_number_card"
    RESIDENCE_CARD = "residence_card"
    PASSPORT = "passport"


class VerificationState(StrEnum):
    """Papers wait for an operator, who confirms or refuses; what was confirmed may end."""

    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


VERIFICATION = Lifecycle(
    name="verification",
    states=VerificationState,
    initial=VerificationState.SUBMITTED,
    moves=(
        *moves("confirm", frm=VerificationState.SUBMITTED, to=VerificationState.CONFIRMED, by="operator"),
        *moves("refuse", frm=VerificationState.SUBMITTED, to=VerificationState.REFUSED, by="operator"),
        *moves("withdraw", frm=VerificationState.SUBMITTED, to=VerificationState.WITHDRAWN, by="member"),
        *moves("end", frm=VerificationState.CONFIRMED, to=VerificationState.ENDED, by="member"),
        *moves("end_due", frm=VerificationState.CONFIRMED, to=VerificationState.ENDED, by=CLOCK),
        *moves("confirm_anew", frm=VerificationState.CONFIRMED, to=VerificationState.ENDED, by="operator"),
    ),
)
"""Papers are kept only while they wait; what was found in them is a fact."""
