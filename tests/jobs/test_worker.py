"""A worker that is killed, however often, loses nothing."""

import fcntl
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.commands.conftest import Installation

JOBS = 24
ASK = f"""
import django; django.setup()
from fairlead.kit import queue
for number in range({JOBS}):
    queue.enqueue("count", number=number)
"""
WORK = """
import os, time, django; django.setup()
from pathlib import Path
from fairlead.jobs.worker import Worker
from fairlead.kit import queue

@queue.job("count", retries=50)
def count(run, *, number):
    for _ in range(10):
        time.sleep(0.02)
        run.progress(_, 10)
    with Path(os.environ["DIARY"]).open("a") as diary:
        diary.write(f"{number}\\n")
    return number

print("ready", flush=True)
Worker().run()
"""
LOOK = """
import django; django.setup()
from fairlead.kit.queue.models import Job
from django.db.models import Count
states = Job.objects.filter(name="count").values("state").annotate(n=Count("pk"))
print(*(f"{row['state']}={row['n']}" for row in states))
"""


def _start(installation: Installation) -> subprocess.Popen[str]:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK], env=installation.environ, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n"
    return worker


def _python(installation: Installation, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], env=installation.environ, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_killed_workers_lose_nothing(installation: Installation) -> None:
    diary = installation.folder / "diary"
    diary.touch()
    installation.environ |= {"DJANGO_SETTINGS_MODULE": "fairlead.config.settings", "DIARY": str(diary)}
    assert installation.fairlead("migrate").returncode == 0
    _python(installation, ASK)
    chance = random.Random(7)
    workers = [_start(installation), _start(installation)]
    try:
        for _ in range(4):
            time.sleep(chance.uniform(0.3, 0.7))
            victim = chance.randrange(2)
            workers[victim].send_signal(signal.SIGKILL)
            workers[victim].wait()
            workers[victim] = _start(installation)
        until = time.monotonic() + 60
        while _python(installation, LOOK) != f"done={JOBS}":
            assert time.monotonic() < until, _python(installation, LOOK)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert {int(line) for line in diary.read_text().split()} == set(range(JOBS))


def _wait_until_it_works(installation: Installation) -> None:
    """Wait for the lock that a worker holds in the data folder once it listens to signals."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with (installation.folder / "data" / ".running").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
        time.sleep(0.05)
    raise AssertionError("The worker did not start.")


@pytest.mark.slow
def test_worker_stops_when_asked(installation: Installation) -> None:
    assert installation.fairlead("migrate").returncode == 0
    worker = subprocess.Popen(installation.words("worker"), env=installation.environ, stderr=subprocess.PIPE)
    _wait_until_it_works(installation)
    os.kill(worker.pid, signal.SIGINT)
    assert worker.communicate(timeout=10)[1] == b""
    assert worker.returncode == 0
