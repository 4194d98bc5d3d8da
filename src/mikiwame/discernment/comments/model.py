"""The weights of a comment's features, and how a text is weighed by them.

    score_k(stretch) = bias_k + Σ_family Σ_f weight[f, k] / √max(n_family, floor_family)

with n the number of different features of a family in the stretch: one logistic regression for each report
and each sentiment, over sparse binary features. A comment's score for a report is the mean of the whole's and
of its heaviest sentence's, so that one sentence in a long comment is heard and a lone word isn't overheard.

The sentiment is decided in a second step, a multinomial regression over all those scores (a comment with good
and bad reports is mixed) and the stars, which are a hint where the words leave it open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mikiwame.discernment.kinds import Report, Sentiment

from .features import Features, together

Floats = NDArray[np.float32]

REPORTS = tuple(Report)
SENTIMENTS = tuple(Sentiment)
FLOORS = (8, 16, 16)
"""The fewest features that a family is scaled by: ideas, pairs, letters."""
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
    """Weights of shape (features, reports + sentiments), and of the second step (summary, sentiments)."""

    places: dict[str, int]
    weights: Floats
    bias: Floats
    moods: Floats
    mood_bias: Floats

    def score(self, stretch: Features) -> Floats:
        """The log-odds of each report and sentiment in one stretch."""
        total = self.bias
        for family, floor in zip(stretch, FLOORS, strict=True):
            known = [place for one in family if (place := self.places.get(one)) is not None]
            if known:
                total = total + self.weights[known].sum(axis=0) / np.float32(max(len(family), floor) ** 0.5)
        return total

    def weigh(self, sentences: Sequence[Features]) -> Weighed:
        """The scores of a comment of at least one sentence."""
        rows = np.stack([self.score(one) for one in sentences])
        return Weighed(rows[0] if len(sentences) == 1 else self.score(together(sentences)), rows)

    def sentiment(self, weighed: Weighed, rating: int | None) -> Sentiment:
        """How the comment feels."""
        return SENTIMENTS[int(np.argmax(weighed.summary(rating) @ self.moods + self.mood_bias))]

    def light(self, least: float) -> Self:
        """Without the features that weigh less than ``least`` for everything: most do."""
        heavy = np.abs(self.weights).max(axis=1) >= least
        kept = [name for name, place in self.places.items() if heavy[place]]
        return replace(self, places={name: i for i, name in enumerate(kept)}, weights=self.weights[heavy])

    def save(self, path: str) -> None:
        """Write the model into one compressed file."""
        np.savez_compressed(
            path,
            features=np.array("\n".join(self.places)),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            moods=self.moods,
            mood_bias=self.mood_bias,
        )


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/comments.py``."""
    with (
        files(__package__).joinpath("model.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as kept,
    ):
        return Model(
            places={name: place for place, name in enumerate(str(kept["features"]).split("\n"))},
            weights=kept["weights"].astype(np.float32),
            bias=kept["bias"],
            moods=kept["moods"],
            mood_bias=kept["mood_bias"],
        )
