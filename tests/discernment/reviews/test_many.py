"""Long histories: everybody who copied is told."""

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reviews.history import Review
from mikiwame.discernment.reviews.reading import read_reviews

SAID = "商品ページの写真を四十枚、切り抜きまで任せていただき、納品の翌朝には検収が終わっていました。"


def test_every_one_of_a_thousand_copies_is_told() -> None:
    report = read_reviews([Review(5, SAID, f"reviewer {number}") for number in range(1_000)])

    (copied,) = (one for one in report.anomalies if one.kind is Anomaly.COPY_PASTE)
    assert copied.reviews == tuple(range(1_000))
