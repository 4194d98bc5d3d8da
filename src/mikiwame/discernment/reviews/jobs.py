"""Jobs of a few yen that have no work in them and are given out for the rating alone."""

import re
from collections.abc import Callable, Iterable, Sequence

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import SAYS_LITTLE, Heard

TINY = 50
"""Yen that such a job pays at most."""
FEWEST = 3
GOOD = 4
REAL = 10
"""How many times as much a real job pays at least."""
ENOUGH = 2
"""How much more must speak for jobs without work than for small ones with."""
LEAST = 20
"""Yen that hardly any survey pays so little as."""

_EMPTY = re.compile(
    r"空(?:でした|っぽ|の|で|です)|中身(?:は|が)?(?:な|無|空)|内容(?:は|が)?(?:な|無|ほぼ)|評価(?:だけ|のみ)|押すだけ|押して|クリック|一瞬|秒|ボタン"
    r"|一セル|1セル|一文字|ひとこと|一言|名前を(?:送|書)|開いて閉じ|題名だけ|何もして|なにもして|することが|すぐ(?:できた|終わ|に終わ|届)|あっという間"
    r"|入れるだけ|塗るだけ|書き込むだけ|送るだけ|だけで(?:した|す|完了|終)|のみで|はや[!い]|終わりです|以上です|了解です|拍子抜け|星を"
)
_SURVEY = re.compile(
    r"設問|回答|答え|アンケート|質問|選択肢|選択式|自由記述|調査|項目|モニター|感想欄|集計|記入|投票|一票|正直に|迷いました|調べる"
)


def tiny_jobs(heard: Sequence[Heard]) -> Iterable[Odd]:
    """Good ratings for jobs of at most `TINY` yen; a survey, whose reviewers speak of questions, is none."""
    tiny = [
        one for one in heard if one.review.job_reward is not None and one.review.job_reward <= TINY
        and one.review.rating >= GOOD
    ]  # fmt: skip
    if len(tiny) >= FEWEST and _weight(tiny, heard) >= ENOUGH:
        figures = {"reviews": len(tiny), "yen": max(one.review.job_reward or 0 for one in tiny)}
        yield Odd(Anomaly.TINY_JOBS_FOR_RATING, tuple(one.place for one in tiny), figures)


def _weight(tiny: Sequence[Heard], heard: Sequence[Heard]) -> int:
    """What speaks for jobs without work, less what speaks for a survey or for real, if small, tasks."""
    empty = _share(tiny, lambda one: _EMPTY.search(one.text.folded) is not None)
    survey = _share(tiny, lambda one: _SURVEY.search(one.text.folded) is not None)
    hollow = _share(tiny, lambda one: one.letters <= SAYS_LITTLE)
    real = [one.review.rating for one in heard if (one.review.job_reward or 0) >= REAL * TINY]
    worse = bool(real) and sum(real) / len(real) < _mean(tiny) - 1
    least = min(one.review.job_reward or 0 for one in tiny) <= LEAST
    for_rating = 2 * (empty >= 0.25) + (empty >= 0.5) + bool(real) + worse + (hollow >= 0.5) * (1 + least)
    for_work = 3 * (survey >= 0.3) + 2 * (survey >= 0.15) + 2 * (hollow < 0.3)
    return for_rating - for_work


def _share(reviews: Sequence[Heard], holds: Callable[[Heard], bool]) -> float:
    return sum(map(holds, reviews)) / len(reviews)


def _mean(reviews: Sequence[Heard]) -> float:
    return sum(one.review.rating for one in reviews) / len(reviews)
