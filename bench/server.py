"""The server under test: started as people start it, asked over HTTP, stopped by its process id."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.places import Place

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def client(self, headers: dict[str, str]) -> "Client":
        """Return a connection that stays open, with these headers on every request."""
        return Client(self.port, headers)

    def memory(self) -> float:
        """Return MiB that the server and its children use, shared pages counted once (Linux: PSS)."""
        return sum(_pss(pid) for pid in _family(self.pid)) / 1024

    def cpu(self) -> float:
        """Return the milliseconds of processor time that the server and its children have used so far."""
        return sum(_ticks(pid) for pid in _family(self.pid)) * 1000 / os.sysconf("SC_CLK_TCK")


class Client:
    """One connection over which requests go one after the other."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = headers

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, float, bytes]:
        """Return status, milliseconds and the whole body."""
        headers = self._headers | ({"Content-Type": "application/json"} if body else {})
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        return answer.status, (time.perf_counter() - started) * 1000, content


@contextmanager
def running(place: Place) -> Iterator[Server]:
    """Serve the place on a free port of this machine, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "fairlead.commands.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=place.environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if Client(port, {}).ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not come up.")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
