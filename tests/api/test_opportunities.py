"""Opportunities through the API: the same rules, told in JSON."""

from decimal import Decimal

import pytest
from django.db import connection

from fairlead.people.models import Share
from fairlead.pipeline import actions
from fairlead.pipeline.models import Opportunity
from tests.cast import NOON, building

pytestmark = pytest.mark.django_db


def test_create_read_change_move_win(rob, process) -> None:
    company = process.company()
    made = rob.post(
        "/opportunities",
        {
            "title": "Fleet of 40",
            "stage": process.qualify.pk,
            "company": company.pk,
            "amount": "1200.5",
            "expected_close_on": "2026-06-30",
        },
    )
    assert made.status_code == 201, made.content
    told = made.json()
    assert made.headers["Location"] == f"/api/v1/opportunities/{told['id']}"
    assert {
        name: told[name] for name in ("title", "amount", "currency", "weighted", "outcome", "version")
    } == {
        "title": "Fleet of 40",
        "amount": "1200.5000",
        "currency": "EUR",
        "weighted": "120.0500",
        "outcome": "open",
        "version": 1,
    }
    assert told["company"] == {"id": company.pk, "name": "Acme"}
    assert told["owner"]["name"] == "Rob"
    assert rob.get(f"/opportunities/{told['id']}") == told

    at = f"/opportunities/{told['id']}"
    changed = rob.patch(at, {"version": 1, "title": "Fleet of 45", "competitor": process.rival.pk}).json()
    assert (changed["title"], changed["competitor"]["name"], changed["version"]) == (
        "Fleet of 45",
        "Rival",
        2,
    )
    moved = rob.post(f"{at}/move", {"stage": process.close.pk, "reason": "They want it."}).json()
    assert (moved["stage"]["name"], moved["probability"], moved["phase"]) == ("Close", "90.00", "proposal")
    won = rob.post(f"{at}/win", {"amount": "1300"}).json()
    assert (won["outcome"], won["closed_on"], won["weighted"]) == ("won", "2026-03-02", "1300.0000")
    assert [row["action"] for row in rob.get(f"{at}/history")["rows"]] == [
        "opportunity.won",
        "opportunity.moved",
        "opportunity.edited",
        "opportunity.created",
    ]
    assert {row["door"] for row in rob.get(f"{at}/history")["rows"]} == {"api"}


def test_lose_void_reopen_delete_restore(rob, process, cast) -> None:
    at = f"/opportunities/{process.deal().pk}"
    assert rob.post(f"{at}/lose", {}).json()["fields"] == {"lost_reason": "This is required."}
    lost = rob.post(f"{at}/lose", {"lost_reason": process.price.pk, "closed_on": "2026-03-01"}).json()
    assert (lost["outcome"], lost["lost_reason"]["name"], lost["closed_on"]) == (
        "lost",
        "Price",
        "2026-03-01",
    )
    refused = rob.post(f"{at}/win", {})
    assert (refused.status_code, refused.json()["title"]) == (
        403,
        "This opportunity is closed. Reopen it first.",
    )
    assert rob.post(f"{at}/reopen", {"reason": "They called."}).json()["outcome"] == "open"
    assert rob.post(f"{at}/void", {"reason": "A duplicate."}).json()["outcome"] == "void"
    refused = rob.post(f"{at}/delete", {})
    assert (refused.status_code, "permission" in refused.json()["title"]) == (403, True)


def test_ada_deletes_and_restores(program, process) -> None:
    ada, at = program("ada"), f"/opportunities/{process.deal().pk}"
    assert ada.post(f"{at}/delete", {}).json()["deleted_at"] == "2026-03-02T13:00:00Z"
    assert ada.get("/opportunities")["rows"] == []
    assert ada.post(f"{at}/restore", {}).json()["deleted_at"] is None
    assert len(ada.get("/opportunities")["rows"]) == 1


def test_reassigning_hands_it_over_and_out_of_sight(rob, process, cast) -> None:
    at = f"/opportunities/{process.deal().pk}"
    assert rob.post(f"{at}/reassign", {"owner": cast.sue.pk}).status_code == 204
    assert rob("GET", at).status_code == 404


def test_a_stage_says_what_it_needs(rob, process) -> None:
    at = f"/opportunities/{process.deal(amount=None).pk}"
    refused = rob.post(f"{at}/move", {"stage": process.propose.pk})
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json() == {
        "type": "about:blank",
        "title": "Propose needs: amount.",
        "status": 422,
        "fields": {"amount": "Propose needs this."},
    }


