"""Write the past that a file tells: its rows, a record at a time, become versions with their moments."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from fairlead.access import Viewer
from fairlead.journal import told
from fairlead.journal.told import First, Told

from .kinds import KINDS, Context, Kind
from .planning import KeptRow, KeptRows
from .planning.histories import Changes


@dataclass(frozen=True, slots=True)
class Event:
    """What is told of one record at one moment.

    :param names: the fields that it tells of.
    :param after: attribute → value from then on; ``before`` likewise until then, as far as the file says.
    """

    at: datetime
    names: frozenset[str]
    after: Mapping[str, Any]
    before: Mapping[str, Any]
    reason: str = ""


def events_of(kind: Kind, rows: KeptRows, context: Context) -> dict[int, list[Event]]:
    """Return what rows tell of each record, by its id, in the order in which it happened."""
    of = KINDS[kind.past_of]
    changes = Changes(of, context)
    found: dict[int, list[Event]] = {}
    for row in rows:
        event = _change(row, changes) if "field" in row.extras else _state(row, of, changes)
        found.setdefault(row.extras["record"], []).append(event)
    for events in found.values():
        events.sort(key=lambda event: event.at)
    return found


def tell(kind: Kind, events: Mapping[int, list[Event]], context: Context, *, by: Viewer) -> int:
    """Write the versions of some records, inside an action; return how many rows that took."""
    of = KINDS[kind.past_of]
    model: Any = of.model
    first = told.first_known(model, events)
    past = [
        version for pk in events if pk in first for version in _versions(of, first[pk], events[pk], context)
    ]
    told.tell(past, by=by)
    return sum(map(len, events.values()))


def _change(row: KeptRow, changes: Changes) -> Event:
    """Return the one change that a row tells of."""
    said = row.extras
    after, _ = changes.read(said["field"], said.get("value"))
    before, _ = changes.read(said["field"], said["before"]) if said.get("before") else ({}, "")
    return Event(
        said["moment"], frozenset(after), changes.columns(after), changes.columns(before), _reason(said)
    )


def _state(row: KeptRow, of: Kind, changes: Changes) -> Event:
    """Return what a row says that tells how the record stood; until the first one it stood so as well."""
    told = {name: value for name, value in row.extras.items() if name in of.by_name and name != "by"}
    columns = changes.columns(told)
    return Event(row.extras["moment"], frozenset(told), columns, columns, _reason(row.extras))


def _reason(said: Mapping[str, Any]) -> str:
    return f"Changed by {said['by']}." if said.get("by") else ""


def _versions(of: Kind, first: First, events: list[Event], context: Context) -> Iterator[Told]:
    """Yield the versions of one record, from its creation or the first event to its first own version."""
    events = _with_closing(of, first, [event for event in events if event.at < first.since], context)
    if not events:
        return
    names = frozenset[str]().union(*(event.names for event in events))
    record = _opening(of, first.record, events)
    begun = min(getattr(record, "created_at", None) or events[0].at, events[0].at)
    asked = names - {"outcome", "probability"}
    of.past.follow(record, asked, asked, begun, context)
    states: list[tuple[datetime, Any, str]] = [(begun, record, "")] if begun < events[0].at else []
    for at, together in groupby(events, key=lambda event: event.at):
        before, record = record, copy.copy(record)
        reasons = [_apply(of, record, event, context) for event in together]
        if not states or _differ(before, record):
            states.append((at, record, " ".join(dict.fromkeys(filter(None, reasons)))))
    ends = [*(since for since, _, _ in states[1:]), first.since]
    for (since, state, reason), until in zip(states, ends, strict=True):
        if since < until:
            yield Told(state, since, until, reason)


def _with_closing(of: Kind, first: First, events: list[Event], context: Context) -> list[Event]:
    """Return the events with what must have happened beside them, after all others of its day."""
    closing = of.past.closing(first.record, [(event.at, event.after) for event in events], context.zone)
    if closing is None or not events:
        return events
    at, columns = closing
    day = at.astimezone(context.zone).date()
    same = [event.at for event in events if event.at.astimezone(context.zone).date() == day]
    at = max([at, getattr(first.record, "created_at", None) or at, *same])
    end = Event(at, frozenset(), columns, {})
    return sorted([*events, end], key=lambda event: event.at) if at < first.since else events


def _opening(of: Kind, known: Any, events: list[Event]) -> Any:
    """Return how a record stood before all events: as the file says, else empty where it may be."""
    record = copy.copy(known)
    of.past.opening(record)
    seen: set[str] = set()
    for event in events:
        for column, value in event.after.items():
            if column in seen or column in of.past.later or not event.names:
                continue
            seen.add(column)
            setattr(record, column, event.before.get(column, _blank(record, column, value)))
    return record


def _blank(record: Any, column: str, first: Any) -> Any:
    """Return what a column holds while nobody says anything: nothing, its default, or what is said first."""
    field = _field(record, column)
    if field.null:
        return None
    return field.get_default() if field.has_default() or field.blank else first


def _apply(of: Kind, record: Any, event: Event, context: Context) -> str:
    before = copy.copy(record)
    for column, value in event.after.items():
        setattr(record, column, _empty(record, column) if value is None else value)
    columns = {name: of.by_name[name].column for name in event.names}
    changed = {name for name, column in columns.items() if getattr(before, column) != getattr(record, column)}
    if event.names:
        of.past.follow(record, changed, event.names, event.at, context)
    return event.reason


def _empty(record: Any, column: str) -> Any:
    field = _field(record, column)
    return None if field.null else field.get_default()


def _field(record: Any, column: str) -> Any:
    return next(field for field in record._meta.concrete_fields if field.attname == column)


def _differ(before: Any, after: Any) -> bool:
    fields = (field.attname for field in after._meta.concrete_fields if not field.generated)
    return any(getattr(before, name) != getattr(after, name) for name in fields)
