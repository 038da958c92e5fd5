"""The addresses of routes, and the present address with parts of it changed: to sort, page and filter."""

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, get_urlconf, reverse

from fairlead.web.shared import frame


def of(route: str, *args: object) -> str:
    """Return the address of a route, with the path that Fairlead is served below.

    A page has hundreds of them, so the text of each is kept.

    :raises NoReverseMatch: when there is no such route.
    """
    return _written(route, args, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=4096)
def _written(route: str, args: tuple[object, ...], _prefix: str, urlconf: str | None) -> str:
    return reverse(route, urlconf, args=args or None)


def query(**changes: object) -> str:
    """Return the present address's query with these parameters set, or left out where `None`.

    A list gives a parameter that appears many times. Paging starts anew unless it is given.
    """
    request = frame.current().request
    here = dict(request.GET.lists()) if request else {}
    here.pop("after", None)
    for name, value in changes.items():
        values = value if isinstance(value, list | tuple) else [value]
        here[name] = [str(one) for one in values if one is not None]
    return "?" + urlencode([(name, value) for name, values in here.items() for value in values], safe=":,|@*")
