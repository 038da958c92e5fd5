"""The names that records had on a day, of every kind in one question."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cache, reduce
from typing import Any, TypeAlias

from django.db import connection

from fairlead.kit import statements

from .models import Entry
from .tracking import TrackedModel

_ReadMoment: TypeAlias = Callable[[Any], datetime]


class Labels:
    """What records were called at a moment; without one of a record, its kind and number."""

    def __init__(self, wanted: Mapping[type[TrackedModel], Collection[int]]) -> None:
        kinds = tuple(sorted(wanted, key=lambda model: model._meta.db_table))
        self._names: dict[tuple[type[TrackedModel], int], list[tuple[datetime, str]]] = defaultdict(list)
        if kinds:
            sql, read_moment = _question(kinds, connection.vendor)
            keys: list[Any] = [statements.listed(wanted[model]) for model in kinds for _ in ("now", "then")]
            with statements.cursor() as cursor:
                cursor.execute(sql, keys)
                for kind, pk, since, *parts in cursor.fetchall():
                    label = " · ".join(part for part in parts if part)
                    self._names[kinds[kind], pk].append((read_moment(since), label))
        for names in self._names.values():
            names.sort()

    def at(self, model: type[TrackedModel], pk: int, moment: datetime, *, just_before: bool = False) -> str:
        """Return the name that a record had at a moment, or had until that moment.

        Before it had any, it goes by its first.
        """
        names = self._names.get((model, pk), [])
        had = [since for since, _ in names]
        number = bisect_left(had, moment) if just_before else bisect_right(had, moment)
        return names[max(number, 1) - 1][1] if names else f"{model._meta.verbose_name} {pk}"


@cache
def _question(kinds: tuple[type[TrackedModel], ...], _vendor: str) -> tuple[str, _ReadMoment]:
    """Return the statement for these kinds, two places for keys each, and how to read a moment."""
    widest = max(len(model.named_by) for model in kinds)
    parts = []
    for number, model in enumerate(kinds):
        for one in (model, model.history_model):
            meta = one._meta
            names = [f'"{meta.get_field(name).column}"' for name in model.named_by]  # type: ignore[union-attr]
            names += ["''"] * (widest - len(names))
            parts.append(
                f'SELECT {number}, id, valid_from, {", ".join(names)} FROM "{meta.db_table}"'
                f" WHERE {statements.among('id')}"
            )
    return " UNION ALL ".join(parts), _reader()


def _reader() -> _ReadMoment:
    moment: Any = Entry._meta.get_field("at")
    convert = connection.ops.get_db_converters(moment.get_col(Entry._meta.db_table))
    return lambda value: reduce(lambda found, each: each(found, None, connection), convert, value)
