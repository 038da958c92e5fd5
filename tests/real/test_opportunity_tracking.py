"""487 lines of 486 opportunities: sums to the cent, and the weighted sum as the publisher works it out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from fairlead.access import installation
from fairlead.customers.models import Company
from fairlead.journal.models import Batch
from fairlead.people.models import Person
from fairlead.pipeline import queries
from fairlead.pipeline.models import Opportunity, OpportunityLine

from .data import loading

AT = datetime(2014, 12, 31, 9, tzinfo=UTC)
pytestmark = [pytest.mark.real, pytest.mark.django_db]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Batch]:
    """Load the recipe once for all tests of this file, and leave no trace."""
    with loading("opportunity_tracking", AT, django_db_blocker) as batch:
        yield batch


def test_counts_and_amounts_match_the_files_to_the_cent(loaded: Batch) -> None:
    found = queries.opportunities(installation())
    sums = found.aggregate(Sum("amount"), Sum("weighted"))
    assert (found.count(), OpportunityLine.objects.count()) == (487, 487)
    assert sums == {"amount__sum": Decimal(2_110_905_127), "weighted__sum": Decimal("461120880.80")}


def test_lines_of_one_opportunity_in_different_stages_keep_their_stage(loaded: Batch) -> None:
    deals = Opportunity.objects.filter(external_id__startswith="tracking-302-").order_by("amount")
    assert {(deal.stage.name, deal.amount, deal.weighted) for deal in deals} == {
        ("Lead", 1_952_547, Decimal("195254.70")),
        ("Solution", 4_258_202, Decimal("1703280.80")),
    }


def test_dates_partners_and_regions_are_kept(loaded: Batch) -> None:
    deal = Opportunity.objects.get(external_id="tracking-84-1")
    assert (deal.expected_close_on, deal.created_at) == (date(2015, 11, 20), datetime(2014, 2, 9, tzinfo=UTC))
    assert deal.description.startswith("Partner: ")
    assert Company.objects.filter(company_type__label="Partner").count() == 101
    assert set(Opportunity.objects.values_list("location__name", flat=True).distinct()) == {
        "East",
        "Central",
        "West",
    }
    assert Person.objects.count() == 3
