"""One's long exports: how far they are, take them, stop them, throw them away."""

from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from fairlead.access import OutOfReach, Permission, Refused
from fairlead.exchange import taking
from fairlead.exchange.whole import whole_record
from fairlead.render.files import FORMS
from fairlead.web.shared import forming, pages
from fairlead.web.shared.pages import Request

SHOWN = 50


def show(request: Request) -> HttpResponse:
    """Show one's exports, newest first."""
    rows = list(taking.exports(request.viewer)[:SHOWN])
    context = {
        "rows": rows,
        "progress": {job.pk: taking.progress(job) for job in rows if job.is_busy},
        "days": taking.kept_days(),
        "place": "exports",
    }
    return pages.render(request, "exports/list.html", context)


def progress(request: Request, pk: int) -> HttpResponse:
    """Show how far an export is; the whole list anew once it is no longer being written."""
    job = taking.export_job(request.viewer, pk)
    if not job.is_busy:
        return pages.redirect_to(request, "exports")
    context = {"job": job, "progress": {pk: taking.progress(job)}}
    return pages.render(request, "exports/progress.html", context)


def download(request: Request, pk: int) -> HttpResponseBase:
    """Send the file to the one who asked for it, if they may still export.

    :raises OutOfReach: when it is not there (any more).
    """
    job = taking.export_job(request.viewer, pk)
    if not (verdict := request.viewer.may(Permission.EXPORT)):
        raise Refused(verdict.reason)
    path = taking.path_of(job)
    if not job.is_ready or not path.exists():
        raise OutOfReach("This file is not there any more. Export the list again.")
    answer = FileResponse(path.open("rb"), content_type=FORMS[job.form].content_type)
    answer["Content-Length"] = str(job.file_size)
    answer["Content-Disposition"] = f'attachment; filename="{job.file_name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def whole(request: Request, kind: str, pk: int) -> HttpResponse:
    """Send everything about one record as a file."""
    told = whole_record(kind, pk, by=request.viewer, at=request.now)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{kind}-{pk}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Ask for an export not to be written any further."""
    taking.stop(taking.export_job(request.viewer, pk), at=request.now)
    return forming.done(request, "It stops.", "exports")


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Throw the file of an export away."""
    taking.throw_away(taking.export_job(request.viewer, pk))
    return forming.done(request, "The file was thrown away.", "exports")
