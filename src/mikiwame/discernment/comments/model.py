"""The weights of a comment's features, and how a text is weighed by them.

First step, one logistic regression for each report and each sentiment (``linear``). A comment's score for a
report is the mean of the whole's and of its heaviest sentence's, so that one sentence in a long comment is
heard and a lone word isn't overheard.

The sentiment is decided in a second step, a multinomial regression over all those scores (a comment with good
and bad reports is mixed) and the stars, which are a hint where the words leave it open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from mikiwame.discernment.kinds import Report, Sentiment
from mikiwame.discernment.linear import Floats, Linear, load

from .features import Features, together

REPORTS = tuple(Report)
SENTIMENTS = tuple(Sentiment)
FLOORS = (8, 16, 16)
"""The fewest features that a family is scaled by: ideas, pairs, letters."""
OPPOSITES = tuple(
    (REPORTS.index(one), REPORTS.index(other))
    for one, other in (
        (Report.LATE_PAYMENT, Report.ON_TIME_PAYMENT),
        (Report.SLOW_CONTACT, Report.QUICK_CONTACT),
        (Report.UNCLEAR_INSTRUCTIONS, Report.GOOD_INSTRUCTIONS),
    )
)
"""Of two of these only the likelier is told: hardly any comment tells both, and many deny one of them."""
STARS = 5
LARGEST_SCORE = 5.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A comment's scores: of the whole, and a row for each sentence; reports first, then sentiments."""

    whole: Floats
    sentences: Floats

    def reports(self) -> Floats:
        """The log-odds of each of ``REPORTS``."""
        mean: Floats = (self.whole + self.sentences.max(axis=0))[: len(REPORTS)] / 2
        return mean

    def reported(self) -> list[int]:
        """The places of the reports that are made."""
        scores = self.reports()
        found = scores > 0
        for one, other in OPPOSITES:
            if found[one] and found[other]:
                found[one if scores[one] < scores[other] else other] = False
        return [int(place) for place in found.nonzero()[0]]

    def summary(self, rating: int | None) -> Floats:
        """What the sentiment is decided from."""
        told = np.clip(self.reports(), -LARGEST_SCORE, LARGEST_SCORE)
        felt = slice(len(REPORTS), None)
        stars = np.zeros(STARS + 1, np.float32)
        stars[rating if rating in range(1, STARS + 1) else 0] = 1
        moods = self.sentences[:, felt]
        return np.concatenate(
            [self.whole[felt], moods.max(axis=0), moods[0], moods[-1], told / 2, np.maximum(told, 0), stars]
        )


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for reports and sentiments, and of the second step (summary, sentiments)."""

    linear: Linear
    moods: Floats
    mood_bias: Floats

    def score(self, stretches: Sequence[Features]) -> Floats:
        """The log-odds of each report and sentiment in each stretch."""
        return self.linear.score(stretches, FLOORS)

    def weigh(self, sentences: Sequence[Features]) -> Weighed:
        """The scores of a comment of at least one sentence."""
        if len(sentences) == 1:
            alone = self.score(sentences)
            return Weighed(alone[0], alone)
        scores = self.score([*sentences, together(sentences)])
        return Weighed(scores[-1], scores[:-1])

    def sentiment(self, weighed: Weighed, rating: int | None) -> Sentiment:
        """How the comment feels."""
        return SENTIMENTS[int(np.argmax(weighed.summary(rating) @ self.moods + self.mood_bias))]


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/comments.py``."""
    linear, second = load(__package__)
    return Model(linear, **second)
