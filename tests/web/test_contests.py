"""A contest on its pages: written, paid in, entered, looked through, decided; who may see what, and when."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound
from mikiwame.core.ids import new_id
from mikiwame.market.contests import queries
from mikiwame.market.contests.models import Award, Contest, Entry, Exclusion
from mikiwame.market.contests.operations import choosing, endings, entries, exclusions
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.members.models import Member
from mikiwame.market.turns.models import Turn
from mikiwame.web.obligations import obligations_of
from tests.cast import Cast
from tests.market.contests.stage import (
    again,
    asked,
    entered,
    found,
    logo,
    of,
    opened,
    prepared,
    second_operator,
)
from tests.web.hiring import reading

NAMES = {"title": "町のパン屋の名前を考えてください"}


def written(**changes: Any) -> dict[str, Any]:
    """What a client types."""
    return {
        "title": NAMES["title"],
        "category": "ideas-naming",
        "body": "来春に開くパン屋の名前を募ります。",
        "wanted": "10文字までの名前",
        "asks": "both",
        "prize_1": "30,000",
        "prize_2": "5000",
        "closes_on": (day_in_tokyo(clock.now()) + timedelta(days=10)).isoformat(),
        "decide_days": "7",
        "entries_each": "2",
        "hidden": "on",
    } | changes


def opened_today(cast: Cast, **values: Any) -> Contest:
    """Paid in and open now."""
    at = clock.now()
    return opened(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=10), **values)


def entered_today(contest: Contest, worker: Member, text: str = "むぎのこ") -> Entry:
    return entered(again(contest), worker, at=clock.now(), text=text)


def over_early(contest: Contest) -> Contest:
    """As if the last day were over, and nobody had swept: pages read the real clock."""
    at = clock.now()
    Turn.objects.filter(subject=contest.key, state="open").update(until=at, since=at - timedelta(days=1))
    Contest.objects.filter(pk=contest.pk).update(closes_at=at)
    return again(contest)


def closed_early(contest: Contest) -> Contest:
    """The same, swept."""
    return endings.close_by_itself(over_early(contest), at=clock.now())


def page_of(client: Client, name: str, id: object, status: int = 200) -> str:  # noqa: A002
    """What the page says."""
    answer = client.get(reverse(name, kwargs={"id": id}))
    assert answer.status_code == status
    return answer.content.decode()


def act(client: Client, name: str, id: object, **sent: Any) -> Any:  # noqa: A002
    """Send a form, and follow to the next page."""
    return followed(client, client.post(reverse(name, kwargs={"id": id}), sent))


def followed(client: Client, answer: Any) -> Any:
    """The page that an answer leads to."""
    while answer.status_code in {302, 303}:
        answer = client.get(answer.headers["Location"])
    return answer


def test_the_choice_is_there_as_soon_as_the_last_day_is_over(cast: Cast) -> None:
    contest = opened_today(cast)
    winner = entered_today(contest, cast.yuki)
    sakurai = reading(cast.sakurai)
    choice = reverse("contest_choice", kwargs={"id": contest.pk})
    assert choice not in page_of(sakurai, "own_contest", contest.pk)
    over_early(contest)
    assert choice in page_of(sakurai, "own_contest", contest.pk)
    act(sakurai, "contest_choice", contest.pk, winner_1=str(winner.pk), words_1="すてきです。")
    assert again(contest).state == "decided"


def test_the_rule_names_what_goes_back_to_the_client(cast: Cast) -> None:
    contest = opened_today(cast, prizes=[50_000, 30_000, 20_000])
    rule = page_of(reading(cast.yuki), "contest", contest.pk)
    assert "応募より賞が多いときに残った賞" in rule
    assert "応募が届いたあとは、クライアントに戻りません" not in rule


def test_a_client_writes_pays_and_gets_entries(cast: Cast) -> None:
    sakurai, yuki = reading(cast.sakurai), reading(cast.yuki)
    assert "まだコンペはありません" in sakurai.get(reverse("own_contests")).content.decode()
    answer = followed(sakurai, sakurai.post(reverse("new_contest"), NAMES))
    contest = Contest.objects.get()
    assert "賞金を書いてください" in answer.content.decode()
    assert "求める作品を書いてください" in answer.content.decode()

    refused = act(sakurai, "edit_contest", contest.pk, **written(prize_1="500"))
    assert refused.status_code == 422
    assert "求める作品を書いてください" not in refused.content.decode(), "it has just been written"
    assert again(contest).wanted == "10文字までの名前"
    answer = act(sakurai, "edit_contest", contest.pk, **written(onward=""))
    assert "足りないもの" not in answer.content.decode()
    assert "35,000円の支払いへ" in answer.content.decode()
    assert yuki.get(reverse("contest", kwargs={"id": contest.pk})).status_code == 404

    answer = act(sakurai, "pay_contest", contest.pk)
    deposit = answer.context["deposit"]
    assert "35,000円を仮払いする" in answer.content.decode()
    act(sakurai, "settlement", deposit.pk)
    assert again(contest).state == "open"

    for name in ("posting", "contest"):
        said = page_of(Client(), name, contest.pk)
        assert "30,000円" in said
        assert NAMES["title"] in said
    listed = Client().get(reverse("postings"), {"format": "contest"}).content.decode()
    assert "コンペ" in listed
    assert "賞2つ" in listed
    assert "0人が応募" in listed

    entry_page = act(yuki, "enter_contest", contest.pk)
    entry = Entry.objects.get()
    assert "同意して応募する" in entry_page.content.decode()
    kept = yuki.post(
        reverse("entry", kwargs={"id": entry.pk}), {"text": "むぎの"}, headers={"HX-Request": "true"}
    )
    assert "に保存" in kept.content.decode()
    refused = act(yuki, "entry", entry.pk, text="むぎのこ", hand_in="")
    assert refused.status_code == 422  # a picture is asked for too
    answer = act(yuki, "entry", entry.pk, text="むぎのこ", shown="on", hand_in="", files=[logo()])
    assert "応募しました" in answer.content.decode()

    said = page_of(sakurai, "own_contest", contest.pk)
    assert "応募 1" in said
    assert "応募を受け付けています" in said
    assert "応募がなければ" not in said.split("<aside", 1)[0]
    assert "むぎのこ" in said
    assert "<img" in said
    assert "ゆき" not in said.split("<main", 1)[1]  # nameless until it is decided
    assert "<dd>1人</dd>" in page_of(Client(), "posting", contest.pk)


def test_the_client_shortlists_chooses_and_everybody_reads_the_result(cast: Cast) -> None:
    sakurai, contest = reading(cast.sakurai), opened_today(cast)
    for worker in (cast.yuki, cast.ken):
        entered_today(contest, worker, text=f"{worker.party.display_name}の名前")
    entries.write(of(contest, cast.yuki), {"shown": True}, by=cast.yuki, at=clock.now())
    act(sakurai, "shortlist_entry", of(contest, cast.ken).pk)
    assert "最終候補から外す" in page_of(sakurai, "own_contest", contest.pk)
    act(sakurai, "unlist_entry", of(contest, cast.ken).pk)
    assert page_of(sakurai, "contest_choice", contest.pk, status=409)
    closed_early(contest)

    assert "あなたの番です" in page_of(sakurai, "own_contest", contest.pk)
    assert NAMES["title"] in sakurai.get(reverse("desk")).content.decode()
    refused = act(sakurai, "contest_choice", contest.pk, winner_1="")
    assert refused.status_code == 422
    winner = of(contest, cast.yuki)
    answer = act(sakurai, "contest_choice", contest.pk, winner_1=str(winner.pk), words_1="すてきです。")
    assert "受賞作が決まり" in answer.content.decode()

    result = page_of(Client(), "contest", contest.pk)
    assert "ゆきの名前" in result
    assert "ケンジの名前" not in result
    assert "受賞作が決まりました" in result
    own = page_of(reading(cast.yuki), "entry", winner.pk)
    assert "すてきです。" in own
    assert "おめでとうございます" in own
    assert "補充の明示" in page_of(reading(cast.yuki), "award_notice", Award.objects.get().pk)
    for name in ("award_notice", "award_notice_pdf"):
        page_of(reading(cast.ken), name, Award.objects.get().pk, status=404)
    for reader in (cast.yuki, cast.sakurai):
        printed = reading(reader).get(reverse("award_notice_pdf", kwargs={"id": Award.objects.get().pk}))
        assert b"".join(printed.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert "条件に同意して応募しました" in page_of(reading(cast.ken), "contest", contest.pk)
    assert "権利は、あなたに残っています" in page_of(reading(cast.ken), "entry", of(contest, cast.ken).pk)


def test_what_others_may_not_see_looks_absent(cast: Cast) -> None:
    contest = opened_today(cast, asks="files")
    entry = entries.begin(contest, by=cast.yuki, at=clock.now())
    file = entries.add_file(entry, logo(), by=cast.yuki, at=clock.now())
    sora, sakurai, yuki = reading(cast.sora), reading(cast.sakurai), reading(cast.yuki)
    address = reverse("attachment", kwargs={"id": file.pk})
    assert [one.get(address).status_code for one in (sora, sakurai, Client(), yuki)] == [404, 404, 404, 200]
    entries.hand_in(entry, by=cast.yuki, at=clock.now())
    assert [one.get(address).status_code for one in (sora, sakurai, Client(), yuki)] == [404, 200, 404, 200]
    entries.withdraw(of(contest, cast.yuki), by=cast.yuki, at=clock.now())
    assert [one.get(address).status_code for one in (sora, sakurai, Client(), yuki)] == [404, 404, 404, 200]
    page_of(sakurai, "entry_exclusion", entry.pk, status=404)
    assert 'id="entry-1"' not in page_of(sakurai, "own_contest", contest.pk)
    for name, id_ in (("entry", entry.pk), ("entry_exclusion", entry.pk), ("own_contest", contest.pk)):
        page_of(sora, name, id_, status=404)
    assert act(sora, "shortlist_entry", entry.pk).status_code == 404


def test_a_worker_takes_back_what_she_wrote(cast: Cast) -> None:
    contest, yuki = opened_today(cast), reading(cast.yuki)
    assert "まだ応募はありません" in yuki.get(reverse("own_entries")).content.decode()
    entry = entered_today(contest, cast.yuki)
    assert NAMES["title"] in yuki.get(reverse("own_entries")).content.decode()
    act(yuki, "withdraw_entry", entry.pk)
    assert again(contest).entered.get().state == "withdrawn"
    act(yuki, "enter_contest", contest.pk)
    draft = Entry.objects.get(state="draft")
    assert "下書きを捨てました" in act(yuki, "discard_entry", draft.pk).content.decode()
    assert "取引条件明示書" in page_of(yuki, "contest_notice", contest.pk)


def test_an_entry_that_can_still_win_keeps_its_maker(cast: Cast) -> None:
    contest = opened_today(cast)
    entry = entered_today(contest, cast.yuki)
    owed = [(one.page, one.count) for one in obligations_of(cast.yuki.party)]
    assert owed == [("own_entries", 1)]
    entries.withdraw(entry, by=cast.yuki, at=clock.now())
    assert obligations_of(cast.yuki.party) == []


def test_operators_stop_a_contest_and_exclude_an_entry(cast: Cast) -> None:
    contest, sakurai, oda = opened_today(cast), reading(cast.sakurai), reading(cast.oda)
    entry = entered_today(contest, cast.kuroda)
    said = {"breach": "copied", "evidence": "ほかの店の名前です"}
    act(sakurai, "entry_exclusion", entry.pk, **said)
    asked = Exclusion.objects.get()
    assert NAMES["title"] in oda.get(reverse("operations")).content.decode()
    assert "ほかの店の名前です" in page_of(oda, "exclusion", asked.pk)
    page_of(sakurai, "exclusion", asked.pk, status=404)
    act(oda, "exclusion", asked.pk, finding="exclude", ruling="登録された名前です")
    assert "登録された名前です" in page_of(reading(cast.kuroda), "entry", entry.pk)
    assert "異議を待っています" in page_of(sakurai, "own_contest", contest.pk)

    assert "運営として止める" in page_of(oda, "posting", contest.pk)
    act(oda, "contest_suspension", contest.pk, reason="確認")
    page_of(reading(cast.yuki), "contest", contest.pk, status=404)
    for reader, name in ((sakurai, "own_contest"), (reading(cast.kuroda), "contest")):
        assert "運営がこのコンペを止めています" in page_of(reader, name, contest.pk)
    act(oda, "contest_reinstatement", contest.pk, reason="問題なし")
    assert again(contest).state == "open"


def test_an_operator_compares_what_may_be_a_copy_with_what_was_there_before(cast: Cast) -> None:
    contest, oda = opened_today(cast, asks="both"), reading(cast.oda)
    first = entries.begin(contest, by=cast.yuki, at=clock.now())
    entries.write(first, {"text": "むぎのこ"}, by=cast.yuki, at=clock.now())
    file = entries.add_file(first, logo(), by=cast.yuki, at=clock.now())
    address = reverse("attachment", kwargs={"id": file.pk})
    entries.hand_in(first, by=cast.yuki, at=clock.now())
    assert oda.get(address).status_code == 404, "nobody has asked yet"

    second = entries.begin(contest, by=cast.kuroda, at=clock.now())
    entries.write(second, {"text": "ムギノコ"}, by=cast.kuroda, at=clock.now())
    entries.add_file(second, logo(), by=cast.kuroda, at=clock.now())
    second = entries.hand_in(second, by=cast.kuroda, at=clock.now())
    said = page_of(oda, "exclusion", asked(cast, second, at=clock.now()).pk).split("<main", 1)[1]
    assert "応募 1と同じファイルが入っています" in said
    assert said.count("に応募</span>") == said.count("最後に直したのは") == 2
    assert "むぎのこ" in said
    assert "ゆき" not in said, "operators decide without names"
    assert oda.get(address).status_code == 200


def test_the_rules_of_a_contest_are_told_in_the_readers_language(cast: Cast) -> None:
    contest = opened_today(cast)
    told = {}
    for language in ("ja", "en"):
        answer = Client().get(
            reverse("posting", kwargs={"id": contest.pk}), headers={"accept-language": language}
        )
        told[language] = answer.content.decode()
    for words in (contest.posting.sheet.selection, contest.posting.sheet.rights):
        assert words[-30:] in told["ja"]
        assert words[-30:] not in told["en"]
    assert "Entries close on" in told["en"]


def test_drafts_are_copied_given_up_and_thrown_away(cast: Cast) -> None:
    sakurai, contest = reading(cast.sakurai), opened_today(cast)
    act(sakurai, "copy_contest", contest.pk)
    draft = Contest.objects.get(state="draft")
    act(sakurai, "discard_contest", draft.pk)
    assert not Contest.objects.filter(state="draft").exists()
    answer = act(sakurai, "cancel_contest", contest.pk)
    assert "取りやめました" in answer.content.decode()
    assert "コンペ" in sakurai.get(reverse("own_postings")).content.decode()
    assert "コンペ" in sakurai.get(reverse("own_contests")).content.decode()


def test_an_undecided_contest_says_how_it_was_shared(cast: Cast) -> None:
    contest = opened_today(cast)
    entered_today(contest, cast.yuki)
    at = closed_early(contest).decide_until
    assert at is not None
    assert "受賞作を選びます" in page_of(reading(cast.yuki), "contest", contest.pk)
    endings.share_by_itself(again(contest), at=at)
    assert "期限までに受賞作が選ばれなかった" in page_of(Client(), "contest", contest.pk)
    assert "公開していません" in page_of(Client(), "contest", contest.pk)
    choose = [Winner(of(contest, cast.yuki))]
    with pytest.raises(Exception, match="wrong_state"):
        choosing.choose(again(contest), choose, by=cast.sakurai, at=at)


def test_what_was_prepared_too_long_ago_goes_back_to_writing(cast: Cast) -> None:
    sakurai, at = reading(cast.sakurai), clock.now()
    contest = prepared(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=1))
    Contest.objects.filter(pk=contest.pk).update(closes_on=day_in_tokyo(at))
    said = page_of(sakurai, "contest_payment", contest.pk)
    assert "支払いへ" not in said
    assert "下書きに戻して直す" in said
    assert reverse("edit_contest", kwargs={"id": contest.pk}) not in said
    act(sakurai, "redraft_contest", contest.pk)
    said = page_of(sakurai, "edit_contest", contest.pk)
    assert "明日か、それよりあとの日にしてください" in said, "today is not past, and too late"
    assert "明日から、今日の44日後まで" in said


def test_a_worker_appeals_and_another_operator_reads_it_without_names(cast: Cast) -> None:
    contest, yuki, oda = opened_today(cast), reading(cast.yuki), reading(cast.oda)
    exclusion = found(cast, entered_today(contest, cast.yuki), at=clock.now())
    entry, mori = exclusion.entry, reading(second_operator())
    assert "応募の除外への異議" in yuki.get(reverse("desk")).content.decode()
    assert reverse("exclusion_appeal", kwargs={"id": entry.pk}) in page_of(yuki, "entry", entry.pk)
    assert "写しです" in page_of(yuki, "exclusion_appeal", entry.pk)
    for stranger in (cast.sora, cast.sakurai):
        page_of(reading(stranger), "exclusion_appeal", entry.pk, status=404)
    assert act(yuki, "exclusion_appeal", entry.pk, text="").status_code == 422
    said = act(yuki, "exclusion_appeal", entry.pk, text="自分で考えました").content.decode()
    assert "ほかの運営担当が、もう一度判断します" in said
    page_of(yuki, "exclusion_appeal", entry.pk, status=409)

    seen = page_of(reading(cast.sakurai), "own_contest", contest.pk)
    assert "ほかの運営担当が判断中" in seen
    assert "自分で考えました" not in seen, "its words may say who wrote them"
    assert "すでに一度判断しています" in page_of(oda, "exclusion", exclusion.pk)
    asked = page_of(mori, "exclusion", exclusion.pk)
    assert "自分で考えました" in asked
    assert "ゆき" not in asked.split("<main", 1)[1]
    act(mori, "exclusion", exclusion.pk, finding="keep", ruling="登録されていません")
    assert "異議が認められました" in page_of(yuki, "entry", entry.pk)
    assert "コンペの応募の違反を認めた" in mori.get(reverse("audit")).content.decode()


@pytest.mark.parametrize("part", ["client", "rival"])
def test_an_operator_with_a_part_in_the_contest_reads_neither_appeal_nor_hidden_entry(
    cast: Cast, part: str
) -> None:
    contest = opened_today(cast)
    exclusion = found(cast, entered_today(contest, cast.yuki), at=clock.now())
    exclusions.appeal(exclusion, text="自分で考えました", by=cast.yuki, at=clock.now())
    member = cast.sakurai if part == "client" else cast.ken
    if part == "rival":
        entered_today(contest, cast.ken)
    member.party.is_operator = True
    member.party.save()
    page_of(reading(member), "exclusion", exclusion.pk, status=404)
    if part == "rival":
        with pytest.raises(NotFound):
            queries.entry_to_see(member, exclusion.entry_id)
    other = second_operator()
    assert "自分で考えました" in page_of(reading(other), "exclusion", exclusion.pk)
    assert queries.entry_to_see(other, exclusion.entry_id) == exclusion.entry


def crowded(contest: Contest, worker: Member, number: int) -> list[Entry]:
    """So many entries of a worker, all as the first one."""
    first = entered_today(contest, worker)
    columns = {field.attname for field in Entry._meta.concrete_fields} - {"id", "number"}
    alike = {name: getattr(first, name) for name in columns}
    more = [Entry(**alike, id=new_id(), number=later) for later in range(2, number + 1)]
    return [first, *Entry.objects.bulk_create(more)]


def numbers_on(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="entry-([0-9]+)"', html)]


def test_three_hundred_entries_are_read_in_parts(cast: Cast) -> None:
    contest = opened_today(cast, hidden=False)
    entries = crowded(contest, cast.yuki, 300)
    choosing.shortlist(entries[249], by=cast.sakurai, at=clock.now())
    for reader, name in ((cast.sakurai, "own_contest"), (cast.ken, "contest")):
        browser, seen = reading(reader), []
        for number in range(1, 14):
            with CaptureQueriesContext(connection) as asked:
                html = browser.get(
                    reverse(name, kwargs={"id": contest.pk}), {"page": number}
                ).content.decode()
            assert len(asked) <= 15
            assert f"?page={number}&amp;seen=" in html, "it asks for what is new on this page"
            assert len(html) < 100_000
            seen += numbers_on(html)
        assert sorted(seen) == list(range(1, 301))
        assert seen[0] == (250 if name == "own_contest" else 1)


def test_who_shortlists_stays_on_her_page(cast: Cast) -> None:
    contest = opened_today(cast)
    entries = crowded(contest, cast.yuki, 60)
    address, sakurai = reverse("own_contest", kwargs={"id": contest.pk}), reading(cast.sakurai)
    assert '<input type="hidden" name="page" value="2">' in sakurai.get(address, {"page": 2}).content.decode()

    def where(name: str, entry: Entry, page: str) -> str:
        sent = {"page": page} if page else {}
        return str(sakurai.post(reverse(name, kwargs={"id": entry.pk}), sent)["Location"])

    assert where("shortlist_entry", entries[29], "2") == f"{address}?page=2#entries", "it stands first now"
    assert where("unlist_entry", entries[29], "1") == f"{address}?page=1#entries"
    assert where("shortlist_entry", entries[3], "1") == f"{address}?page=1#entry-4"
    assert where("unlist_entry", entries[3], "") == f"{address}?page=1#entry-4"
    assert where("shortlist_entry", entries[5], "none'>") == address


def test_a_winner_on_any_page_is_chosen(cast: Cast) -> None:
    contest = opened_today(cast)
    entries = crowded(contest, cast.yuki, 300)
    contest, sakurai = over_early(contest), reading(cast.sakurai)
    endings.close_by_itself(contest, at=clock.now())
    with CaptureQueriesContext(connection) as asked:
        html = page_of(sakurai, "contest_choice", contest.pk)
    assert len(asked) <= 15
    assert html.count(f'value="{entries[299].pk}"') >= 1
    assert len(numbers_on(html)) == 24
    act(sakurai, "contest_choice", contest.pk, **choice_of(html, entries[299]))
    assert Entry.objects.get(pk=entries[299].pk).state == "won"


def choice_of(html: str, winner: Entry) -> dict[str, str]:
    """The winner first, and any others behind her."""
    due = len(re.findall(r'name="winner_[0-9]+"', html))
    others = Entry.objects.filter(contest=winner.contest_id).exclude(pk=winner.pk)[: due - 1]
    return {f"winner_{rank}": str(one.pk) for rank, one in enumerate([winner, *others], start=1)}
