"""Reference lists and their values."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from fairlead import journal
from fairlead.access import OutOfReach
from fairlead.kit import lookup
from fairlead.vocabulary.models import ReferenceList, ReferenceValue


@dataclass(frozen=True, slots=True)
class LabelChange:
    """What a value was called before, what after, when and by whom."""

    at: datetime
    who: str
    before: str | None
    after: str


def lists() -> list[tuple[ReferenceList, int]]:
    """Return every list with how many active values it has."""
    active = ReferenceValue.objects.filter(is_active=True).order_by()
    counted = dict(active.values_list("list").annotate(Count("id")))
    return [(kind, counted.get(kind.value, 0)) for kind in ReferenceList]


def values(kind: ReferenceList | str, *, include_retired: bool = False) -> QuerySet[ReferenceValue]:
    """Return the values of a list in the organisation's order."""
    found = ReferenceValue.objects.filter(list=str(kind))
    return found if include_retired else found.filter(is_active=True)


def choices(kind: ReferenceList | str, *, keep: int | None = None) -> QuerySet[ReferenceValue]:
    """Return the values that a form offers: the active ones, and the one that the record carries already."""
    return ReferenceValue.objects.filter(Q(is_active=True) | Q(pk=keep), list=str(kind))


def labels(kind: ReferenceList | str) -> dict[int, str]:
    """Return the label of every value of a list, retired ones included."""
    return dict(values(kind, include_retired=True).values_list("pk", "label"))


def value(pk: int) -> ReferenceValue:
    """Return one value.

    :raises OutOfReach: when there is none with this id.
    """
    found = lookup.find(ReferenceValue, pk)
    if found is None:
        raise OutOfReach("There is no such value.")
    return found


def label_history(value: ReferenceValue) -> list[LabelChange]:
    """Return what a value was called, newest first."""
    return [
        LabelChange(change.at, change.who, field.before, field.after)
        for change in journal.history(value)
        for field in change.fields
        if field.name == "label"
    ]
