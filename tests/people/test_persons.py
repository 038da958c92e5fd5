"""Persons join, change and leave."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from fairlead import journal
from fairlead.access import OutOfReach, Refused, Role, installation
from fairlead.kit.errors import RuleBroken
from fairlead.kit.validation import Invalid
from fairlead.people import actions, queries
from fairlead.people.models import Person, Supervision
from tests.cast import NOON, building


def add(cast, **about):
    new = actions.NewPerson(**({"email": "tom@example.com", "name": "Tom"} | about))
    return Person.objects.get(pk=actions.add_person(new, by=cast.viewer("ada"), at=NOON).person_id)


def test_an_administrator_adds_a_person_who_can_sign_in(cast):
    tom = add(cast, email=" Tom@Example.com ", password="a long and odd sentence", team=cast.north)
    assert (tom.email, tom.role, tom.team, tom.is_active) == (
        "tom@example.com",
        "sales_executive",
        cast.north,
        True,
    )
    assert tom.check_password("a long and odd sentence")


@pytest.mark.parametrize("name", ["rob", "mona"])
def test_nobody_else_adds_a_person(cast, name):
    before = Person.objects.count()
    with pytest.raises(Refused) as refusal:
        actions.add_person(actions.NewPerson("tom@example.com", "Tom"), by=cast.viewer(name), at=NOON)
    assert str(refusal.value) == "Only administrators manage people, teams and locations."
    assert Person.objects.count() == before


def test_two_persons_cannot_sign_in_with_the_same_address_whatever_its_case(cast):
    with pytest.raises(Invalid) as problem:
        add(cast, email="ROB@example.COM")
    assert problem.value.fields == {"email": "Somebody else signs in with this e-mail."}


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "nowhere"}, "email"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"locale": "xx-yy-zz"}, "locale"),
        ({"password": "password"}, "password"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, about, field):
    with pytest.raises(RuleBroken) as problem:
        add(cast, **about)
    assert list(problem.value.fields) == [field]


def test_a_change_of_role_is_in_the_history_with_who_and_what(cast):
    actions.edit_person(
        cast.rob, changes={"role": "supervisor"}, by=cast.viewer("ada"), at=NOON, reason="Promoted"
    )
    change = journal.history(cast.person("rob"))[0]
    assert (change.who, change.action, change.reason) == ("Ada", "person.edited", "Promoted")
    assert [(field.title, field.before, field.after) for field in change.fields] == [
        ("role", "Sales executive", "Supervisor")
    ]


def test_two_administrators_edit_different_fields_of_a_person_and_both_stay(cast):
    first, second = cast.person("rob"), cast.person("rob")
    actions.edit_person(first, changes={"name": "Robert"}, by=cast.viewer("ada"), at=NOON)
    actions.edit_person(second, changes={"name": "Rob", "can_import": True}, by=cast.viewer("ada"), at=NOON)
    rob = cast.person("rob")
    assert (rob.name, rob.can_import) == ("Robert", True)


def test_who_stops_being_a_supervisor_stops_supervising(cast):
    actions.edit_person(cast.mona, changes={"role": "sales_executive"}, by=cast.viewer("ada"), at=NOON)
    assert not Supervision.objects.filter(person=cast.mona).exists()
    assert cast.viewer("mona").reach.owners == {cast.mona.pk}


def test_the_last_active_administrator_can_neither_be_demoted_nor_deactivated_nor_deleted(cast):
    with pytest.raises(actions.LastAdministrator):
        actions.edit_person(cast.ada, changes={"role": "supervisor"}, by=cast.viewer("ada"), at=NOON)
    for leave in (actions.deactivate_person, actions.delete_person):
        with pytest.raises(actions.LastAdministrator):
            leave(cast.ada, by=installation(), at=NOON)
    ada = cast.person("ada")
    assert (ada.role, ada.is_active) == (Role.ADMINISTRATOR, True)


def test_with_a_second_administrator_the_first_may_go(cast):
    actions.edit_person(cast.sue, changes={"role": "administrator"}, by=cast.viewer("ada"), at=NOON)
    actions.deactivate_person(cast.ada, by=cast.viewer("sue"), at=NOON)
    assert [person.name for person in queries.administrators()] == ["Sue"]


def test_nobody_deactivates_themselves(cast):
    with pytest.raises(Refused):
        actions.deactivate_person(cast.ada, by=cast.viewer("ada"), at=NOON)


def test_deactivating_ends_sessions_and_tokens(cast, client):
    client.force_login(cast.rob)
    UserSession.objects.create(user=cast.rob, session_key=client.session.session_key, ip="127.0.0.1", data={})
    secret = actions.create_token(cast.rob, name="Script", by=cast.viewer("rob"), at=NOON)
    assert actions.viewer_by_token(secret, NOON) == cast.viewer("rob")
    assert Session.objects.count() == 1
    actions.deactivate_person(cast.rob, by=cast.viewer("ada"), at=NOON)
    assert Session.objects.count() == 0
    assert not cast.person("rob").is_active
    assert actions.viewer_by_token(secret, NOON) is None
    actions.reactivate_person(cast.rob, by=cast.viewer("ada"), at=NOON)
    assert cast.person("rob").is_active
    assert actions.viewer_by_token(secret, NOON) is None


def test_a_person_entered_by_mistake_can_be_deleted(cast):
    tom = add(cast)
    actions.delete_person(tom, by=cast.viewer("ada"), at=NOON)
    assert not Person.objects.filter(email="tom@example.com").exists()


def test_a_person_whose_work_is_in_the_journal_cannot_be_deleted_and_it_says_why(cast):
    actions.edit_profile(cast.rob, changes={"name": "Robert"}, by=cast.viewer("rob"), at=NOON)
    with pytest.raises(actions.CannotDelete) as problem:
        actions.delete_person(cast.rob, by=cast.viewer("ada"), at=NOON)
    assert (
        str(problem.value) == "Robert cannot be deleted, because of 1 journal entry. Deactivate them instead."
    )


def test_everybody_edits_their_own_profile_and_nobody_elses(cast):
    actions.edit_profile(cast.rob, changes={"time_zone": "Asia/Tokyo"}, by=cast.viewer("rob"), at=NOON)
    assert cast.viewer("rob").time_zone == "Asia/Tokyo"
    with pytest.raises(Refused):
        actions.edit_profile(cast.rob, changes={"name": "Bob"}, by=cast.viewer("mona"), at=NOON)


def test_a_password_is_set_and_recorded_but_not_kept(cast):
    actions.set_password(cast.rob, password="a long and odd sentence", by=cast.viewer("ada"), at=NOON)
    rob = cast.person("rob")
    assert rob.check_password("a long and odd sentence")
    assert rob.version == cast.rob.version
    assert "password" not in {field.name for field in Person.history_model._meta.get_fields()}


def test_a_weak_password_is_refused_with_the_reason(cast):
    with pytest.raises(actions.WeakPassword) as problem:
        actions.set_password(cast.rob, password="rob@example", by=cast.viewer("rob"), at=NOON)
    assert str(problem.value) == "The password is too similar to the e-mail."


def test_colleagues_are_seen_by_name_and_only_administrators_manage_them(cast):
    actions.deactivate_person(cast.nora, by=cast.viewer("ada"), at=NOON)
    rob = cast.viewer("rob")
    assert [person.name for person in queries.assignable(rob)] == ["Ada", "Mona", "Rob", "Sue"]
    assert queries.colleague(rob, cast.sue.pk) == cast.sue
    with pytest.raises(OutOfReach):
        queries.colleague(rob, cast.nora.pk)
    with pytest.raises(Refused):
        queries.people(rob)
    with pytest.raises(OutOfReach):
        queries.person(rob, cast.sue.pk)
    assert queries.person(rob, cast.rob.pk) == cast.rob
    assert [person.name for person in queries.people(cast.viewer("ada"))] == [
        "Ada",
        "Mona",
        "Rob",
        "Sue",
        "Nora",
    ]


def test_the_first_administrator_is_made_and_later_helped_back_in(db):
    made = actions.ensure_administrator(
        "boss@example.com", name="Boss", password="a long and odd sentence", by=installation(), at=NOON
    )
    with building():
        Person.objects.filter(pk=made.pk).update(role="supervisor", is_active=False)
    back = actions.ensure_administrator(
        "BOSS@example.com", name="Boss", password="an other odd sentence", by=installation(), at=NOON
    )
    assert (back.pk, back.role, back.is_active) == (made.pk, "administrator", True)
    assert back.check_password("an other odd sentence")
