"""Check, load, undo and redo large imports while nobody waits; bring to a good end what was broken off."""

from collections.abc import Callable
from typing import Any

from fairlead import journal
from fairlead.access import installation
from fairlead.exchange import actions, bundles, running
from fairlead.exchange.models import Bundle, ImportJob
from fairlead.kit import queue
from fairlead.kit.errors import Problem
from fairlead.people import queries as people

RETRIES = 5
"""How often a worker goes on with what another one left; only what was broken off is tried again."""

Step = Callable[..., Any]
_BROKEN = "Something went wrong in Fairlead; its log says what."


@queue.job("check-import", retries=RETRIES)
def check_import(run: queue.Run, *, import_id: int) -> dict[str, Any]:
    """Find out what loading a file would do."""
    return _do(run, ImportJob.objects.get(pk=import_id), actions.run_check)


@queue.job("load-import", retries=RETRIES)
def load_import(run: queue.Run, *, import_id: int) -> dict[str, Any]:
    """Load a file that was checked."""
    return _do(run, ImportJob.objects.get(pk=import_id), actions.run_load)


@queue.job("undo-import", retries=RETRIES)
def undo_import(run: queue.Run, *, import_id: int, force: bool) -> dict[str, Any]:
    """Take back what a file brought or changed."""
    return _do(run, ImportJob.objects.get(pk=import_id), running.run_undo, force=force)


@queue.job("redo-import", retries=RETRIES)
def redo_import(run: queue.Run, *, import_id: int) -> dict[str, Any]:
    """Take the undo of a file back."""
    return _do(run, ImportJob.objects.get(pk=import_id), running.run_redo)


@queue.job("check-bundle", retries=RETRIES)
def check_bundle(run: queue.Run, *, bundle_id: int) -> dict[str, Any]:
    """Find out what loading several files would do."""
    return _do(run, Bundle.objects.get(pk=bundle_id), bundles.run_check)


@queue.job("load-bundle", retries=RETRIES)
def load_bundle(run: queue.Run, *, bundle_id: int) -> dict[str, Any]:
    """Load several files that were checked."""
    return _do(run, Bundle.objects.get(pk=bundle_id), bundles.run_load)


@queue.job("undo-bundle", retries=RETRIES)
def undo_bundle(run: queue.Run, *, bundle_id: int, force: bool) -> dict[str, Any]:
    """Take back what several files brought or changed."""
    return _do(run, Bundle.objects.get(pk=bundle_id), running.run_undo, force=force)


@queue.job("redo-bundle", retries=RETRIES)
def redo_bundle(run: queue.Run, *, bundle_id: int) -> dict[str, Any]:
    """Take the undo of several files back."""
    return _do(run, Bundle.objects.get(pk=bundle_id), running.run_redo)


def _do(run: queue.Run, work: running.Import, step: Step, **said: Any) -> dict[str, Any]:
    """Do a step for whoever brought the files; after a worker that was killed, recover instead."""
    if not work.is_busy:
        return {"state": work.state}  # it was done, and its worker was killed before it could say so
    by = people.viewer_of(work.person) if work.person else installation()
    doing = step if run.attempt == 1 else running.recover
    try:
        with journal.source("import"):
            doing(work, by=by, at=run.at, told=run.progress, **said)
    except Problem as problem:
        _stop(work, str(problem))
    except queue.Cancelled:
        _stop(work)
    except Exception:
        if run.attempt > RETRIES:
            _stop(work, _BROKEN)
        raise
    work.refresh_from_db()
    return {"state": work.state}


def _stop(work: running.Import, reason: str = "") -> None:
    running.stop(type(work)._default_manager.select_related("person", "batch").get(pk=work.pk), reason)
