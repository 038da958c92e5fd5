"""Two people edit one record: different fields merge, the same field is refused with the other's value."""

from collections.abc import Collection, Mapping
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

    :raises Stale: when another person changed one of these fields to a different value meanwhile, or a field
        that belongs together with one.
    """
    seen = _as_seen(record)
    wanted = {name: _stored(record, name, value) for name, value in changes.items()}
    now = {name: _now(record, name) for name in wanted}
    before = now if seen is None else {name: seen[_attname(record, name)] for name in wanted}
    changed = [name for name, value in wanted.items() if value not in (now[name], before[name])]
    if seen is not None:
        beside = {name for group in record.together if not group.isdisjoint(changed) for name in group}
        agreed = {name for name, value in wanted.items() if value == now[name]}
        _refuse_changed(record, seen, beside.difference(agreed).union(changed))
    for name in changed:
        setattr(record, _attname(record, name), wanted[name])
    return changed


def refuse_if_changed(record: TrackedModel, touches: tuple[str, ...]) -> None:
    """Raise :class:`Stale` when one of these fields changed since the caller saw the record."""
    seen = _as_seen(record) if touches else None
    if seen is not None:
        _refuse_changed(record, seen, touches)


def _refuse_changed(record: TrackedModel, seen: Mapping[str, Any], names: Collection[str]) -> None:
    others = {
        name: now for name in sorted(names) if (now := _now(record, name)) != seen[_attname(record, name)]
    }
    if others:
        raise Stale(record, others)


def _now(record: TrackedModel, name: str) -> Any:
    return getattr(record, _attname(record, name))


def _stored(record: TrackedModel, name: str, value: Any) -> Any:
    """Return a value as its column holds it: the key of a record, for a reference."""
    return getattr(value, "pk", value) if _attname(record, name) != name else value


def _attname(record: TrackedModel, name: str) -> str:
    attname: str = record._meta.get_field(name).attname  # type: ignore[union-attr]
    return attname


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
