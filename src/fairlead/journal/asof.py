"""Any queryset, over the rows as they were at a moment.

The tables of tracked models, the one asked for and those joined to it, are replaced by the versions
that held then. What comes back are ordinary model instances, so filters, columns, totals and exports
need not know that they look at the past. Subqueries that somebody wrote keep looking at the present.
"""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import models
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable, Join

from .tracking import STAMPS, TrackedModel, generated_fields, kept_fields

M = TypeVar("M", bound=models.Model)


def as_of(queryset: models.QuerySet[M], moment: datetime) -> models.QuerySet[M]:
    """Return the same queryset over the rows that were valid at a moment (read-only)."""
    then = queryset.all()
    then.query = then.query.chain(klass=type("_QueryOfThen", (_AsOfQuery,), {"moment": moment}))
    return then


class _AsOfQuery(Query):
    """A query whose tracked tables stand for their versions at ``moment``.

    Each moment has a subclass: Django makes the subqueries of an exclusion by calling the query's class.
    """

    moment: ClassVar[datetime]

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        compiler = super().get_compiler(*args, **kwargs)
        plain = compiler.compile

        def compile_node(node: Any) -> Any:
            if isinstance(node, (BaseTable, Join)) and node.table_name in (tables := _tracked_tables()):
                return _versions(compiler, node, tables[node.table_name], self.moment)
            return plain(node)

        compiler.compile = compile_node
        compiler.collapse_group_by = lambda expressions, _having: expressions  # a version has no primary key
        return compiler


def _versions(compiler: Any, node: Any, model: type[TrackedModel], moment: datetime) -> tuple[str, list[Any]]:
    """Return the FROM or JOIN clause of a table, reading its versions instead."""
    quote = compiler.connection.ops.quote_name
    clause, parameters = node.as_sql(compiler, compiler.connection)
    prefix = f"{node.join_type} " if isinstance(node, Join) else ""
    rest = clause.removeprefix(f"{prefix}{quote(node.table_name)}")
    if node.table_alias == node.table_name:
        rest = f" {quote(node.table_name)}{rest}"
    at = compiler.connection.ops.adapt_datetimefield_value(moment)
    return f"{prefix}{_union(model, quote)}{rest}", [at, at, at, *parameters]


def _union(model: type[TrackedModel], quote: Any) -> str:
    """Return the rows of a table that were valid at a moment, current and closed, as a subquery."""
    kept = {field.column for field in (*kept_fields(model), *generated_fields(model))} | set(STAMPS)
    every = [field.column for field in model._meta.concrete_fields]
    columns = ", ".join(quote(name) if name in kept else f"NULL AS {quote(name)}" for name in every)
    table, history = quote(model._meta.db_table), quote(model.history_model._meta.db_table)
    return (
        f"(SELECT {columns} FROM {table} WHERE valid_from <= %s UNION ALL"
        f" SELECT {columns} FROM {history} WHERE valid_from <= %s AND valid_to > %s)"
    )


def _tracked_tables() -> dict[str, type[TrackedModel]]:
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, TrackedModel)}
