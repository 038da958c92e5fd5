"""What a filter may offer: a short list, or rows to be found by typing; always within the viewer's reach."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from fairlead.kit import search
from fairlead.kit.search.field import SEARCHED

from .values import Ref


@dataclass(frozen=True, slots=True)
class Options:
    """The values that a choice, relation or person column can have.

    :param rows: ``rows(viewer)`` returns what the viewer may choose from.
    :param fixed: the choices, where they are few and the same for all.
    :param many: too many to list; they are found by typing.
    """

    rows: Callable[[Any], QuerySet[Any]] | None = None
    fixed: tuple[Ref, ...] = ()
    label: str = "name"
    many: bool = False

    @classmethod
    def of(cls, choices: Collection[tuple[str, str]]) -> "Options":
        """Return the options of a Django list of choices."""
        return cls(fixed=tuple(Ref(value, str(label)) for value, label in choices))

    def listed(self, viewer: Any) -> list[Ref]:
        """Return all options, or none where they have to be found by typing."""
        if self.rows is None:
            return list(self.fixed)
        return [] if self.many else [self.ref(row) for row in self.rows(viewer)]

    def suggested(self, viewer: Any, text: str, limit: int = 20) -> list[Ref]:
        """Return the options that match what was typed."""
        if self.rows is None:
            folded = search.fold(text)
            return [ref for ref in self.fixed if folded in search.fold(ref.label)][:limit]
        rows = self.rows(viewer)
        if any(model is rows.model for model, _field in SEARCHED):
            rows = search.matching(rows, text)
        elif text:
            rows = rows.filter(**{f"{self.label}__folded_contains": text})
        return [self.ref(row) for row in rows[:limit]]

    def labels(self, viewer: Any, keys: Collection[str]) -> dict[str, str]:
        """Return the labels of keys; a key out of the viewer's reach has none."""
        if self.rows is None:
            return {str(ref.key): ref.label for ref in self.fixed if str(ref.key) in keys}
        ids = [int(key) for key in keys if key.isdigit()]
        if not ids:
            return {}
        return {str(row.pk): self.ref(row).label for row in self.rows(viewer).filter(pk__in=ids)}

    def ref(self, row: Model) -> Ref:
        """Return a row as an option."""
        return Ref(row.pk, str(getattr(row, self.label)), getattr(row, "colour", "") or "")
