"""Measure one place: memory at rest, every read, the writers."""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from bench import writing
from bench.cases import Case, cases
from bench.places import Place
from bench.server import Server, running

_WARM = 3


@dataclass(slots=True)
class Figure:
    """One line of the table, in milliseconds."""

    name: str
    p50: float
    p95: float
    count: int
    cpu: float | None = None
    bare: float | None = None
    rate: float | None = None
    problem: str = ""


@dataclass(slots=True)
class Measured:
    """Everything that was found out about one place."""

    title: str
    known: dict[str, Any]
    memory: float = 0.0
    figures: list[Figure] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Return how many figures have a problem."""
        return sum(bool(figure.problem) for figure in self.figures)

    def told(self) -> dict[str, Any]:
        """Return the figures for a file; sign-ins stay here."""
        kept = {name: self.known[name] for name in ("counts", "size", "version")}
        return {
            "database": self.title,
            "memory": self.memory,
            **kept,
            "figures": [asdict(f) for f in self.figures],
        }


def measure(place: Place, *, scale: int, repeats: int, writes: int, only: str) -> Measured:
    """Return the figures of a place; prepares it first, which takes minutes at a million."""
    known = json.loads(place.python("bench.prepare", str(scale)))
    measured = Measured(place.title, known)
    wanted = [case for case in cases(known) if only in case.name]
    with running(place) as server:
        time.sleep(2)
        measured.memory = server.memory()
        bare = _bare(place, [list(case.bare) for case in wanted], max(5, repeats // 4))
        for case, milliseconds in zip(wanted, bare, strict=True):
            measured.figures.append(_read(server, known, case, repeats, milliseconds))
        if only in "REST: create, move with writers":
            measured.figures += [_figure(written) for written in writing.write(server, known, writes)]
    return measured


def _bare(place: Place, queries: list[list[str]], repeats: int) -> list[float | None]:
    asked = json.dumps({"queries": queries, "repeats": repeats}).encode()
    command = [sys.executable, "-m", "bench.bare"]
    done = subprocess.run(command, env=place.environment, input=asked, stdout=subprocess.PIPE, check=True)
    found: list[float | None] = json.loads(done.stdout)
    return found


def _read(server: Server, known: dict[str, Any], case: Case, repeats: int, bare: float | None) -> Figure:
    headers = (
        {"Authorization": f"Bearer {known['tokens'][case.role]}"}
        if case.is_api
        else {"Cookie": f"{known['cookie']}={known['sessions'][case.role]}"}
    )
    client = server.client(headers)
    statuses, taken, used = set(), [], 0.0
    for number in range(_WARM + repeats):
        if number == _WARM:
            used = server.cpu()
        status, milliseconds, _content = client.ask("GET", case.path)
        statuses.add(status)
        if number >= _WARM:
            taken.append(milliseconds)
    problem = "" if statuses == {200} else f"status {sorted(statuses)}"
    cpu = (server.cpu() - used) / repeats
    figure = Figure(case.name, _at(taken, 0.5), _at(taken, 0.95), len(taken), cpu, bare, problem=problem)
    print(
        f"   {figure.name:<45} p50 {figure.p50:8.1f}  p95 {figure.p95:8.1f}  cpu {cpu:7.1f}",
        f" bare {bare or 0:8.1f} ",
        problem,
        flush=True,
    )
    return figure


def _figure(written: writing.Written) -> Figure:
    taken = written.milliseconds
    problem = "; ".join(f"{count} × {what}" for what, count in written.refused.items())
    p50, p95 = _at(taken, 0.5), _at(taken, 0.95)
    print(
        f"   {written.name:<45} p50 {p50:8.1f}  p95 {p95:8.1f}  cpu {written.cpu:7.1f}",
        f"{written.rate:6.0f}/s  {problem}",
        flush=True,
    )
    return Figure(written.name, p50, p95, len(taken), written.cpu, rate=written.rate, problem=problem)


def _at(taken: list[float], share: float) -> float:
    return sorted(taken)[min(int(len(taken) * share), len(taken) - 1)]
