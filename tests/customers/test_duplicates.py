"""Customers that may have been entered before are found while they are entered."""

import pytest

from fairlead.customers import queries
from fairlead.customers.models import Company, Contact
from fairlead.customers.queries import CompanyDraft, ContactDraft
from tests.cast import NOON, building


def found(viewer, draft):
    return [
        (likeness.record.name, likeness.reasons) for likeness in queries.possible_duplicates(viewer, draft)
    ]


@pytest.mark.parametrize("name", ["ACME", "Acme Inc.", "acmé gmbh", "The Acme Company"])
def test_a_legal_form_makes_no_other_company(customers, name):
    assert found(customers.viewer("rob"), CompanyDraft(name)) == [("Acme GmbH", ("similar name (100 %)",))]


@pytest.mark.parametrize(
    "name", ["Northwnd Traders", "Nortwind Traders Ltd", "Traders Northwind", "Northwind Tradres"]
)
def test_a_typing_mistake_is_forgiven(customers, name):
    with building():
        Company.objects.create(name="Northwind Traders", owner=customers.cast.rob, created_at=NOON)
    assert [record for record, _reasons in found(customers.viewer("rob"), CompanyDraft(name))] == [
        "Northwind Traders"
    ]


@pytest.mark.parametrize("name", ["Acorn", "Berlin", "Zebra", "", "  ", "GmbH"])
def test_other_names_are_other_companies(customers, name):
    assert found(customers.viewer("rob"), CompanyDraft(name)) == []


def test_a_website_or_a_number_says_more_than_a_name(customers):
    rob = customers.viewer("rob")
    assert found(rob, CompanyDraft("Totally different", website="acme.example/en")) == [
        ("Acme GmbH", ("same website acme.example", "people there write from acme.example"))
    ]
    with building():
        Company.objects.filter(pk=customers.acme.pk).update(phone="+49 (0)30 1234567")
    assert found(rob, CompanyDraft("Other", phone="030 1234567")) == [("Acme GmbH", ("same phone number",))]


def test_only_what_one_may_see_is_suggested(customers):
    assert found(customers.viewer("nora"), CompanyDraft("Acme")) == []
    assert found(customers.viewer("nora"), ContactDraft("Ann Smith", email="ann@acme.example")) == []


def test_a_record_is_no_duplicate_of_itself(customers):
    assert found(customers.viewer("rob"), CompanyDraft("Acme", pk=customers.acme.pk)) == []


def test_a_person_is_known_by_address_number_or_name_at_the_company(customers):
    rob = customers.viewer("rob")
    assert found(rob, ContactDraft("A. Smith", email="ANN@acme.example")) == [
        ("Ann Smith", ("same e-mail address",))
    ]
    assert found(rob, ContactDraft("Anne Smith", company_id=customers.acme.pk)) == [
        ("Ann Smith", ("similar name (95 %) at the same company",))
    ]
    with building():
        other = Company.objects.create(name="Other", owner=customers.cast.rob, created_at=NOON)
        Contact.objects.create(name="Smith Ann", company=other, owner=customers.cast.rob, created_at=NOON)
    assert [name for name, _ in found(rob, ContactDraft("Ann Smith", company_id=other.pk))] == ["Smith Ann"]
