"""Check and load large files while nobody waits."""

from typing import Any

from fairlead import journal
from fairlead.access import Viewer, installation
from fairlead.exchange import actions, bundles
from fairlead.exchange.models import Bundle, ImportJob
from fairlead.kit import queue
from fairlead.kit.errors import Problem
from fairlead.people import queries as people


@queue.job("check-import", retries=0)
def check_import(run: queue.Run, *, import_id: int) -> dict[str, Any]:
    """Find out what loading a file would do."""
    return _run(run, import_id, actions.run_check)


@queue.job("load-import", retries=0)
def load_import(run: queue.Run, *, import_id: int) -> dict[str, Any]:
    """Load a file that was checked."""
    return _run(run, import_id, actions.run_load)


@queue.job("check-bundle", retries=0)
def check_bundle(run: queue.Run, *, bundle_id: int) -> dict[str, Any]:
    """Find out what loading several files would do."""
    return _run_bundle(run, bundle_id, bundles.run_check)


@queue.job("load-bundle", retries=0)
def load_bundle(run: queue.Run, *, bundle_id: int) -> dict[str, Any]:
    """Load several files that were checked."""
    return _run_bundle(run, bundle_id, bundles.run_load)


def _run(run: queue.Run, import_id: int, step: Any) -> dict[str, Any]:
    job = ImportJob.objects.select_related("person").get(pk=import_id)
    if stopped := _stopped(run, job, step):
        actions.fail_import(ImportJob.objects.get(pk=import_id), stopped)
    return {"state": job.state}


def _run_bundle(run: queue.Run, bundle_id: int, step: Any) -> dict[str, Any]:
    bundle = Bundle.objects.select_related("person").get(pk=bundle_id)
    if stopped := _stopped(run, bundle, step):
        bundles.fail_bundle(Bundle.objects.get(pk=bundle_id), stopped)
    return {"state": bundle.state}


def _stopped(run: queue.Run, work: ImportJob | Bundle, step: Any) -> Problem | None:
    """Do a step for whoever brought the files; return why it was not done, if it was not."""
    by: Viewer = people.viewer_of(work.person) if work.person else installation()
    try:
        with journal.source("import"):
            step(work, by=by, at=run.at, told=run.progress)
    except Problem as problem:
        return problem
    except queue.Cancelled:
        return Problem("Stopped. Nothing was loaded.")
    return None
