"""What hangs on a person: the open work they hold, and everything that refers to them."""

from collections import Counter
from dataclasses import dataclass

from django.db import models

from fairlead.access import Viewer
from fairlead.people import kinds
from fairlead.people.models import Person

from .persons import only_administrators_or

KEPT = {models.CASCADE, models.DO_NOTHING}


@dataclass(frozen=True, slots=True)
class Holding:
    """How many records of one kind hang on a person."""

    count: int
    noun: str

    def __str__(self) -> str:
        return f"{self.count:,} {self.noun}"


def open_work(viewer: Viewer, person: Person) -> list[Holding]:
    """Return the open work that a person holds, by kind; what has none is left out."""
    only_administrators_or(viewer, person)
    counted = ((kind, kind.open_count(person.pk)) for kind in kinds.kinds() if kind.open_count)
    return [
        Holding(count, f"{kind.open_adjective} {kind.noun if count == 1 else kind.plural}".strip())
        for kind, count in counted
        if count
    ]


def dependents(person: Person) -> list[Holding]:
    """Return everything that refers to a person and would be lost or orphaned without them."""
    found: Counter[type[models.Model]] = Counter()
    for relation in Person._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.on_delete not in KEPT:
            model = relation.related_model
            found[model] += model._base_manager.filter(**{relation.field.name: person.pk}).count()
    return [Holding(count, _noun(model, count)) for model, count in found.items() if count]


def _noun(model: type[models.Model], count: int) -> str:
    """Return what a model's records are called, as its app registered it or else as Django knows it."""
    known = next((kind for kind in kinds.kinds() if kind.model is model), None)
    if known is not None:
        return known.noun if count == 1 else known.plural
    noun = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return f"journal {noun}" if model._meta.app_label == "journal" else str(noun)
