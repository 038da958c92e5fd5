"""Everything about one record in a file, within one's reach."""

from decimal import Decimal

import pytest

from fairlead.customers import actions as customers
from fairlead.customers.models import Company
from fairlead.journal.models import Entry
from fairlead.pipeline import actions
from fairlead.products.models import Product
from tests.cast import NOON, Cast, building


@pytest.fixture(autouse=True)
def exporters(cast: Cast) -> None:
    with building():
        for person, may in ((cast.rob, True), (cast.sue, True), (cast.mona, False)):
            person.can_export = may
            person.save()


@pytest.fixture
def fleet(cast: Cast, deal):
    rob = cast.viewer("rob")
    made = customers.create_company(customers.NewCompany("Acme", owner=cast.rob), by=rob, at=NOON)
    fleet = deal(title="Fleet", amount=Decimal(1000), company=Company.objects.get(pk=made.company_id))
    with building():
        bike = Product.objects.create(code="B-1", name="City bike", created_at=NOON)
    line = actions.Line(bike, Decimal(2), Decimal("450.5"))
    actions.set_lines(fleet, lines=[line], by=rob, at=NOON)
    return fleet


def test_an_opportunity_goes_out_with_its_lines_and_its_history(as_, fleet):
    told = as_("rob").get(f"/exports/opportunity/{fleet.pk}.json").json()
    fields = told["fields"]
    assert (fields["title"], fields["amount"], fields["amount_currency"], fields["owner"]) == (
        "Fleet",
        "901.0000",
        "EUR",
        "Rob",
    )
    assert told["lines"] == [
        {"product": "City bike", "code": "B-1", "quantity": "2.0000", "unit_price": "450.5000",
         "discount": "0.00", "total": "901.0000"}
    ]  # fmt: skip
    assert [change["action"] for change in told["history"]][-1] == "opportunity.created"
    assert "opportunity.lines_set" in {change["action"] for change in told["history"]}
    assert Entry.objects.filter(action="list.exported", reason="Fleet").count() == 1


def test_a_company_goes_out_with_what_the_viewer_sees_around_it(as_, fleet, cast):
    told = as_("rob").get(f"/exports/company/{fleet.company_id}.json").json()
    assert told["fields"]["name"] == "Acme"
    assert [one["title"] for one in told["opportunities"]] == ["Fleet"]
    assert told["contacts"] == []


def test_nobody_takes_what_is_out_of_reach_or_without_permission(as_, fleet):
    assert as_("sue").get(f"/exports/opportunity/{fleet.pk}.json").status_code == 404
    assert as_("mona").get(f"/exports/opportunity/{fleet.pk}.json").status_code == 403
    assert as_("rob").get(f"/exports/nonsense/{fleet.pk}.json").status_code == 404
    assert "Everything as a file" in as_("rob").get(f"/opportunities/{fleet.pk}").content.decode()
