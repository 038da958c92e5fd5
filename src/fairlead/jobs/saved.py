"""Take files in that come again and again: from watched folders, and those that programs sent."""

from typing import Any

from fairlead.exchange import recurring
from fairlead.exchange.models import ImportRun
from fairlead.jobs.imports import RETRIES
from fairlead.kit import queue


@queue.job("watch-imports", retries=RETRIES)
def watch_imports(run: queue.Run) -> dict[str, int]:
    """Look at the folders that are due."""
    recurring.clear_up(at=run.at)
    taken = [recurring.look(saved, at=run.at) for saved in recurring.due(at=run.at)]
    return {"folders": len(taken), "files": sum(map(len, taken))}


@queue.job("feed-saved-import", retries=RETRIES)
def feed_saved_import(run: queue.Run, *, run_id: int) -> dict[str, Any]:
    """Check and load a file that a program sent."""
    of = ImportRun.objects.select_related("saved__person").get(pk=run_id)
    return {"state": recurring.finish(of, at=run.at).state}
