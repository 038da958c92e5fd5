"""PostgreSQL's triggers: one function a table. They read the open entry from the session's settings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .triggers import Tracked

_FUNCTION = """
CREATE OR REPLACE FUNCTION "fairlead_track_{table}"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry bigint := nullif(current_setting('fairlead.entry', true), '')::bigint;
    permit text := coalesce(current_setting('fairlead.permit', true), '');
    moment timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' AND ({same}) THEN  -- at most untracked columns changed: no version of it
        NEW.version := OLD.version;
        NEW.valid_from := OLD.valid_from;
        NEW.entry_id := OLD.entry_id;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND permit = 'erase' THEN
        RETURN OLD;
    END IF;
    IF entry IS NULL OR (TG_OP = 'UPDATE' AND NEW.id <> OLD.id) THEN
        RAISE EXCEPTION 'fairlead: a {noun} can be written by an action only, so that it is recorded';
    END IF;
    moment := current_setting('fairlead.at')::timestamptz;
    IF TG_OP = 'INSERT' THEN
        IF permit <> 'history' THEN
            IF NEW.version > 1 THEN  -- it was deleted, and an undo brings it back
                moment := greatest(moment, (SELECT max(valid_to) + interval '1 microsecond'
                    FROM "{history}" WHERE id = NEW.id));
            END IF;
            NEW.entry_id := entry;
            NEW.valid_from := moment;
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.entry_id <> entry THEN
        moment := greatest(moment, OLD.valid_from + interval '1 microsecond');
        INSERT INTO "{history}" ({columns}, version, valid_from, entry_id, valid_to, closed_entry_id)
        VALUES ({old}, OLD.version, OLD.valid_from, OLD.entry_id, moment, entry);
        IF TG_OP = 'UPDATE' THEN
            NEW.version := OLD.version + 1;
            NEW.valid_from := moment;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        NEW.version := OLD.version;
        NEW.valid_from := OLD.valid_from;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    NEW.entry_id := entry;
    RETURN NEW;
END $$"""

_REFUSE = """
CREATE OR REPLACE FUNCTION fairlead_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('fairlead.permit', true), '') = 'erase' THEN
        RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
    END IF;
    RAISE EXCEPTION 'fairlead: % is append-only', TG_TABLE_NAME;
END $$"""


def tracked(of: "Tracked") -> list[str]:
    """Return the trigger of a tracked table, with its function."""
    others = [column for column in of.columns if column != "id"]
    function = _FUNCTION.format(
        table=of.table,
        history=of.history,
        noun=of.noun,
        columns=", ".join(f'"{column}"' for column in of.columns),
        old=", ".join(f'OLD."{column}"' for column in of.columns),
        same="NEW.id = OLD.id AND " + _same(others),
    )
    name = f'"fairlead_{of.table}_track"'
    return [
        _REFUSE,
        function,
        f'DROP TRIGGER IF EXISTS {name} ON "{of.table}"',
        f'CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON "{of.table}"'
        f' FOR EACH ROW EXECUTE FUNCTION "fairlead_track_{of.table}"()',
        *_untruncated(of.table),
        *append_only(of.history),
    ]


def _same(columns: list[str]) -> str:
    """Return the comparison of old and new; jsonb compares by value, so it needs no cast."""
    new, old = (", ".join(f'{row}."{column}"' for column in columns) for row in ("NEW", "OLD"))
    return f"ROW({new}) IS NOT DISTINCT FROM ROW({old})"


def append_only(table: str) -> list[str]:
    """Return the triggers of a table whose rows are never changed."""
    rows = f'"fairlead_{table}_keep"'
    return [
        _REFUSE,
        f'DROP TRIGGER IF EXISTS {rows} ON "{table}"',
        f'CREATE TRIGGER {rows} BEFORE UPDATE OR DELETE ON "{table}"'
        " FOR EACH ROW EXECUTE FUNCTION fairlead_refuse()",
        *_untruncated(table),
    ]


def _untruncated(table: str) -> list[str]:
    """Return the trigger of a table that is not emptied at one stroke, which no row's trigger would see."""
    name = f'"fairlead_{table}_keep_all"'
    return [
        f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
        f'CREATE TRIGGER {name} BEFORE TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION fairlead_refuse()",
    ]
