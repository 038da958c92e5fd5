"""SQLite's triggers. They ask the connection's own functions which entry is open.

SQLite cannot change the new row before it is written, so an update is stamped right after it; the stamps
are no tracked columns, so stamping does not fire the trigger again.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .triggers import Tracked

_REFUSE = "SELECT RAISE(ABORT, 'fairlead: a {noun} can be written by an action only, so that it is recorded')"


def tracked(of: "Tracked") -> list[str]:
    """Return the triggers of a tracked table."""
    table, history = f'"{of.table}"', f'"{of.history}"'
    columns = ", ".join(f'"{column}"' for column in of.columns)
    mutable = ", ".join(f'"{column}"' for column in of.columns if column != "id")
    old = ", ".join(f'OLD."{column}"' for column in of.columns)
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in of.columns)
    refuse = _REFUSE.format(noun=of.noun)
    archive = (
        f"INSERT INTO {history} ({columns}, version, valid_from, entry_id, valid_to, closed_entry_id)"
        f" SELECT {old}, OLD.version, OLD.valid_from, OLD.entry_id,"
        f" fairlead_moment(OLD.valid_from), fairlead_entry()"
        f" WHERE OLD.entry_id IS NOT fairlead_entry();"
    )
    bodies = {
        "insert": f"BEFORE INSERT ON {table} WHEN fairlead_entry() IS NULL"
        f" OR (NEW.entry_id IS NOT fairlead_entry() AND fairlead_permit() <> 'history') BEGIN {refuse}; END",
        "update": f"AFTER UPDATE OF {mutable} ON {table} WHEN {changed} BEGIN"
        f" {refuse} WHERE fairlead_entry() IS NULL; {archive}"
        f" UPDATE {table} SET version = OLD.version + (OLD.entry_id IS NOT fairlead_entry()),"
        f" valid_from = CASE WHEN OLD.entry_id IS fairlead_entry() THEN OLD.valid_from"
        f" ELSE fairlead_moment(OLD.valid_from) END, entry_id = fairlead_entry() WHERE id = NEW.id; END",
        "same": f"AFTER UPDATE OF {mutable} ON {table} WHEN NOT ({changed}) BEGIN"
        f" UPDATE {table} SET version = OLD.version, valid_from = OLD.valid_from, entry_id = OLD.entry_id"
        f" WHERE id = NEW.id; END",
        "stamps": f"BEFORE UPDATE OF id, version, valid_from, entry_id ON {table}"
        f" WHEN NEW.id IS NOT OLD.id OR (fairlead_entry() IS NULL AND (NEW.version IS NOT OLD.version"
        f" OR NEW.valid_from IS NOT OLD.valid_from OR NEW.entry_id IS NOT OLD.entry_id)) BEGIN {refuse}; END",
        "delete": f"AFTER DELETE ON {table} WHEN fairlead_permit() <> 'erase' BEGIN"
        f" {refuse} WHERE fairlead_entry() IS NULL; {archive} END",
    }
    return [*_replace(of.table, bodies), *append_only(of.history)]


def append_only(table: str) -> list[str]:
    """Return the triggers of a table whose rows are never changed."""
    refuse = f"SELECT RAISE(ABORT, 'fairlead: {table} is append-only')"
    bodies = {
        "keep_updated": f"BEFORE UPDATE ON \"{table}\" WHEN fairlead_permit() <> 'erase' BEGIN {refuse}; END",
        "keep_deleted": f"BEFORE DELETE ON \"{table}\" WHEN fairlead_permit() <> 'erase' BEGIN {refuse}; END",
    }
    return _replace(table, bodies)


def _replace(table: str, bodies: dict[str, str]) -> list[str]:
    statements = []
    for name, body in bodies.items():
        statements += [
            f'DROP TRIGGER IF EXISTS "fairlead_{table}_{name}"',
            f'CREATE TRIGGER "fairlead_{table}_{name}" {body}',
        ]
    return statements
