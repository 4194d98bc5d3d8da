"""How well the rating graph tells unfair users from fair ones, on Bitcoin OTC, beside plain REV2.

`otc` says where the labels come from and what is dropped. No feature knows a label.

- *Alone*, without any label: the fairness of `rate_raters`, for users who gave a rating that is left. The
  spread is that of 2,000 samples of the users with replacement.
- *Learned*, for users with any rating left: repeated tenfold cross-validation, stratified. The spread is that
  of the repeats.

The trusted have nothing left that they gave, and what is dropped depends on labels. So the figures are
repeated without the trusted, and with everything dropped that one user with a label said about another.
"""

import argparse

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, VotingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer

from evaluation.otc import (
    Labels,
    Network,
    labelled_apart,
    labels,
    leaks_dropped,
    network,
    nothing_received,
    trusted,
)
from evaluation.rater_features import fairness, features, rev2_features
from evaluation.rev2 import SMOOTHINGS, rev2
from mikiwame.discernment.graph import rate_raters
from mikiwame.discernment.graph.ratings import Floats, Ids

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

REPEATS, FOLDS, SAMPLES = 5, 10, 2_000
AIMS = {"alone": 0.90, "learned": 0.96}
OURS, THEIRS = "rate_raters", "REV2, best of 16"


def main() -> None:
    """Print both measures, for each way of dropping."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sealed", action="store_true", help="nothing here is sealed: print nothing")
    if parser.parse_args().sealed:
        return
    everything, known = network(), labels()
    left, apart = leaks_dropped(everything, known), labelled_apart(everything, known)
    nobody, insiders = np.array([], np.int64), trusted(everything)
    print(f"Rating graph: Bitcoin OTC, AUC of fair against unfair, {len(left.score):,} ratings left")
    print(f"  alone, from what users gave (aim {AIMS['alone']:.2f})")
    alone("leaks dropped", left, known)
    alone("labelled apart", apart, known)
    alone("labelled received nothing", nothing_received(everything, known), known)
    print(f"  learned, {REPEATS} x {FOLDS} folds (aim {AIMS['learned']:.2f})")
    learned("leaks dropped", left, known, nobody)
    learned("trusted not scored", left, known, insiders)
    learned("labelled apart", apart, known, nobody)


def alone(case: str, left: Network, known: Labels) -> None:
    """Print how well fairness tells them apart without learning, beside the best of plain REV2."""
    fair, found = unlearned(left, known)
    print(f"    {case}: {fair.sum()} fair, {(~fair).sum()} unfair")
    for name, scores in found.items():
        print(f"      {name:18} {auc(fair, scores):.3f}   95 % {interval(sampled(fair, scores))}")
    ahead = sampled(fair, found[OURS]) - sampled(fair, found[THEIRS])
    print(f"      {'ahead of REV2 by':18} {ahead.mean():.3f}   95 % {interval(ahead)}")


def unlearned(left: Network, known: Labels) -> tuple[Flags, dict[str, Floats]]:
    """Which of the users who gave something are fair, and their fairness by each method.

    Of plain REV2 the best of all smoothings is taken, which is known only from the labels.
    """
    users = np.intersect1d(known.all, left.rater)
    fair = np.isin(users, known.fair)
    published = [fairness(rev2(left, smoothing), users) for smoothing in SMOOTHINGS]
    return fair, {
        OURS: fairness(rate_raters(left.rater, left.ratee, left.score, left.at), users),
        "without times": fairness(rate_raters(left.rater, left.ratee, left.score), users),
        THEIRS: max(published, key=lambda scores: auc(fair, scores)),
    }


def learned(case: str, left: Network, known: Labels, left_out: Ids) -> None:
    """Print how well a classifier tells them apart that learned from others' labels."""
    for name, told in {OURS: features(left), "REV2": rev2_features(left)}.items():
        scored = np.isin(told.users, np.setdiff1d(known.all, left_out))
        fair = np.isin(told.users[scored], known.fair)
        if name == OURS:
            print(f"    {case}: {fair.sum()} fair, {(~fair).sum()} unfair, {len(told.names)} features")
        found = [auc(fair, out_of_fold(told.table[scored], fair, seed)) for seed in range(REPEATS)]
        print(f"      {name:18} {np.mean(found):.3f} ± {np.std(found):.3f}", end="")
        print(f"   from {min(found):.3f} to {max(found):.3f}")


def out_of_fold(table: Floats, fair: Flags, seed: int) -> Floats:
    """For each user, how fair the classifier finds her that was trained without her fold."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    chances: Floats = cross_val_predict(classifier(), table, fair, cv=folds, method="predict_proba")
    return chances[:, 1]


def classifier() -> VotingClassifier:
    """The mean of a regularised logistic regression on ranks, and of randomised trees."""
    line = make_pipeline(
        QuantileTransformer(n_quantiles=100, output_distribution="normal"),
        SimpleImputer(strategy="constant", fill_value=0.0),
        LogisticRegression(C=0.3, max_iter=1_000),
    )
    trees = make_pipeline(
        SimpleImputer(strategy="constant", fill_value=-3.0),
        ExtraTreesClassifier(200, min_samples_leaf=2, random_state=0),
    )
    return VotingClassifier([("line", line), ("trees", trees)], voting="soft")


def sampled(fair: Flags, scores: Floats) -> Floats:
    """The AUC in samples of the users, with replacement within each label; the same samples each time."""
    chance = np.random.default_rng(1)
    high, low = scores[fair], scores[~fair]
    wins = (high[:, None] > low) + 0.5 * (high[:, None] == low)
    return np.array(
        [
            wins[
                np.ix_(chance.integers(0, len(high), len(high)), chance.integers(0, len(low), len(low)))
            ].mean()
            for _ in range(SAMPLES)
        ]
    )


def auc(fair: Flags, scores: Floats) -> float:
    """The chance that a fair user scores above an unfair one."""
    return float(roc_auc_score(fair, scores))


def interval(samples: Floats) -> str:
    """Where the middle 95 % lie."""
    low, high = np.quantile(samples, [0.025, 0.975])
    return f"{low:.3f} to {high:.3f}"


if __name__ == "__main__":
    main()
