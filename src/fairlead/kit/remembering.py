"""Ask once a request for what several parts of it need, such as the organisation.

What is remembered is dropped when the request ends and whenever it writes, so nothing outlives a change.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_held: ContextVar[dict[Any, Any] | None] = ContextVar("fairlead_remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember what is asked for in this block. The doors do so, once a request."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def remembered(ask: Callable[P, R]) -> Callable[P, R]:
    """Let a question be answered once a request; outside of one it is asked every time.

    Its arguments are hashable, and callers leave what it returns as it is.
    """

    @wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        held = _held.get()
        if held is None:
            return ask(*args, **kwargs)
        key = (ask, args, tuple(sorted(kwargs.items())))
        if key not in held:
            held[key] = ask(*args, **kwargs)
        return held[key]  # type: ignore[no-any-return]

    return answer


@contextmanager
def afresh() -> Iterator[None]:
    """Remember nothing in this block, which writes, and nothing from before it afterwards."""
    held, token = _held.get(), _held.set(None)
    try:
        yield
    finally:
        if held is not None:
            held.clear()
        _held.reset(token)
