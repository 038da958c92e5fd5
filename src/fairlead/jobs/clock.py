"""The clock of this door. Everything below is told the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)
