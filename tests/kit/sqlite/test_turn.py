"""Writers queue, between threads and between processes, and a stuck one holds nobody up for ever."""

import multiprocessing
import time
from pathlib import Path

from fairlead.kit.sqlite.turn import WriteTurn


def _hold(database: str, seconds: float, ready) -> None:
    turn = WriteTurn(database)
    turn.take()
    ready.set()
    time.sleep(seconds)
    turn.close()


def test_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    first, second = WriteTurn(str(tmp_path / "x")), WriteTurn(str(tmp_path / "x"))
    assert first.take()
    assert second.take(0.05) is False
    first.give()
    assert second.take(0.05) is True
    second.close()


def test_a_turn_passes_between_processes(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=_hold, args=(str(tmp_path / "x"), 0.3, ready))
    other.start()
    assert ready.wait(20)
    mine = WriteTurn(str(tmp_path / "x"))
    assert mine.take(0.05) is False
    assert mine.take(5) is True
    mine.close()
    other.join()


def test_a_killed_writer_frees_its_turn(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=_hold, args=(str(tmp_path / "x"), 60, ready))
    other.start()
    assert ready.wait(20)
    other.kill()
    mine = WriteTurn(str(tmp_path / "x"))
    assert mine.take(5) is True
    mine.close()
    other.join()


def test_giving_twice_and_giving_unasked_do_no_harm(tmp_path: Path) -> None:
    turn, other = WriteTurn(str(tmp_path / "x")), WriteTurn(str(tmp_path / "x"))
    turn.give()
    turn.take()
    turn.take()
    turn.give()
    turn.give()
    assert other.take(0.05) is True
    other.close()
