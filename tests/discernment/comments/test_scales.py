"""What words have in common, and that a denial turns it round, but reaches no further than its clause."""

import pytest

from mikiwame.discernment.comments.features import features


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("返事が早い", "QUICK"),
        ("返事が遅い", "LATE"),
        ("返事が遅れたことはありません", "QUICK"),
        ("返事が早くない", "LATE"),
        ("検収まで二日", "QUICK"),
        ("検収まで三週間", "LATE"),
        ("説明が明確ではない", "VAGUE"),
        ("報酬は安くありません", "AMPLE"),
        ("返事が遅く、不満はない", "LATE"),
        ("返事が遅いけど検収の心配はなく", "LATE"),
    ],
)
def test_a_denial_turns_what_was_said_just_before(sentence: str, end: str) -> None:
    opposite = {"QUICK": "LATE", "LATE": "QUICK", "VAGUE": "PLAIN", "AMPLE": "SCANT"}[end]
    ideas = features(sentence)[0]

    assert end in ideas
    assert opposite not in ideas


@pytest.mark.parametrize(
    ("words", "idea"),
    [
        ("10分", "MINUTES0"),
        ("九十分", "MINUTES2"),
        ("3日後", "DAYS1"),
        ("１か月半", "MONTHS0"),
        ("12,000円", "YEN4"),
    ],
)
def test_amounts_have_a_size(words: str, idea: str) -> None:
    assert idea in features(words.translate(str.maketrans("１", "1")))[0]
