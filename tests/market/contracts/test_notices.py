"""Terms notices: one for each version of what both agreed to, and those of before stay as they are."""

from importlib import import_module

import pytest
from django.db import connection

from mikiwame.core.errors import NotFound
from mikiwame.market.contracts import queries
from tests.cast import Cast
from tests.market.contracts.stage import agreed


def test_the_first_notice_is_of_the_terms_that_both_agreed_to(cast: Cast) -> None:
    contract = agreed(cast)
    notice = queries.notice_for(cast.yuki, contract.pk)
    assert (notice.number, notice.sheet) == (1, contract.sheet)
    assert list(queries.notices_for(cast.sakurai, contract.pk)) == [notice]
    assert not queries.notices_for(cast.sora, contract.pk).exists()
    with pytest.raises(NotFound):
        queries.notice_for(cast.yuki, contract.pk, 2)


@pytest.mark.django_db(transaction=True)
def test_notices_from_before_there_were_versions_are_kept(cast: Cast) -> None:
    contract = agreed(cast)
    before = queries.notice_for(cast.yuki, contract.pk)
    migration = import_module("mikiwame.market.contracts.migrations.0004_a_notice_per_version")
    with connection.cursor() as cursor:
        cursor.execute(migration.BACKWARD)
        cursor.execute(migration.FORWARD)

    after = queries.notice_for(cast.yuki, contract.pk)
    assert after == before
    assert (after.number, after.html, bytes(after.sha256)) == (1, before.html, bytes(before.sha256))
