"""The house stands: the settings load and the database answers."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        assert cursor.fetchone()[0].startswith("mikiwame_test_")
