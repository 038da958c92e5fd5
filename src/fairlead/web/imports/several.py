"""Several files as one import: their order, what they would do together, load them, take them back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from fairlead.exchange import bundles, kinds, queries
from fairlead.exchange.models import Bundle, ImportJob
from fairlead.exchange.planning import Problem, What
from fairlead.exchange.preview import Preview
from fairlead.web.setup.heads import heads
from fairlead.web.shared import pages
from fairlead.web.shared.pages import Request

PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One file of several, as the page shows it."""

    job: ImportJob
    kind: kinds.Kind
    seen: Preview | None

    def count(self, what: str) -> int | None:
        """Return how many rows are to be created, updated or have a problem; nothing before the check."""
        return self.seen.counts[What(what)] if self.seen else None


def bring(request: Request, files: Sequence[tuple[str, Iterable[bytes]]]) -> HttpResponse:
    """Take several files in as one import, and show them."""
    bundle = bundles.begin_bundle(files, by=request.viewer, at=request.now)
    return pages.redirect_to(request, "import_several", bundle.pk)


def show(request: Request, pk: int) -> HttpResponse:
    """Show the files in the order in which they go, with what each would do."""
    return pages.render(request, "imports/several.html", _context(request, pk))


def progress(request: Request, pk: int) -> HttpResponse:
    """Answer how far it is; once it is done, lead to what came out."""
    bundle = queries.bundle(request.viewer, pk)
    if not bundle.is_busy:
        return pages.redirect_to(request, "import_several", pk)
    return pages.render(request, "imports/several.html#progress", _context(request, pk))


def check(request: Request, pk: int) -> HttpResponse:
    """Find out what loading all of them would do."""
    bundles.check_bundle(queries.bundle(request.viewer, pk), by=request.viewer, at=request.now)
    return pages.redirect_to(request, "import_several", pk)


def load(request: Request, pk: int) -> HttpResponse:
    """Load all of them, or none."""
    bundles.load_bundle(queries.bundle(request.viewer, pk), by=request.viewer, at=request.now)
    return pages.redirect_to(request, "import_several", pk)


def _context(request: Request, pk: int) -> dict[str, Any]:
    bundle: Bundle = queries.bundle(request.viewer, pk)
    jobs = bundles.files_of(bundle)
    lines = [Line(job, queries.kind_of(job), queries.preview_of(job)) for job in jobs]
    problems: list[Problem] = [one for line in lines if line.seen for one in line.seen.problems]
    return {
        "bundle": bundle,
        "lines": lines,
        "heads": heads("File", "As", "Rows#", "Create#", "Update#", "Problems#"),
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_count": sum(line.seen.problem_count for line in lines if line.seen),
        "changes": sum(
            line.seen.counts[what] for line in lines if line.seen for what in (What.CREATE, What.UPDATE)
        ),
        "is_loadable": bundles.is_loadable(jobs),
        "progress": queries.progress_of(bundle),
        "verdict": queries.may_import(request.viewer),
        "place": "imports",
    }
