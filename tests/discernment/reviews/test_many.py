"""Long histories: everybody who copied is told."""

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reviews import copies
from mikiwame.discernment.reviews.history import Review
from mikiwame.discernment.reviews.reading import read_reviews

SAID = "商品ページの写真を四十枚、切り抜きまで任せていただき、納品の翌朝には検収が終わっていました。"


def test_every_one_of_a_thousand_copies_is_told() -> None:
    report = read_reviews([Review(5, SAID, f"reviewer {number}") for number in range(1_000)])

    (copied,) = (one for one in report.anomalies if one.kind is Anomaly.COPY_PASTE)
    assert copied.reviews == tuple(range(1_000))


def test_comments_that_are_a_little_alike_are_compared_with_few() -> None:
    sets = {
        place: frozenset((*(f"s{shared}" for shared in range(30)), *(f"{place}-{own}" for own in range(60))))
        for place in range(600)
    }

    pairs = list(copies.likely(sets))

    assert len(pairs) <= copies.NEIGHBOURS * len(sets)
    assert len(pairs) > len(sets), "or nothing was put to the test"


def test_a_copy_is_told_amid_comments_that_are_a_little_alike() -> None:
    phrases = [*map(str, range(30))]
    crowd = [frozenset((*phrases, *(f"{place}-{own}" for own in range(60)))) for place in range(300)]

    found = copies.likely(dict(enumerate([*crowd, crowd[299]])))

    assert (299, 300) in set(found)
