"""How often the consensus of a crowd is right, on eight public sets, their parts, and with rings among them.

Accuracy counts a tie between ``n`` labels as ``1 / n`` right; seconds are those of one core, however busy the
machine. The bar of a set is the better of crowd-kit
1.4.2's Dawid-Skene and the published enhanced BCC.

- *Whole sets*: each model, and `aggregate`, which is the front door.
- *Parts*: half of the workers, a third of the items, three, five or ten answers an item; drawn twice.
- *Rings*: on the set rte, 40 % of the workers answer together, 5 % of the answers are known; drawn three
  times, accuracy on the others.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from evaluation.crowds import BARS, RINGS, Crowd, calibration_error, colluding, crowd, hits, parts
from mikiwame.market.taskwork.consensus import (
    Answers,
    aggregate,
    dawid_skene,
    enhanced_bcc,
    independent_bcc,
    logistic_normal,
    majority_vote,
    read,
)
from mikiwame.market.taskwork.consensus.answers import Floats

Model = Callable[[Answers], Floats]

MODELS: dict[str, Model] = {
    "majority vote": majority_vote,
    "Dawid and Skene": dawid_skene,
    "independent BCC": independent_bcc,
    "enhanced BCC": enhanced_bcc,
    "logistic normal": lambda answers: logistic_normal(answers).belief,
}
AHEAD, BEHIND, ERROR, SECONDS, RING = 0.005, -0.01, 0.05, 3.0, 0.88
"""The aims: over the bars on the average, over majority vote on each set, calibration, time, with a ring."""


@dataclass(slots=True)
class Figures:
    """What a model got on each set: accuracy, hits and confidences of items, and the time it took."""

    accuracy: dict[str, float] = field(default_factory=dict)
    hit: list[Floats] = field(default_factory=list)
    sure: list[Floats] = field(default_factory=list)
    seconds: float = 0.0

    def count(self, name: str, hit: Floats, sure: Floats) -> None:
        """Take in one set."""
        self.accuracy[name] = float(hit.mean())
        self.hit.append(hit)
        self.sure.append(sure)

    @property
    def error(self) -> float:
        """The calibration error of all items together."""
        return calibration_error(np.concatenate(self.hit), np.concatenate(self.sure))

    def over(self, others: dict[str, float]) -> list[float]:
        """How far ahead of others, set by set."""
        return [accuracy - others[name] for name, accuracy in self.accuracy.items()]

    def line(self, title: str) -> str:
        """A row of the table."""
        columns = "".join(f"{accuracy:10.4f}" for accuracy in self.accuracy.values())
        mean = np.mean(list(self.accuracy.values()))
        return f"    {title:16}{columns}{mean:9.4f}{self.error:8.3f}{self.seconds:8.2f}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sealed", action="store_true", help="nothing here is sealed: print nothing")
    if parser.parse_args().sealed:
        return
    crowds = {name: crowd(name) for name in BARS}
    print(f"Consensus: {len(crowds)} public sets, {sum(len(one.truth) for one in crowds.values()):,} truths")
    whole(crowds)
    in_parts(crowds)
    with_rings(crowds["rte"])


def whole(crowds: dict[str, Crowd]) -> None:
    """Print what each model gets on the whole sets, and the aims."""
    print(f"    {'':16}{''.join(f'{name:>10}' for name in crowds)}{'mean':>9}{'ECE':>8}{'seconds':>8}")
    bars = "".join(f"{bar:10.4f}" for bar in BARS.values())
    print(f"    {'the bar':16}{bars}{np.mean(list(BARS.values())):9.4f}")
    figures = {title: modelled(model, crowds) for title, model in MODELS.items()}
    figures["aggregate"] = aggregated(crowds)
    for title, one in figures.items():
        print(one.line(title))
    ours, votes = figures["aggregate"], figures["majority vote"].accuracy
    print(
        f"  over the bar {np.mean(ours.over(BARS)):+.4f} (aim {AHEAD:+.3f}), over majority vote at least "
        f"{min(ours.over(votes)):+.4f} (aim {BEHIND:+.2f}), ECE {ours.error:.3f} (aim {ERROR}), "
        f"{ours.seconds:.2f} s (aim {SECONDS:.0f})"
    )


def modelled(model: Model, crowds: dict[str, Crowd]) -> Figures:
    """What a model gets on each set."""
    found = Figures()
    for name, one in crowds.items():
        begun = time.process_time()
        answers = read(one.item, one.worker, one.label, None)
        belief = model(answers)
        found.seconds += time.process_time() - begun
        found.count(name, *hits(answers.items, answers.classes, belief, one.truth))
    return found


def aggregated(crowds: dict[str, Crowd]) -> Figures:
    """What the front door gets on each set."""
    found = Figures()
    for name, one in crowds.items():
        begun = time.process_time()
        united = aggregate(one.item, one.worker, one.label)
        found.seconds += time.process_time() - begun
        told = np.isin(united.items, list(one.truth))
        truth = np.array([one.truth[item] for item in united.items[told].tolist()])
        found.count(name, (united.labels[told] == truth).astype(np.float64), united.confidence[told])
    return found


def in_parts(crowds: dict[str, Crowd]) -> None:
    """Print how far ahead the front door is on parts of the sets."""
    print("  parts of the sets, over majority vote and over Dawid and Skene; ECE")
    kinds: dict[str, dict[str, Crowd]] = {}
    for name, one in crowds.items():
        for kind, draw, part in parts(one, name):
            kinds.setdefault(kind, {})[f"{name} {draw}"] = part
    for kind, drawn in kinds.items():
        ours = aggregated(drawn)
        votes = ours.over(modelled(majority_vote, drawn).accuracy)
        others = ours.over(modelled(dawid_skene, drawn).accuracy)
        print(
            f"    {kind:20}{len(drawn):4} draws {np.mean(votes):+.4f} (at least {min(votes):+.4f}) "
            f"{np.mean(others):+.4f}   {ours.error:.3f}"
        )


def with_rings(honest: Crowd) -> None:
    """Print how well the front door holds with rings."""
    print(f"  rings of 40 % of the workers on rte, 5 % of the answers known (aim {RING}); majority vote")
    for name in RINGS:
        ours, votes = zip(*ringed(honest, name), strict=True)
        print(f"    {name:20}{np.mean(ours):.3f} (at least {min(ours):.3f})   {np.mean(votes):.3f}")


def ringed(honest: Crowd, name: str) -> Iterator[tuple[float, float]]:
    """Accuracy of the front door and of majority vote on unknown items, for three draws of a ring."""
    for seed in range(3):
        chance = np.random.default_rng(seed)
        items = chance.permutation(np.array(list(honest.truth)))
        known = {int(item): honest.truth[int(item)] for item in items[: len(items) // 20]}
        broken, _ = colluding(honest, 0.4, name, chance)
        truth = {item: label for item, label in broken.truth.items() if item not in known}
        answers = read(broken.item, broken.worker, broken.label, known)
        united = aggregate(broken.item, broken.worker, broken.label, known=known)
        labels = dict(zip(united.items.tolist(), united.labels.tolist(), strict=True))
        votes, _ = hits(answers.items, answers.classes, majority_vote(answers), truth)
        yield float(np.mean([labels[item] == label for item, label in truth.items()])), float(votes.mean())


if __name__ == "__main__":
    main()
