"""The ways in which a database lets rows be written that are easily forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from fairlead import access, journal
from fairlead.people.models import Location, Team

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own")
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own")


@pytest.fixture
def north() -> Team:
    with journal.recording("test", by=BY, at=NINE):
        return Team.objects.create(name="North")


def past() -> list[tuple[str, int]]:
    return list(Team.history_model.objects.order_by("history_id").values_list("name", "version"))


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_an_upsert_keeps_the_old_version(north: Team) -> None:
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.bulk_create(
            [Team(pk=north.pk, name="Northwest"), Team(name="South")],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["name"],
        )
    north.refresh_from_db()
    assert (north.name, north.version, north.valid_from, past()) == ("Northwest", 2, TEN, [("North", 1)])


def test_an_upsert_of_the_stamps_themselves_counts_on(north: Team) -> None:
    with journal.recording("test", by=BY, at=TEN) as opened:
        Team.objects.bulk_create(
            [Team(pk=north.pk, name="Northwest", version=9)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["name", "version", "valid_from", "entry_id"],
        )
    north.refresh_from_db()
    assert (north.version, north.valid_from, north.entry_id) == (2, TEN, opened.entry_id)
    assert past() == [("North", 1)]


def test_an_update_from_other_rows_keeps_the_old_versions(north: Team) -> None:
    with journal.recording("test", by=BY, at=TEN):
        run("UPDATE people_team SET name = v.name || '!' FROM people_team v WHERE v.id = people_team.id")
        Location.objects.create(name="x")
    assert (Team.objects.get().name, past()) == ("North!", [("North", 1)])


@on_sqlite
def test_a_row_that_another_replaces_is_kept(north: Team) -> None:
    with journal.recording("test", by=BY, at=TEN) as opened:
        run(
            "INSERT OR REPLACE INTO people_team (id, name, is_active, version, valid_from, entry_id)"
            " VALUES (%s, 'South', 1, 1, '2026-03-02 10:00:00', %s)",
            north.pk,
            opened.entry_id,
        )
    assert past() == [("North", 1)]


@on_sqlite
@pytest.mark.parametrize("table", ["people_team_history", "journal_entry"])
def test_the_past_is_not_replaced(north: Team, table: str) -> None:
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.update(name="B")
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@on_postgres
@pytest.mark.parametrize(
    "table", ["people_share", "people_share_history", "journal_outboxevent, journal_entry"]
)
def test_no_table_is_emptied_at_one_stroke(table: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table}")


def test_a_key_is_never_changed(north: Team) -> None:
    with pytest.raises(DatabaseError, match="by an action only"), journal.recording("test", by=BY, at=TEN):
        Team.objects.filter(pk=north.pk).update(id=F("id") + 1)


def test_what_comes_and_goes_within_an_entry_leaves_nothing(north: Team) -> None:
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.create(name="Brief")
        Team.objects.filter(name="Brief").update(name="Briefer")
        Team.objects.filter(name="Briefer").delete()
        Team.objects.filter(pk=north.pk).update(name="Changed")
        Team.objects.filter(pk=north.pk).delete()
    assert past() == [("North", 1)]


def test_the_versions_of_parts_are_found_by_an_index() -> None:
    """Without one, the page of a record would read the whole past of all lines."""
    from fairlead.pipeline.models import OpportunityContact, OpportunityLine, OpportunitySplit

    for model in (OpportunityLine, OpportunitySplit, OpportunityContact):
        indexed = [index.fields for index in model.history_model._meta.indexes]
        assert indexed == [["id", "version"], ["opportunity"]]
