"""The list of postings and a posting's page: what each reader sees, and what nobody breaks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.hiring import listing
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import postings
from tests.cast import Cast
from tests.market.hiring.stage import applied, drafted, experienced, published
from tests.market.reputation.stage import settle
from tests.web.hiring import reading


def page_of(posting: Posting) -> str:
    return reverse("posting", kwargs={"id": posting.pk})


def test_a_visitor_finds_and_reads_a_posting(client: Client, cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now(), reward=30_000, newcomer_places=1)
    found = client.get("/postings/").content.decode()
    assert "1件" in found
    assert "30,000円" in found
    assert page_of(posting) in found
    page = client.get(page_of(posting)).content.decode()
    for said in (
        "焼き菓子店のロゴ制作",
        "ラフ3案から1案",
        "うち1人は初めての人の枠",
        "桜井デザイン室",
        "記載なし",
    ):
        assert said in page
    assert reverse("apply", kwargs={"id": posting.pk}) in page
    assert "あなたの見込み" not in page


def test_what_people_write_stays_text(client: Client, cast: Cast) -> None:
    body = "<script>alert(1)</script> https://example.com/line\n二行目"
    posting = published(cast.sakurai, at=clock.now(), title="<b>太い</b>題", body=body)
    for address in ("/postings/", page_of(posting)):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>太い" not in page
        assert 'href="https://example.com' not in page


def test_filters_narrow_and_are_taken_off_one_by_one(client: Client, cast: Cast) -> None:
    published(cast.sakurai, at=clock.now(), title="猫のロゴ")
    published(cast.sakurai, at=clock.now(), title="猫の記事", category="writing-article")
    page = client.get("/postings/?q=猫&category=writing&reward_least=２万円&sort=reward").content.decode()
    assert "猫の記事" in page
    assert "猫のロゴ" not in page
    for chip in ("「猫」", "ライティングすべて", "20,000円以上"):
        assert chip in page
    assert 'href="/postings/?q=%E7%8C%AB&amp;reward_least=' in page
    nothing = client.get("/postings/?q=潜水艦")
    assert nothing.status_code == 200
    assert "条件を一つはずすか" in nothing.content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("reward_least=🍞", "金額を円の整数で書いてください"),
        ("reward_least=-5", "金額を円の整数で書いてください"),
        ("reward_least=999999999999", "円までで書いてください"),
        ("category=nowhere", "id_category_error"),
        ("sort=sideways", "id_sort_error"),
        ("q=%01", "読めない文字"),
    ],
)
def test_a_filter_that_can_not_be_read_says_so_beside_itself(
    client: Client, cast: Cast, asked: str, sentence: str
) -> None:
    published(cast.sakurai, at=clock.now())
    response = client.get(f"/postings/?{asked}")
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "焼き菓子店のロゴ制作" in response.content.decode()  # what can be read is still asked


def test_the_choices_are_in_their_readers_language(client: Client, cast: Cast) -> None:
    english = client.get("/postings/", headers={"Accept-Language": "en"}).content.decode()
    assert "3 or more" in english
    assert "件以上" not in english
    assert "人まで" not in english
    assert "3件以上" in client.get("/postings/", headers={"Accept-Language": "ja"}).content.decode()


def test_a_very_long_search_and_a_broken_place_are_answered(client: Client, cast: Cast) -> None:
    assert client.get("/postings/", {"q": "猫 " * 400}).status_code == 200
    response = client.get("/postings/?after=broken")
    assert response.status_code == 409
    assert "一覧を最初から開いて" in response.content.decode()


def test_the_list_goes_on_and_back(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "COUNT_MOST", 3)
    for number in range(4):
        published(cast.sakurai, at=clock.now() + timedelta(seconds=number), title=f"募集{number}")
    first = client.get("/postings/?sort=newest")
    assert "1,000件以上" in first.content.decode()
    assert set(first.context["around"]) == {"next"}
    second = client.get(f"/postings/{first.context['around']['next']}")
    assert "募集0" in second.content.decode()
    assert set(second.context["around"]) == {"previous"}
    back = client.get(f"/postings/{second.context['around']['previous']}").content.decode()
    assert "募集3" in back


def test_a_worker_reads_her_chances_and_what_arrives(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now(), reward=30_000)
    applied(experienced(cast.ken), posting, at=clock.now())
    page = reading(cast.yuki).get(page_of(posting)).content.decode()
    assert "約50%" in page
    # 10 % on what exceeds the newcomer's free ¥10,000, and 10.21 % tax that this client keeps back.
    assert "あなたに届くのは 24,937円" in page
    own = reading(cast.ken).get(page_of(posting)).content.decode()
    assert "自分の応募を見る" in own


def test_the_client_sees_what_she_can_do(cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    page = reading(cast.sakurai).get(page_of(posting)).content.decode()
    for act in ("applicants", "pause_posting", "close_posting", "copy_posting"):
        assert reverse(act, kwargs={"id": posting.pk}) in page
    assert reverse("apply", kwargs={"id": posting.pk}) not in page


def test_a_posting_that_is_over_says_so(client: Client, cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    postings.close(posting, by=cast.sakurai, at=clock.now())
    page = client.get(page_of(posting)).content.decode()
    assert "いま応募を受け付けていません" in page
    assert reverse("apply", kwargs={"id": posting.pk}) not in page


def test_drafts_and_stopped_postings_are_not_there_for_others(client: Client, cast: Cast) -> None:
    draft = drafted(cast.sakurai, at=clock.now())
    stopped = published(cast.sakurai, at=clock.now())
    postings.suspend(stopped, reason="確認のため", by=cast.oda, at=clock.now())
    for posting in (draft, stopped):
        assert client.get(page_of(posting)).status_code == 404
        assert reading(cast.sora).get(page_of(posting)).status_code == 404
        assert reading(cast.sakurai).get(page_of(posting)).status_code == 200
    assert client.get("/postings/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.get("/postings/not-an-id/").status_code == 404


def test_the_readers_language_names_the_category(client: Client, cast: Cast) -> None:
    posting = published(cast.sakurai, at=clock.now())
    page = client.get(page_of(posting), headers={"accept-language": "en"}).content.decode()
    assert "Logos" in page
    assert "¥30,000" in page


def test_the_three_checks_are_filters_and_each_row_says_why(client: Client, cast: Cast) -> None:
    at = clock.now()
    published(cast.sakurai, at=at, title="焼き菓子店のロゴ")
    published(
        cast.kuroda, at=at, title="だれでも月50万円", body="始める前に登録料5,000円をお支払いください。"
    )
    settle(at)
    every = client.get("/postings/").content.decode()
    assert "危険" in every
    assert "まだ分かりません" in every
    assert "安心" not in every

    careful = client.get("/postings/?care=careful").content.decode()
    assert "焼き菓子店のロゴ" in careful
    assert "だれでも月50万円" not in careful
    assert "募集の文面: 注意も不足もない" in careful

    strict = client.get("/postings/?record=on&calm_reviews=on").content.decode()
    assert "焼き菓子店のロゴ" not in strict
    assert "ほかに2件あります。悪いという意味ではありません" in strict
    assert "unproven=on" in strict
    open_to_all = client.get("/postings/?record=on&calm_reviews=on&unproven=on").content.decode()
    assert "焼き菓子店のロゴ" in open_to_all


@pytest.mark.parametrize(
    "asked", ["care=safe", "finished_least=2", "finished_least=-1", "crowd_most=x", "crowd_most=１０００"]
)
def test_nobody_asks_for_steps_that_there_are_not(client: Client, cast: Cast, asked: str) -> None:
    published(cast.sakurai, at=clock.now())
    response = client.get(f"/postings/?{asked}")
    assert response.status_code == 422
