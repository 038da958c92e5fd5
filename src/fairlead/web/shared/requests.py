"""The request as every view of ours gets it."""

from datetime import datetime

from django.http import HttpRequest

from fairlead.access import Viewer


class Request(HttpRequest):
    """A request that knows who asks and when; `ViewerMiddleware` sets both."""

    viewer: Viewer
    now: datetime
    csp_nonce: str


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of a page, not for a whole one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def seen_version(request: HttpRequest) -> int | None:
    """Return the version of the record that the sent form showed, for an action to compare."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() else None
