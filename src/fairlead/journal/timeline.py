"""What happened to a record, newest first, with the labels of that day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from django.db import models

from fairlead.kit import lookup

from .decorator import ACTIONS
from .labels import Labels
from .models import Entry
from .tracking import TrackedModel, kept_fields
from .versions import versions

_Field: TypeAlias = "models.Field[Any, Any]"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after; references are shown by the label they had then."""

    name: str
    title: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One entry's effect on a record or one of its parts."""

    at: datetime
    entry_id: int
    action: str
    verb: str
    who: str
    door: str
    reason: str
    kind: str
    record_id: int
    fields: list[FieldChange] = field(default_factory=list)
    created: bool = False
    deleted: bool = False


def history(record: TrackedModel, *parts: tuple[type[TrackedModel], str]) -> list[Change]:
    """Return the changes of a record and of its parts (lines, splits), newest first.

    :param parts: tracked models with the name of their foreign key to the record.
    """
    walks = [_walk(type(record), "id", [record.pk])]
    walks += [_walk(model, f"{name}_id", [record.pk]) for model, name in parts]
    return _told([step for walk in walks for step in walk])


def changes_since(model: type[TrackedModel], ids: Iterable[int], since: datetime) -> list[Change]:
    """Return what happened to some records since a moment, newest first."""
    return _told([step for step in _walk(model, "id", list(ids)) if step.at >= since])


def _told(steps: list["_Step"]) -> list[Change]:
    """Return the steps as changes that people read, newest first."""
    told = [(step, step.differing()) for step in steps]
    labels = Labels(_referred(told))
    entries = {entry.pk: entry for entry in lookup.find_all(Entry, _entries_of(steps), beside=("actor",))}
    changes = [
        _change(step, fields, entries[step.entry_id], labels)
        for step, fields in told
        if step.entry_id in entries
    ]
    return sorted(changes, key=lambda change: (change.at, change.entry_id), reverse=True)


def _entries_of(steps: list["_Step"]) -> set[int]:
    return {step.entry_id for step in steps}


def _referred(told: list[tuple["_Step", list[_Field]]]) -> dict[type[TrackedModel], set[int]]:
    """Return what the changed fields refer to, before and after."""
    wanted: dict[type[TrackedModel], set[int]] = defaultdict(set)
    for step, fields in told:
        for f in fields:
            if isinstance(f, models.ForeignKey):
                model: Any = f.related_model
                wanted[model].update(pk for pk in step.values(f) if pk)
    return wanted


def _shown(value: Any) -> Any:
    """Return a value so that no text and an empty one are the same; nothing and zero are not."""
    return None if value == "" else value


@dataclass(frozen=True, slots=True)
class _Step:
    """From one version to the next; no before when created, no after when deleted."""

    model: type[TrackedModel]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    entry_id: int
    at: datetime

    def values(self, f: _Field) -> tuple[Any, Any]:
        """Return a field's value before and after."""
        return (self.before or {}).get(f.attname), (self.after or {}).get(f.attname)

    def differing(self) -> list[_Field]:
        """Return the fields that this step changed; all that are filled, when it made or removed the row."""
        fields = _telling(self.model)
        if self.before is None or self.after is None:
            whole = self.after or self.before or {}
            return [f for f in fields if whole.get(f.attname)]
        return [f for f in fields if _shown(self.before[f.attname]) != _shown(self.after[f.attname])]


@cache
def _telling(model: type[TrackedModel]) -> list[_Field]:
    return [f for f in kept_fields(model) if not f.primary_key]


def _walk(model: type[TrackedModel], by: str, keys: Collection[int]) -> Iterable[_Step]:
    """Return the steps of the rows whose column holds one of these keys, oldest first for each row."""
    for rows in versions(model, by, keys):
        before: dict[str, Any] | None = None
        for row in rows:
            if before and before["valid_to"] < row["valid_from"]:  # deleted, and later restored
                yield _Step(model, before, None, before["closed_entry_id"], before["valid_to"])
                before = None
            yield _Step(model, before, row, row["entry_id"], row["valid_from"])
            before = row
        if before and before["valid_to"]:
            yield _Step(model, before, None, before["closed_entry_id"], before["valid_to"])


def _change(step: _Step, fields: list[_Field], entry: Entry, labels: Labels) -> Change:
    changed = [(f, *step.values(f)) for f in fields]
    return Change(
        at=step.at,
        entry_id=entry.pk,
        action=entry.action,
        verb=ACTIONS.get(entry.action, entry.action),
        who=str(entry.actor) if entry.actor else "Fairlead",
        door=entry.door,
        reason=entry.reason,
        kind=step.model._meta.model_name or "",
        record_id=(step.after or step.before or {})["id"],
        fields=[
            FieldChange(
                name=f.name,
                title=str(f.verbose_name),
                before=_read(f, before, labels, step.at, just_before=True),
                after=_read(f, after, labels, step.at),
            )
            for f, before, after in changed
        ],
        created=step.before is None,
        deleted=step.after is None,
    )


def _read(f: _Field, value: Any, labels: Labels, at: datetime, *, just_before: bool = False) -> Any:
    """Return a field's value as people read it, at a moment (or just before it)."""
    if value is None:
        return None
    if isinstance(f, models.ForeignKey):
        model: Any = f.related_model
        return labels.at(model, value, at, just_before=just_before)
    if f.choices:
        return dict(f.flatchoices).get(value, value)
    return value
