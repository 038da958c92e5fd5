"""Load what rows refer to, with one question a table, however many rows and references there are.

Joins bring the same company or stage once a row; here it is fetched and built once. For rows of the present
only: rows of the past take their names from a join over the past.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import ForeignKey, Model
from django.db.models.constants import LOOKUP_SEP

from fairlead.kit import lookup


def load_references(rows: Sequence[Model], paths: Iterable[str]) -> None:
    """Load the records that foreign keys lead to, unless they are loaded; ``stage__pipeline`` leads on."""
    further: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        name, _, rest = path.partition(LOOKUP_SEP)
        further[name].update([rest] if rest else [])
    if not rows:
        return
    _load(rows, [rows[0]._meta.get_field(name) for name in further])
    for name, beyond in further.items():
        if beyond:
            reached = {found.pk: found for row in rows if (found := getattr(row, name)) is not None}
            load_references(list(reached.values()), sorted(beyond))


def _load(rows: Sequence[Model], fields: Sequence[Any]) -> None:
    by_model: dict[type[Model], list[ForeignKey[Any, Any]]] = defaultdict(list)
    for field in fields:
        by_model[field.related_model].append(field)
    for model, group in by_model.items():
        missing = [(row, field) for row in rows for field in group if not field.is_cached(row)]
        ids = {getattr(row, field.attname) for row, field in missing} - {None}
        found = _found(model, ids)
        for row, field in missing:
            field.set_cached_value(row, found.get(getattr(row, field.attname)))


def _found(model: type[Model], ids: set[Any]) -> Mapping[Any, Model | None]:
    if len(ids) == 1:
        return {pk: lookup.find(model, pk) for pk in ids}
    return {found.pk: found for found in lookup.find_all(model, ids)}
