"""Rows written in bulk are the rows that the ORM would have written, stamps and search text included."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from fairlead import journal
from fairlead.customers.models import Company
from fairlead.exchange import bulk, kinds
from fairlead.exchange.planning import KeptRows, Planned, What
from fairlead.pipeline.models import Opportunity, Stage
from tests.cast import NOON, Cast, building


def values_of(pk: int) -> dict[str, object]:
    told = Opportunity.objects.filter(pk=pk).values().get()
    return {name: value for name, value in told.items() if name not in ("id", "external_id")}


@pytest.fixture
def deal(house: Cast) -> Opportunity:
    return Opportunity(
        title="Größe “M”\twith\\N",
        owner=house.rob,
        stage=Stage.objects.earliest("order"),
        stage_since=NOON,
        amount=Decimal("12.3456"),
        currency="EUR",
        probability=Decimal("33.33"),
        expected_close_on=date(2026, 5, 1),
        created_at=datetime(2025, 1, 1, 9, tzinfo=UTC),
        description="one\ntwo",
    )


def test_inserted_rows_are_as_django_would_write_them(deal: Opportunity) -> None:
    with building():
        names = bulk.attributes(Opportunity)
        first, second = bulk.insert(
            Opportunity, [tuple(getattr(deal, name) for name in names) for _ in range(2)]
        )
        deal.save()
    assert first < second < deal.pk
    assert values_of(first) == values_of(second) == values_of(deal.pk)


def test_updates_write_each_row_its_own_values(house: Cast, deal: Opportunity) -> None:
    with building():
        deal.save()
        other = Opportunity.objects.create(
            title="Other", owner=house.rob, stage=deal.stage, stage_since=NOON, currency="EUR",
            created_at=NOON, probability=Decimal(1),
        )  # fmt: skip
    june = date(2026, 6, 1)
    with building():
        bulk.update_rows(
            Opportunity,
            [
                (deal.pk, {"amount": None, "owner_id": house.sue.pk, "expected_close_on": None}),
                (other.pk, {"amount": Decimal(5), "owner_id": house.ada.pk, "expected_close_on": june}),
                (other.pk, {"title": "Renamed"}),
            ],
        )  # fmt: skip
    found = Opportunity.objects.order_by("pk").values_list(
        "title", "amount", "owner", "expected_close_on", "version"
    )
    assert list(found) == [
        (deal.title, None, house.sue.pk, None, 2),
        ("Renamed", Decimal(5), house.ada.pk, june, 2),
    ]


def test_nothing_is_written_outside_an_action(house: Cast) -> None:
    with pytest.raises(journal.NotRecorded):
        bulk.create_rows([Company(name="Acme", owner=house.rob, created_at=NOON)])


def test_kept_rows_come_back_in_order_as_often_as_asked(house: Cast) -> None:
    kept = KeptRows(kinds.KINDS["companies"])
    for number in range(2_500):
        record = Company(name=f"Company {number}", owner=house.rob, created_at=NOON)
        kept.add(Planned(number, What.CREATE, record, extras={"x": Decimal(number)}))
    names = bulk.attributes(Company)
    for _ in range(2):
        rows = [(row.number, row.values[names.index("name")], row.extras) for row in kept]
        assert rows == [(n, f"Company {n}", {"x": Decimal(n)}) for n in range(2_500)]
    assert len(kept) == 2_500
    kept.clear()
    assert (len(kept), list(kept)) == (0, [])
