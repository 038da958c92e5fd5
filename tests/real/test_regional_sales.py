"""Twenty thousand real opportunities: taken in without losing or inventing anything, to the cent."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear
from django.urls import reverse
from markupsafe import escape

from fairlead.access import Viewer, installation
from fairlead.exchange import reading
from fairlead.exchange.recipes import recipe, run_recipe
from fairlead.journal.models import Batch
from fairlead.kit import tables
from fairlead.kit.periods import Calendar
from fairlead.people import queries as people
from fairlead.people.models import Person
from fairlead.pipeline import queries
from fairlead.pipeline.columns import OPPORTUNITIES
from fairlead.pipeline.models import Opportunity

from .data import data_set, loading

AT = datetime(2021, 11, 10, 9, tzinfo=UTC)
pytestmark = [pytest.mark.real, pytest.mark.django_db]

WON_BY_MANAGER = {"Amelie Garner": 9_815_874, "Peyton Davis": 8_599_357, "Ethan Brooks": 8_020_694}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Batch]:
    """Load the recipe once for all tests of this file, and leave no trace."""
    with loading("regional_sales", AT, django_db_blocker) as batch:
        yield batch


def by_outcome(viewer: Viewer) -> dict[str, tuple[int, Decimal]]:
    rows = queries.opportunities(viewer).values("outcome").annotate(count=Count("pk"), sum=Sum("amount"))
    return {row["outcome"]: (row["count"], row["sum"]) for row in rows.order_by()}


def test_counts_and_amounts_match_the_files_to_the_cent(loaded: Batch) -> None:
    assert by_outcome(installation()) == {
        "won": (7_282, Decimal(26_435_925)),
        "lost": (7_385, Decimal(23_003_910)),
        "open": (5_333, Decimal(27_812_381)),
    }
    weighted = queries.opportunities(installation()).filter(outcome="open").aggregate(Sum("weighted"))
    assert weighted["weighted__sum"] == Decimal("10893405.50")


def test_original_dates_are_kept(loaded: Batch) -> None:
    won = Opportunity.objects.filter(outcome="won").annotate(year=ExtractYear("closed_on")).values("year")
    assert {row["year"]: row["sum"] for row in won.annotate(sum=Sum("amount")).order_by()} == {
        2019: Decimal(252_131),
        2020: Decimal(7_646_497),
        2021: Decimal(18_537_297),
    }
    created = Opportunity.objects.order_by("created_at").values_list("created_at", flat=True)
    assert (created.first(), created.last()) == (
        datetime(2019, 6, 22, tzinfo=UTC),
        datetime(2021, 11, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize(("manager", "won"), WON_BY_MANAGER.items())
def test_a_manager_sees_their_own_people_and_nothing_of_the_others(
    loaded: Batch, manager: str, won: int
) -> None:
    viewer = people.viewer_of(Person.objects.get(name=manager))
    seen = queries.opportunities(viewer)
    assert seen.filter(outcome="won").aggregate(Sum("amount"))["amount__sum"] == won
    teams = set(seen.values_list("owner__team__name", flat=True).distinct().order_by())
    assert teams == {f"Team {manager}"}
    assert seen.count() == Opportunity.objects.filter(owner__team__name=f"Team {manager}").count()


def test_a_sales_executive_sees_their_own_work_only(loaded: Batch) -> None:
    person = Person.objects.get(name="Molly Clark")
    assert set(queries.opportunities(people.viewer_of(person)).values_list("owner__name", flat=True)) == {
        "Molly Clark"
    }


def test_everything_refers_to_what_the_files_say(loaded: Batch) -> None:
    deal = Opportunity.objects.get(external_id="14079")
    assert deal.company is not None and deal.company.external_id == "1016"
    assert (deal.owner.name, deal.stage.name, deal.outcome, deal.amount) == (
        "David So",
        "1-Qualify",
        "lost",
        4545,
    )
    assert deal.campaign is None
    line = deal.lines.get()
    assert (line.product.external_id, line.total) == ("8", 4545)
    assert Opportunity.objects.filter(campaign=None).count() == 6_732


def test_loading_the_same_files_again_changes_nothing(loaded: Batch) -> None:
    _, steps = run_recipe(recipe("regional_sales"), data_set("regional_sales"), by=installation(), at=AT)
    assert {what.value for step in steps for what, count in step.preview.counts.items() if count} <= {
        "unchanged",
        "skip",
    }


def test_the_excel_export_read_back_equals_the_screen(loaded: Batch, client: Any, tmp_path: Path) -> None:
    person = Person.objects.get(name="Amelie Garner")
    client.force_login(person)
    asked = "?columns=title,outcome,amount,owner&where=outcome.is:won&sort=-amount"
    screen = client.get(reverse("opportunities") + asked).content.decode()
    answer = client.get(reverse("opportunities_export", args=["xlsx"]) + asked)
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    rows = [row.cells for row in reading.read(path, "list.xlsx").rows()]
    total = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()[-1]
    query = tables.parse(asked.lstrip("?"), OPPORTUNITIES)
    context = tables.Context(person.pk, Calendar(), AT)
    viewer = people.viewer_of(person)
    shown = tables.compile_query(query, OPPORTUNITIES, queries.opportunities(viewer), context)
    assert rows == [(deal.title, "Won", deal.amount, deal.owner.name) for deal in shown]
    assert (total[0], total[2]) == ("Total", WON_BY_MANAGER["Amelie Garner"])
    assert "9,815,874" in screen and f"{len(rows):,}" in screen
    assert all(escape(title) in screen for title, *_ in rows[:50])
