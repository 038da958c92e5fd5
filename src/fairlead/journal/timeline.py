"""What happened to a record, newest first, with the labels of that day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from django.db import models

from .decorator import ACTIONS
from .models import Entry
from .tracking import TrackedModel, kept_fields

_ALWAYS = datetime.min.replace(tzinfo=UTC)


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
    walks = [_walk(type(record), {"id": record.pk})]
    walks += [_walk(model, {f"{name}_id": record.pk}) for model, name in parts]
    return _told([step for walk in walks for step in walk])


def changes_since(model: type[TrackedModel], ids: Iterable[int], since: datetime) -> list[Change]:
    """Return what happened to some records since a moment, newest first."""
    return _told([step for step in _walk(model, {"id__in": list(ids)}) if step.at >= since])


def _told(steps: list["_Step"]) -> list[Change]:
    """Return the steps as changes that people read, newest first."""
    labels = _Labels(steps)
    entries = Entry.objects.select_related("actor").in_bulk([step.entry_id for step in steps])
    changes = [_change(step, entries[step.entry_id], labels) for step in steps if step.entry_id in entries]
    return sorted(changes, key=lambda change: (change.at, change.entry_id), reverse=True)


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

    def differing(self) -> list[models.Field[Any, Any]]:
        """Return the fields that this step changed; all that are filled, when it made or removed the row."""
        fields = [f for f in kept_fields(self.model) if not f.primary_key]
        if self.before is None or self.after is None:
            whole = self.after or self.before or {}
            return [f for f in fields if whole.get(f.attname)]
        return [f for f in fields if _shown(self.before[f.attname]) != _shown(self.after[f.attname])]


def _walk(model: type[TrackedModel], filters: dict[str, Any]) -> Iterable[_Step]:
    """Return the steps of the rows that match, oldest first for each row."""
    closed: Iterable[Any] = (
        model.history_model._base_manager.filter(**filters).order_by("id", "version").values()
    )
    current: Iterable[Any] = model._base_manager.filter(**filters).values()
    versions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in chain(closed, current):
        versions[row["id"]].append(row)
    for rows in versions.values():
        before: dict[str, Any] | None = None
        for row in rows:
            if before and before["valid_to"] < row["valid_from"]:  # deleted, and later restored
                yield _Step(model, before, None, before["closed_entry_id"], before["valid_to"])
                before = None
            yield _Step(model, before, row, row["entry_id"], row["valid_from"])
            before = row
        if before and "closed_entry_id" in before:
            yield _Step(model, before, None, before["closed_entry_id"], before["valid_to"])


def _change(step: _Step, entry: Entry, labels: "_Labels") -> Change:
    before, after = step.before or {}, step.after or {}
    fields = [
        FieldChange(
            name=f.name,
            title=str(f.verbose_name),
            before=labels.show(f, before.get(f.attname), step.at, just_before=True),
            after=labels.show(f, after.get(f.attname), step.at),
        )
        for f in step.differing()
    ]
    return Change(
        at=step.at,
        entry_id=entry.pk,
        action=entry.action,
        verb=ACTIONS.get(entry.action, entry.action),
        who=str(entry.actor) if entry.actor else "Fairlead",
        door=entry.door,
        reason=entry.reason,
        kind=step.model._meta.model_name or "",
        record_id=(after or before)["id"],
        fields=fields,
        created=step.before is None,
        deleted=step.after is None,
    )


class _Labels:
    """The names of what the steps refer to, as they were at the time of each step."""

    def __init__(self, steps: Iterable[_Step]) -> None:
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for step in steps:
            for f in step.differing():
                if isinstance(f, models.ForeignKey):
                    values = ((step.before or {}).get(f.attname), (step.after or {}).get(f.attname))
                    wanted[f.related_model].update(value for value in values if value)
        self._versions = {model: self._load(model, ids) for model, ids in wanted.items()}

    def show(self, f: models.Field[Any, Any], value: Any, at: datetime, *, just_before: bool = False) -> Any:
        """Return a field's value as people read it, at a moment (or just before it)."""
        if value is None:
            return None
        if isinstance(f, models.ForeignKey):
            return self._label(f.related_model, value, at, just_before)
        if f.choices:
            return dict(f.flatchoices).get(value, value)
        return value

    def _label(self, model: type[models.Model], pk: int, at: datetime, just_before: bool) -> str:
        versions = self._versions.get(model, {}).get(pk, [])
        label = ""
        for valid_from, text in versions:
            if label and (valid_from > at or (just_before and valid_from == at)):
                break
            label = text
        return label or f"{model._meta.verbose_name} {pk}"

    @staticmethod
    def _load(model: type[models.Model], ids: set[int]) -> dict[int, list[tuple[datetime, str]]]:
        """Return every label that these rows ever had, with the moment from which they had it."""
        found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
        if issubclass(model, TrackedModel):
            names = [f.attname for f in kept_fields(model)]
            rows = model.history_model._base_manager.filter(id__in=ids).order_by("version")
            for row in rows.values(*names, "valid_from"):
                since = row.pop("valid_from")
                found[row["id"]].append((since, str(model(**row))))
        for instance in model._base_manager.filter(pk__in=ids):
            since = instance.valid_from if isinstance(instance, TrackedModel) else _ALWAYS
            found[instance.pk].append((since, str(instance)))
        return found
