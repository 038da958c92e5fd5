"""Northwind through a set of CSV files that refer to each other: in one go, in any order, to the cent."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from fairlead.access import installation
from fairlead.customers.models import Company
from fairlead.exchange import bundles, queries
from fairlead.exchange.mapping import Mapping
from fairlead.exchange.models import Bundle
from fairlead.journal.models import Batch
from fairlead.kit.money import round_half_even
from fairlead.people.models import Person
from fairlead.pipeline import actions as pipeline
from fairlead.pipeline.models import Opportunity, OpportunityLine
from fairlead.products.models import Product
from fairlead.vocabulary import actions as vocabulary

from .data import data_set
from .northwind import net_amounts, tables, write_files

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NET = Decimal("1265793.04")
pytestmark = [pytest.mark.real, pytest.mark.django_db]


def bring(folder: Path) -> Bundle:
    script = data_set("northwind") / "instnwnd.sql.gz"
    files = [(path.name, [path.read_bytes()]) for path in write_files(script, folder)]
    bundle = bundles.begin_bundle(files, by=installation(), at=AT)
    for job in bundle.files.filter(kind="products"):
        mapping = Mapping.from_json(job.mapping)
        job.mapping = mapping.to_json() | {"create_missing": ["category"]}
        job.save()
    bundles.run_check(bundle, by=installation(), at=AT)
    return bundle


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bundle]:
    """Load the files once for all tests of this file, and leave no trace."""
    data_set("northwind")
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            by = installation()
            vocabulary.install_defaults(vocabulary.Start(name="Northwind"), by=by, at=AT)
            pipeline.install_defaults("Sales", by=by, at=AT)
            bundle = bring(tmp_path_factory.mktemp("northwind"))
            bundles.run_load(bundle, by=by, at=AT)
            yield bundle
            transaction.set_rollback(True)


def counts(bundle: Bundle) -> dict[str, dict[str, int]]:
    found = {job.kind: queries.preview_of(job) for job in bundles.files_of(bundle)}
    return {
        kind: {what.value: count for what, count in seen.counts.items() if count}
        for kind, seen in found.items()
        if seen
    }


def test_everything_is_there_in_one_batch(loaded: Bundle) -> None:
    assert counts(loaded) == {
        "people": {"create": 9},
        "companies": {"create": 91},
        "products": {"create": 77},
        "opportunities": {"create": 830},
        "opportunity_lines": {"create": 2155},
    }
    assert Batch.objects.filter(kind="import").count() == 1
    assert (Person.objects.count(), Company.objects.count(), Product.objects.count()) == (9, 91, 77)


def test_the_totals_are_those_of_the_script_to_the_cent(loaded: Bundle) -> None:
    lines = list(OpportunityLine.objects.all())
    gross = sum((line.quantity * line.unit_price for line in lines), Decimal(0))
    assert round_half_even(gross, 2) == Decimal("1354458.59")
    total = Opportunity.objects.aggregate(Sum("amount"))["amount__sum"]
    assert round_half_even(total, 2) == NET == round_half_even(sum(line.total for line in lines), 2)


def test_each_order_is_what_the_script_adds_up_to(loaded: Bundle) -> None:
    said = tables(data_set("northwind") / "instnwnd.sql.gz")
    assert dict(Opportunity.objects.values_list("external_id", "amount")) == net_amounts(
        said["Order Details"]
    )
    order = Opportunity.objects.select_related("company", "owner").get(external_id="10248")
    assert order.company is not None
    assert (order.company.external_id, order.owner.name, order.closed_on) == (
        "VINET",
        "Steven Buchanan",
        date(1996, 7, 4),
    )


def test_the_same_files_next_week_change_nothing(loaded: Bundle, tmp_path: Path) -> None:
    again = counts(bring(tmp_path))
    assert {what for counted in again.values() for what in counted} == {"unchanged"}
