"""A contest by programs: drafted, paid in, entered, decided."""

import hashlib
from datetime import timedelta

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contests.models import Contest, Exclusion
from mikiwame.market.contests.operations import endings, exclusions
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.turns.models import Turn
from tests.api.lists import statements
from tests.api.programs import program_of
from tests.cast import Cast
from tests.market.contests.stage import again, drafted, entered, found, logo, opened


def test_a_contest_from_the_draft_to_the_prize(cast: Cast) -> None:
    sakurai, yuki, sora = program_of(cast.sakurai), program_of(cast.yuki), program_of(cast.sora)
    draft = sakurai.post("/contests", {"title": "パン屋のロゴ", "prizes": [30_000, 5_000], "asks": "files"})
    assert {one["code"] for one in draft["missing"]} >= {
        "body_missing",
        "category_missing",
        "last_day_missing",
    }
    closes_on = (day_in_tokyo(clock.now()) + timedelta(days=10)).isoformat()
    words = {"body": "ロゴを募ります。", "category": "ideas-naming", "wanted": "白地に1色"}
    sakurai.patch(f"/contests/{draft['id']}", {**words, "closes_on": closes_on})
    prepared = sakurai.post(f"/contests/{draft['id']}/preparation")
    assert (prepared["state"], prepared["price"], prepared["missing"]) == ("prepared", 35_000, [])
    deposit = sakurai.post(f"/contests/{draft['id']}/payment")
    sakurai.post(f"/deposits/{deposit['id']}/settlement")
    assert sora.get(f"/contests/{draft['id']}")["state"] == "open"

    entry = yuki.post(f"/contests/{draft['id']}/entries")
    assert yuki.post(f"/entries/{entry['id']}/submission", expect=422)["code"] == "file_missing"
    [file] = yuki.upload(f"/entries/{entry['id']}/files", logo())["files"]
    assert file["name"] == "1.png"
    yuki.patch(f"/entries/{entry['id']}", {"shown": True})
    assert yuki.post(f"/entries/{entry['id']}/submission")["number"] == 1
    listed = sakurai.get(f"/contests/{draft['id']}/entries?limit=1")
    [seen], rest = listed["items"], listed["next"]
    assert rest is None
    assert (seen["number"], "worker" in seen, "maker" in seen) == (1, False, False)
    assert sakurai.post(f"/contests/{draft['id']}/cancellation", expect=409)["code"] == "entries_stand"

    said = {"breach": "copied", "evidence": "ほかの店のロゴです"}
    assert sakurai.post(f"/entries/{entry['id']}/exclusion", said)["exclusion"] == "asked"
    exclusions.exclude(Exclusion.objects.get(), ruling="似ています", by=cast.oda, at=clock.now())
    finding = yuki.get(f"/entries/{entry['id']}")["finding"]
    assert (finding["state"], finding["ruling"]) == ("found", "似ています")
    assert sora.post(f"/entries/{entry['id']}/appeal", {"text": "いいえ"}, expect=404)
    assert yuki.post(f"/entries/{entry['id']}/appeal", {"text": "自分の案です"})["finding"]["appeal"]
    [seen] = sakurai.get(f"/contests/{draft['id']}/entries")["items"]
    assert (seen["exclusion"], "自分の案です" in str(seen)) == ("appealed", False)

    contest, at = Contest.objects.get(), clock.now()
    Turn.objects.filter(subject=contest.key, state="open").update(until=at, since=at - timedelta(days=1))
    endings.close_by_itself(again(contest), at=at)
    chosen = {"winners": [{"entry": entry["id"], "words": "すてきです。"}]}
    assert sakurai.post(f"/contests/{draft['id']}/choice", chosen)["state"] == "decided"
    result = sora.get(f"/contests/{draft['id']}/result")
    assert [(one["rank"], one["amount"]) for one in result["awards"]] == [(1, 30_000)]
    assert [one["id"] for one in result["entries"]] == [entry["id"]]
    assert "すてきです。" not in str(result), "the client's words are for the maker"
    award = yuki.get(f"/entries/{entry['id']}")["award"]
    assert award["words"] == "すてきです。"
    notice = yuki.get(f"/awards/{award['id']}/terms-notice")
    assert ("補充の明示" in notice["html"], notice["pdf_sha256"]) == (True, None)
    for path in (f"/awards/{award['id']}/terms-notice", f"/contests/{draft['id']}/terms-notice"):
        printed = yuki.send("GET", f"{path}/pdf")
        assert printed.content.startswith(b"%PDF")
        assert hashlib.sha256(printed.content).hexdigest() == yuki.get(path)["pdf_sha256"]
    assert sora.get(f"/awards/{award['id']}/terms-notice/pdf", expect=404)


def another_of_each(cast: Cast, many: Contest) -> None:
    """One more contest, one more draft, and one more entry that operators found to break a rule."""
    at = clock.now()
    closes_on = day_in_tokyo(at) + timedelta(days=10)
    entered(opened(cast, at=at, closes_on=closes_on, prizes=[5_000, 1_000]), cast.yuki, at=at)
    drafted(cast, at=at, closes_on=None)
    entry = entered(again(many), cast.yuki, at=at)
    messaging.attach(entry.key, logo(), owner=cast.yuki.party, at=at)
    found(cast, entry, at=at)


def test_a_list_asks_as_much_for_many_rows_as_for_few(cast: Cast) -> None:
    at = clock.now()
    closes_on = day_in_tokyo(at) + timedelta(days=10)
    many = opened(cast, at=at, closes_on=closes_on, entries_each=20, hidden=False)
    lists = [
        (program_of(cast.sakurai), "/me/contests?limit=100"),
        (program_of(cast.sakurai), f"/contests/{many.pk}/entries"),
        (program_of(cast.yuki), "/me/entries?limit=100"),
        (program_of(cast.sora), f"/contests/{many.pk}/result"),
    ]

    def asked() -> list[int]:
        return [statements(program, path) for program, path in lists]

    for _ in range(2):
        another_of_each(cast, many)
    few = asked()
    for _ in range(10):
        another_of_each(cast, many)
    assert asked() == few
