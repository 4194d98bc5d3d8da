"""What a sentence is weighed by, found for all at once, is what a model learns by name."""

import numpy as np
from hypothesis import example, given, settings

from mikiwame.discernment.messages.features import sentences, together
from mikiwame.discernment.messages.model import FLOORS, shipped
from mikiwame.discernment.text import Text
from tests.discernment.anything import any_text, awkward_text, gone_wrong, real

MESSAGES = real("messages-*.jsonl", "text")
MOST = 1e-3
"""How far the sums may lie apart: they are added up in another order."""


@settings(deadline=None)
@given(any_text | awkward_text | gone_wrong(MESSAGES))
@example("=0")  # what stands about an equals sign is no form of something else
def test_features_weigh_at_once_what_they_weigh_by_name(text: str) -> None:
    read = sentences(Text(text))
    if not read:
        return
    model = shipped()

    named = [one.features for one in read]

    np.testing.assert_allclose(
        model.scores(read, [range(len(read))]),
        model.linear.score([*named, together(named)], FLOORS),
        atol=MOST,
    )
