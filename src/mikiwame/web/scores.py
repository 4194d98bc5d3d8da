"""How scores are made, for the page that says so: everything in figures comes from the engine itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from mikiwame.discernment import record
from mikiwame.discernment.kinds import DANGEROUS, Anomaly, Flag
from mikiwame.discernment.postings.reading import lacking
from mikiwame.discernment.record import MEASURES, Kind, Measure
from mikiwame.discernment.words import Words, words
from mikiwame.market.reputation import gathering, queries, reading
from mikiwame.market.reputation.states import Side

from .reports import duration


@dataclass(frozen=True)
class Limit:
    """How a measure is read: its names, the market's value, and from where it is a caution or a danger."""

    measure: Measure
    kind: Kind
    sides: tuple[Side, ...]
    usual: float

    @property
    def market(self) -> str:
        """The value that is usual."""
        return self._value(self.usual)

    @property
    def alarming(self) -> str:
        """From where it is a caution; empty where it never is."""
        return self._value(self.kind.alarming)

    @property
    def grave(self) -> str:
        """From where it is a danger; empty where it never is."""
        return self._value(self.kind.grave)

    @property
    def is_floor(self) -> bool:
        """Whether what lies below the limits is worse, as the measure is shown."""
        return self.kind.more_is_better or self.measure == Measure.HOURS_FOR_1000_YEN

    def _value(self, value: float | None) -> str:
        if value is None:
            return ""
        return duration(value, self.measure) if self.kind.timed else f"{value:.0%}"


def how_scores_are_made() -> dict[str, Any]:
    """The constants of the engine and of the records, by the names that the page uses."""
    said = words(get_language() or "ja")
    return {
        "limits": list(limits()),
        "dangerous": [said.names[flag] for flag in Flag if flag in DANGEROUS],
        "cautious": [said.names[flag] for flag in Flag if flag not in DANGEROUS],
        "asked_of_projects": asked(said, "project"),
        "asked_of_tasks": asked(said, "task"),
        "half_life": round(record.HALF_LIFE_DAYS),
        "strength": f"{record.PRIOR_STRENGTH:g}",
        "enough": record.ENOUGH,
        "interval": f"{record.INTERVAL:.0%}",
        "mostly": f"{queries.MOSTLY:.0%}",
        "small_below": record.SMALL_BELOW,
        "middle_below": record.MIDDLE_BELOW,
        "troubles": [said.names[trouble] for trouble in sorted(reading.TROUBLES)],
        "several": reading.SEVERAL,
        "share": f"{reading.SHARE:.0%}",
        "anomalies": [(said.names[kind], said.whys[kind]) for kind in Anomaly],
        "usual_facts": queries.USUAL_FACTS,
        "usual_people": queries.USUAL_PEOPLE,
        "core": {str(side): measure for side, measure in gathering.CORE.items()},
        "backed": reading.BACKED,
        "low": abs(reading.LOW),
        "reviews_most": reading.REVIEWS_MOST,
    }


def limits() -> Iterator[Limit]:
    """Every measure, the weightiest first."""
    here = queries.usual()
    for measure, kind in sorted(MEASURES.items(), key=lambda pair: -pair[1].weight):
        sides = tuple(side for side in Side if measure in gathering.MEASURED[side])
        yield Limit(measure, kind, sides, here.get(measure, kind.market))


def asked(said: Words, format_: str) -> list[str]:
    """The terms without which a text says too little."""
    return [said.names[term] for term in lacking((), format=format_)]
