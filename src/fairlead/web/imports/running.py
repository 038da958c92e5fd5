"""While the worker is busy with an import, and before it is taken back: cancel it, see what would stay."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse

from fairlead import journal
from fairlead.exchange import queries, running
from fairlead.web.shared import forming, pages, told
from fairlead.web.shared.pages import Request

_HIDDEN = frozenset({"search"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A record that would stay as it is, the reason, and what others did to it."""

    label: str
    kind: str
    reason: str
    sentences: list[told.Sentence]


def cancel(request: Request, pk: int) -> HttpResponse:
    """Stop the check or the load of a file."""
    return _cancel(request, queries.import_job(request.viewer, pk), "import")


def cancel_several(request: Request, pk: int) -> HttpResponse:
    """Stop the check or the load of several files."""
    return _cancel(request, queries.bundle(request.viewer, pk), "import_several")


def undo(request: Request, pk: int) -> HttpResponse:
    """Show what taking a file back would do; on POST, do it."""
    return _undo(request, queries.import_job(request.viewer, pk), "import")


def undo_several(request: Request, pk: int) -> HttpResponse:
    """Show what taking several files back would do; on POST, do it."""
    return _undo(request, queries.bundle(request.viewer, pk), "import_several")


def redo(request: Request, pk: int) -> HttpResponse:
    """Take the undo of a file back."""
    return _redo(request, queries.import_job(request.viewer, pk), "import")


def redo_several(request: Request, pk: int) -> HttpResponse:
    """Take the undo of several files back."""
    return _redo(request, queries.bundle(request.viewer, pk), "import_several")


def _cancel(request: Request, work: running.Import, route: str) -> HttpResponse:
    running.cancel(work, by=request.viewer, at=request.now)
    return forming.done(request, "It is being stopped.", route, work.pk)


def _undo(request: Request, work: running.Import, route: str) -> HttpResponse:
    if request.method == "POST":
        force = "force" in request.POST
        return _done(
            request, work, route, lambda: running.undo(work, by=request.viewer, at=request.now, force=force)
        )
    outlook = queries.outlook(request.viewer, work)
    context = {
        "work": work,
        "route": route,
        "outlook": outlook,
        "staying": [_stay(one) for one in outlook.staying],
        "verdict": queries.may_import(request.viewer),
        "place": "imports",
    }
    return pages.render(request, "imports/undo.html", context)


def _redo(request: Request, work: running.Import, route: str) -> HttpResponse:
    return _done(request, work, route, lambda: running.redo(work, by=request.viewer, at=request.now))


def _done(request: Request, work: running.Import, route: str, step: Callable[[], object]) -> HttpResponse:
    """Do a step; where the worker does it, lead to the page that shows how far it is."""
    if step() is None:
        return pages.redirect_to(request, route, work.pk)
    said = "The import was undone." if work.state == "undone" else "The records are back."
    return forming.done(request, said, route, work.pk)


def _stay(one: journal.Staying) -> Stay:
    left = one.left
    return Stay(left.label, left.kind, left.reason, told.tell(one.changes, left.kind, hide=_HIDDEN))
