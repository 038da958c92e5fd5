"""The kinds of records that other apps own, as far as people need to know them.

People stands below customers and pipeline and cannot import them, so each of those registers its kinds
when it starts: how to reach one record, what a person's open work is called and how much of it there is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from fairlead.access import Viewer
from fairlead.kit.errors import RuleBroken


class UnknownKind(RuleBroken):
    """No app has registered this kind of record."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record that has an owner.

    :param model: the model of its records; they have ``owner_id``, some ``location_id`` and ``is_draft``.
    :param find: ``find(viewer, pk)`` returns a record within reach or raises ``OutOfReach``.
    :param open_count: ``open_count(person_id)`` counts the person's records that still need somebody.
    """

    name: str
    noun: str
    plural: str
    model: type[models.Model]
    find: Callable[[Viewer, int], models.Model]
    open_count: Callable[[int], int] | None = None
    open_adjective: str = "open"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called from an app's ``ready``."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Return every kind, by noun."""
    return sorted(_kinds.values(), key=lambda kind: kind.noun)


def kind(name: str) -> Kind:
    """Return a kind by its name.

    :raises UnknownKind: when no app owns it.
    """
    if name not in _kinds:
        raise UnknownKind(f"There are no records of the kind “{name}”.")
    return _kinds[name]


def of(record: models.Model) -> Kind:
    """Return the kind that a record is of.

    :raises UnknownKind: when its app did not register it.
    """
    for known in _kinds.values():
        if isinstance(record, known.model):
            return known
    raise UnknownKind(f"A {record._meta.verbose_name} cannot be shared.")
