"""SQLite knows how values are spread once it was let to learn it."""

import pytest
from django.db import connection

from fairlead.kit.sqlite import learning
from tests.cast import Cast


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL learns by itself")
def test_every_index_is_known_with_the_values_that_ranges_are_judged_by(cast: Cast) -> None:
    learning.learn()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'people_person'")
        assert cursor.fetchone()[0] > 1
        cursor.execute("SELECT count(*) FROM sqlite_stat4 WHERE tbl = 'people_person'")
        assert cursor.fetchone()[0] > 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is asked to learn")
def test_postgresql_is_asked_nothing(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        learning.learn()
