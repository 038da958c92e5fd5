"""The past from before our own first version of a record, as an import tells it.

Versions that we kept ourselves are numbered from 1; told ones stand before them and are all numbered nought.
They belong to entries of their own, at the moments that they tell of, in the batch of the import.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db import models

from fairlead.access import Viewer

from . import opening
from .decorator import ACTIONS
from .models import Entry
from .tracking import TrackedModel, kept_fields

ACTION = "import.told"
ACTIONS[ACTION] = "told the past of"
REACHED_BACK = "It was there by then, since the past of others refers to it."
NUMBER = 0
"""The version number of everything told."""

_AT_ONCE = 500
Key: TypeAlias = tuple[type[TrackedModel], int]


@dataclass(frozen=True, slots=True)
class First:
    """How a record stood when it is first known, and since when that is."""

    record: TrackedModel
    since: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """How a record stood between two moments.

    :param reason: what the entry says beside the moment, such as who changed it there.
    """

    record: TrackedModel
    since: datetime
    until: datetime
    reason: str = ""


def first_known(model: type[TrackedModel], ids: Collection[int]) -> dict[int, First]:
    """Return the earliest version of records, told ones among them, by their ids."""
    found: dict[int, First] = {}
    names = [field.attname for field in kept_fields(model)]
    for chunk in _chunks(sorted(ids)):
        for record in model._base_manager.filter(pk__in=chunk):
            found[record.pk] = First(record, record.valid_from)
        closed = model.history_model._base_manager.filter(id__in=chunk).order_by("-valid_from")
        for row in closed.values(*names, "valid_from"):
            since = row.pop("valid_from")
            if row["id"] in found and since < found[row["id"]].since:
                found[row["id"]] = First(model(**row), since)
    return found


def tell(past: Sequence[Told], *, by: Viewer) -> int:
    """Write versions from before a record's first one, inside an action; return how many.

    What they refer to is taken to have been there as well, as it was first known; so a list as of then
    shows owner, stage and company.
    """
    opened = opening.current()
    if opened is None:
        raise opening.NotRecorded("The past is told inside an entry as well.")
    past = [*past, *_reaching_back(past)]
    entries = _entries(past, by)
    by_model: dict[type[TrackedModel], list[models.Model]] = {}
    for told in past:
        values = {
            field.attname: getattr(told.record, field.attname) for field in kept_fields(type(told.record))
        }
        stamps = {"version": NUMBER, "valid_from": told.since, "valid_to": told.until}
        entry_id = entries[told.since, told.reason]
        row = type(told.record).history_model(
            **values, **stamps, entry_id=entry_id, closed_entry_id=opened.entry_id
        )
        by_model.setdefault(type(told.record), []).append(row)
    for model, rows in by_model.items():
        model.history_model._base_manager.bulk_create(rows, batch_size=_AT_ONCE)
    return len(past)


def _entries(past: Iterable[Told], by: Viewer) -> dict[tuple[datetime, str], int]:
    """Write one entry for each moment and reason; return their ids."""
    keys = sorted({(told.since, told.reason) for told in past})
    door, batch = opening.door(), opening.batch()
    entries = [
        Entry(at=at, action=ACTION, actor_id=by.person_id, door=door, reason=reason[:500], batch=batch)
        for at, reason in keys
    ]
    Entry.objects.bulk_create(entries, batch_size=_AT_ONCE)
    return {key: entry.pk for key, entry in zip(keys, entries, strict=True)}


def _reaching_back(past: Iterable[Told]) -> list[Told]:
    """Return the versions that let everything referred to have been there by then."""
    done: dict[Key, datetime] = {}
    found: list[Told] = []
    new = list(past)
    while new:
        wanted = {key: since for key, since in _referred(new).items() if key not in done or since < done[key]}
        new = []
        for model, ids in _by_model(wanted).items():
            for pk, first in first_known(model, ids).items():
                since, until = wanted[model, pk], min(first.since, done.get((model, pk), first.since))
                done[model, pk] = min(since, until)
                if since < until:
                    new.append(Told(first.record, since, until, REACHED_BACK))
        found += new
    return found


def _referred(past: Iterable[Told]) -> dict[Key, datetime]:
    """Return the tracked records that versions refer to, each with the earliest moment."""
    earliest: dict[Key, datetime] = {}
    for told in past:
        for model, name in _references(type(told.record)):
            if pk := getattr(told.record, name):
                key = (model, pk)
                earliest[key] = min(told.since, earliest.get(key, told.since))
    return earliest


def _references(model: type[TrackedModel]) -> list[tuple[type[TrackedModel], str]]:
    return [
        (field.related_model, field.attname)
        for field in kept_fields(model)
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TrackedModel)
    ]


def _by_model(keys: Iterable[Key]) -> dict[type[TrackedModel], list[int]]:
    found: dict[type[TrackedModel], list[int]] = {}
    for model, pk in keys:
        found.setdefault(model, []).append(pk)
    return found


def _chunks(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (ids[place : place + _AT_ONCE] for place in range(0, len(ids), _AT_ONCE))
