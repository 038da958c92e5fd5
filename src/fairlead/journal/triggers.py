"""The triggers of one tracked table, as SQL for either database.

Whatever writes the table (save, bulk, upsert, raw SQL), these keep the closed versions and refuse what
belongs to no entry. They are generated from the model, dropped before a migration, put back after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from . import triggers_postgres, triggers_sqlite
from .tracking import TrackedModel, kept_fields


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the generators need to know of a model."""

    table: str
    columns: tuple[str, ...]
    noun: str

    @property
    def history(self) -> str:
        """Return the name of the table that holds the closed versions."""
        return f"{self.table}_history"


def describe(model: type[TrackedModel]) -> Tracked:
    """Return what the generators need to know of a tracked model."""
    columns = tuple(field.column for field in kept_fields(model) if field.column)
    return Tracked(model._meta.db_table, columns, str(model._meta.verbose_name))


def create(vendor: str, models_: Sequence[type[TrackedModel]]) -> list[str]:
    """Return the statements that put the triggers of these models in place."""
    write = triggers_postgres.tracked if vendor == "postgresql" else triggers_sqlite.tracked
    return [statement for model in models_ for statement in write(describe(model))]


def create_append_only(vendor: str, model: type[models.Model]) -> list[str]:
    """Return the statements that let rows be added to a table and never be changed."""
    write = triggers_postgres.append_only if vendor == "postgresql" else triggers_sqlite.append_only
    return write(model._meta.db_table)
