"""What goes wrong, once: each kind of problem with its status, for pages, fragments and the API alike."""

import secrets
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from fairlead import journal
from fairlead.access import OutOfReach, Refused
from fairlead.kit.errors import Problem, RuleBroken
from fairlead.web.shared.requests import is_fragment

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one kind of problem is told."""

    status: int
    title: str
    picture: str = "knot"


TABLE: tuple[tuple[type[Exception], Answer], ...] = (
    (OutOfReach, Answer(OutOfReach.status, "There is nothing here", "lost")),
    (Http404, Answer(404, "There is nothing here", "lost")),
    (Refused, Answer(Refused.status, "You may not do this", "lock")),
    (PermissionDenied, Answer(403, "You may not do this", "lock")),
    (journal.Stale, Answer(journal.Stale.status, "This was changed meanwhile")),
    (RuleBroken, Answer(RuleBroken.status, "This cannot be done")),
    (Problem, Answer(Problem.status, "This cannot be done")),
)
UNEXPECTED = Answer(500, "Something went wrong on our side")
SECRET_FIELDS = ("csrf", "password", "token", "secret")


class ErrorMiddleware:
    """Turn problems that a view did not handle into an answer a person can act on."""

    def __init__(self, get_response: Any) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response: HttpResponse = self._answer(request)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer the problems of the table; leave the unexpected to `server_error`."""
        known = answer_for(problem)
        return respond(request, known, problem) if known else None


def answer_for(problem: Exception) -> Answer | None:
    """Return how a problem is told, or None if it is none of ours."""
    return next((answer for kind, answer in TABLE if isinstance(problem, kind)), None)


def status_of(problem: Exception) -> int:
    """Return the HTTP status of a problem."""
    return (answer_for(problem) or UNEXPECTED).status


def as_json(problem: Exception) -> dict[str, Any]:
    """Return a problem as the API tells it: message, the fields at fault, the other's values."""
    told: dict[str, Any] = {"message": message_of(problem)}
    if fields := getattr(problem, "fields", None):
        told["fields"] = dict(fields)
    if others := getattr(problem, "others", None):
        told["others"] = {name: str(value) for name, value in others.items()}
    return told


def message_of(problem: Exception) -> str:
    """Return the sentence to show; an unknown address and a record out of reach sound the same."""
    if isinstance(problem, Http404 | OutOfReach):
        return "It does not exist, or it is not within your reach."
    return str(problem) or "Ask an administrator if you need this."


def respond(request: HttpRequest, answer: Answer, problem: Exception, reference: str = "") -> HttpResponse:
    """Answer with a page, or with a toast where htmx asked for a part of one."""
    from fairlead.web.shared import pages  # noqa: PLC0415 -- pages need the settings

    context = {
        "answer": answer,
        "message": message_of(problem)
        if answer.status < 500
        else "It was noted. Please try again in a moment.",
        "fields": getattr(problem, "fields", {}),
        "others": theirs(problem),
        "typed": typed(request),
        "reference": reference,
    }
    if not is_fragment(request):
        return pages.render(request, "shared/problem.html", context, status=answer.status)
    response = pages.render(request, "shared/problem.html#toast", context, status=answer.status)
    response.headers["HX-Retarget"] = "#toasts"
    response.headers["HX-Reswap"] = "beforeend"
    return response


def theirs(problem: Exception) -> list[tuple[str, str, object]]:
    """Return what somebody else wrote meanwhile: field, its name for people, the value that stands there."""
    record = getattr(problem, "record", None)
    told: list[tuple[str, str, object]] = []
    for name in getattr(problem, "others", {}):
        field = record._meta.get_field(name) if record is not None else None
        label = str(getattr(field, "verbose_name", name.replace("_", " ")))
        told.append((name, label[:1].upper() + label[1:], getattr(record, name, None)))
    return told


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """Return what the person had typed, so that no answer throws it away; secrets stay out."""
    if request.method != "POST":
        return {}
    return {
        name: [value for value in values if value]
        for name, values in request.POST.lists()
        if any(values) and not any(word in name.lower() for word in SECRET_FIELDS)
    }


def signed_out(request: HttpRequest) -> HttpResponse:
    """Tell a page that is still open that its session ended, and keep what is typed in it."""
    ended = Answer(401, "You have been signed out", "lock")
    return respond(
        request, ended, Problem("Sign in again in another tab, then repeat this. Nothing you typed is lost.")
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere; a slash too many or too few is mended."""
    if isinstance(exception, Resolver404) and request.method == "GET" and (meant := _meant(request.path)):
        return HttpResponseRedirect(meant)
    return respond(request, TABLE[0][1], Http404())


def _meant(path: str) -> str:
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    try:
        resolve(other)
    except Resolver404:
        return ""
    return other


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refusal that Django itself raised."""
    return respond(request, TABLE[2][1], exception)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page was too old to be trusted, with what was typed."""
    log.info("csrf_failed", reason=reason)
    old = Answer(403, "This page was too old to be sent safely")
    return respond(
        request, old, Problem("Open the page again and send it once more. What you typed is below.")
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer attempts that come too fast."""
    from fairlead.web.shared import pages  # noqa: PLC0415 -- pages need the settings

    if is_fragment(request):
        return respond(
            request, Answer(429, "Too many attempts"), Problem("Wait a few minutes, then try again.")
        )
    return pages.render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody expected, with a reference that is in the log beside the cause."""
    reference = secrets.token_hex(4)
    log.exception("unexpected_error", reference=reference, path=request.path)
    try:
        return respond(request, UNEXPECTED, Exception(), reference)
    except Exception:  # the page itself may be what fails
        log.exception("error_page_failed", reference=reference)
        text = f"Something went wrong on our side. Reference: {reference}"
        return HttpResponse(text, status=500, content_type="text/plain")
