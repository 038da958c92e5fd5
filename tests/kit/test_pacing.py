"""A turn is as long as was aimed at, whatever the work costs, and there is a rest after each."""

from fairlead.kit.pacing import REST_SECONDS, Pace


class Clock:
    """Time that passes only where a test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.rests: list[float] = []

    def __call__(self) -> float:
        return self.now


def work(pace: Pace, clock: Clock, cost: float, turns: int) -> list[int]:
    sizes = []
    for _ in range(turns):
        sizes.append(pace.size("rows"))
        with pace.turn("rows"):
            clock.now += sizes[-1] * cost
    return sizes


def test_turns_grow_until_they_take_as_long_as_aimed_at() -> None:
    clock = Clock()
    pace = Pace(0.2, first=100, clock=clock, sleep=clock.rests.append)
    assert work(pace, clock, 0.0001, 7) == [100, 200, 400, 800, 1600, 2000, 2000]
    assert clock.rests == [REST_SECONDS] * 7


def test_a_turn_that_took_too_long_is_followed_by_shorter_ones() -> None:
    clock = Clock()
    pace = Pace(0.2, first=100, clock=clock, sleep=clock.rests.append)
    assert work(pace, clock, 0.02, 4) == [100, 25, 10, 10]
    assert work(pace, clock, 5.0, 3) == [10, 2, 1]


def test_each_phase_learns_by_itself() -> None:
    clock = Clock()
    pace = Pace(0.2, first=100, clock=clock, sleep=clock.rests.append)
    work(pace, clock, 0.02, 3)
    assert (pace.size("rows"), pace.size("others")) == (10, 100)
