"""Draw a page, or one block of it, and send the browser on."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from jinja2_fragments import render_block

from fairlead.web.shared.environment import jinja
from fairlead.web.shared.requests import Request, is_fragment

__all__ = ["Request", "closing_dialog", "draw", "redirect_to", "render", "toast", "with_toast"]


def render(
    request: HttpRequest, page: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with a template, or with one block: `render(request, "pipeline/board.html#card", {...})`."""
    response = HttpResponse(draw(request, page, context), status=status)
    response.headers["Vary"] = "HX-Request"
    return response


def draw(request: HttpRequest, page: str, context: Mapping[str, Any] | None = None) -> str:
    """Return a template, or the block after `#`, as text."""
    name, _, block = page.partition("#")
    values = {
        "request": request,
        "viewer": getattr(request, "viewer", None),
        "csrf_token": get_token(request),
        **(context or {}),
    }
    if block:
        return render_block(jinja(), name, block, values)
    return jinja().get_template(name).render(values)


def redirect_to(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the browser to a route name, record or address, also when htmx asked."""
    address = resolve_url(to, *args, **kwargs)
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def with_toast(
    response: HttpResponse, message: str, kind: str = "success", *, undo: str = ""
) -> HttpResponse:
    """Let an htmx answer also say something; `undo` is an address that a POST to takes it back."""
    return _telling(response, {"fl:toast": {"message": message, "kind": kind, "undo": undo}})


def toast(message: str, kind: str = "success", *, undo: str = "") -> HttpResponse:
    """Answer an htmx request with nothing but a word about what happened."""
    return with_toast(HttpResponse(status=204), message, kind, undo=undo)


def closing_dialog(response: HttpResponse | None = None, *, refresh: str = "") -> HttpResponse:
    """Close the open dialog; `refresh` names the event that parts of the page listen for to draw anew."""
    answer = response or HttpResponse(status=204)
    return _telling(answer, {"fl:close-dialog": True, **({refresh: True} if refresh else {})})


def _telling(response: HttpResponse, events: Mapping[str, Any]) -> HttpResponse:
    before = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**before, **events})
    return response
