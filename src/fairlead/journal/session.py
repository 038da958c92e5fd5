"""Tell the database session which entry is open, so that the triggers know.

SQLite: three functions that the triggers call, defined on each connection. PostgreSQL: settings of
the session, local to the transaction. A program without them (a database shell, say) has no entry, and
the triggers refuse it.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from fairlead.kit import statements

_INSERT = """INSERT INTO journal_entry (at, action, actor_id, door, reason, batch_id, device_at)
    VALUES (%(at)s, %(action)s, %(actor_id)s, %(door)s, %(reason)s, %(batch_id)s, %(device_at)s)
    RETURNING id"""
_INSERT_AND_SET = f"""WITH entry AS ({_INSERT})
SELECT id, set_config('fairlead.entry', id::text, true),
    set_config('fairlead.at', %(at)s::timestamptz::text, true)
FROM entry"""
_ANNOUNCE = """INSERT INTO journal_outboxevent (entry_id, name, payload, created_at)
    VALUES (%s, %s, %s, %s)"""


class _State:
    """What the functions of one SQLite connection answer."""

    entry: int | None = None
    at: str | None = None
    permit: str = ""


def _state(connection: Any) -> _State:
    if not hasattr(connection, "fairlead_state"):
        connection.fairlead_state = _State()
    state: _State = connection.fairlead_state
    return state


def define_functions(_sender: object = None, *, connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    """Define what the triggers call, on a new SQLite connection."""
    if connection.vendor != "sqlite":
        return
    state = _state(connection)
    define = connection.connection.create_function
    define("fairlead_entry", 0, lambda: state.entry)
    define("fairlead_permit", 0, lambda: state.permit)
    define("fairlead_moment", 1, lambda before: _later(state.at, before))


def _later(at: str | None, before: str | None) -> str | None:
    """Return the entry's moment, or just after the version before it where clocks disagree."""
    if at is None or before is None or at > before:
        return at
    return str(datetime.fromisoformat(before) + timedelta(microseconds=1))


def open(connection: BaseDatabaseWrapper, values: dict[str, Any]) -> int:
    """Write the entry and open it in the session, in one statement; return its id."""
    moments = {name: _moment(connection, values[name]) for name in ("at", "device_at")}
    with statements.cursor() as cursor:
        cursor.execute(_INSERT_AND_SET if connection.vendor == "postgresql" else _INSERT, values | moments)
        entry_id = int(cursor.fetchone()[0])
    if connection.vendor != "postgresql":
        state = _state(connection)
        state.entry, state.at = entry_id, moments["at"]
    return entry_id


def _moment(connection: BaseDatabaseWrapper, at: datetime | None) -> Any:
    """Return a moment as the database keeps it: SQLite as text, in UTC and without an offset."""
    return connection.ops.adapt_datetimefield_value(at)


def announce(connection: BaseDatabaseWrapper, entry_id: int, name: str, payload: Any, at: datetime) -> None:
    """Put an event into the outbox."""
    with statements.cursor() as cursor:
        cursor.execute(_ANNOUNCE, [entry_id, name, json.dumps(payload), _moment(connection, at)])


def close(connection: BaseDatabaseWrapper) -> None:
    """Close the entry in the session: from here on the triggers refuse again."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('fairlead.entry', '', true)")


def forget(connection: BaseDatabaseWrapper) -> None:
    """Close the entry on our side; PostgreSQL forgets it when the transaction ends, either way."""
    state = _state(connection)
    state.entry = state.at = None


def permit(connection: BaseDatabaseWrapper, what: str) -> str:
    """Permit writing history or erasing, or nothing of the kind (an empty word); return what was before."""
    state = _state(connection)
    before, state.permit = state.permit, what
    if connection.vendor == "postgresql" and not _is_doomed(connection):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('fairlead.permit', %s, false)", [what])
    return before


def _is_doomed(connection: Any) -> bool:
    """Tell whether only a rollback can follow, which takes back what was permitted as well."""
    return connection.needs_rollback or (
        connection.connection is not None and connection.connection.info.transaction_status.name == "INERROR"
    )
