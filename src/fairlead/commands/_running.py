"""Know whether this Fairlead runs here: every server and worker holds a lock in the data folder."""

import fcntl
import os

from django.conf import settings

from fairlead.kit.errors import Problem

_held: list[int] = []


class Running(Problem):
    """A server or worker uses the data folder."""


def hold() -> None:
    """Say that this process, and those forked from it, use the data folder, until they end."""
    _lock(fcntl.LOCK_SH)


def alone() -> None:
    """Keep servers and workers from starting until this process ends.

    :raises Running: if one runs already.
    """
    try:
        _lock(fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Running("Fairlead is running. Stop it first, so that nobody writes meanwhile.") from None


def _lock(kind: int) -> None:
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(settings.DATA_DIR / ".running", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, kind)
    _held.append(descriptor)
