"""Work in short turns, so that others who want to write get theirs between them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

AIM_SECONDS = 0.2
"""How long a turn should take: others wait no longer than that, and the work goes on nearly as quickly."""

REST_SECONDS = 0.02
"""How long to stand back after a turn: longer than those who wait pause between two looks."""

_LARGEST = 20_000


class Pace:
    """How much to do in a turn, learned from how long the turns before it took.

    :param first: how much to do in the first turn of each phase.
    """

    def __init__(
        self,
        aim: float = AIM_SECONDS,
        *,
        first: int = 100,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._first = first
        self._aim, self._clock, self._sleep = aim, clock, sleep
        self._sizes: dict[str, int] = {}

    def size(self, phase: str) -> int:
        """Return how many things of a phase to do in the next turn."""
        return self._sizes.get(phase, self._first)

    @contextmanager
    def turn(self, phase: str) -> Iterator[None]:
        """Measure the turn in this block, learn from it, and stand back."""
        started = self._clock()
        yield
        took = max(self._clock() - started, 0.001)
        change = min(max(self._aim / took, 0.25), 2.0)
        self._sizes[phase] = min(max(round(self.size(phase) * change), 1), _LARGEST)
        self._sleep(REST_SECONDS)
