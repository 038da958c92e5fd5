"""How many open records use a value: counted by the apps that own them, which stand above this one."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import ReferenceList, ReferenceValue


@dataclass(frozen=True, slots=True)
class Use:
    """How many open records of one kind carry a value."""

    count: int
    noun: str

    def __str__(self) -> str:
        return f"{self.count:,} {self.noun}"


@dataclass(frozen=True, slots=True)
class Counter:
    """One kind of record that carries values of a list.

    :param count: ``count(value_id)`` counts the open records that carry the value.
    """

    list: ReferenceList
    noun: str
    plural: str
    count: Callable[[int], int]


_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Count these records from now on; called from an app's ``ready``."""
    if not any((known.list, known.plural) == (counter.list, counter.plural) for known in _counters):
        _counters.append(counter)


def usage(value: ReferenceValue) -> list[Use]:
    """Return how many open records of each kind carry a value; kinds without any are left out."""
    counted = ((counter, counter.count(value.pk)) for counter in _counters if counter.list == value.list)
    return [Use(count, counter.noun if count == 1 else counter.plural) for counter, count in counted if count]
