"""Leads through the API."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(rob, process) -> str:
    """Return the address of a lead of Rob's."""
    made = rob.post("/leads", {"name": "Ines Duarte", "company_name": "Roda Livre", "country": "PT"})
    assert made.status_code == 201, made.content
    return f"/leads/{made.json()['id']}"


def test_a_lead_is_made_changed_listed_and_told_of(rob, program, ines) -> None:
    changed = rob.patch(ines, {"version": 1, "city": "Porto"}).json()
    assert (changed["city"], changed["state"], changed["owner"]["name"]) == ("Porto", "open", "Rob")
    stale = rob.patch(ines, {"version": 1, "city": "Faro"})
    assert (stale.status_code, stale.json()["others"]) == (409, {"city": "Porto"})
    assert [row["name"] for row in rob.get("/leads?where=country.is:PT&q=roda")["rows"]] == ["Ines Duarte"]
    assert [row["action"] for row in rob.get(f"{ines}/history")["rows"]] == ["lead.edited", "lead.created"]
    sue = program("sue")
    assert (sue("GET", ines).status_code, sue.get("/leads")["rows"]) == (404, [])
    assert sue.post(f"{ines}/disqualify", {"reason": "Mine."}).status_code == 404
    assert program("mona").get(ines)["city"] == "Porto"


def test_a_lead_without_any_name_is_refused_at_the_field(rob, process) -> None:
    refused = rob.post("/leads", {"city": "Porto"})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["name"])
    assert rob.post("/leads", {"name": "X", "status": 999}).json()["fields"].keys() == {"status"}


def test_a_qualified_lead_becomes_company_contact_and_opportunity_once(rob, ines, process) -> None:
    body = {"stage": process.qualify.pk, "title": "Fleet", "amount": "500.00"}
    done = [rob.post(f"{ines}/qualify", body, Idempotency_Key="q-1") for _ in range(2)]
    assert [answer.status_code for answer in done] == [200, 200]
    told = done[1].json()
    assert told == done[0].json()
    assert (told["state"], told["made_company"]["name"], told["made_contact"]["name"]) == (
        "qualified",
        "Roda Livre",
        "Ines Duarte",
    )
    made = rob.get(f"/opportunities/{told['opportunity']}")
    assert (made["title"], made["amount"], made["currency"]) == ("Fleet", "500.0000", "EUR")
    parts = rob.get(f"/opportunities/{told['opportunity']}/parts")
    assert [one["contact"]["name"] for one in parts["contacts"]] == ["Ines Duarte"]
    assert rob.post(f"{ines}/qualify", body).status_code == 403


def test_qualifying_links_only_what_is_within_reach(rob, ines, process) -> None:
    strange = process.company("sue", name="Sue's customer")
    refused = rob.post(f"{ines}/qualify", {"company": strange.pk})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["company"])
    assert rob.get(ines)["state"] == "open"


def test_a_lead_is_disqualified_reopened_handed_over_and_deleted(rob, program, ines, cast) -> None:
    assert rob.post(f"{ines}/disqualify", {}).status_code == 422
    assert rob.post(f"{ines}/disqualify", {"reason": "A student."}).json()["state"] == "disqualified"
    assert rob.post(f"{ines}/reopen", {}).json()["state"] == "open"
    assert rob.post(f"{ines}/delete", {}).status_code == 403
    ada = program("ada")
    assert ada.post(f"{ines}/delete", {}).json()["deleted_at"] is not None
    assert rob.get("/leads")["rows"] == []
    assert ada.post(f"{ines}/restore", {}).json()["deleted_at"] is None
    assert rob.post(f"{ines}/reassign", {"owner": cast.sue.pk}).status_code in (200, 204)
    assert program("sue").get(ines)["owner"]["name"] == "Sue"
    assert rob("GET", ines).status_code == 404
