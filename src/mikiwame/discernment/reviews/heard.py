"""Reviews with their comments heard: folded once, weighed once, for all who look for something odd."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mikiwame.discernment.text import Quote, Span, Text

from .history import Review
from .model import KINDS, Kind, Model, families
from .signs import topics

_FAULT = re.compile(
    r"(?:私|わたし|自分|当方|こちら)(?:の|が|は|も)[^。]{0,20}(?:ミス|誤り|誤っ|間違|遅れ|不手際|落ち度|不注意|確認不足|力不足|忘れ)"
    r"|体調を崩|納期に間に合わ[ずなせ]|遅れてしまい|ご?迷惑をおかけ|申し訳あり|申し訳ござい|叱られて当然|恐縮|お詫びいたします|反省"
)
SHARED = "S:shared"
SAYS_LITTLE = 22
"""Letters up to which a comment says little of the work."""
MUCH = 2
"""What a comment has in common with the others, as a sign: so many topics, or more."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A review at its place in the history.

    ``letters`` counts those of the comment, without digits, marks and pictures; ``scores`` are the log-odds
    of what it is.
    """

    place: int
    review: Review
    text: Text
    letters: int
    scores: dict[Kind, float]
    model: Model

    @property
    def blank(self) -> bool:
        """Whether there is no letter to read."""
        return self.letters == 0

    def whole_quote(self) -> Quote:
        """The whole comment."""
        return self.text.quote(0, len(self.text.folded))

    def telling_quote(self, kind: Kind) -> Quote:
        """The sentence that most shows that the comment is of a kind."""

        def weight(sentence: Span) -> float:
            words = Text(self.text.folded[sentence.start : sentence.end])
            return float(self.model.score(families(words, set()))[KINDS.index(kind)])

        best = max(self.text.sentences(), key=weight, default=Span(0, len(self.text.folded)))
        return self.text.quote(best.start, best.end)

    def admits_fault(self) -> bool:
        """Whether the reviewer says that something was their own fault."""
        return _FAULT.search(self.text.folded) is not None


def hear(reviews: Sequence[Review], client: str, model: Model) -> list[Heard]:
    """All reviews of a history, heard."""
    texts = [Text(review.comment, part="comment") for review in reviews]
    heard = []
    for place, (text, common) in enumerate(zip(texts, shared(texts, Text(client)), strict=True)):
        scores = dict(zip(KINDS, map(float, model.score(families(text, common))), strict=True))
        letters = sum(map(str.isalpha, text.folded))
        heard.append(Heard(place, reviews[place], text, letters, scores, model))
    return heard


def shared(texts: Sequence[Text], client: Text) -> Iterator[set[str]]:
    """How many topics each comment has in common with the client's name and the other comments, as a sign."""
    about = [topics(text) for text in texts]
    named = topics(client)
    counts = Counter(word for words in about for word in words)
    for words in about:
        common = sum(counts[word] > 1 or word in named for word in words)
        yield {f"{SHARED} {min(common, MUCH)}"} if common else set()
