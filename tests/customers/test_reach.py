"""Who sees which customers."""

import pytest

from fairlead.access import OutOfReach
from fairlead.customers import columns, queries
from fairlead.customers.models import Contact
from fairlead.people import kinds
from fairlead.people.models import Share
from tests.cast import NOON, building


def names(rows):
    return sorted(row.name for row in rows)


@pytest.mark.parametrize(
    ("who", "companies", "contacts"),
    [
        ("rob", ["Acme GmbH"], ["Ann Smith"]),
        ("mona", ["Acme GmbH"], ["Ann Smith"]),
        ("sue", ["Zenith"], ["Zoe"]),
        ("nora", [], []),
        ("ada", ["Acme GmbH", "Zenith"], ["Ann Smith", "Zoe"]),
    ],
)
def test_everybody_sees_their_own_and_supervisors_their_teams(customers, who, companies, contacts):
    viewer = customers.viewer(who)
    assert names(queries.companies(viewer)) == companies
    assert names(queries.contacts(viewer)) == contacts


def test_what_is_out_of_reach_does_not_exist(customers):
    nora = customers.viewer("nora")
    with pytest.raises(OutOfReach):
        queries.company(nora, customers.acme.pk)
    with pytest.raises(OutOfReach):
        queries.contact(nora, customers.ann.pk)


def test_a_shared_company_shows_its_contacts_as_well(customers):
    with building():
        Share.objects.create(kind="company", record_id=customers.acme.pk, person=customers.cast.nora)
    nora = customers.viewer("nora")
    assert queries.company(nora, customers.acme.pk) == customers.acme
    assert names(queries.contacts(nora)) == ["Ann Smith"]
    assert names(queries.contacts_of(nora, customers.acme)) == ["Ann Smith"]


def test_a_contact_of_ones_own_is_seen_without_its_company(customers):
    with building():
        Contact.objects.create(
            name="Nils", company=customers.zenith, owner=customers.cast.nora, created_at=NOON
        )
    nora = customers.viewer("nora")
    assert names(queries.contacts(nora)) == ["Nils"]
    assert names(queries.companies(nora)) == []


def test_suggestions_and_labels_stay_within_reach(customers):
    nora, rob = customers.viewer("nora"), customers.viewer("rob")
    key = str(customers.acme.pk)
    assert columns.COMPANY_OPTIONS.suggested(nora, "ac") == []
    assert columns.COMPANY_OPTIONS.labels(nora, [key]) == {}
    assert columns.COMPANY_OPTIONS.labels(rob, [key]) == {key: "Acme GmbH"}
    assert [ref.label for ref in columns.COMPANY_OPTIONS.suggested(rob, "ac")] == ["Acme GmbH"]


def test_people_and_lists_know_how_much_hangs_on_them(customers):
    assert kinds.kind("company").open_count(customers.cast.rob.pk) == 1
    assert kinds.kind("contact").find(customers.viewer("rob"), customers.ann.pk) == customers.ann
