"""What the API does not understand it refuses, and says where."""

import pytest

from fairlead.journal.models import Entry
from fairlead.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("shoe", "blue"),
        ("title", ""),
        ("title", None),
        ("title", 5),
        ("title", "x" * 201),
        ("title", "null\x00byte"),
        ("amount", 1200.5),
        ("amount", 1200),
        ("amount", "1,200"),
        ("amount", "1e3"),
        ("amount", "1.00001"),
        ("amount", "NaN"),
        ("amount", "1200\n"),
        ("amount", "9" * 15),
        ("probability", "101"),
        ("probability", 50),
        ("expected_close_on", 0),
        ("expected_close_on", "2026-02-30"),
        ("expected_close_on", "30.06.2026"),
        ("company", "5"),
        ("company", True),
        ("company", 2**63),
        ("company", 0),
        ("is_draft", 1),
        ("currency", "euro"),
        ("forecast_category", "maybe"),
        ("forecast_category", None),
        ("next_step", None),
    ],
)
def test_a_field_that_is_not_right_is_named(rob, process, field: str, value: object) -> None:
    body = {"title": "X", "stage": process.qualify.pk} | {field: value}
    refused = rob.post("/opportunities", body)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, [field]), refused.content
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert Opportunity.objects.count() == 0


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"null", b'"x"', b"5", b'{"title": "\\ud800"}', b"\xff"])
def test_a_body_that_is_no_object_is_refused(rob, body: bytes) -> None:
    refused = rob.post("/opportunities", body)
    assert refused.status_code in (400, 422)
    assert refused.json()["status"] == refused.status_code


def test_a_change_names_the_version_it_is_based_on(rob, process) -> None:
    refused = rob.patch(f"/opportunities/{process.deal().pk}", {"title": "X"})
    assert (refused.status_code, refused.json()["fields"]) == (422, {"version": "This is required."})


def test_verbs_of_their_own_cannot_be_edited_in(rob, process, cast) -> None:
    at = f"/opportunities/{process.deal().pk}"
    for field, value in {
        "stage": process.close.pk,
        "owner": cast.sue.pk,
        "outcome": "won",
        "is_draft": False,
    }.items():
        assert list(rob.patch(at, {"version": 1, field: value}).json()["fields"]) == [field]


def test_unknown_addresses_and_methods_are_told_in_json(rob) -> None:
    lost = rob("GET", "/shoes")
    assert (lost.status_code, lost.headers["Content-Type"]) == (404, "application/problem+json")
    assert rob("DELETE", "/opportunities").status_code == 405
    assert rob("GET", f"/opportunities/{10**30}").status_code == 404


def test_a_refused_write_leaves_no_trace(rob, process) -> None:
    before = Entry.objects.count()
    rob.post("/opportunities", {"title": "X", "stage": process.close.pk})
    rob.post(f"/opportunities/{process.deal('sue').pk}/win", {})
    assert Entry.objects.count() == before + 1  # Sue's deal itself
