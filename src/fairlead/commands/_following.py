"""Wait for an import that was handed to the worker, and be the worker where no other takes it."""

import sys
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from fairlead.access import Viewer
from fairlead.commands._clock import now
from fairlead.exchange import queries, running

_PAUSE_SECONDS = 0.3


def follow(work: running.Import, by: Viewer) -> None:
    """Tell how far it is until it is done. Ctrl+C cancels a load, and waits until that is taken back.

    A worker does it: the server's, or one in this process. So whatever happens to this process, another
    worker brings it to a good end.
    """
    over = threading.Event()
    helper = threading.Thread(target=_help, args=[work.queue_job, over], daemon=True)
    helper.start()
    while work.is_busy:
        try:
            _tell(queries.progress_of(work))
            time.sleep(_PAUSE_SECONDS)
        except KeyboardInterrupt:
            with suppress(running.NotYet):
                running.cancel(work, by=by, at=now())
        work.refresh_from_db()
    over.set()
    helper.join()
    _clear()


def _help(job_id: int, over: threading.Event) -> None:
    worker = import_string(settings.WORKER)()
    worker.preload()
    while not over.wait(_PAUSE_SECONDS):
        worker.work_on(job_id)
    connection.close()


def _tell(progress: queries.Progress) -> None:
    if sys.stderr.isatty() and progress.total:
        share = f"{progress.done / progress.total:.0%}"
        print(f"\r\033[K{progress.message}: {share}", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
