"""Look at what an import would do, load it, and take it back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from fairlead.exchange import actions, queries
from fairlead.exchange.models import ImportJob, State
from fairlead.exchange.planning import What
from fairlead.exchange.preview import Preview
from fairlead.web.imports.correcting import decided, troubles
from fairlead.web.imports.grid import rows_of
from fairlead.web.shared import pages
from fairlead.web.shared.pages import Request

UPDATES_SHOWN = 50
LISTS = {
    "opportunities": "opportunities",
    "companies": "companies",
    "contacts": "contacts",
    "leads": "leads",
    "products": "products",
    "people": "setup_people",
    "teams": "setup_teams",
    "locations": "setup_locations",
}


def show(request: Request, pk: int) -> HttpResponse:
    """Show an import as far as it is: its progress, its preview, or what became of it."""
    job = queries.import_job(request.viewer, pk)
    if job.state == State.MAPPING:
        return pages.redirect_to(request, "import_mapping", job.pk)
    if job.bundle_id and (job.is_busy or job.state != State.CHECKED):
        return pages.redirect_to(request, "import_several", job.bundle_id)
    if job.is_busy:
        return pages.render(request, "imports/busy.html", _context(request, job))
    if job.state == State.CHECKED:
        return pages.render(request, "imports/preview.html", _context(request, job) | _preview(request, job))
    return pages.render(request, "imports/result.html", _context(request, job))


def progress(request: Request, pk: int) -> HttpResponse:
    """Answer how far it is; once it is done, lead to what came out."""
    job = queries.import_job(request.viewer, pk)
    if not job.is_busy:
        return pages.redirect_to(request, "import", job.pk)
    return pages.render(request, "imports/busy.html#progress", _context(request, job))


def load(request: Request, pk: int) -> HttpResponse:
    """Load what was checked, whole or not at all."""
    job = queries.import_job(request.viewer, pk)
    actions.load_import(job, by=request.viewer, at=request.now)
    return pages.redirect_to(request, "import", job.pk)


def _context(request: Request, job: ImportJob) -> dict[str, Any]:
    seen, kind = queries.preview_of(job), queries.kind_of(job)
    return {
        "job": job,
        "kind": kind,
        "seen": seen,
        "counts": _counts(seen) if seen else {},
        "progress": queries.progress_of(job),
        "verdict": queries.may_import(request.viewer),
        "list_address": reverse(LISTS[kind.name]) if kind.name in LISTS else "",
        "place": "imports",
    }


def _counts(seen: Preview) -> dict[str, int]:
    return {what.value: seen.counts[what] for what in What}


def _preview(request: Request, job: ImportJob) -> dict[str, Any]:
    opened, seen = queries.opened(job), queries.preview_of(job)
    assert seen is not None, "it is checked"  # noqa: S101
    found = troubles(job, seen, request)
    return {
        "header": opened.sheet.header,
        "rows": rows_of(opened, queries.mapping_of(job), seen.problems),
        "troubles": found,
        "decided": decided(job),
        "makes": sorted({one.makes for one in found if one.makes}),
        **_updates(request, seen),
    }


def _updates(request: Request, seen: Preview) -> dict[str, Any]:
    """Return a page of the changes of existing records, and where the pages beside it begin."""
    said = request.GET.get("from", "")
    first = int(said) if said.isdecimal() and len(said) < 7 else 0
    return {
        "updates": seen.updates[first : first + UPDATES_SHOWN],
        "updates_from": first,
        "updates_kept": len(seen.updates),
        "updates_before": max(0, first - UPDATES_SHOWN) if first else None,
        "updates_after": first + UPDATES_SHOWN if first + UPDATES_SHOWN < len(seen.updates) else None,
    }
