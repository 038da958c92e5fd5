"""The moment of the past that a record page is asked for."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from fairlead.kit.periods import Period
from fairlead.kit.tables import BadQuery
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared import pages
from fairlead.web.shared.pages import Request


def by_day(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page that shows a moment (``as_of``) be asked for the end of one of our days as well."""

    @wraps(view)
    def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if "day" not in request.GET:
            return view(request, *args, **kwargs)
        end = _end_of(request.GET["day"], request.now)
        address = f"{request.path}?{urlencode({'as_of': end.isoformat()})}" if end else request.path
        return pages.redirect_to(request, address)

    return run


def moment_asked(request: Request) -> datetime | None:
    """Return the moment in ``as_of``; None for now.

    :raises BadQuery: when it cannot be read.
    """
    text = request.GET.get("as_of", "")
    if not text:
        return None
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 2200:
        raise BadQuery("as_of", text, "Give a moment with its offset, such as 2026-01-31T12:00:00Z.")
    return moment.astimezone(UTC)


def _end_of(text: str, now: datetime) -> datetime | None:
    calendar = vocabulary.calendar()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadQuery("day", text, "Give a day, such as 2026-01-31.") from None
    if day >= calendar.today(now) or day.year < 1900:
        return None
    return calendar.moments(Period.of_day(day))[1] - timedelta(seconds=1)
