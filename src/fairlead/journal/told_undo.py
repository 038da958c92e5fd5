"""Take a told past back with the batch that told it, and bring it back with the undo of that."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from . import opening
from .models import Batch, Entry, TakenVersion
from .told import NUMBER
from .tracking import TrackedModel, tracked_models

_AT_ONCE = 500


def take_back(batch: Batch, undo: Batch) -> None:
    """Take the past that a batch told out of the histories, and that of records which the undo removed.

    A record that stays because somebody changed it since keeps its past, and so does what it refers to.
    """
    theirs, ours = _entries(_told_by(batch)), _entries(undo)
    stays = any(_left_here(model, theirs) for model in tracked_models())
    for model in tracked_models():
        told = model.history_model._base_manager.filter(version=NUMBER)
        removed = model.history_model._base_manager.filter(closed_entry_id__in=ours).values("id")
        ids = set(
            told.filter(id__in=removed)
            .exclude(id__in=model._base_manager.values("pk"))
            .values_list("pk", flat=True)
        )
        if not stays:
            ids |= set(told.filter(entry_id__in=theirs).values_list("pk", flat=True))
        _take(model, sorted(ids), undo)


def bring_back(undo: Batch) -> None:
    """Tell again what an undo took out of the histories."""
    by_table = {model._meta.db_table: model for model in tracked_models()}
    taken = TakenVersion.objects.filter(undo=undo)
    for chunk in _chunks(list(taken.values_list("pk", flat=True).order_by("pk"))):
        for table, values in TakenVersion.objects.filter(pk__in=chunk).values_list("table", "values"):
            _read(by_table[table], values).save(force_insert=True)
    taken.delete()


def _told_by(batch: Batch) -> Batch:
    """Return the batch that told a past first: this one, or the one that this brought back."""
    while batch.undo_of is not None and batch.undo_of.undo_of is not None:
        batch = batch.undo_of.undo_of
    return batch


def _entries(batch: Batch) -> Any:
    return Entry.objects.filter(batch=batch).values("pk")


def _left_here(model: type[TrackedModel], theirs: Any) -> bool:
    """Tell whether records that the batch created, with a past, are still there."""
    history = model.history_model._base_manager
    told = history.filter(version=NUMBER, entry_id__in=theirs).values("id")
    there = model._base_manager.filter(pk__in=told)
    created = history.filter(version=NUMBER + 1, entry_id__in=theirs).values("id")
    return bool(
        there.filter(models.Q(version=NUMBER + 1, entry_id__in=theirs) | models.Q(pk__in=created)).exists()
    )


def _take(model: type[TrackedModel], keys: list[int], undo: Batch) -> None:
    history = model.history_model._base_manager
    for chunk in _chunks(keys):
        TakenVersion.objects.bulk_create(
            TakenVersion(undo=undo, table=model._meta.db_table, values=_written(row))
            for row in history.filter(pk__in=chunk).order_by("pk")
        )
        with opening.erasing():
            history.filter(pk__in=chunk).delete()


def _written(row: models.Model) -> dict[str, Any]:
    """Return the values of a version as JSON holds them exactly."""
    return {
        field.attname: None if field.value_from_object(row) is None else field.value_to_string(row)
        for field in _fields(type(row))
    }


def _read(model: type[TrackedModel], values: dict[str, Any]) -> models.Model:
    fields = {field.attname: field for field in _fields(model.history_model)}
    return model.history_model(**{name: fields[name].to_python(value) for name, value in values.items()})


def _fields(history: type[models.Model]) -> Iterable[Any]:
    return [field for field in history._meta.concrete_fields if not (field.primary_key or field.generated)]


def _chunks(keys: list[int]) -> Iterable[list[int]]:
    return (keys[place : place + _AT_ONCE] for place in range(0, len(keys), _AT_ONCE))
