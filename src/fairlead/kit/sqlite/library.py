"""The SQLite library itself: up to 3.51.2 it can corrupt a write-ahead log that several processes share."""

import sqlite3
import sys

OLDEST_SAFE = (3, 51, 3)


def use_newest() -> None:
    """Put the bundled library in place of the system's, for everything imported afterwards."""
    try:
        import pysqlite3  # noqa: PLC0415 -- Linux only; elsewhere Python brings a library of its own
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def version() -> tuple[int, ...]:
    """Return the version of the library in use."""
    library = sys.modules.get("sqlite3", sqlite3)
    return tuple(library.sqlite_version_info)


def is_safe() -> bool:
    """Tell whether several processes may share a database with this library."""
    return version() >= OLDEST_SAFE
