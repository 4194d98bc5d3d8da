"""The contact guard before an offer: postings, applications and refusals lead nowhere outside.

Kuroda, the fraud, tries each place in which words are read before money is held.
"""

from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mikiwame.core.errors import Refused
from mikiwame.market.contracts.operations import offers
from mikiwame.market.hiring import queries
from mikiwame.market.hiring.models import Application
from mikiwame.market.hiring.operations import applications, files, postings
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.history.models import Fact
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.terms import contact as guard
from tests.cast import MORNING, Cast
from tests.market.hiring.stage import applied, drafted, published

SPELT = "らいんのIDは kuro77 です。追加してください。"
MASKED = "ｋｕｒｏ77＠ｅｘａｍｐｌｅ．ｃｏｍへご連絡ください。"

TRICKS = [
    ("title", {"title": "詳しくはL◯NEで！簡単な作業"}),
    ("body", {"body": f"在宅でできる作業です。\n{SPELT}"}),
    ("body", {"body": f"在宅でできる作業です。\n{MASKED}"}),
    ("scope", {"scope": "詳しい内容はLINEでお送りします。kuro77を追加してください。"}),
    ("communication", {"communication": "080-1234-5678 に電話してください。"}),
    ("requirement_lines", {"requirement_lines": [("LINE登録をお願いします", True)]}),
    ("question_lines", {"question_lines": [("LINEのIDを教えてください。", True)]}),
]


@pytest.mark.parametrize(("field", "said"), TRICKS)
def test_a_posting_that_leads_outside_is_written_but_not_published(
    cast: Cast, field: str, said: dict[str, Any]
) -> None:
    draft = drafted(cast.kuroda, **said)
    with pytest.raises(Refused, match="leads_outside") as refused:
        postings.publish(draft, by=cast.kuroda, at=MORNING)
    assert refused.value.field == field
    for finding in refused.value.context["findings"]:
        assert finding.quote.text
    assert [ruling.field for ruling in queries.missing(draft, at=MORNING)] == [field]
    draft.refresh_from_db()
    assert draft.state == PostingState.DRAFT


def test_a_posting_from_before_the_guard_stands_in_no_offers_way(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as unguarded:
        unguarded.setattr(guard, "outside", lambda *_: iter(()))
        posting = published(cast.sakurai, scope="詳しくは sakurai@example.com に聞いてください。")
    application = applied(cast.yuki, posting)
    offering = partial(offers.offer, application, parts=None, message="", by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="leads_outside") as refused:
        offering(changes={"deliverable": MASKED})
    assert refused.value.field == "deliverable"
    assert "sakurai@" in offering(changes={}).sheet.scope


def test_what_only_looks_like_it_is_published(cast: Cast) -> None:
    said: dict[str, Any] = {
        "title": "LINEスタンプのデザイン",
        "body": "LINEスタンプを24個描いてください。メールマガジンの文面とは別の仕事です。",
        "communication": "このサイトのメッセージで。仮払いのあとはChatworkでもやり取りします。",
        "environment": "Illustratorと、Zoomでの打ち合わせができること。",
    }
    assert published(cast.sakurai, **said).state == PostingState.OPEN


def test_an_application_that_leads_outside_is_not_sent_and_nobody_hears_of_it(cast: Cast) -> None:
    posting = published(cast.sakurai)
    before = Fact.objects.count()
    for text in (SPELT, MASKED, "続きは別のところでお話ししませんか"):
        with pytest.raises(Refused, match="leads_outside") as refused:
            applied(cast.kuroda, posting, message=text)
        assert refused.value.field == "message"
    assert not Application.objects.exists()
    assert Fact.objects.count() == before


def test_an_answer_that_leads_outside_stands_at_its_question(cast: Cast) -> None:
    posting = published(cast.sakurai, question_lines=[("作品を見せてください。", True)])
    [question] = posting.questions.all()
    with pytest.raises(Refused, match="leads_outside") as refused:
        applied(cast.kuroda, posting, answers={question.pk: "インスタのDMで見せます。@kuro_77"})
    assert refused.value.field == f"answer_{question.pk}"
    applied(cast.kuroda, posting, answers={question.pk: "絵本の挿絵を12点描きました。"})


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("LINE_ID_kuro77.pdf", b"%PDF-1.7 ..."),
        SimpleUploadedFile("作品.txt", f"作品の一覧です。\n{SPELT}".encode()),
        SimpleUploadedFile("作品.csv", f"題名,年\r\n{MASKED},2026\r\n".encode("cp932")),
    ],
    ids=["name", "text", "table"],
)
def test_a_file_that_leads_outside_is_not_attached(cast: Cast, file: SimpleUploadedFile) -> None:
    posting, draft = published(cast.sakurai), drafted(cast.kuroda)
    for attach in (
        lambda: applied(cast.kuroda, posting, files=[file]),
        lambda: files.add(draft, [file], by=cast.kuroda, at=MORNING),
    ):
        with pytest.raises(Refused, match="leads_outside") as refused:
            attach()
        assert refused.value.field == "files"
    assert not Attachment.objects.exists()


def test_the_content_of_a_pdf_is_not_read(cast: Cast) -> None:
    application = applied(
        cast.kuroda, published(cast.sakurai), files=[SimpleUploadedFile("作品.pdf", b"%PDF-1.7 LINE: kuro77")]
    )
    assert Attachment.objects.get().subject == application.key


def test_a_refusal_leads_nowhere_either(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.kuroda))
    with pytest.raises(Refused, match="leads_outside") as refused:
        applications.decline(application, reason="other", note=SPELT, by=cast.kuroda, at=MORNING)
    assert refused.value.field == "note"
