"""The database itself keeps every version, and refuses what nobody recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from fairlead import access, journal
from fairlead.journal import installing
from fairlead.journal.models import Entry
from fairlead.people.models import Team

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


def team(name: str = "North", at: datetime = NINE) -> Team:
    with journal.recording("test", by=BY, at=at):
        return Team.objects.create(name=name)


def closed() -> list[tuple[str, int, datetime, datetime]]:
    rows = Team.history_model.objects.order_by("history_id")
    return list(rows.values_list("name", "version", "valid_from", "valid_to"))


def test_every_trigger_is_in_place() -> None:
    assert installing.missing() == set()
    assert len(installing.in_place()) > 10


def test_an_insert_keeps_no_second_copy() -> None:
    north = team()
    north.refresh_from_db()
    assert (north.version, north.valid_from, closed()) == (1, NINE, [])
    assert Entry.objects.get().pk == north.entry_id


@pytest.mark.parametrize("how", ["save", "bulk", "update", "sql"])
def test_each_way_of_writing_keeps_the_old_version(how: str) -> None:
    north = team()
    with journal.recording("test", by=BY, at=TEN):
        north.name = "Northwest"
        if how == "save":
            north.save()
        elif how == "bulk":
            Team.objects.bulk_update([north], ["name"])
        elif how == "update":
            Team.objects.filter(pk=north.pk).update(name="Northwest")
        else:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE people_team SET name = 'Northwest' WHERE id = %s", [north.pk])
    north.refresh_from_db()
    assert (north.name, north.version, north.valid_from) == ("Northwest", 2, TEN)
    assert closed() == [("North", 1, NINE, TEN)]


def test_a_deleted_row_stays_in_history() -> None:
    north = team()
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.filter(pk=north.pk).delete()
    assert closed() == [("North", 1, NINE, TEN)]


def test_saving_without_a_change_is_silent() -> None:
    north = team()
    with journal.recording("test", by=BY, at=TEN):
        north.version = 99
        north.save()
    north.refresh_from_db()
    assert (north.version, north.valid_from, closed()) == (1, NINE, [])


def test_two_writes_in_one_entry_are_one_version() -> None:
    with journal.recording("test", by=BY, at=NINE):
        north = Team.objects.create(name="A")
        north.name = "B"
        north.save()
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.filter(pk=north.pk).update(name="C")
        Team.objects.filter(pk=north.pk).update(name="D")
    north.refresh_from_db()
    assert (north.name, north.version) == ("D", 2)
    assert closed() == [("B", 1, NINE, TEN)]


def test_a_clock_that_runs_behind_never_turns_a_version_around() -> None:
    north = team(at=TEN)
    with journal.recording("test", by=BY, at=NINE):
        Team.objects.filter(pk=north.pk).update(name="Late")
    ((_, _, valid_from, valid_to),) = closed()
    assert valid_to - valid_from == timedelta(microseconds=1)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO people_team (name, is_active, version, valid_from, entry_id)"
        " VALUES ('x', true, 1, '2026-01-01', 1)",
        "UPDATE people_team SET name = 'x'",
        "DELETE FROM people_team",
    ],
)
def test_the_database_refuses_a_write_outside_every_action(statement: str) -> None:
    team()
    with (
        pytest.raises(DatabaseError, match="by an action only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Team.objects.values_list("name", flat=True)) == ["North"]


def test_python_refuses_it_in_words_a_developer_understands() -> None:
    with pytest.raises(journal.NotRecorded, match="A team can be written by an action only"):
        Team.objects.create(name="x")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_team_history SET name = 'x'",
        "DELETE FROM people_team_history",
        "UPDATE journal_entry SET action = 'x'",
        "DELETE FROM journal_entry",
    ],
)
def test_what_happened_cannot_be_rewritten(statement: str) -> None:
    north = team()
    with journal.recording("test", by=BY, at=TEN):
        Team.objects.filter(pk=north.pk).update(name="B")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert closed() == [("North", 1, NINE, TEN)]


def test_the_journal_notices_a_missing_trigger() -> None:
    name = sorted(installing.in_place())[0]
    table = name.removeprefix("fairlead_").rsplit("_", 1)[0]
    drop = f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else f' ON "{table}"')
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE tgname = %s",
                [name],
            )
            drop = f'DROP TRIGGER "{name}" ON "{cursor.fetchone()[0]}"'
        cursor.execute(drop)
    assert installing.missing() == {name}
    installing.install()
    assert installing.missing() == set()
