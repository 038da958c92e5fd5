"""Customers are created, edited, handed over, deleted and restored."""

from datetime import timedelta

import pytest

from fairlead import journal
from fairlead.access import Refused
from fairlead.customers import actions, queries
from fairlead.customers.models import Company, Contact
from fairlead.kit.validation import Invalid
from fairlead.people.models import Person
from fairlead.vocabulary.belonging import WrongList
from fairlead.vocabulary.models import ReferenceValue
from tests.cast import NOON, building

LATER = NOON + timedelta(hours=1)


def test_rob_creates_a_company_of_his_own_and_it_lies_where_he_works(customers):
    rob = customers.viewer("rob")
    new = actions.NewCompany("  Bolt  ", owner=customers.cast.rob, details={"country": "de", "city": "Köln"})
    event = actions.create_company(new, by=rob, at=LATER)
    bolt = queries.company(rob, event.company_id)
    assert (bolt.name, bolt.country, bolt.location, bolt.created_at) == (
        "Bolt",
        "DE",
        customers.cast.europe,
        LATER,
    )


def test_nobody_creates_customers_for_strangers(customers):
    with pytest.raises(Refused, match="for yourself and for people you supervise"):
        actions.create_company(
            actions.NewCompany("Bolt", owner=customers.cast.sue), by=customers.viewer("rob"), at=LATER
        )
    with pytest.raises(Refused, match="for yourself"):
        actions.create_contact(
            actions.NewContact("Bob", company=customers.zenith), by=customers.viewer("rob"), at=LATER
        )
    assert Company.objects.count() == 2


def test_a_supervisor_creates_for_the_team(customers):
    event = actions.create_company(
        actions.NewCompany("Bolt", owner=customers.cast.rob), by=customers.viewer("mona"), at=LATER
    )
    assert Company.objects.get(pk=event.company_id).owner == customers.cast.rob


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"country": "Germany"}, "country"),
        ({"name": " "}, "name"),
        ({"external_id": "x" * 101}, "external_id"),
    ],
)
def test_a_field_that_cannot_be_so_is_named(customers, details, field):
    with pytest.raises(Invalid) as problem:
        actions.edit_company(customers.acme, changes=details, by=customers.viewer("rob"), at=LATER)
    assert list(problem.value.fields) == [field]


def test_two_people_edit_different_fields_and_both_stay(customers):
    rob, mona = customers.viewer("rob"), customers.viewer("mona")
    seen = queries.company(rob, customers.acme.pk)
    actions.edit_company(customers.acme, changes={"phone": "030 1"}, by=mona, at=LATER)
    actions.edit_company(seen, changes={"city": "Bonn", "phone": ""}, by=rob, at=LATER)
    acme = queries.company(rob, customers.acme.pk)
    assert (acme.city, acme.phone) == ("Bonn", "030 1")


def test_two_people_edit_the_same_field_and_the_second_is_told(customers):
    rob, mona = customers.viewer("rob"), customers.viewer("mona")
    seen = queries.company(rob, customers.acme.pk)
    actions.edit_company(customers.acme, changes={"city": "Bonn"}, by=mona, at=LATER)
    with pytest.raises(journal.Stale) as problem:
        actions.edit_company(seen, changes={"city": "Kiel"}, by=rob, at=LATER)
    assert problem.value.others == {"city": "Bonn"}


def test_saving_without_a_change_leaves_no_trace(customers):
    assert (
        actions.edit_company(customers.acme, changes={"city": "Berlin"}, by=customers.viewer("rob"), at=LATER)
        is None
    )
    assert len(journal.history(customers.acme)) == 1


def test_a_value_of_another_list_is_refused(customers):
    with building():
        source = ReferenceValue.objects.create(list="source", label="Fair")
    with pytest.raises(WrongList, match="none of the industries"):
        actions.edit_company(
            customers.acme, changes={"industry": source}, by=customers.viewer("rob"), at=LATER
        )


def test_a_company_cannot_belong_to_itself_in_a_circle(customers):
    ada = customers.viewer("ada")
    actions.edit_company(customers.zenith, changes={"parent": customers.acme}, by=ada, at=LATER)
    with pytest.raises(actions.CannotEditCompany, match="Zenith belongs to Acme GmbH already"):
        actions.edit_company(customers.acme, changes={"parent": customers.zenith}, by=ada, at=LATER)
    with pytest.raises(Invalid, match="not its own parent"):
        actions.edit_company(customers.acme, changes={"parent": customers.acme}, by=ada, at=LATER)


def test_handing_a_company_over_takes_its_contacts_along(customers):
    actions.reassign_company(customers.acme, to=customers.cast.sue, by=customers.viewer("mona"), at=LATER)
    assert Contact.objects.get(pk=customers.ann.pk).owner == customers.cast.sue
    assert journal.history(customers.ann)[0].action == "company.reassigned"


def test_nothing_is_handed_to_somebody_who_left(customers):
    with building():
        Person.objects.filter(pk=customers.cast.sue.pk).update(is_active=False)
    sue = customers.cast.person("sue")
    with pytest.raises(actions.CannotEditCompany, match="Sue is deactivated"):
        actions.reassign_company(customers.acme, to=sue, by=customers.viewer("mona"), at=LATER)


def test_deleting_needs_the_permission_and_can_be_taken_back(customers):
    rob, ada = customers.viewer("rob"), customers.viewer("ada")
    with pytest.raises(Refused, match="permission to delete"):
        actions.delete_company(customers.acme, by=rob, at=LATER)
    actions.delete_company(customers.acme, by=ada, at=LATER)
    assert list(queries.companies(rob)) == []
    with pytest.raises(Refused, match="Restore it first"):
        actions.edit_company(customers.acme, changes={"city": "Bonn"}, by=ada, at=LATER)
    actions.restore_company(customers.acme, by=ada, at=LATER)
    assert list(queries.companies(rob)) == [customers.acme]


def test_a_neighbour_who_was_lent_a_company_may_read_it_and_not_change_it(customers):
    from fairlead.people.models import Share

    with building():
        Share.objects.create(kind="company", record_id=customers.acme.pk, person=customers.cast.nora)
    nora = customers.viewer("nora")
    acme = queries.company(nora, customers.acme.pk)
    for change in (
        lambda: actions.edit_company(acme, changes={"city": "Bonn"}, by=nora, at=LATER),
        lambda: actions.edit_contact(customers.ann, changes={"phone": "1"}, by=nora, at=LATER),
        lambda: actions.reassign_company(acme, to=customers.cast.nora, by=nora, at=LATER),
    ):
        with pytest.raises(Refused, match="you may read it"):
            change()


def test_a_contact_has_a_real_address_and_no_deleted_company(customers):
    ada = customers.viewer("ada")
    with pytest.raises(Invalid) as problem:
        actions.edit_contact(customers.ann, changes={"email": "ann at acme"}, by=ada, at=LATER)
    assert list(problem.value.fields) == ["email"]
    actions.delete_company(customers.zenith, by=ada, at=LATER)
    with pytest.raises(actions.CannotEditContact, match="Zenith was deleted"):
        actions.edit_contact(
            customers.ann, changes={"company": Company.objects.get(name="Zenith")}, by=ada, at=LATER
        )
