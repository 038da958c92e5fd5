"""Who asks: a personal token, or the session of somebody who is signed in to the pages."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer
from ninja.security.base import SecuritySchema
from ninja.utils import check_csrf

from fairlead.access import Viewer
from fairlead.people import actions

_SAFE = ("GET", "HEAD", "OPTIONS")


class Request(HttpRequest):
    """A request that knows who asks and when."""

    viewer: Viewer
    now: datetime


class PersonalToken(HttpBearer):
    """Let a program act as the person whose token it holds."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """Return whom the token speaks for, if it is still good."""
        asked = cast(Request, request)
        viewer = actions.viewer_by_token(token, asked.now)
        if viewer is not None:
            asked.viewer = viewer
        return viewer


class Session:
    """Let our own pages ask: by session, with the CSRF token on everything that writes."""

    openapi_type = "apiKey"

    def __init__(self, cookie: str) -> None:
        self.openapi_security_schema: Any = SecuritySchema(type="apiKey", **{"in": "cookie", "name": cookie})

    def __call__(self, request: HttpRequest) -> Viewer | None:
        """Return who is signed in."""
        if "Authorization" in request.headers:
            return None  # whoever sends a token means it
        viewer: Viewer | None = getattr(request, "viewer", None)
        if viewer is not None and request.method not in _SAFE and check_csrf(request):
            raise AuthorizationError(message="The page was too old to be trusted. Load it again.")
        return viewer
