"""Two records that are one become one, and nothing is lost."""

from datetime import timedelta

import pytest

from fairlead import journal
from fairlead.access import Refused
from fairlead.customers import actions, queries
from fairlead.customers.models import Company, Contact
from fairlead.people.models import Share
from tests.cast import NOON, building

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def twin(customers):
    """ACME, entered a second time by Rob, with a contact, a subsidiary, a share and a phone number."""
    cast = customers.cast
    with building():
        twin = Company.objects.create(
            name="ACME",
            owner=cast.rob,
            phone="030 1",
            external_id="A-1",
            street="Elsewhere 1",
            created_at=NOON,
        )
        Contact.objects.create(name="Ben", company=twin, owner=cast.rob, created_at=NOON)
        Company.objects.create(name="Acme Labs", parent=twin, owner=cast.rob, created_at=NOON)
        Share.objects.create(kind="company", record_id=twin.pk, person=cast.nora)
    return twin


def state():
    """Return all rows that matter, without the stamps that the journal puts on them."""
    left_out = {"version", "valid_from", "entry_id", "search"}
    return [
        sorted(
            tuple((name, value) for name, value in row.items() if name not in left_out)
            for row in model.objects.values()
        )
        for model in (Company, Contact, Share)
    ]


def test_all_that_hung_on_one_hangs_on_the_other(customers, twin):
    rob = customers.viewer("rob")
    event = actions.merge_companies(customers.acme, gone=twin, by=rob, at=LATER)
    acme = queries.company(rob, customers.acme.pk)
    assert sorted(row.name for row in queries.contacts_of(rob, acme)) == ["Ann Smith", "Ben"]
    assert [row.name for row in queries.subsidiaries(rob, acme)] == ["Acme Labs"]
    assert [share.person for share in Share.objects.filter(record_id=acme.pk)] == [customers.cast.nora]
    assert event.moved == {"contacts": 1, "companies": 1}


def test_blanks_are_filled_and_what_stands_there_stays(customers, twin):
    actions.merge_companies(customers.acme, gone=twin, by=customers.viewer("rob"), at=LATER)
    acme = Company.objects.get(pk=customers.acme.pk)
    assert (acme.name, acme.phone, acme.external_id, acme.city, acme.street) == (
        "Acme GmbH",
        "030 1",
        "A-1",
        "Berlin",
        "",
    )


def test_the_one_that_went_points_to_the_one_that_stayed(customers, twin):
    rob = customers.viewer("rob")
    actions.merge_companies(customers.acme, gone=twin, by=rob, at=LATER)
    gone = queries.company(rob, twin.pk)
    assert (gone.merged_into, gone.is_deleted) == (customers.acme, True)
    assert twin not in queries.companies(rob)
    with pytest.raises(Refused, match="was merged into another"):
        actions.restore_company(gone, by=customers.viewer("ada"), at=LATER)


def test_a_merge_can_be_undone_to_the_last_field(customers, twin):
    before = state()
    rob = customers.viewer("rob")
    actions.merge_companies(customers.acme, gone=twin, by=rob, at=LATER)
    assert state() != before
    undone = actions.undo_merge(queries.company(rob, twin.pk), by=rob, at=LATER)
    assert undone.left == []
    assert state() == before
    assert list(queries.companies(rob).filter(search__has=("acme",)).order_by("pk")) == [
        customers.acme,
        twin,
        *Company.objects.filter(name="Acme Labs"),
    ]


def test_undoing_leaves_what_somebody_changed_since(customers, twin):
    rob = customers.viewer("rob")
    actions.merge_companies(customers.acme, gone=twin, by=rob, at=LATER)
    actions.edit_contact(Contact.objects.get(name="Ben"), changes={"phone": "7"}, by=rob, at=LATER)
    undone = actions.undo_merge(queries.company(rob, twin.pk), by=rob, at=LATER)
    assert [text for text in undone.left if "Ben" in text] == ["Ben: It was changed since."]
    assert Contact.objects.get(name="Ben").phone == "7"


def test_one_needs_the_right_to_change_both(customers):
    before = state()
    with pytest.raises(Refused, match="Zenith: Only the owner"):
        actions.merge_companies(customers.acme, gone=customers.zenith, by=customers.viewer("rob"), at=LATER)
    with pytest.raises(actions.CannotMerge, match="two different"):
        actions.merge_companies(customers.acme, gone=customers.acme, by=customers.viewer("rob"), at=LATER)
    assert state() == before


def test_merging_a_parent_into_its_subsidiary_makes_no_circle(customers):
    ada = customers.viewer("ada")
    actions.edit_company(customers.acme, changes={"parent": customers.zenith}, by=ada, at=LATER)
    actions.merge_companies(customers.acme, gone=customers.zenith, by=ada, at=LATER)
    assert Company.objects.get(pk=customers.acme.pk).parent is None


def test_contacts_merge_likewise(customers):
    rob = customers.viewer("rob")
    with building():
        twin = Contact.objects.create(
            name="Anne Smith", owner=customers.cast.rob, phone="+49 30 1234567", created_at=NOON
        )
        Share.objects.create(kind="contact", record_id=twin.pk, person=customers.cast.nora)
        Share.objects.create(kind="contact", record_id=customers.ann.pk, person=customers.cast.nora)
    before = state()
    actions.merge_contacts(customers.ann, gone=twin, by=rob, at=LATER)
    ann = queries.contact(rob, customers.ann.pk)
    assert (ann.name, ann.phone) == ("Ann Smith", "+49 30 1234567")
    assert Share.objects.filter(kind="contact").count() == 1
    actions.undo_merge(queries.contact(rob, twin.pk), by=rob, at=LATER)
    assert state() == before


def test_the_history_says_what_happened_to_both(customers, twin):
    actions.merge_companies(
        customers.acme, gone=twin, by=customers.viewer("rob"), at=LATER, reason="Entered twice"
    )
    change = journal.history(customers.acme)[0]
    assert (change.action, change.reason, change.who) == ("company.merged", "Entered twice", "Rob")
    assert {field.name: field.after for field in change.fields} == {"phone": "030 1", "external_id": "A-1"}
