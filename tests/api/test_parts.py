"""Lines, split and contacts of an opportunity through the API."""

from datetime import timedelta

import pytest

from fairlead.customers import actions as customers
from fairlead.products.models import Product
from tests.cast import NOON, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def bike(process) -> Product:
    with building():
        return Product.objects.create(code="B-1", name="City bike", created_at=NOON)


@pytest.fixture
def deal(process) -> str:
    """Return the address of an opportunity of Rob's over 1,000."""
    return f"/opportunities/{process.deal().pk}"


def put(program, path: str, body: dict, **headers: str):
    return program("PUT", path, body, **headers)


def test_lines_are_set_as_a_whole_and_the_amount_is_their_sum(rob, deal, bike) -> None:
    line = {"product": bike.pk, "quantity": "3", "unit_price": "100.10", "discount": "10"}
    told = put(rob, f"{deal}/lines", {"lines": [line, {"product": bike.pk, "unit_price": "5"}]}).json()
    assert [(one["quantity"], one["total"]) for one in told["lines"]] == [
        ("3.0000", "270.2700"),
        ("1.0000", "5.0000"),
    ]
    assert told["amount"] == rob.get(deal)["amount"] == "275.2700"
    kept = told["lines"][1]["id"]
    again = put(rob, f"{deal}/lines", {"lines": [{"id": kept, "product": bike.pk, "unit_price": "7"}]}).json()
    assert [(one["id"], one["unit_price"]) for one in again["lines"]] == [(kept, "7.0000")]
    free = put(rob, f"{deal}/lines", {"lines": [], "sets_amount": False}).json()
    assert (free["lines"], free["amount"]) == ([], "7.0000")


def test_a_line_of_another_opportunity_and_an_unknown_product_are_refused(rob, deal, bike, process) -> None:
    for line in ({"id": 999, "product": bike.pk, "unit_price": "1"}, {"product": 999, "unit_price": "1"}):
        refused = put(rob, f"{deal}/lines", {"lines": [line]})
        assert (refused.status_code, list(refused.json()["fields"])) == (422, ["lines"])
    assert rob.get(f"{deal}/parts")["lines"] == []


def test_a_split_sums_to_a_hundred_and_lets_its_persons_see(rob, program, deal, cast) -> None:
    half = [{"person": cast.rob.pk, "share": "60"}, {"person": cast.sue.pk, "share": "30"}]
    refused = put(rob, f"{deal}/splits", {"splits": half})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["share"])
    assert program("sue")("GET", f"{deal}/parts").status_code == 404
    half[1]["share"] = "40"
    told = put(rob, f"{deal}/splits", {"splits": half}).json()
    assert [(one["person"]["name"], one["share"]) for one in told["splits"]] == [
        ("Rob", "60.00"),
        ("Sue", "40.00"),
    ]
    assert program("sue").get(f"{deal}/parts")["splits"] == told["splits"]
    assert put(program("sue"), f"{deal}/splits", {"splits": []}).status_code == 403
    twice = put(rob, f"{deal}/splits", {"splits": [half[0], half[0]]})
    assert (twice.status_code, list(twice.json()["fields"])) == (422, ["splits"])


def test_contacts_have_a_part_and_are_within_reach(rob, deal, process, cast) -> None:
    ann, strange = (
        customers.create_contact(
            customers.NewContact(name, company=process.company(owner, name=f"{name} Ltd")),
            by=cast.viewer(owner),
            at=NOON,
        ).contact_id
        for owner, name in (("rob", "Ann"), ("sue", "Sid"))
    )
    told = put(rob, f"{deal}/contacts", {"contacts": [{"contact": ann, "part": "decides"}]}).json()
    assert [(one["contact"]["name"], one["part"]) for one in told["contacts"]] == [("Ann", "decides")]
    refused = put(rob, f"{deal}/contacts", {"contacts": [{"contact": strange}]})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["contacts"])


def test_parts_are_read_as_of_a_moment_and_set_once_with_a_key(rob, deal, bike) -> None:
    body = {"lines": [{"product": bike.pk, "unit_price": "9"}]}
    first, second = (put(rob, f"{deal}/lines", body, Idempotency_Key="l-1").json() for _ in range(2))
    assert first == second
    before = (NOON + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    assert rob.get(f"{deal}/parts?as_of={before}")["lines"] == []
    stale = put(rob, f"{deal}/lines", {**body, "version": 1})
    assert stale.status_code == 409
