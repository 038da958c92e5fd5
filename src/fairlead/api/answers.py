"""Answer in JSON, and let a write that carries a key take effect once."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from fairlead import journal
from fairlead.access import OutOfReach, Viewer
from fairlead.api.auth import Request
from fairlead.api.problems import ProblemTold
from fairlead.kit.errors import RuleBroken

T = TypeVar("T")
KEY = "Idempotency-Key"
LONGEST_KEY = 200
_REFUSALS = (400, 401, 403, 404, 409, 422, 429)


def documented(body: Any, *, status: int = 200) -> dict[int, Any]:
    """Return what an operation may answer, for its description."""
    return {status: body, **dict.fromkeys(_REFUSALS, ProblemTold)}


def answer(body: Any, *, status: int = 200) -> HttpResponse:
    """Return a JSON answer as it is, without checking it again."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type="application/json")


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks."""
    return cast(Request, request).viewer


def write(
    request: HttpRequest, payload: BaseModel | None, run: Callable[[], Any], *, status: int = 200
) -> HttpResponse:
    """Run a write and answer with what it returns; with an ``Idempotency-Key``, once however often it comes.

    :raises RuleBroken: when the key is empty, too long, or was used for another request.
    """
    asked = cast(Request, request)
    with journal.source("api"):
        done = _once(asked, payload, lambda: _answered(run(), status))
    response = HttpResponse(status=204) if done.status == 204 else answer(done.body, status=done.status)
    if done.status == 201 and isinstance(done.body, dict):
        response.headers["Location"] = f"{request.path.rstrip('/')}/{done.body['id']}"
    if done.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def related(field: str, find: Callable[[], T]) -> T:
    """Return a record that a field of the request names.

    :raises RuleBroken: at that field, when there is none within reach: the address itself was right.
    """
    try:
        return find()
    except OutOfReach as missing:
        raise RuleBroken(f"{field}: {missing}", fields={field: str(missing)}) from missing


def given_in(body: BaseModel, *, without: tuple[str, ...] = ("version", "reason")) -> dict[str, Any]:
    """Return the fields that a request really brought, but for those that are no fields of the record."""
    return {name: getattr(body, name) for name in body.model_fields_set if name not in without}


def resolved(given: Mapping[str, Any], find: Mapping[str, Callable[[int], Any]]) -> dict[str, Any]:
    """Return what a request gave, with records in place of their ids.

    :raises RuleBroken: at the field that names nothing within reach.
    """
    values = dict(given)
    for name in given.keys() & find.keys():
        if given[name] is not None:
            values[name] = related(name, partial(find[name], given[name]))
    return values


def _answered(body: Any, status: int) -> journal.Answer:
    return journal.Answer(204 if body is None else status, body)


def _once(request: Request, payload: BaseModel | None, run: Callable[[], journal.Answer]) -> journal.Answer:
    key = request.headers.get(KEY)
    if key is None:
        return run()
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise RuleBroken(f"{KEY} has 1 to {LONGEST_KEY} printable characters.", fields={KEY: "Use a UUID."})
    sent = payload.model_dump(mode="json", exclude_unset=True) if payload is not None else None
    return journal.once(request.viewer, key, [request.method, request.path, sent], run, at=request.now)