def test_neighbours_get_404_and_shares_are_read_only(program, rob, process, cast) -> None:
    at = f"/opportunities/{process.deal().pk}"
    sue, nora, mona = program("sue"), program("nora"), program("mona")
    for verb, body in (("", None), ("/history", None)):
        assert sue("GET", f"{at}{verb}", body).status_code == 404
    assert sue.patch(at, {"version": 1, "title": "Sue's"}).status_code == 404
    assert sue.post(f"{at}/move", {"stage": process.propose.pk}).status_code == 404
    assert sue.get("/opportunities?totals=true")["totals"]["count"] == 0
    with building():
        Share.objects.create(kind="opportunity", record_id=Opportunity.objects.get().pk, person=cast.nora)
    assert nora.get(at)["title"] == "Fleet of 40"
    assert nora.patch(at, {"version": 1, "title": "Nora's"}).status_code == 403
    assert mona.patch(at, {"version": 1, "title": "Mona's"}).json()["title"] == "Mona's"


def test_a_draft_is_its_owners_alone(program, rob, process) -> None:
    made = rob.post(
        "/opportunities", {"title": "Maybe", "stage": process.qualify.pk, "is_draft": True}
    ).json()
    at = f"/opportunities/{made['id']}"
    for name in ("mona", "sue", "ada"):
        assert program(name)("GET", at).status_code == 404
    assert rob.post(f"{at}/publish", {}).json()["is_draft"] is False
    assert program("mona").get(at)["title"] == "Maybe"


def test_what_a_field_names_must_be_within_reach(rob, process) -> None:
    theirs = process.company("sue", name="Sue's customer")
    refused = rob.post("/opportunities", {"title": "X", "stage": process.qualify.pk, "company": theirs.pk})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["company"])
    refused = rob.post("/opportunities", {"title": "X", "stage": 999_999})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["stage"])
    refused = rob.post("/opportunities", {"title": "X", "stage": process.qualify.pk, "currency": "XXX"})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["currency"])
    assert Opportunity.objects.count() == 0


def test_edits_of_different_fields_merge_and_of_the_same_are_refused_with_the_others_value(
    rob, process
) -> None:
    at = f"/opportunities/{process.deal().pk}"
    assert rob.patch(at, {"version": 1, "next_step": "Call"}).json()["version"] == 2
    merged = rob.patch(at, {"version": 1, "title": "Fleet of 41"}).json()
    assert (merged["next_step"], merged["title"], merged["version"]) == ("Call", "Fleet of 41", 3)
    stale = rob.patch(at, {"version": 1, "title": "Fleet of 42"})
    assert (stale.status_code, stale.json()["others"]) == (409, {"title": "Fleet of 41"})
    stale = rob.post(f"{at}/win", {"version": 3})
    assert stale.status_code == 200
    assert rob.post(f"{at}/lose", {"version": 3, "lost_reason": process.price.pk}).status_code == 409
    assert rob.patch(at, {"version": 99, "title": "X"}).status_code in (403, 422)


def test_a_probability_is_set_by_hand_and_given_back(rob, process) -> None:
    at = f"/opportunities/{process.deal().pk}"
    by_hand = rob.patch(at, {"version": 1, "probability": "37.5"}).json()
    assert (by_hand["probability"], by_hand["probability_source"]) == ("37.50", "manual")
    back = rob.patch(at, {"version": 2, "probability": None}).json()
    assert (back["probability"], back["probability_source"]) == ("10.00", "stage")


def test_as_of_a_moment(rob, process) -> None:
    deal = process.deal()
    actions.edit_opportunity(
        deal, changes={"amount": Decimal(7)}, by=process.cast.viewer("rob"), at=NOON.replace(minute=30)
    )
    then = rob.get(f"/opportunities/{deal.pk}?as_of=2026-03-02T12:10:00Z")
    assert (then["amount"], then["version"]) == ("1000.0000", 1)
    assert rob("GET", f"/opportunities/{deal.pk}?as_of=2026-03-02T11:00:00Z").status_code == 404
    rows = rob.get("/opportunities?as_of=2026-03-02T12:10:00%2B00:00&totals=true")
    assert [row["amount"] for row in rows["rows"]] == ["1000.0000"]
    assert rows["totals"]["sums"]["amount"] == [{"amount": "1000.0000", "currency": "EUR"}]


def test_a_write_asks_as_many_questions_as_it_needs(rob, process, django_assert_num_queries) -> None:
    """Both databases count alike, but for the words that open and close an entry in PostgreSQL's session."""
    rob.get("/people/me")
    to_create, to_move = {"sqlite": (14, 17), "postgresql": (15, 18)}[connection.vendor]
    with django_assert_num_queries(to_create):
        made = rob.post("/opportunities", {"title": "X", "stage": process.qualify.pk, "amount": "5"}).json()
    with django_assert_num_queries(to_move):
        rob.post(f"/opportunities/{made['id']}/move", {"stage": process.propose.pk})
