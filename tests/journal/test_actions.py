"""An action locks, asks, records, announces and commits, or leaves no trace."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from fairlead import access, journal
from fairlead.access import Refused, no, yes
from fairlead.journal.idempotency import KeyReused
from fairlead.journal.models import Entry, OutboxEvent
from fairlead.people.models import Person, Team

pytestmark = pytest.mark.django_db

BY = access.installation()
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TeamEdited:
    team_id: int


def may_edit(_viewer: access.Viewer, team: Team) -> access.Verdict:
    return no("The locked team stays as it is.") if team.name == "Locked" else yes()


@journal.action("team.edited_in_test", rule=may_edit)
def edit(team: Team, *, changes: dict[str, object], by: access.Viewer, at: datetime, reason: str = ""):
    if not journal.merge(team, changes):
        return None
    team.save()
    return TeamEdited(team.pk)


@journal.action("team.renamed_in_test", rule=may_edit, touches=("name",))
def rename(team: Team, *, name: str, by: access.Viewer, at: datetime):
    return edit(team, changes={"name": name}, by=by, at=at)


@pytest.fixture
def team() -> Team:
    with journal.recording("test", by=BY, at=NINE):
        return Team.objects.create(name="North")


def test_an_action_records_and_announces(team: Team) -> None:
    with journal.source("api"):
        edit(team, changes={"name": "Northwest"}, by=BY, at=TEN, reason="It moved.")
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.at, entry.door, entry.reason) == (
        "team.edited_in_test",
        TEN,
        "api",
        "It moved.",
    )
    assert list(OutboxEvent.objects.values_list("name", "payload")) == [("TeamEdited", {"team_id": team.pk})]


def test_nothing_to_do_leaves_no_entry(team: Team) -> None:
    assert edit(team, changes={"name": "North"}, by=BY, at=TEN) is None
    assert Entry.objects.count() == 1


def test_an_inner_action_joins_the_outer_entry(team: Team) -> None:
    rename(team, name="Northwest", by=BY, at=TEN)
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
        "test",
        "team.renamed_in_test",
    ]


def test_a_refusal_gives_the_reason_and_changes_nothing() -> None:
    with journal.recording("test", by=BY, at=NINE):
        locked = Team.objects.create(name="Locked")
    with pytest.raises(Refused, match=r"^The locked team stays as it is\.$"):
        edit(locked, changes={"name": "x"}, by=BY, at=TEN)
    assert (Team.objects.get().name, Entry.objects.count()) == ("Locked", 1)


def test_edits_of_different_fields_merge(team: Team) -> None:
    mine, yours = Team.objects.get(), Team.objects.get()
    edit(yours, changes={"is_active": False}, by=BY, at=TEN)
    edit(mine, changes={"name": "Northwest", "is_active": True}, by=BY, at=TEN)
    team.refresh_from_db()
    assert (team.name, team.is_active, team.version) == ("Northwest", False, 3)


def test_edits_of_the_same_field_are_refused_with_the_others_value(team: Team) -> None:
    mine, yours = Team.objects.get(), Team.objects.get()
    edit(yours, changes={"name": "Yours"}, by=BY, at=TEN)
    with pytest.raises(journal.Stale) as stale:
        edit(mine, changes={"name": "Mine"}, by=BY, at=TEN)
    assert stale.value.others == {"name": "Yours"}
    with pytest.raises(journal.Stale):
        rename(mine, name="Mine", by=BY, at=TEN)
    assert Team.objects.get().name == "Yours"


def test_the_same_edit_twice_is_no_conflict(team: Team) -> None:
    mine, yours = Team.objects.get(), Team.objects.get()
    edit(yours, changes={"name": "Same"}, by=BY, at=TEN)
    assert edit(mine, changes={"name": "Same"}, by=BY, at=TEN) is None


def test_a_keyed_write_takes_effect_once(team: Team) -> None:
    with journal.recording("test", by=BY, at=NINE):
        rob = Person.objects.create_user("rob@example.com", "Rob")
    viewer = access.Viewer(rob.pk, "Rob", access.Role.SALES_EXECUTIVE)
    runs = []

    def run() -> journal.Answer:
        runs.append(1)
        edit(team, changes={"name": "Once"}, by=BY, at=TEN)
        return journal.Answer(201, {"ok": True})

    first = journal.once(viewer, "k1", {"name": "Once"}, run, at=TEN)
    second = journal.once(viewer, "k1", {"name": "Once"}, run, at=TEN)
    assert (first.status, second.status, second.body, len(runs)) == (201, 201, {"ok": True}, 1)
    assert (first.repeated, second.repeated) == (False, True)
    with pytest.raises(KeyReused):
        journal.once(viewer, "k1", {"name": "Other"}, run, at=TEN)


def test_a_keyed_write_that_fails_may_be_tried_again(team: Team) -> None:
    with journal.recording("test", by=BY, at=NINE):
        rob = Person.objects.create_user("rob@example.com", "Rob")
    viewer = access.Viewer(rob.pk, "Rob", access.Role.SALES_EXECUTIVE)

    def fail() -> journal.Answer:
        edit(team, changes={"name": "Half"}, by=BY, at=TEN)
        raise Refused("No.")

    with pytest.raises(Refused):
        journal.once(viewer, "k1", {}, fail, at=TEN)
    assert Team.objects.get().name == "North"
    assert journal.once(viewer, "k1", {}, lambda: journal.Answer(200, None), at=TEN).status == 200
