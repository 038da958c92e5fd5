"""How the API tells what went wrong: one shape, `application/problem+json`, for every kind of problem."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from fairlead.api.values import Told
from fairlead.kit.errors import Problem

log = structlog.get_logger("fairlead.api")

MEDIA_TYPE = "application/problem+json"
NOT_HERE = "It does not exist, or it is not within your reach."
_SENTENCES = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field.",
    "int_type": "Write it as a whole number.",
    "string_type": "Write it as text.",
    "bool_type": "Write true or false.",
}


class ProblemTold(Told):
    """What went wrong. `fields` names those at fault; `others` what somebody else wrote there meanwhile."""

    type: str = "about:blank"
    title: str
    status: int
    fields: dict[str, str] = Field(default_factory=dict)
    others: dict[str, Any] = Field(default_factory=dict)
    reference: str = ""


def problem(status: int, title: str, **more: Mapping[str, Any] | str | None) -> HttpResponse:
    """Return the answer to a request that failed."""
    told = {"type": "about:blank", "title": title, "status": status}
    told |= {name: value for name, value in more.items() if value}
    return HttpResponse(json.dumps(told, default=str), status=status, content_type=MEDIA_TYPE)


def handle(api: NinjaAPI) -> None:
    """Let an API answer every exception in this one shape."""
    api.add_exception_handler(Problem, _ours)
    api.add_exception_handler(ValidationError, _malformed)
    api.add_exception_handler(Http404, lambda _request, _error: problem(404, NOT_HERE))
    api.add_exception_handler(HttpError, _by_ninja)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(Exception, _unexpected)


@csrf_exempt  # nothing happens here
def not_found(_request: HttpRequest, **_anything: object) -> HttpResponse:
    """Answer an address below the API that leads nowhere."""
    return problem(404, "There is no such address.")


def _ours(_request: HttpRequest, error: Any) -> HttpResponse:
    title = NOT_HERE if error.status == 404 else str(error)
    return problem(
        error.status, title, fields=getattr(error, "fields", None), others=getattr(error, "others", None)
    )


def _malformed(_request: HttpRequest, error: Any) -> HttpResponse:
    fields = {_place(fault["loc"]): _sentence(fault) for fault in error.errors}
    sentence = " ".join(f"{name}: {said}" for name, said in fields.items())
    return problem(422, sentence[:2000], fields=fields)


def _place(loc: tuple[Any, ...]) -> str:
    """Return where in the request a fault lies, as its sender wrote it: `lines.0.quantity`."""
    inside = [str(part) for part in loc if part not in ("body", "query", "path", "header", "body_")]
    return ".".join(inside) or "body"


def _sentence(fault: Mapping[str, Any]) -> str:
    told = str(fault["msg"]).removeprefix("Value error, ")
    return _SENTENCES.get(fault["type"], told if told.endswith(".") else f"{told}.")


def _by_ninja(_request: HttpRequest, error: Any) -> HttpResponse:
    title = "The body is not valid JSON." if error.status_code == 400 else str(error)
    return problem(error.status_code, title)


def _unknown(_request: HttpRequest, _error: Any) -> HttpResponse:
    answer = problem(401, "Send a personal token that is still good: Authorization: Bearer fl_…")
    answer.headers["WWW-Authenticate"] = 'Bearer realm="fairlead"'
    return answer


def _unexpected(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what nobody expected, with a reference that is in the log beside the cause."""
    got_request_exception.send(sender=NinjaAPI, request=request)
    reference = secrets.token_hex(4)
    log.error("unexpected_error", reference=reference, path=request.path, exc_info=error)
    return problem(
        500, f"Something went wrong on our side. It was noted as {reference}.", reference=reference
    )
