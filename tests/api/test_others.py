"""Companies, contacts, people and what everybody may choose from."""

import pytest

pytestmark = pytest.mark.django_db


def test_companies(rob, program, process) -> None:
    made = rob.post("/companies", {"name": "Acme", "city": "Ulm", "country": "DE"})
    assert made.status_code == 201, made.content
    at = f"/companies/{made.json()['id']}"
    assert made.headers["Location"] == f"/api/v1{at}"
    assert (made.json()["owner"]["name"], made.json()["country"]) == ("Rob", "DE")
    changed = rob.patch(at, {"version": 1, "city": "Bonn"}).json()
    assert (changed["city"], changed["version"]) == ("Bonn", 2)
    stale = rob.patch(at, {"version": 1, "city": "Köln"})
    assert (stale.status_code, stale.json()["others"]) == (409, {"city": "Bonn"})
    assert [row["name"] for row in rob.get("/companies?where=city.is:Bonn")["rows"]] == ["Acme"]
    assert [row["action"] for row in rob.get(f"{at}/history")["rows"]] == [
        "company.edited",
        "company.created",
    ]
    sue = program("sue")
    assert (sue("GET", at).status_code, sue.get("/companies")["rows"]) == (404, [])
    assert sue.post("/companies", {"name": "Acme 2", "parent": made.json()["id"]}).status_code == 422


def test_companies_are_handed_over(rob, program, process, cast) -> None:
    at = f"/companies/{process.company().pk}"
    assert rob.post(f"{at}/reassign", {"owner": cast.sue.pk}).status_code in (200, 204)
    assert program("sue").get(at)["owner"]["name"] == "Sue"


def test_contacts(rob, program, process) -> None:
    company = process.company()
    made = rob.post("/contacts", {"name": "Ann", "company": company.pk, "email": "ann@acme.example"})
    assert made.status_code == 201, made.content
    at = f"/contacts/{made.json()['id']}"
    assert rob.patch(at, {"version": 1, "job_title": "Buyer"}).json()["job_title"] == "Buyer"
    assert rob.get("/contacts")["rows"][0]["company"]["name"] == "Acme"
    assert [row["action"] for row in rob.get(f"{at}/history")["rows"]] == [
        "contact.edited",
        "contact.created",
    ]
    assert program("sue")("GET", at).status_code == 404
    assert rob.patch(at, {"version": 2, "email": "nonsense"}).json()["fields"].keys() == {"email"}


def test_people_are_names_to_colleagues_and_everything_to_administrators(rob, program, cast, process) -> None:
    assert rob.get("/people")["rows"][0] == {"id": cast.ada.pk, "name": "Ada"}
    assert rob.get("/people/me")["email"] == "rob@example.com"
    assert rob("GET", f"/people/{cast.sue.pk}").status_code == 404
    assert rob.post("/people", {"email": "x@example.com", "name": "X"}).status_code == 403
    ada = program("ada")
    assert {row["name"]: row["role"] for row in ada.get("/people")["rows"]}["Mona"] == "supervisor"
    made = ada.post("/people", {"email": "tim@example.com", "name": "Tim", "team": cast.north.pk})
    assert (made.status_code, made.json()["team"]["name"]) == (201, "North")
    at = f"/people/{made.json()['id']}"
    assert ada.patch(at, {"version": 1, "can_export": False}).json()["can_export"] is False
    assert ada.post(f"{at}/deactivate", {"reason": "Left."}).json()["is_active"] is False
    assert ada.post(f"{at}/reactivate", {}).json()["is_active"] is True
    taken = ada.post("/people", {"email": "rob@example.com", "name": "Rob 2"})
    assert (taken.status_code, list(taken.json()["fields"])) == (422, ["email"])


def test_choices(rob, process, cast) -> None:
    assert [(s["name"], s["probability"]) for s in rob.get("/stages")["rows"]] == [
        ("Qualify", "10.00"),
        ("Propose", "50.00"),
        ("Close", "90.00"),
    ]
    assert [s["name"] for s in rob.get("/pipelines")["rows"][0]["stages"]] == ["Qualify", "Propose", "Close"]
    assert [v["name"] for v in rob.get("/reference-lists")["lists"]["lost_reason"]] == ["Price"]
    assert [t["name"] for t in rob.get("/teams")["rows"]] == ["North", "South", "West"]
    assert [t["name"] for t in rob.get("/locations")["rows"]] == ["Asia", "Europe"]
    assert [c["name"] for c in rob.get("/campaigns")["rows"]] == ["Spring fair"]
    assert rob.get("/currencies")["base"] == "EUR"


def test_products_are_open_to_everybody_and_kept_by_administrators(rob, program, process) -> None:
    ada = program("ada")
    made = ada.post("/products", {"code": "B-1", "name": "City bike"})
    assert made.status_code == 201, made.content
    at = f"/products/{made.json()['id']}"
    assert rob.post("/products", {"code": "B-2", "name": "Mine"}).status_code == 403
    priced = ada.post(f"{at}/prices", {"from_on": "2026-01-01", "price": "499.9", "currency": "EUR"}).json()
    assert priced["prices"] == [
        {"from_on": "2026-01-01", "price": "499.9000", "cost": None, "currency": "EUR"}
    ]
    assert ada.patch(at, {"version": 1, "name": "City bike 2"}).json()["name"] == "City bike 2"
    assert rob.get(at)["name"] == "City bike 2"
    assert [row["code"] for row in rob.get("/products?q=city")["rows"]] == ["B-1"]
    assert [row["action"] for row in rob.get(f"{at}/history")["rows"]][-1] == "product.created"
