"""In which order files go that refer to each other: whatever is referred to comes first."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from .kinds import Kind

T = TypeVar("T")


def in_order(items: Sequence[T], kind_of: Callable[[T], Kind]) -> list[T]:
    """Return the items so that each comes after those of the kinds that its kind refers to.

    Among those that may go next, the order given stays. A kind that refers to itself waits for nobody.
    """
    waiting, ordered = list(items), []
    while waiting:
        going = next((item for item in waiting if not _waits(item, waiting, kind_of)), waiting[0])
        waiting.remove(going)
        ordered.append(going)
    return ordered


def _waits(item: T, waiting: Sequence[T], kind_of: Callable[[T], Kind]) -> bool:
    kind = kind_of(item)
    asked = {known.lookup for known in kind.fields if known.lookup}
    others = (kind_of(other) for other in waiting)
    return any(other.name != kind.name and not asked.isdisjoint(other.lookups) for other in others)
