"""Background workers beside the server: forked from it (they share its memory), watched, started again."""

import ctypes
import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

import structlog
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

log = structlog.get_logger("fairlead.serve")
PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 2.0
_PR_SET_PDEATHSIG = 1


class JobWorkers:
    """So many background workers, as long as the server lives."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._processes: list[ForkProcess] = []
        self._over = threading.Event()

    def start(self) -> None:
        """Start them, and keep starting those that die."""
        self._processes = [_start() for _ in range(self._count)]
        if self._count:
            threading.Thread(target=self._watch, name="job-workers", daemon=True).start()

    def stop(self) -> None:
        """Let each finish the job at hand; one that takes too long is cut off, and its job done again."""
        self._over.set()
        for process in self._processes:
            process.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for process in self._processes:
            process.join(max(0.1, until - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            wait([process.sentinel for process in self._processes], timeout=PAUSE_SECONDS)
            for position, process in enumerate(self._processes):
                if process.is_alive() or self._over.is_set():
                    continue
                if self._over.wait(PAUSE_SECONDS):
                    return
                log.warning("a background worker ended and is started again", status=process.exitcode)
                self._processes[position] = _start()


def die_with(parent: int) -> None:
    """End this process when its parent ends, even when that was killed (Linux)."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:
        os._exit(1)


def _start() -> ForkProcess:
    process = multiprocessing.get_context("fork").Process(
        target=_work, args=(os.getpid(),), name="fairlead-worker"
    )
    process.start()
    return process


def _work(parent: int) -> None:
    die_with(parent)
    connections.close_all()
    worker = import_string(settings.WORKER)()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the server, which then asks us to stop
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()
