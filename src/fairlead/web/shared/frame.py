"""Know for whom, in whose words and at what moment the present page is drawn."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold what drawing needs: the organisation's locale and words, the viewer's clock, the moment."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    locale: str = "en"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    currency: str = "EUR"
    first_weekday: int = 1
    organisation: str = "Fairlead"
    is_demo: bool = False
    terms: Mapping[str, str] = field(default_factory=dict)
    request: HttpRequest | None = None


_frame: ContextVar[Callable[[], Frame] | None] = ContextVar("frame", default=None)


def current() -> Frame:
    """Return the frame of the page being drawn, or a plain English one outside any page."""
    found = _frame.get()
    return found() if found else Frame()


@contextmanager
def using(make: Callable[[], Frame]) -> Iterator[None]:
    """Draw with the frame that `make` builds, at most once and only if something is drawn."""
    token = _frame.set(cache(make))
    try:
        yield
    finally:
        _frame.reset(token)
