"""What happened to a record, as the API tells it."""

from collections.abc import Iterable
from typing import Any

from fairlead import journal
from fairlead.api.shapes import json
from fairlead.api.values import MomentTold, Told


class FieldChangeTold(Told):
    """One field, before and after; references by the name they had then."""

    name: str
    title: str
    before: Any
    after: Any


class ChangeTold(Told):
    """Who did what, when, why, from where; `kind` and `record` tell a part (a line, say) from the whole."""

    at: MomentTold
    who: str
    action: str
    door: str
    reason: str
    kind: str
    record: int
    created: bool
    deleted: bool
    fields: list[FieldChangeTold]


class HistoryTold(Told):
    """Changes, newest first."""

    rows: list[ChangeTold]


def history_of(changes: Iterable[journal.Change]) -> dict[str, Any]:
    """Return changes in JSON."""
    return {"rows": [_told(change) for change in changes]}


def _told(change: journal.Change) -> dict[str, Any]:
    return {
        "at": json(change.at),
        "who": change.who,
        "action": change.action,
        "door": change.door,
        "reason": change.reason,
        "kind": change.kind,
        "record": change.record_id,
        "created": change.created,
        "deleted": change.deleted,
        "fields": [
            {"name": f.name, "title": f.title, "before": json(f.before), "after": json(f.after)}
            for f in change.fields
        ],
    }
