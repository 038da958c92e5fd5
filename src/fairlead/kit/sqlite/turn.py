"""Whose turn it is to write. SQLite lets one writer in at a time and the others guess when to ask again."""

import fcntl
import os
import threading
import time
from pathlib import Path

WAIT_SECONDS = 10.0
_SHORTEST, _LONGEST = 0.0005, 0.01
_within_process: dict[str, threading.Lock] = {}


class WriteTurn:
    """Queue for the right to write to one database, within the process first and then between processes.

    It only orders the writers: SQLite's own lock still decides. A turn that does not come in time
    (a writer was stopped halfway) is skipped, and SQLite's own waiting takes over.
    """

    def __init__(self, database: str) -> None:
        self._path = Path(f"{database}.turn")
        self._neighbours = _within_process.setdefault(str(self._path), threading.Lock())
        self._file: int | None = None
        self._process = os.getpid()
        self._held = False

    def take(self, wait: float = WAIT_SECONDS) -> bool:
        """Wait for the turn at most so many seconds; tell whether it came."""
        until = time.monotonic() + wait
        if self._held or not self._neighbours.acquire(timeout=wait):
            return self._held
        self._held = self._lock(until)
        if not self._held:
            self._neighbours.release()
        return self._held

    def give(self) -> None:
        """Let the next one write. Giving without holding is harmless."""
        if self._held and self._file is not None:
            self._held = False
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._neighbours.release()

    def close(self) -> None:
        """Give the turn back and let go of the file."""
        self.give()
        if self._file is not None and self._process == os.getpid():
            os.close(self._file)
        self._file = None

    def _lock(self, until: float) -> bool:
        descriptor = self._open()
        pause = _SHORTEST
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return False
                time.sleep(pause)
                pause = min(pause * 1.5, _LONGEST)
            else:
                return True

    def _open(self) -> int:
        if self._file is None or self._process != os.getpid():
            self._process = os.getpid()
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file
