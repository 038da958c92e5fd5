"""When the write-ahead log is carried over into the database.

SQLite does it within the commit that made the log long, while that writer still keeps all others out. Whoever
writes much in many turns does it between them instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_USUAL_PAGES = 1000


@contextmanager
def apart() -> Iterator[None]:
    """Let no commit of this block carry the log over; call :func:`carry_over` between them."""
    if not _may():
        yield
        return
    _say("PRAGMA wal_autocheckpoint = 0")
    try:
        yield
    finally:
        _say(f"PRAGMA wal_autocheckpoint = {_USUAL_PAGES}")


def carry_over() -> None:
    """Carry over what can be, without keeping anybody from reading or writing."""
    if _may():
        _say("PRAGMA wal_checkpoint(PASSIVE)")


def _may() -> bool:
    return bool(connection.vendor == "sqlite" and not connection.in_atomic_block)


def _say(pragma: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(pragma)
        cursor.fetchall()
