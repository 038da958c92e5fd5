"""Two people edit one record: different fields merge, the same field is refused with the other's value."""

from collections.abc import Mapping
from typing import Any

from fairlead.kit.errors import Problem, RuleBroken

from .tracking import TrackedModel


class Stale(Problem):
    """Somebody else changed the same thing since the caller saw it (409).

    :param others: field name → the value that stands there now.
    """

    status = 409

    def __init__(self, record: TrackedModel, others: Mapping[str, Any]) -> None:
        fields: list[Any] = [record._meta.get_field(name) for name in others]
        names = ", ".join(str(field.verbose_name) for field in fields)
        super().__init__(f"Somebody else changed this meanwhile: {names}. Compare, and save again.")
        self.record = record
        self.others = dict(others)


def merge(record: TrackedModel, changes: Mapping[str, Any]) -> list[str]:
    """Set the fields that really change on a record that an action has locked; return their names.

    Only values that differ from what the caller saw count as changes; others' edits of other fields stay.

    :raises Stale: when another person changed one of these fields to a different value meanwhile.
    """
    seen = _as_seen(record)
    others: dict[str, Any] = {}
    changed: list[str] = []
    for name, wanted in changes.items():
        attname = record._meta.get_field(name).attname  # type: ignore[union-attr]
        value = getattr(wanted, "pk", wanted) if attname != name else wanted
        now = getattr(record, attname)
        before = now if seen is None else seen[attname]
        if value in (now, before):
            continue  # already so, or left alone by the caller: another person's edit stays
        if now != before:
            others[name] = now
        else:
            setattr(record, attname, value)
            changed.append(name)
    if others:
        raise Stale(record, others)
    return changed


def refuse_if_changed(record: TrackedModel, touches: tuple[str, ...]) -> None:
    """Raise :class:`Stale` when one of these fields changed since the caller saw the record."""
    seen = _as_seen(record) if touches else None
    if seen is None:
        return
    attnames = {name: record._meta.get_field(name).attname for name in touches}  # type: ignore[union-attr]
    others = {name: getattr(record, at) for name, at in attnames.items() if getattr(record, at) != seen[at]}
    if others:
        raise Stale(record, others)


def _as_seen(record: TrackedModel) -> dict[str, Any] | None:
    """Return the column values of the version that the caller saw, or None when it is the current one."""
    version = getattr(record, "seen_version", record.version)
    if version == record.version:
        return None
    row = record.history_model._base_manager.filter(id=record.pk, version=version).values().first()
    if row is None:
        noun = record._meta.verbose_name
        raise RuleBroken(
            f"There is no version {version} of this {noun}. Load it again.", fields={"version": "unknown"}
        )
    return row
