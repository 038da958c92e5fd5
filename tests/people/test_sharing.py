"""A record is lent to somebody elsewhere, and everybody's sight can be explained.

People knows no customers, so a person's API token plays the record here: it has an owner. Stories with
customers are told above.
"""

import pytest

from fairlead.access import Refused
from fairlead.people import actions, kinds, queries
from fairlead.people.models import ApiToken, Location, Supervision, Team
from tests.cast import NOON, building


def find(viewer, pk):
    return ApiToken.objects.get(pk=pk)


@pytest.fixture
def record(cast, monkeypatch):
    """A record that Nora owns."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(ApiToken, "owner_id", property(lambda token: token.person_id), raising=False)
    monkeypatch.setattr(ApiToken, "location_id", None, raising=False)
    kinds.register(kinds.Kind("record", "record", "records", ApiToken, find, lambda person_id: 3))
    actions.create_token(cast.nora, name="A fleet of 40", by=cast.viewer("nora"), at=NOON)
    return ApiToken.objects.get()


def sees(cast, name, record):
    return queries.holds(cast.viewer(name), record), queries.why_sees(cast.viewer(name), "record", record)


def test_the_owner_lends_a_record_to_a_person_elsewhere(cast, record):
    assert sees(cast, "rob", record) == (False, [])
    actions.share(record, person=cast.rob, by=cast.viewer("nora"), at=NOON)
    assert sees(cast, "rob", record) == (True, ["It is shared with Rob."])
    assert sees(cast, "sue", record) == (False, [])
    actions.unshare(record, person=cast.rob, by=cast.viewer("nora"), at=NOON)
    assert sees(cast, "rob", record) == (False, [])


def test_lending_to_a_team_reaches_its_members_and_supervisors(cast, record):
    actions.share(record, team=cast.north, by=cast.viewer("nora"), at=NOON)
    assert sees(cast, "rob", record) == (True, ["It is shared with the team North, which Rob belongs to."])
    assert sees(cast, "mona", record) == (True, ["It is shared with the team North, which Mona supervises."])
    assert sees(cast, "sue", record) == (False, [])


def test_whom_it_is_lent_to_cannot_lend_it_on(cast, record):
    actions.share(record, person=cast.rob, by=cast.viewer("nora"), at=NOON)
    with pytest.raises(Refused) as refusal:
        actions.share(record, person=cast.sue, by=cast.viewer("rob"), at=NOON)
    assert str(refusal.value) == (
        "Only the owner, their supervisors and administrators decide with whom this is shared."
    )


def test_a_draft_is_not_lent(cast, record, monkeypatch):
    monkeypatch.setattr(ApiToken, "is_draft", True, raising=False)
    with pytest.raises(Refused):
        actions.share(record, person=cast.rob, by=cast.viewer("nora"), at=NOON)


def test_lending_names_one_person_or_team_who_works_here_and_does_not_own_it(cast, record):
    nora = cast.viewer("nora")
    actions.deactivate_person(cast.sue, by=cast.viewer("ada"), at=NOON)
    for towards in (
        {},
        {"person": cast.rob, "team": cast.north},
        {"person": cast.nora},
        {"person": cast.person("sue")},
    ):
        with pytest.raises(actions.CannotShare):
            actions.share(record, **towards, by=nora, at=NOON)
    assert list(queries.shares_of(nora, record)) == []


def test_lending_twice_is_lending_once(cast, record):
    nora = cast.viewer("nora")
    actions.share(record, person=cast.rob, by=nora, at=NOON)
    assert actions.share(record, person=cast.rob, by=nora, at=NOON) is None
    assert [share.person for share in queries.shares_of(nora, record)] == [cast.rob]


def test_an_administrator_learns_why_a_supervisor_sees_a_record(cast, record):
    with building():
        world = Team.objects.create(name="World")
        Team.objects.filter(pk=cast.west.pk).update(parent=world)
        Supervision.objects.create(person=cast.mona, team=world)
    assert queries.why_sees(cast.viewer("mona"), "record", record) == [
        "Mona supervises the team World, which the team West belongs to, of which Nora, the owner, "
        "is a member."
    ]
    assert queries.why_sees(cast.viewer("nora"), "record", record) == ["Nora owns it."]
    assert queries.why_sees(cast.viewer("ada"), "record", record) == [
        "Ada is an administrator and sees everything."
    ]


def test_a_location_explains_sight_as_well(cast, record):
    with building():
        tokyo = Location.objects.create(name="Tokyo", parent=cast.asia)
        Supervision.objects.create(person=cast.mona, location=cast.asia)
    record.location_id = tokyo.pk
    assert queries.why_sees(cast.viewer("mona"), "record", record) == [
        "Mona supervises the location Asia, which Tokyo, where it is, belongs to."
    ]


def test_open_work_is_named_before_somebody_leaves(cast, record):
    assert [str(holding) for holding in queries.open_work(cast.viewer("ada"), cast.nora)] == [
        "3 open records"
    ]


def test_an_unknown_kind_is_said_to_be_one(cast, record):
    with pytest.raises(kinds.UnknownKind):
        kinds.kind("spaceship")
