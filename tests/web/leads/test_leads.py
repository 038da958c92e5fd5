"""Leads: listed, made, changed, and what becomes of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairlead.pipeline.models import Lead, Opportunity
from tests.cast import building


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def lead(cast):
    with building():
        return Lead.objects.create(name="Jo", company_name="Kite Ltd", owner=cast.rob, created_at=cast.at)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_row_and_for_three(as_, cast, count):
    with building():
        for number in range(count):
            Lead.objects.create(name=f"Jo {number}", owner=cast.rob, created_at=cast.at)
    client = as_("rob")
    client.get("/leads")
    with CaptureQueriesContext(connection) as asked:
        client.get("/leads")
    assert len(asked) == 8


def test_strangers_see_nothing_of_it(as_, lead):
    assert "Kite Ltd" in text_of(as_("rob").get("/leads"))
    assert "Kite Ltd" not in text_of(as_("sue").get("/leads"))
    for part in ("", "/edit", "/qualify", "/reassign"):
        assert as_("sue").get(f"/leads/{lead.pk}{part}").status_code == 404


def test_a_lead_names_a_person_or_a_company(as_, cast):
    client = as_("rob")
    empty = client.post("/leads/new", {"key": "a", "owner": cast.rob.pk})
    assert empty.status_code == 422
    assert "Enter the name of a person or of a company." in text_of(empty)
    client.post("/leads/new", {"key": "b", "owner": cast.rob.pk, "name": "Jo"})
    client.post("/leads/new", {"key": "b", "owner": cast.rob.pk, "name": "Jo"})
    assert Lead.objects.count() == 1


def test_qualifying_makes_company_contact_and_opportunity_in_one_step(as_, lead, sales):
    sent = {"stage": sales.qualify.pk, "currency": "EUR", "amount": "500", "version": lead.version}
    answer = as_("rob").post(f"/leads/{lead.pk}/qualify", sent)
    made = Opportunity.objects.get()
    assert answer.headers["Location"] == f"/opportunities/{made.pk}"
    lead.refresh_from_db()
    assert (lead.state, lead.company.name, lead.contact.name) == ("qualified", "Kite Ltd", "Jo")
    assert made.lead == lead
    assert "What became of it" in text_of(as_("rob").get(f"/leads/{lead.pk}"))


def test_disqualifying_asks_why_and_can_be_taken_back(as_, lead):
    client = as_("rob")
    assert client.post(f"/leads/{lead.pk}/disqualify", {"reason": ""}).status_code == 422
    client.post(f"/leads/{lead.pk}/disqualify", {"reason": "Student"})
    lead.refresh_from_db()
    assert lead.state == "disqualified"
    client.post(f"/leads/{lead.pk}/reopen", {"reason": ""})
    lead.refresh_from_db()
    assert lead.state == "open"


def test_it_is_handed_over(as_, cast, lead):
    as_("rob").post(f"/leads/{lead.pk}/reassign", {"owner": cast.nora.pk})
    lead.refresh_from_db()
    assert lead.owner == cast.nora
