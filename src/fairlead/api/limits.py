"""How many requests a minute one token or person may send, counted together by all server processes.

Each process counts for itself and adds its count to the shared cache once in a while, so that a request
costs no write of its own; the limit is kept to within that many requests a process.
"""

from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

_SHARED_EVERY = 25
_MINUTE = 60


class Limit(BaseThrottle):
    """So many requests a minute; 0 means as many as come."""

    def __init__(self, per_minute: int | None = None) -> None:
        self._given = per_minute
        self._lock = Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}
        self._elsewhere: dict[str, int] = {}

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request and tell whether it is still within the limit."""
        limit = settings.ENVIRONMENT.api_requests_per_minute if self._given is None else self._given
        if not limit:
            return True
        now = request.now.timestamp()  # type: ignore[attr-defined]  # set by the middleware
        return self._count(_who(request), int(now // _MINUTE)) <= limit

    def wait(self) -> float:
        """Return the seconds after which to try again, at most."""
        return _MINUTE

    def _count(self, who: str, minute: int) -> int:
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts, self._elsewhere = minute, {}, {}
            mine = self._counts[who] = self._counts.get(who, 0) + 1
        if mine % _SHARED_EVERY == 0:
            self._elsewhere[who] = self._share(f"api:{who}:{minute}", _SHARED_EVERY) - mine
        return mine + self._elsewhere.get(who, 0)

    @staticmethod
    def _share(key: str, count: int) -> int:
        """Add to the count that all processes share; return it."""
        if cache.add(key, count, timeout=2 * _MINUTE):
            return count
        try:
            return int(cache.incr(key, count))
        except ValueError:  # it ended between the two
            return count


def _who(request: HttpRequest) -> str:
    """Return whom a request counts for: the person, so that many tokens do not add up to more."""
    return str(request.viewer.person_id)  # type: ignore[attr-defined]  # set by the authentication
