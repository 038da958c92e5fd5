"""Let administrators in, and tell others whom to ask."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from fairlead.access import Refused
from fairlead.web.shared.pages import Request

View = Callable[..., HttpResponse]


def page(route: str, view: View, name: str) -> URLPattern:
    """Return the address of a page or form that only administrators may open."""
    return path(route, administrators_only(view), name=name)


def verb(route: str, view: View, name: str) -> URLPattern:
    """Return the address of a verb that only administrators may send, by POST."""
    return path(route, require_POST(administrators_only(view)), name=name)


def administrators_only(view: View) -> View:
    """Refuse everybody else before the view runs."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.is_administrator:
            raise Refused("Only administrators open the setup.")
        return view(request, *args, **kwargs)

    return guarded
