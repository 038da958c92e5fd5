"""What a recipe brought goes again, without a trace but in the journal."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from fairlead import journal
from fairlead.access import installation
from fairlead.exchange.recipes import recipe, run_recipe
from fairlead.journal.tracking import STAMPS, tracked_models
from tests.cast import Cast

from .data import data_set

pytestmark = pytest.mark.real


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Return all current rows of all tracked tables, without the stamps of their versions."""
    return {model._meta.db_table: rows_of(model) for model in tracked_models()}


def rows_of(model: Any) -> list[tuple[Any, ...]]:
    columns = [field.column for field in model._meta.concrete_fields if field.name not in STAMPS]
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {model._meta.db_table} ORDER BY id")
        return list(cursor.fetchall())


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("regional_sales", datetime(2021, 11, 10, 9, tzinfo=UTC)),
        ("opportunity_tracking", datetime(2014, 12, 31, 9, tzinfo=UTC)),
    ],
)
def test_undo_leaves_the_database_as_it_was(cast: Cast, name: str, at: datetime) -> None:
    before = dump()
    batch, _ = run_recipe(recipe(name), data_set(name), by=installation(), at=at)
    assert dump() != before
    undone = journal.undo_batch(batch, by=installation(), at=at)
    assert (undone.left, dump() == before) == ([], True)


def test_a_dry_run_writes_nothing(cast: Cast) -> None:
    before = dump()
    name = "opportunity_tracking"
    _, steps = run_recipe(recipe(name), data_set(name), by=installation(), at=cast.at, dry_run=True)
    assert sum(step.preview.rows for step in steps) > 1_000
    assert dump() == before
