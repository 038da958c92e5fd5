"""Say who asks and when, before any view runs; ask strangers to sign in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from fairlead import journal
from fairlead.kit.remembering import remembering
from fairlead.people import queries as people
from fairlead.vocabulary import queries as vocabulary
from fairlead.vocabulary.terms import DEFAULTS
from fairlead.web.shared import errors, frame
from fairlead.web.shared.requests import is_fragment

# Everything else asks for a sign-in. The API answers for itself: it knows tokens.
OPEN_ROUTES = frozenset(
    {
        "healthz",
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)
OPEN_PREFIX = "api/"


class ViewerMiddleware:
    """Give each request `now` and `viewer`, name the page as the source of its changes, guard the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the page's frame at hand."""
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        with remembering(), journal.source("page"), frame.using(lambda: frame_of(request)):
            return self._answer(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Ask strangers to sign in, unless the address is on the list of open ones."""
        match = request.resolver_match
        is_open = match is not None and (
            match.view_name in OPEN_ROUTES or match.route.startswith(OPEN_PREFIX)
        )
        if request.user.is_authenticated:
            request.viewer = people.viewer_of(request.user)  # type: ignore[attr-defined]
            return None
        if is_open:
            return None
        if is_fragment(request):
            return errors.signed_out(request)
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def frame_of(request: HttpRequest) -> frame.Frame:
    """Return what drawing a page for this request needs."""
    organisation = vocabulary.organisation()
    viewer = getattr(request, "viewer", None)
    return frame.Frame(
        now=request.now,  # type: ignore[attr-defined]
        locale=organisation.locale.replace("-", "_"),
        zone=ZoneInfo((viewer and viewer.time_zone) or organisation.time_zone),
        currency=organisation.base_currency,
        first_weekday=organisation.first_weekday,
        organisation=organisation.name,
        is_demo=organisation.is_demo,
        terms=own_words(organisation),
        request=request,
    )


def own_words(organisation: Any) -> dict[str, str]:
    """Return the organisation's words by ours, as one and as many: `{"opportunities": "deals"}`."""
    found = vocabulary.terms(organisation).own
    pairs = [pair for term, own in found.items() for pair in zip(DEFAULTS[term], own, strict=True)]
    return {ours.lower(): theirs for ours, theirs in pairs}
