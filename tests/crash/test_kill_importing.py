"""The worker is killed amid a large load, with signal 9: afterwards everything is there, or nothing.

hand over   a file of some thousand rows is checked, and waits for a worker
kill        a worker starts; once it has written something (SQLite) or a while later (PostgreSQL) it is killed
look        another worker starts, and brings the import to a good end
undo        what was loaded is taken back, and that is cut off as well
"""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.crash.installation import PATIENCE, Installation, beside

pytestmark = pytest.mark.slow
ROWS = 6_000
STATE = "SELECT state, message FROM exchange_importjob"
COUNT = "SELECT count(*) FROM customers_company"
HELD = "SELECT count(*) FROM queue_job WHERE state = 'running'"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    if connection.vendor == "sqlite":
        yield Installation(tmp_path)
        return
    import psycopg

    from fairlead.config.environment import environment

    url, name = environment().database_url.get_secret_value(), f"crash_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield Installation(tmp_path, beside(url, name))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def worker(installation: Installation) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "fairlead.commands.main", "worker"],
        env=installation.environment,
        stdout=subprocess.DEVNULL,
        stderr=(installation.folder / "worker.log").open("ab"),
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition: Callable[[], bool]) -> None:
    over = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < over, "it does not happen"
        time.sleep(0.02)


def do(installation: Installation, verb: str) -> None:
    installation.run("-m", "tests.crash.setting", verb, str(ROWS))


def finish(installation: Installation) -> str:
    """Let another worker bring it to its end; return the state it came to."""
    process = worker(installation)
    busy = ("checking", "loading", "reverting", "undoing", "redoing")
    try:
        until(lambda: installation.ask(STATE)[0][0] not in busy)
    finally:
        kill(process)
    return str(installation.ask(STATE)[0][0])


def cut_off(installation: Installation, seen: Callable[[], bool]) -> None:
    """Start a worker, and kill it once something is seen."""
    process = worker(installation)
    try:
        until(seen)
    finally:
        kill(process)


def test_a_killed_worker_leaves_everything_or_nothing(installation: Installation) -> None:
    in_turns = not installation.database_url
    installation.run("-m", "fairlead.commands.main", "migrate")
    installation.run("-m", "tests.crash.setting", "make", "0")

    def count() -> int:
        return int(installation.ask(COUNT)[0][0])

    do(installation, "bring")
    cut_off(installation, lambda: (count() > 0) if in_turns else bool(installation.ask(HELD)[0][0]))
    assert installation.ask(STATE)[0][0] == "loading"
    if in_turns:
        assert 0 < count() < ROWS
    assert (finish(installation), count()) == ("checked", 0)
    assert installation.ask(STATE)[0][1] == "The worker was stopped meanwhile. Nothing was loaded."
    do(installation, "load")
    assert (finish(installation), count()) == ("loaded", ROWS)
    do(installation, "undo")
    cut_off(installation, lambda: (count() < ROWS) if in_turns else bool(installation.ask(HELD)[0][0]))
    assert (finish(installation), count()) == ("undone", 0)
    told = json.loads(installation.run("-m", "tests.crash.setting", "compare").splitlines()[-1])
    assert told == {"wrong": [], "missing": []}
