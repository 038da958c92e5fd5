"""What fails halfway leaves no half, and no permission behind, whoever catches the failure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from fairlead import access, journal
from fairlead.access import Refused, yes
from fairlead.journal.models import Entry, IdempotencyKey, OutboxEvent
from fairlead.people.models import Person, Team

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class TeamTold:
    team_id: int


def anybody(_viewer: access.Viewer, _subject: object) -> access.Verdict:
    return yes()


@journal.action("team.half_done_in_test", rule=anybody)
def fail_halfway(team: Team, *, by: access.Viewer, at: datetime) -> TeamTold:
    team.name = "Half"
    team.save()
    raise Refused("No further.")


@journal.action("team.idle_in_test", rule=anybody)
def do_nothing(team: Team, *, by: access.Viewer, at: datetime) -> None:
    return None


@journal.action("team.noted_in_test", rule=anybody)
def note(team: Team, *, wrapped: bool, by: access.Viewer, at: datetime) -> TeamTold:
    try:
        if wrapped:
            with transaction.atomic():
                fail_halfway(team, by=by, at=at)
        else:
            fail_halfway(team, by=by, at=at)
    except Refused:
        Team.objects.filter(pk=team.pk).update(is_active=False)
    return TeamTold(team.pk)


@pytest.fixture
def team() -> Team:
    with journal.recording("test", by=BY, at=NINE):
        return Team.objects.create(name="North")


@pytest.fixture
def viewer() -> access.Viewer:
    with journal.recording("test", by=BY, at=NINE):
        rob = Person.objects.create_user("rob@example.com", "Rob")
    return access.Viewer(rob.pk, "Rob", access.Role.SALES_EXECUTIVE)


def state(team: Team) -> tuple[str, bool, int]:
    team.refresh_from_db()
    return team.name, team.is_active, team.version


def test_an_inner_failure_that_is_caught_lets_nothing_be_kept(team: Team) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        note(team, wrapped=False, by=BY, at=TEN)
    assert state(team) == ("North", True, 1)


def test_an_inner_failure_in_a_block_of_its_own_is_undone_alone(team: Team) -> None:
    note(team, wrapped=True, by=BY, at=TEN)
    assert state(team) == ("North", False, 2)
    assert OutboxEvent.objects.get().name == "TeamTold"
    assert Entry.objects.get(pk=team.entry_id).action == "team.noted_in_test"


def test_a_failure_caught_within_a_keyed_write_leaves_nothing(team: Team, viewer: access.Viewer) -> None:
    def run() -> journal.Answer:
        try:
            fail_halfway(team, by=viewer, at=TEN)
        except Refused:
            return journal.Answer(403, None)
        raise AssertionError

    entries = Entry.objects.count()
    assert journal.once(viewer, "k", {}, run, at=TEN).status == 403
    assert (state(team), Entry.objects.count()) == (("North", True, 1), entries)
    with pytest.raises(DatabaseError, match="by an action only"), transaction.atomic():
        Team.objects.update(name="x")


def test_nothing_to_do_in_a_keyed_write_keeps_the_answer_and_leaves_no_entry(
    team: Team, viewer: access.Viewer
) -> None:
    def run() -> journal.Answer:
        do_nothing(team, by=viewer, at=TEN)
        return journal.Answer(200, {"id": team.pk})

    entries = Entry.objects.count()
    journal.once(viewer, "k", {}, run, at=TEN)
    assert journal.once(viewer, "k", {}, run, at=TEN).repeated
    assert (Entry.objects.count(), IdempotencyKey.objects.get().status) == (entries, 200)


def test_a_savepoint_rolled_back_leaves_the_entry_open(team: Team) -> None:
    with journal.recording("test", by=BY, at=TEN):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Team.objects.create(name="Gone")
            _ = 1 / 0
        Team.objects.filter(pk=team.pk).update(name="Northwest")
    assert (state(team), Team.objects.count()) == (("Northwest", True, 2), 1)


@pytest.mark.parametrize("how", ["python", "database", "doomed"])
def test_a_permission_ends_with_its_block_when_the_block_fails(team: Team, how: str) -> None:
    with pytest.raises((ZeroDivisionError, DatabaseError)), transaction.atomic(), journal.erasing():
        if how == "doomed":
            with transaction.atomic(savepoint=False):
                _ = 1 / 0
        elif how == "database":
            with connection.cursor() as cursor:
                cursor.execute("SELECT nothing FROM nowhere")
        _ = 1 / 0
    with pytest.raises(DatabaseError), transaction.atomic():
        Team.objects.filter(pk=team.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
    assert state(team) == ("North", True, 1)


def test_a_permission_within_another_gives_it_back(team: Team) -> None:
    early = NINE - timedelta(days=1)
    with journal.recording("test", by=BY, at=TEN) as opened, journal.writing_history():
        with journal.writing_history():
            pass
        with journal.erasing():
            pass
        Team.objects.create(name="Old", valid_from=early, entry_id=opened.entry_id)
    assert Team.objects.get(name="Old").valid_from == early
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
