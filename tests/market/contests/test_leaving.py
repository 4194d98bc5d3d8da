"""What a member made for a contest, and nobody else may see, goes with her."""

from mikiwame.market.contests.models import Entry
from mikiwame.market.contests.operations import entries, leaving
from mikiwame.market.contests.states import EntryState
from mikiwame.market.history.operations import consume
from mikiwame.market.members.operations import delete_account
from mikiwame.market.messaging.models import Attachment
from tests.cast import MORNING, Cast
from tests.market.contests.stage import asked, begun, logo, opened


def test_who_leaves_leaves_no_entry_that_nobody_saw(cast: Cast) -> None:
    contest = opened(cast, asks="both")
    seen = entries.add_file(begun(contest, cast.yuki), logo(), by=cast.yuki, at=MORNING)
    entries.hand_in(Entry.objects.get(), by=cast.yuki, at=MORNING)
    unseen = begun(contest, cast.yuki, text="こむぎ")
    entries.add_file(unseen, logo("red"), by=cast.yuki, at=MORNING)
    others = begun(contest, cast.ken, text="まめ")

    delete_account(cast.yuki, obligations=lambda _: 0, by=cast.yuki, at=MORNING)
    consume("contests", leaving.take_in, at=MORNING)

    assert list(Attachment.objects.all()) == [seen]
    texts = dict(Entry.objects.values_list("pk", "text"))
    assert texts.pop(unseen.pk) == ""
    assert texts.pop(others.pk) == "まめ"
    assert list(texts.values()) == ["むぎのこ"], "what was handed in stays with its contest"


def test_what_she_took_back_goes_unless_operators_were_asked_about_it(cast: Cast) -> None:
    contest = opened(cast, asks="both", entries_each=2)
    made = []
    for text in ("むぎのこ", "こむぎ"):
        entry = begun(contest, cast.yuki, text=text)
        entries.add_file(entry, logo(), by=cast.yuki, at=MORNING)
        made.append(entries.hand_in(entry, by=cast.yuki, at=MORNING))
    plain, evident = made
    asked(cast, Entry.objects.get(pk=evident.pk))
    for entry in Entry.objects.all():
        entries.withdraw(entry, by=cast.yuki, at=MORNING)

    delete_account(cast.yuki, obligations=lambda _: 0, by=cast.yuki, at=MORNING)
    consume("contests", leaving.take_in, at=MORNING)

    assert dict(Entry.objects.values_list("pk", "text")) == {plain.pk: "", evident.pk: "こむぎ"}
    assert [file.subject for file in Attachment.objects.all()] == [evident.key]
    assert set(Entry.objects.values_list("state", flat=True)) == {EntryState.WITHDRAWN}
