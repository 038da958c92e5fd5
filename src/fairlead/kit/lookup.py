"""Find rows by one of their columns, with SQL that is compiled once and not at every question.

Django takes longer to write such a statement than either database takes to answer it. What is found is
an ordinary instance, fresh from the database; only the text of the question is kept. It is Django's own
compiler that writes it, and what is made of the answer is held to what the ORM finds by its tests.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

from fairlead.kit import statements

M = TypeVar("M", bound=models.Model)
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement with one place for a value, and how to make an instance of the row that it answers."""

    sql: str
    field: models.Field[Any, Any]
    klass_info: dict[str, Any]
    select: list[Any]
    names: list[str]
    converters: dict[int, Any]

    def ask(self, value: Any) -> tuple[Any, ...] | None:
        with statements.cursor() as cursor:
            cursor.execute(self.sql, [self.field.get_db_prep_value(value, connection)])
            return cursor.fetchone()  # type: ignore[no-any-return]

    def ask_all(self, keys: Collection[int]) -> list[tuple[Any, ...]]:
        with statements.cursor() as cursor:
            cursor.execute(self.sql, [statements.listed(keys)])
            return cursor.fetchall()  # type: ignore[no-any-return]

    def instances(self, model: type[M], rows: Iterable[tuple[Any, ...]]) -> Iterator[M]:
        related = get_related_populators(self.klass_info, self.select, connection.alias)  # type: ignore[call-arg]
        for row in rows:
            values = list(row)
            for position, (convert, expression) in self.converters.items():
                for each in convert:
                    values[position] = each(values[position], expression, connection)
            found = model.from_db(connection.alias, self.names, values[: len(self.names)])
            for populator in related:
                populator.populate(values, found)
            yield found


def find(
    model: type[M], value: Any, *, by: str = "pk", beside: tuple[str, ...] = (), lock: bool = False
) -> M | None:
    """Return the row whose column has this value, or None.

    :param by: a column that no two rows share.
    :param beside: foreign keys whose rows are loaded with it, as ``select_related`` names them.
    :param lock: keep others from changing the row until the transaction ends; they may still refer to it.
    """
    if isinstance(value, int) and not 0 < value <= LARGEST_KEY:
        return None
    question = _question(model, by, beside, lock, connection.vendor)
    row = question.ask(value)
    return None if row is None else next(question.instances(model, [row]))


def find_all(model: type[M], keys: Collection[int], *, beside: tuple[str, ...] = ()) -> list[M]:
    """Return the rows with these keys that there are, in no order; one question, however many keys.

    :param beside: foreign keys whose rows are loaded with them, as ``select_related`` names them.
    """
    if not keys:
        return []
    question = _question_of_all(model, beside, connection.vendor)
    return list(question.instances(model, question.ask_all(keys)))


@cache
def _question(
    model: type[models.Model], by: str, beside: tuple[str, ...], lock: bool, _vendor: str
) -> _Question:
    field: Any = model._meta.pk if by == "pk" else model._meta.get_field(by)
    any_value: Any = 1 if isinstance(field, models.IntegerField | models.ForeignKey) else "1"
    rows = model._base_manager.filter(**{by: any_value}).order_by()
    rows = rows.select_related(*beside) if beside else rows
    compiler: Any = (rows.select_for_update(no_key=True) if lock else rows).query.get_compiler(
        connection=connection
    )
    sql, params = compiler.as_sql()
    assert len(params) == 1, f"{model.__name__} cannot be looked up by {by}"  # noqa: S101 -- ours to get right
    return _compiled(compiler, sql, field)


@cache
def _question_of_all(model: type[models.Model], beside: tuple[str, ...], _vendor: str) -> _Question:
    rows = model._base_manager.order_by()
    rows = rows.select_related(*beside) if beside else rows
    compiler: Any = rows.query.get_compiler(connection=connection)
    sql, _ = compiler.as_sql()
    field: Any = model._meta.pk
    quote = connection.ops.quote_name
    key = f"{quote(model._meta.db_table)}.{quote(field.column)}"
    return _compiled(compiler, f"{sql} WHERE {statements.among(key)}", field)


def _compiled(compiler: Any, sql: str, field: Any) -> _Question:
    select, info = compiler.select, compiler.klass_info
    own = [select[position][0].target.attname for position in info["select_fields"]]
    converters = compiler.get_converters([expression for expression, *_ in select])
    return _Question(sql, field, info, select, own, converters)
