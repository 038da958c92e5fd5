"""Check and load large files while nobody waits."""

from typing import Any

from fairlead import journal
from fairlead.access import Viewer, installation
from fairlead.exchange import actions
from fairlead.exchange.models import ImportJob
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


def _run(run: queue.Run, import_id: int, step: Any) -> dict[str, Any]:
    job = ImportJob.objects.select_related("person").get(pk=import_id)
    by: Viewer = people.viewer_of(job.person) if job.person else installation()
    try:
        with journal.source("import"):
            step(job, by=by, at=run.at, told=run.progress)
    except (Problem, queue.Cancelled) as problem:
        stopped = problem if isinstance(problem, Problem) else Problem("Stopped. Nothing was loaded.")
        actions.fail_import(ImportJob.objects.get(pk=import_id), stopped)
    return {"state": job.state}
