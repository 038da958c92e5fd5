"""A table's columns: declared once, asked by screen, totals, export, import and API alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Field, Model
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Combinable, Expression

from fairlead.kit.money import Money

from .columntypes import CHOICE, MONEY, NUMERIC, OPERATORS, REFERRING, Type
from .errors import BadQuery
from .options import Options
from .query import Sort
from .values import Ref


@dataclass(frozen=True)
class Column:
    """One thing that a row says.

    :param path: from the row to the value, as the ORM writes it; by default the name. A column that refers
        to a row (relation, person) gives the foreign key.
    :param expression: in place of a path, ``expression(context)`` returns what the database works out.
    :param sort: path to sort by; by default the label of a relation, else the path.
    :param label: of a relation, the field that names the other row.
    :param is_tree: the other rows hang in a tree by ``parent``, so that “under” can be asked.
    :param currency: path to the currency of a money column.
    :param told: ``told(value)`` returns what the cell says, where that is not the value itself.
    :param link: what a click on the value opens: "record" for the row itself, or another kind.
    """

    name: str
    title: str
    type: Type
    path: str = ""
    expression: Callable[[Any], Expression | Combinable] | None = None
    sortable: bool = True
    filterable: bool = True
    options: Options | None = None
    sort: str = ""
    label: str = "name"
    is_tree: bool = False
    currency: str = "currency"
    told: Callable[[Any], Any] | None = None
    link: str = ""
    help: str = ""
    is_summed: bool = True

    @cached_property
    def source(self) -> str:
        """Return the name by which the ORM knows the value."""
        return f"x_{self.name}" if self.expression else self.path or self.name

    @property
    def sort_source(self) -> str:
        """Return the path that the column is sorted by."""
        if self.sort:
            return self.sort
        return f"{self.source}{LOOKUP_SEP}{self.label}" if self.refers else self.source

    @cached_property
    def refers(self) -> bool:
        """Tell whether the value is another row."""
        return self.type in REFERRING

    @property
    def is_right_aligned(self) -> bool:
        """Tell whether the value is a number, to be read from the right."""
        return self.type in NUMERIC

    @property
    def operators(self) -> tuple[str, ...]:
        """Return what can be asked of the column."""
        return ("under", *OPERATORS[self.type]) if self.is_tree else OPERATORS[self.type]

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """Return the relations to load with the row, so that ``value`` needs no further query."""
        if self.expression:
            return ()
        path = self.source if self.refers else self.source.rpartition(LOOKUP_SEP)[0]
        return (path,) if path else ()

    def value(self, row: Any) -> Any:
        """Return what the cell of a row holds: text, number, date, ``Money``, ``Ref`` or None."""
        found = _follow(row, self._steps)
        if found is None or found == "":
            return None
        if self.told is not None:
            return self.told(found)
        if self.refers:
            return Ref(found.pk, str(getattr(found, self.label)), getattr(found, "colour", "") or "")
        if self.type == MONEY:
            return Money(found, _follow(row, self.currency.split(LOOKUP_SEP)))
        if self.type == CHOICE and self.options is not None:
            return next((ref for ref in self.options.fixed if ref.key == found), None) or Ref(
                found, str(found)
            )
        return found

    @cached_property
    def _steps(self) -> list[str]:
        return self.source.split(LOOKUP_SEP)


@dataclass(frozen=True)
class Table:
    """A kind of record with its columns. Add columns at run time with :meth:`extended`.

    :param search_also: foreign keys whose rows' names find a row as well.
    :param summed_along: the columns that the index of sums is in order of.
    """

    kind: str
    model: type[Model]
    columns: tuple[Column, ...]
    default_columns: tuple[str, ...]
    default_sort: tuple[str, ...] = ()
    title: str = ""
    search_also: tuple[str, ...] = ()
    summed_along: tuple[str, ...] = ()
    is_searched: bool = True

    def column(self, name: str, *, parameter: str = "columns") -> Column:
        """Return the column of this name.

        :raises BadQuery: naming the parameter that asked for it.
        """
        if (found := self._by_name.get(name)) is None:
            raise BadQuery(parameter, name, f"There is no such column. There are: {', '.join(self.names)}.")
        return found

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def sorting(self) -> tuple[Sort, ...]:
        """Return the order in which rows come when nobody asked for another."""
        return tuple(Sort.of(text) for text in self.default_sort)

    def extended(self, *columns: Column) -> "Table":
        """Return the table with further columns, such as the organisation's own fields."""
        return replace(self, columns=(*self.columns, *columns))

    def restricted(self, names: frozenset[str]) -> "Table":
        """Return the table with only these columns: what a role may see of it."""
        return replace(
            self,
            columns=tuple(column for column in self.columns if column.name in names),
            default_columns=tuple(name for name in self.default_columns if name in names),
            default_sort=tuple(text for text in self.default_sort if Sort.of(text).column in names),
        )


def fields_along(model: type[Model], path: str) -> list[Field[Any, Any]]:
    """Return the fields that a path passes, the last one included."""
    found: list[Field[Any, Any]] = []
    here: type[Model] | None = model
    for part in path.split(LOOKUP_SEP):
        assert here is not None, f"{path} leads beyond {found[-1]}"  # noqa: S101 -- a column declared wrongly
        field: Any = here._meta.pk if part == "pk" else here._meta.get_field(part)
        found.append(field)
        here = field.related_model
    return found


def _follow(row: Any, steps: list[str]) -> Any:
    for part in steps:
        if row is None:
            return None
        row = getattr(row, part)
    return row
