"""Measure a large import: look, load, undo, redo, change it all, beside a bare insert and a writer."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.places import Place

STEPS = (
    ("preview", "preview, new rows"),
    ("load", "load, new rows"),
    ("undo", "undo, new rows removed"),
    ("redo", "redo, rows brought back"),
    ("correct", "preview, changed rows"),
    ("load", "load, changed rows"),
    ("undo", "undo, rows set back"),
)
_BESIDE = ("load", "undo", "redo")


@dataclass(frozen=True, slots=True)
class Loaded:
    """One step: seconds, those of the processor, MiB at most, and the longest wait of a writer in seconds."""

    name: str
    seconds: float
    cpu: float
    peak: float
    longest: float | None


def measure_loading(place: Place, rows: int) -> str:
    """Return the figures of one place as a table in Markdown."""
    _step(place, "prepare", rows)
    done = [_measured(place, step, name, rows) for step, name in STEPS]
    bare = _step(place, "bare", rows)
    return "\n".join(_lines(place, rows, done, bare["bare"] * rows / bare["rows"]))


def _measured(place: Place, step: str, name: str, rows: int) -> Loaded:
    beside = _start(place, "write", rows) if step in _BESIDE else None
    try:
        told = _step(place, step, rows)
    finally:
        longest = _stop(beside) if beside else None
    seconds = f"{told['seconds']:8.1f} s {told['cpu']:8.1f} s CPU"
    print(f"   {name:<28} {seconds} {told['peak']:6.0f} MiB", longest or "", flush=True)
    return Loaded(name, told["seconds"], told["cpu"], told["peak"], longest)


def _step(place: Place, step: str, rows: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.python("bench.loader", step, str(rows)).splitlines()[-1])
    return found


def _start(place: Place, step: str, rows: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.loader", step, str(rows)]
    return subprocess.Popen(command, env=place.environment, stdout=subprocess.PIPE)


def _stop(process: subprocess.Popen[bytes]) -> float:
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=120)
    return float(json.loads(said)["longest"])


def _lines(place: Place, rows: int, done: list[Loaded], bare: float) -> Iterator[str]:
    yield f"### {place.title}, {rows:,} rows"
    yield ""
    rate = f"{rows / bare:,.0f} rows/s"
    yield f"A bare insert of the same rows, triggers and indexes on: {bare:.1f} s ({rate})."
    yield ""
    yield "| Step | seconds | our CPU, s | rows/s | ratio to bare | peak MiB | longest wait of a writer, s |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for one in done:
        ratio = f"{one.seconds / bare:.1f}"
        waited = "" if one.longest is None else f"{one.longest:.2f}"
        yield (
            f"| {one.name} | {one.seconds:.1f} | {one.cpu:.1f} | {rows / one.seconds:,.0f}"
            f" | {ratio} | {one.peak:.0f} | {waited} |"
        )
