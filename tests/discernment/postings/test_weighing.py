"""The trained model beside the rules: what it hears, what it must not forget, and that it quotes exactly."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from mikiwame.discernment.kinds import Flag, Verdict
from mikiwame.discernment.postings.flags.finding import find_flags
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.postings.weighing.features import features, surroundings
from mikiwame.discernment.postings.weighing.hearing import LONGEST_QUOTE, sentences
from mikiwame.discernment.postings.weighing.model import (
    DENIED,
    FIRST,
    FURTHER,
    KINDS,
    PLAIN,
    PLAIN_BY_RULE,
    SHARED,
    Model,
    evidence,
    shipped,
)
from mikiwame.discernment.text import Text

CALM = (
    "納品はWordでお願いします。1記事2,000字、報酬は3,000円です。",
    "初心者の方も歓迎します。ご不明な点はメッセージでお尋ねください。",
    "締切は5月31日です。修正は2回までお願いします。",
)
DANGEROUS = (
    (Flag.ACCOUNT_LENDING, "使っていない口座を、しばらくのあいだ貸していただける方をさがしています。"),
    (Flag.CREDENTIAL_REQUEST, "スマホに届いた6桁の番号を、こちらのチャットに貼ってください。"),
    (Flag.ILLICIT_WORK, "駅で封筒を受け取り、別の人に渡してもらうだけです。中身は聞かないでください。"),
    (Flag.FAKE_REVIEW, "お店に行ったことがなくても、客になったつもりで星5の口コミを書いてください。"),
    (Flag.UPFRONT_FEE, "始める前に、教材費として9,800円を振り込んでいただきます。"),
    (Flag.OFF_PLATFORM_PAYMENT, "報酬はサイトを通さず、PayPayで直接お送りします。"),
    (Flag.INVESTMENT_OR_MLM, "お友だちを誘うと、その方の売上の1割があなたにも毎月入ります。"),
)


def kinds(body: str) -> set[Flag]:
    return {one.kind for one in read_posting("", body).flags}


@pytest.mark.parametrize(("kind", "words"), DANGEROUS)
def test_a_danger_is_heard_among_innocent_sentences(kind: Flag, words: str) -> None:
    assert kind in kinds(words)
    for calm in CALM:
        assert kind in kinds(words + calm)
        assert kind in kinds(f"{calm}\n{words}")
    assert kind in kinds("\n".join((*CALM, words, *CALM)))


def test_innocent_sentences_alone_are_calm() -> None:
    assert not kinds("\n".join(CALM))


def test_the_model_hears_what_no_rule_says() -> None:
    body = "レポートを出すのは私ですので、私らしい文章で三千字書いてください。"
    ruled = {one.kind for one in find_flags(Text("", "title"), Text(body))}

    assert Flag.ACADEMIC_DISHONESTY in kinds(body) - ruled


def test_a_dangerous_sign_makes_the_verdict() -> None:
    assert read_posting("", DANGEROUS[0][1]).verdict is Verdict.DANGER


def test_signs_are_quoted_from_where_they_stand() -> None:
    body = "\n".join((*CALM, DANGEROUS[1][1], *CALM))
    (sign,) = (one for one in read_posting("", body).flags if one.kind is Flag.CREDENTIAL_REQUEST)

    assert body[sign.quote.start : sign.quote.end] == sign.quote.text
    assert "6桁" in sign.quote.text
    assert "納品" not in sign.quote.text


def test_of_a_long_sentence_a_clause_is_quoted() -> None:
    calm = "、".join(["商品の写真を見ながら説明の文を整えていただき"] * 6)
    body = f"{calm}、終わったらご自分の銀行口座の通帳を私どもに貸していただき、{calm}ます。"
    sign = next(one for one in read_posting("", body).flags if one.kind is Flag.ACCOUNT_LENDING)

    assert "通帳" in sign.quote.text
    assert len(sign.quote.text) <= LONGEST_QUOTE


@pytest.mark.parametrize(
    "words",
    [
        "銀行口座や名義をお借りすることはありません。",
        "認証コードを教えてくださいとは、絶対に言わないでください。",
        "行ったことがないのに行ったように書くのはやめてください。",
        "登録料や教材費をいただくことはございません。",
        "サイトを通さないお支払いはいたしません。",
        "不採用の作品を使うことはありません。",
    ],
)
def test_what_is_denied_or_forbidden_is_calm(words: str) -> None:
    assert not kinds("\n".join((CALM[0], words, CALM[2])))


def test_numbers_are_told_by_their_unit_and_size() -> None:
    for words in ("3万円", "30,000円", "３００００円"):
        assert {"N:円", "N:円5"} <= features(Text(words).folded)[1]
    assert "N:円5" not in features("3千円")[1]


def test_an_idea_is_denied_by_what_follows_it_in_its_own_part_of_the_sentence() -> None:
    for words, denied in [
        ("口座をお借りすることはありません", {"~BANK", "~LEND"}),
        ("口座は書かないでください", {"!BANK"}),
        ("口座をお借りします", set()),
        ("返信はできませんが、口座をお借りします", set()),
        ("口座をお借りしますが、返信はできません", set()),
        ("口座をお借りするかもしれません", set()),
        ("借りることも、口座を見ることもありません", {"~BANK", "~LEND"}),
    ]:
        told = features(Text(words).folded)[2]
        assert {name for name in told if name[1:] in {"BANK", "LEND"}} == denied, words


def test_letters_that_nobody_sees_make_no_sentence_long() -> None:
    words = (
        "荷物をご自宅で受け取っていただき、同じ日のうちに指定された別の住所へ送り直していただくお仕事です。"
    )
    seen, strewn = (read_posting("", body) for body in (words, words.replace("、", "、" + "\u200b" * 40)))

    assert [one.quote.text for one in seen.flags]
    assert [one.quote.text.replace("\u200b", "") for one in strewn.flags] == [
        one.quote.text for one in seen.flags
    ]


def test_a_rule_makes_plain_only_the_sentence_in_which_it_found_its_sign() -> None:
    alone = np.full((2, len(KINDS)), -3, np.float32)
    alone[0, 4] = PLAIN_BY_RULE + 0.1
    here, elsewhere = np.zeros((2, 2, len(KINDS)), bool)
    here[0, 4], elsewhere[1, 4] = True, True
    denying = np.zeros(2, bool)

    assert Model.plain(alone, here, denying).nonzero()[0].tolist() == [4]
    assert not Model.plain(alone, elsewhere, denying).any()
    alone[0, 4] = PLAIN + 0.1
    assert Model.plain(alone, elsewhere, denying).nonzero()[0].tolist() == [4]


def test_what_denies_something_must_be_plainer_but_can_be() -> None:
    alone = np.full((2, len(KINDS)), -3, np.float32)
    unmarked = np.zeros((2, len(KINDS)), bool)
    denying, other = np.array([[True, False], [False, True]])

    alone[0, 4] = PLAIN + DENIED - 0.1
    assert not Model.plain(alone, unmarked, denying).any()
    assert Model.plain(alone, unmarked, other).any()
    alone[0, 4] = PLAIN + DENIED + 0.1
    assert Model.plain(alone, unmarked, denying).any()
    alone[0, 4] = PLAIN_BY_RULE + 0.1
    assert Model.plain(alone, ~unmarked, denying).nonzero()[0].tolist() == [4]


def given_by(judged: Mapping[Flag, float], *, denying: bool) -> set[Flag]:
    """What a posting of one sentence gives of which the second step thinks so of each kind."""
    bias = np.array([judged.get(kind, -9) for kind in KINDS], np.float32)
    own = np.stack([bias, np.zeros_like(bias)])
    model = replace(shipped(), shared=np.zeros(SHARED, np.float32), own=own)
    alone = np.full((1, len(KINDS)), -3, np.float32)
    nothing = np.zeros((1, len(KINDS)), bool)
    given = model.given(alone, alone, nothing, np.array([denying]), nothing[0])
    return {KINDS[kind] for kind in given.nonzero()[0].tolist()}


@pytest.mark.parametrize("first", [Flag.UNDERPRICED, Flag.UPFRONT_FEE])
def test_a_doubtful_sign_is_given_only_beside_a_surer_one(first: Flag) -> None:
    least = FIRST[KINDS.index(first)]
    doubtful = {Flag.VAGUE_WORK, Flag.FAKE_REVIEW}
    beside = {kind: FURTHER[KINDS.index(kind)] + 0.1 for kind in doubtful}
    too_doubtful = {Flag.RIGHTS_GRAB: FURTHER[KINDS.index(Flag.RIGHTS_GRAB)] - 0.1}

    assert given_by(beside | too_doubtful | {first: least + 0.1}, denying=False) == {first} | doubtful
    assert given_by({first: least - 0.1}, denying=False) == set()


def test_terms_that_come_later_make_no_doubtful_sign_sure() -> None:
    judged = {Flag.TERMS_AFTER_HIRE: 5.0, Flag.VAGUE_WORK: 0.0, Flag.FAKE_REVIEW: 0.0}

    assert given_by(judged, denying=False) == {Flag.TERMS_AFTER_HIRE}


def test_a_sign_in_a_sentence_that_denies_something_must_be_surer() -> None:
    for kind in (Flag.UNDERPRICED, Flag.UPFRONT_FEE):
        least = FIRST[KINDS.index(kind)] + DENIED

        assert given_by({kind: least - 0.1}, denying=True) == set()
        assert given_by({kind: least - 0.1}, denying=False) == {kind}
        assert given_by({kind: least + 0.1}, denying=True) == {kind}


def test_a_posting_of_no_known_word_is_weighed() -> None:
    scores = shipped().score([features("ꙮꙮꙮ")], surroundings([]))

    assert scores.shape == (1, len(KINDS))
    assert np.isfinite(scores).all()


def test_scores_do_not_depend_on_how_many_sentences_are_weighed_at_once() -> None:
    told = [one.features for one in sentences(Text("題", "title"), Text("\n".join(CALM)))]
    around = surroundings(told)
    together = shipped().score(told, around)

    for row, one in zip(together, told, strict=True):
        assert np.allclose(shipped().score([one], around)[0], row, atol=1e-4)


def test_evidence_tells_a_kind_from_the_others() -> None:
    scores = np.full((2, len(KINDS)), -3, np.float32)
    scores[0, 4], scores[1, 7] = 2, 1
    found = np.zeros(len(KINDS), bool)
    found[7] = True
    told = evidence(scores, found)

    assert told[4, :5].tolist() == pytest.approx([2, 0, 0, np.log(2), 1])
    assert told[7, :5].tolist() == pytest.approx([1, 1, 1, 0, 2])
    assert told[0, :5].tolist() == pytest.approx([-3, 0, 0, np.log(2), 2])
    assert told[0, 5] == pytest.approx(np.log(2))


CALM_ALL_AROUND = """駅前の小さなカフェです。A4両面のメニュー表を1点、IllustratorとPDFで納品してください。
報酬は25,000円(税込・固定)。12月5日開始、12月18日納期。修正は2回まで。検収は3日以内、検収後5日以内にお支払いします。
やりとりはサイト内のメッセージで。1名募集。
"""


@pytest.mark.parametrize("copies", [1, 10, 60])
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("荷物を受け取って転送するだけで1回2万円。", Flag.ILLICIT_WORK),
        ("スマートフォンを新規に契約していただき、端末を当社宛てにお送りください。", Flag.ACCOUNT_LENDING),
        ("Googleマップに星5の口コミを書いてください。", Flag.FAKE_REVIEW),
        ("パスワードを教えてください。", Flag.CREDENTIAL_REQUEST),
        ("登録料を振り込んでください。", Flag.UPFRONT_FEE),
        ("LINEでご連絡ください。", Flag.OFF_PLATFORM_CONTACT),
    ],
)
def test_calm_words_all_around_hide_no_plain_sign(words: str, kind: Flag, copies: int) -> None:
    report = read_posting("メニュー表のデザイン", CALM_ALL_AROUND * copies + words, format="project")

    assert kind in {one.kind for one in report.flags}


@pytest.mark.parametrize("times", [1, 100, 1_400])
def test_a_sign_is_not_taken_back_by_saying_it_again(times: int) -> None:
    report = read_posting("", "登録料を振り込んでください。" * times, format="project")

    assert Flag.UPFRONT_FEE in {one.kind for one in report.flags}
