"""The pages of companies and contacts."""

import re

import pytest
from django.urls import reverse

from fairlead.customers.models import Company, Contact
from fairlead.people.models import Share
from tests.cast import NOON, building


def signed_in(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def rob(client, customers):
    return signed_in(client, customers.cast.rob)


@pytest.fixture
def ada(client, customers):
    return signed_in(client, customers.cast.ada)


def text(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("route", ["companies", "contacts", "companies_deleted", "contacts_deleted"])
def test_a_list_shows_what_is_within_reach(rob, customers, route):
    response = rob.get(reverse(route))
    assert response.status_code == 200
    assert "Zenith" not in text(response)
    assert ("Acme GmbH" in text(response)) is not route.endswith("deleted")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_companies_takes_the_same_queries_for_one_row_and_for_three(
    rob, customers, count, django_assert_num_queries
):
    with building():
        for number in range(count - 1):
            Company.objects.create(name=f"More {number}", owner=customers.cast.rob, created_at=NOON)
    rob.get(reverse("companies"))
    with django_assert_num_queries(LIST_QUERIES):
        response = rob.get(reverse("companies"))
    assert f"{count} compan" in text(response)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_company_takes_the_same_queries_for_one_contact_and_for_three(
    rob, customers, count, django_assert_num_queries
):
    with building():
        for number in range(count - 1):
            Contact.objects.create(name=f"Extra {number}", company=customers.acme, created_at=NOON)
    rob.get(reverse("company", args=[customers.acme.pk]))
    with django_assert_num_queries(RECORD_QUERIES):
        response = rob.get(reverse("company", args=[customers.acme.pk]))
    assert text(response).count("Extra ") == count - 1


LIST_QUERIES = 8
RECORD_QUERIES = 15


@pytest.mark.parametrize("verb", ["", "_edit", "_reassign", "_merge"])
def test_what_is_out_of_reach_is_not_found(rob, customers, verb):
    assert rob.get(reverse(f"company{verb}", args=[customers.zenith.pk])).status_code == 404
    assert rob.get(reverse(f"contact{verb}", args=[customers.zoe.pk])).status_code == 404


def test_rob_creates_a_company_and_is_shown_it(rob, customers):
    sent = {"name": "Bolt", "country": "NO", "owner": customers.cast.rob.pk}
    response = rob.post(reverse("company_new"), sent)
    bolt = Company.objects.get(name="Bolt")
    assert (response.status_code, response["Location"]) == (302, reverse("company", args=[bolt.pk]))
    assert (bolt.country, bolt.owner, bolt.location) == ("NO", customers.cast.rob, customers.cast.europe)


def test_a_company_that_may_be_here_already_is_shown_before_it_is_created(rob, customers):
    sent = {"name": "ACME Ltd", "owner": customers.cast.rob.pk}
    response = rob.post(reverse("company_new"), sent)
    assert response.status_code == 422
    assert "This may be here already: Acme GmbH" in text(response)
    assert Company.objects.count() == 2
    assert rob.post(reverse("company_new"), {**sent, "anyway": "1"}).status_code == 302
    assert Company.objects.count() == 3


def test_while_typing_the_likely_duplicates_appear(rob, customers):
    assert "Acme GmbH" in text(rob.get(reverse("companies_alike"), {"name": "Acme"}))
    assert "Ann Smith" in text(rob.get(reverse("contacts_alike"), {"name": "x", "email": "ann@acme.example"}))
    assert "Zenith" not in text(rob.get(reverse("companies_alike"), {"name": "Zenith"}))


def test_editing_shows_the_form_saves_and_names_what_is_wrong(rob, customers):
    address = reverse("company_edit", args=[customers.acme.pk])
    page = rob.get(address)
    assert 'value="Acme GmbH"' in page.content.decode()
    response = rob.post(address, {"name": "", "version": customers.acme.version})
    assert response.status_code == 422
    assert "This field is required" in text(response)
    response = rob.post(address, {"name": "Acme AG", "city": "Bonn", "version": customers.acme.version})
    assert response.status_code == 302
    assert Company.objects.get(pk=customers.acme.pk).name == "Acme AG"


def test_a_stale_form_is_told_what_the_other_wrote(rob, customers):
    address = reverse("company_edit", args=[customers.acme.pk])
    with building():
        Company.objects.filter(pk=customers.acme.pk).update(city="Bonn")
    response = rob.post(address, {"name": "Acme GmbH", "city": "Kiel", "version": customers.acme.version})
    assert response.status_code == 422
    assert "Somebody else set this to “Bonn” meanwhile" in text(response)
    version = re.search(r'name="version" value="(\d+)"', response.content.decode())[1]
    again = rob.post(address, {"name": "Acme GmbH", "city": "Kiel", "version": version})
    assert (again.status_code, Company.objects.get(pk=customers.acme.pk).city) == (302, "Kiel")


def test_choices_beyond_reach_are_no_choices(rob, customers):
    address = reverse("contact_new")
    response = rob.post(
        address, {"name": "Bob", "company": customers.zenith.pk, "owner": customers.cast.rob.pk}
    )
    assert response.status_code == 422
    assert "Choose one from the list" in text(response)
    assert rob.get(reverse("company_suggest"), {"q": "Zen"}).json() == {"choices": []}


def test_who_was_lent_a_company_reads_it_and_is_told_why_no_more(client, customers):
    with building():
        Share.objects.create(kind="company", record_id=customers.acme.pk, person=customers.cast.nora)
    nora = signed_in(client, customers.cast.nora)
    response = nora.get(reverse("company", args=[customers.acme.pk]))
    assert "you may read it" in text(response)
    address = reverse("company_edit", args=[customers.acme.pk])
    assert nora.post(address, {"name": "Mine"}).status_code == 403
    assert Company.objects.get(pk=customers.acme.pk).name == "Acme GmbH"


def test_two_companies_are_compared_merged_and_parted_again(ada, customers):
    acme, zenith = customers.acme.pk, customers.zenith.pk
    address = reverse("company_merge", args=[acme])
    assert "Zenith stays" in text(ada.get(address, {"other": zenith}))
    response = ada.post(address, {"other": zenith, "kept": zenith})
    assert response["Location"] == reverse("company", args=[zenith])
    page = text(ada.get(reverse("company", args=[acme])))
    assert "This was merged into Zenith" in page
    assert ada.post(reverse("company_unmerge", args=[acme])).status_code == 302
    assert Company.objects.filter(deleted_at=None).count() == 2


def test_deleting_and_restoring_go_by_the_page(ada, customers):
    acme = customers.acme.pk
    assert ada.get(reverse("company_delete", args=[acme])).status_code == 405
    assert ada.post(reverse("company_delete", args=[acme])).status_code == 302
    assert "Acme GmbH" in text(ada.get(reverse("companies_deleted")))
    assert ada.post(reverse("company_restore", args=[acme])).status_code == 302
    assert Company.objects.get(pk=acme).deleted_at is None


def test_handing_over_is_a_dialog_and_a_post(ada, customers):
    address = reverse("company_reassign", args=[customers.acme.pk])
    dialog = ada.get(address, headers={"HX-Request": "true"})
    assert "data-dialog-title" in dialog.content.decode()
    assert ada.post(address, {"to": customers.cast.sue.pk, "reason": "Moved"}).status_code == 302
    assert Company.objects.get(pk=customers.acme.pk).owner == customers.cast.sue


def test_the_page_shows_a_past_day_and_rests(ada, customers):
    with building():
        Company.objects.filter(pk=customers.acme.pk).update(name="Acme Today")
    acme = reverse("company", args=[customers.acme.pk])
    sent_on = ada.get(acme, {"day": "2026-03-02"})
    assert sent_on["Location"] == f"{acme}?as_of=2026-03-02T23%3A59%3A59%2B00%3A00"
    assert "Editing rests" in text(ada.get(sent_on["Location"]))
    assert ada.get(acme, {"day": "2999-01-01"})["Location"] == acme
    assert ada.get(reverse("company", args=[customers.acme.pk]), {"as_of": "soon"}).status_code == 422


def test_contacts_have_the_same_pages(ada, customers):
    ann = reverse("contact", args=[customers.ann.pk])
    assert "ann@acme.example" in text(ada.get(ann))
    sent = {"name": "Bob", "company": customers.acme.pk, "email": "bob@acme.example"}
    response = ada.post(reverse("contact_new"), sent)
    bob = Contact.objects.get(name="Bob")
    assert response["Location"] == reverse("contact", args=[bob.pk])
    edited = {**sent, "name": "Bob B", "version": bob.version}
    assert ada.post(reverse("contact_edit", args=[bob.pk]), edited).status_code == 302
    address = reverse("contact_merge", args=[bob.pk])
    assert ada.post(address, {"other": customers.ann.pk, "kept": customers.ann.pk}).status_code == 302
    assert ada.post(reverse("contact_unmerge", args=[bob.pk])).status_code == 302
    assert (
        ada.post(reverse("contact_reassign", args=[bob.pk]), {"to": customers.cast.sue.pk}).status_code == 302
    )
    assert ada.post(reverse("contact_delete", args=[bob.pk])).status_code == 302
    assert ada.post(reverse("contact_restore", args=[bob.pk])).status_code == 302


def test_a_website_of_another_scheme_is_no_link_to_it(ada, customers):
    with building():
        Company.objects.filter(pk=customers.acme.pk).update(website="javascript://alert(1)")
    page = ada.get(reverse("company", args=[customers.acme.pk])).content.decode()
    assert 'href="https://javascript://alert(1)"' in page
