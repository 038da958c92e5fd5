"""Write long exports while nobody waits."""

from functools import partial
from pathlib import Path

from fairlead.access import Viewer
from fairlead.exchange import taking
from fairlead.exchange.lists import LISTS
from fairlead.exchange.models import ExportJob
from fairlead.jobs.clock import now
from fairlead.kit import queue, tables
from fairlead.people import queries as people
from fairlead.render.files import write_file
from fairlead.render.listed import listed
from fairlead.vocabulary import queries as vocabulary


@queue.job("write-export", retries=1)
def write_export(run: queue.Run, *, export_id: int) -> dict[str, int]:
    """Write the rows that its person may see now."""
    job = ExportJob.objects.select_related("person").get(pk=export_id)
    by = people.viewer_of(job.person)
    taking.write(job, partial(_write, run, job, by), by=by, at=now())
    return {"export": export_id}


def _write(run: queue.Run, job: ExportJob, by: Viewer, path: Path) -> int:
    table, rows = LISTS[job.place]
    query, _lost = tables.parse_kept(job.query, table)
    context = tables.Context(by.person_id, vocabulary.calendar(), job.created_at)
    base = rows(by, query.as_of, job.created_at)
    whole = listed(query, table, base, context, viewer=by, at=run.at)
    run.progress(0, whole.count)
    return write_file(whole, path, job.form, told=lambda count: run.progress(count, whole.count))
