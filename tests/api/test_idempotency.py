"""A write that carries a key takes effect once, however often it arrives."""

import pytest

from fairlead.journal.models import Entry
from fairlead.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db


def test_a_repetition_gets_the_same_answer_and_has_no_effect(rob, process) -> None:
    body = {"title": "Fleet of 40", "stage": process.qualify.pk}
    first = rob.post("/opportunities", body, Idempotency_Key="k1")
    second = rob.post("/opportunities", body, Idempotency_Key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert (first.headers.get("Idempotency-Replayed"), second.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    assert second.headers["Location"] == first.headers["Location"]
    assert Opportunity.objects.count() == 1


def test_the_same_key_for_another_request_is_refused(rob, process) -> None:
    body = {"title": "Fleet of 40", "stage": process.qualify.pk}
    made = rob.post("/opportunities", body, Idempotency_Key="k1").json()
    other = rob.post("/opportunities", body | {"title": "Other"}, Idempotency_Key="k1")
    assert (other.status_code, "different request" in other.json()["title"]) == (422, True)
    elsewhere = rob.post(
        f"/opportunities/{made['id']}/move", {"stage": process.propose.pk}, Idempotency_Key="k1"
    )
    assert elsewhere.status_code == 422


def test_keys_of_two_people_do_not_meet(rob, program, process) -> None:
    body = {"title": "Fleet of 40", "stage": process.qualify.pk}
    mine = rob.post("/opportunities", body, Idempotency_Key="k1").json()
    theirs = program("sue").post("/opportunities", body, Idempotency_Key="k1").json()
    assert mine["id"] != theirs["id"]


def test_a_refused_write_may_be_tried_again_with_its_key(rob, process) -> None:
    at = f"/opportunities/{process.deal(amount=None).pk}"
    assert rob.post(f"{at}/win", {}, Idempotency_Key="k1").status_code == 422
    rob.patch(at, {"version": 1, "amount": "5"})
    assert rob.post(f"{at}/win", {}, Idempotency_Key="k1").json()["outcome"] == "won"


def test_verbs_and_changes_carry_keys_as_well(rob, process) -> None:
    at = f"/opportunities/{process.deal().pk}"
    for _ in range(2):
        assert rob.patch(at, {"version": 1, "title": "Y"}, Idempotency_Key="a").json()["version"] == 2
        assert (
            rob.post(f"{at}/move", {"stage": process.propose.pk}, Idempotency_Key="b").json()["version"] == 3
        )
    assert Entry.objects.filter(action__in=("opportunity.edited", "opportunity.moved")).count() == 2


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there"])
def test_a_key_that_is_none_is_refused(rob, process, key: str) -> None:
    body = {"title": "Fleet of 40", "stage": process.qualify.pk}
    refused = rob.post("/opportunities", body, Idempotency_Key=key)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["Idempotency-Key"])
