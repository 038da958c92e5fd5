"""Tables in the shapes of Salesforce and HubSpot: loaded with their histories, as of checked against them."""

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fairlead import journal
from fairlead.access import installation
from fairlead.customers.models import Company, Contact
from fairlead.exchange.recipes import recipe, run_recipe
from fairlead.journal.models import Batch
from fairlead.people.models import Person
from fairlead.pipeline import queries
from fairlead.pipeline.models import Opportunity
from fairlead.products.models import Product

from .data import data_set, loading

AT = datetime(2021, 2, 1, 9, tzinfo=UTC)
RECIPES = Path(__file__).parent / "recipes"
FIXTURES = "crm_schema_fixtures"
pytestmark = [pytest.mark.real, pytest.mark.django_db]

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Return the rows of a table as they stand in its file."""
    raw = (data_set(FIXTURES) / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def as_of(moment: datetime) -> dict[str, Opportunity]:
    """Return how all opportunities stood at a moment, with what they refer to as it was, by external id."""
    deals = queries.opportunities(installation()).select_related("stage", "owner")
    return {deal.external_id: deal for deal in journal.as_of(deals, moment)}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def salesforce(django_db_setup: None, django_db_blocker: Any) -> Iterator[Batch]:
    """Load the Salesforce tables once for the tests of this file, and leave no trace."""
    with loading(str(RECIPES / "salesforce.toml"), AT, django_db_blocker, folder=FIXTURES) as batch:
        yield batch


def test_salesforce_is_there_with_its_amounts_dates_and_ids(salesforce: Batch) -> None:
    told = rows("salesforce/sf_opportunity_data.csv.gz")
    deals = {deal.external_id: deal for deal in Opportunity.objects.filter(external_system="Salesforce")}
    assert deals.keys() == {row["id"] for row in told}
    for row in told:
        deal = deals[row["id"]]
        assert (deal.title, deal.amount) == (row["name"].strip(), Decimal(row["amount"] or 0))
        assert (deal.created_at, deal.stage.name) == (moment(row["created_date"]), row["stage_name"])
        ended = {"true": {"true": "won", "false": "lost"}, "false": {"false": "open"}}
        assert deal.outcome == ended[row["is_closed"]][row["is_won"]]
        assert (deal.external_system, deal.owner.external_id) == ("Salesforce", row["owner_id"])
        assert deal.company is not None and deal.company.external_id == row["account_id"]
    accounts = len(rows("salesforce/sf_account_data.csv.gz")) + len({row["account_id"] for row in told})
    companies = Company.objects.filter(external_system="Salesforce")
    assert (companies.count(), Product.objects.count()) == (accounts, 2)


def test_salesforce_as_of_any_day_is_what_its_history_says(salesforce: Batch) -> None:
    history = rows("salesforce/sf_opportunity_history_data.csv.gz")
    assert len(history) == 10
    for row in history:
        since = moment(row["_fivetran_start"]) + timedelta(seconds=1)
        deal = as_of(since)[row["id"]]
        assert (deal.stage.name, deal.amount) == (row["stage_name"], Decimal(row["amount"] or 0))
        assert deal.outcome == (
            "open" if row["is_closed"] == "false" else "won" if row["is_won"] == "true" else "lost"
        )
        begun = moment(row["created_date"])
        assert row["id"] not in as_of(begun - timedelta(days=400))
        assert row["id"] in as_of(begun + timedelta(seconds=1))


def test_salesforce_deals_were_open_until_the_day_they_closed(salesforce: Batch) -> None:
    test = "006q000000Hbmd1AAB"  # created on 10 December 2018, closed on the 18th
    assert as_of(datetime(2018, 12, 15, 12, tzinfo=UTC))[test].outcome == "open"
    assert as_of(datetime(2018, 12, 18, 12, tzinfo=UTC))[test].outcome == "won"
    assert test not in as_of(datetime(2018, 12, 10, 12, tzinfo=UTC))


@pytest.fixture(scope="module")
def hubspot(django_db_setup: None, django_db_blocker: Any) -> Iterator[Batch]:
    """Load the HubSpot tables once for the tests of this file, and leave no trace."""
    with loading(str(RECIPES / "hubspot.toml"), AT, django_db_blocker, folder=FIXTURES) as batch:
        yield batch


def test_hubspot_is_there_with_owners_companies_contacts_and_deals(hubspot: Batch) -> None:
    deals, stages = rows("hubspot/deal_data.csv.gz"), rows("hubspot/deal_stage_data.csv")
    theirs = Opportunity.objects.filter(external_system="HubSpot")
    assert theirs.count() == len(deals) + len(stages) == 58
    created = dict(theirs.values_list("external_id", "created_at"))
    assert all(created[row["deal_id"]] == moment(row["property_createdate"]) for row in deals)
    companies = Company.objects.filter(external_system="HubSpot")
    assert companies.count() == len(rows("hubspot/company_data.csv.gz"))
    assert Contact.objects.count() == len({row["id"] for row in rows("hubspot/contact_data.csv.gz")})
    assert Person.objects.filter(external_id="35252170", external_system="HubSpot").exists()


def test_hubspot_stages_hold_from_the_moment_they_were_entered(hubspot: Batch) -> None:
    for row in rows("hubspot/deal_stage_data.csv"):
        since = datetime.strptime(row["date_entered"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        assert row["deal_id"] not in as_of(since - timedelta(seconds=1))
        deal = as_of(since)[row["deal_id"]]
        assert (deal.stage.name, deal.stage_since) == (row["value"], since)


@pytest.mark.parametrize("name", ["salesforce", "hubspot"])
def test_the_same_tables_next_week_change_nothing(request: pytest.FixtureRequest, name: str) -> None:
    request.getfixturevalue(name)
    again = recipe(str(RECIPES / f"{name}.toml"))
    _, steps = run_recipe(again, data_set(FIXTURES), by=installation(), at=AT + timedelta(days=7))
    done = {what.value for step in steps for what, count in step.preview.counts.items() if count}
    assert done <= {"unchanged", "skip"}
