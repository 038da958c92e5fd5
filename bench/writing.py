"""Eight people who write at once: they create, and then they move. Nobody may be turned away."""

import json
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from bench.server import Client, Server

WRITERS = 8


@dataclass(slots=True)
class Written:
    """How long writes took, how many there were a second, the server's milliseconds each, what went wrong."""

    name: str
    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Return writes a second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


def write(server: Server, known: dict[str, Any], count: int) -> list[Written]:
    """Create and move, first alone, then eight at a time; a few creations go ahead unmeasured."""
    create, move = _creating(known), _moving(known)
    _round(server, known, name="warming up", job=create, writers=WRITERS, total=3 * WRITERS)
    rounds: list[tuple[str, Callable[[int], tuple[str, str]], int, int]] = [
        ("REST: create, alone", create, 1, count // 4),
        ("REST: move, alone", move, 1, count // 4),
        (f"REST: create, {WRITERS} writers", create, WRITERS, count),
        (f"REST: move, {WRITERS} writers", move, WRITERS, count),
    ]
    return [
        _round(server, known, name=name, job=job, writers=writers, total=total)
        for name, job, writers, total in rounds
    ]


def _creating(known: dict[str, Any]) -> Callable[[int], tuple[str, str]]:
    stage = known["first_stage"]

    def create(number: int) -> tuple[str, str]:
        body = {"title": f"Bench {number}", "stage": stage, "amount": "1200.00", "currency": "EUR"}
        return "/api/v1/opportunities", json.dumps(body)

    return create


def _moving(known: dict[str, Any]) -> Callable[[int], tuple[str, str]]:
    one, other = known["aims"]
    stages, turns = dict(known["movable"]), cycle([pk for pk, _stage in known["movable"]])

    def move(_number: int) -> tuple[str, str]:
        pk = next(turns)
        stages[pk] = other if stages[pk] == one else one
        return f"/api/v1/opportunities/{pk}/move", json.dumps({"stage": stages[pk]})

    return move


def _round(
    server: Server,
    known: dict[str, Any],
    *,
    name: str,
    job: Callable[[int], tuple[str, str]],
    writers: int,
    total: int,
) -> Written:
    found = Written(name)
    headers = {"Authorization": f"Bearer {known['tokens']['administrator']}"}

    def work(writer: int) -> None:
        client: Client = server.client(headers)
        for number in range(writer, total, writers):
            status, milliseconds, content = client.ask("POST", *job(number))
            found.milliseconds.append(milliseconds)
            if status >= 300:
                found.refused[f"{status} {content[:120].decode(errors='replace')}"] += 1

    started, used = time.perf_counter(), server.cpu()
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(work, range(writers)))
    found.seconds = time.perf_counter() - started
    found.cpu = (server.cpu() - used) / total
    return found
