"""The server is killed amid concurrent writes: whatever it acknowledged is there, and nothing is half there.

run      4 writers create, move and change opportunities of their own, each request with a key
kill     everything that belongs to the server, with signal 9, at a random moment
look     every acknowledged change stands; versions are without gaps; no entry without its version
start    the server starts again, and requests that got no answer are repeated with their keys
look     each has had one effect
"""

import json
import random
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.crash.installation import Installation, beside

pytestmark = pytest.mark.slow
WRITERS = 4
TABLE = "pipeline_opportunity"


@dataclass(slots=True)
class Writer:
    """Somebody who works on opportunities that nobody else touches."""

    installation: Installation
    token: str
    stages: list[int]
    chance: random.Random
    known: dict[int, dict[str, Any]] = field(default_factory=dict)
    unanswered: tuple[str, str, dict[str, Any], str] | None = None
    acknowledged: int = 0
    refused: list[Any] = field(default_factory=list)

    def work(self, over: threading.Event) -> None:
        """Write until the server does not answer any more."""
        while not over.is_set():
            method, path, body = self._next()
            try:
                self.send(method, path, body, str(uuid.uuid4()))
            except OSError:
                return

    def send(self, method: str, path: str, body: dict[str, Any], key: str) -> None:
        """Send one write; remember it until it is answered."""
        self.unanswered = (method, path, body, key)
        status, told = self.installation.send(
            method, f"/api/v1{path}", body, Authorization=f"Bearer {self.token}", **{"Idempotency-Key": key}
        )
        self.unanswered = None
        if status >= 300:
            self.refused.append((status, told))
            return
        self.known[told["id"]] = told
        self.acknowledged += 1

    def repeat(self) -> None:
        """Send once more what got no answer, with the same key."""
        if self.unanswered:
            self.send(*self.unanswered)

    def _next(self) -> tuple[str, str, dict[str, Any]]:
        title, choice = f"Deal {uuid.uuid4()}", self.chance.random()
        if not self.known or choice < 0.4:
            return "POST", "/opportunities", {"title": title, "stage": self.stages[0], "amount": "10"}
        pk = self.chance.choice(list(self.known))
        if choice < 0.7:
            return "POST", f"/opportunities/{pk}/move", {"stage": self.chance.choice(self.stages)}
        said = {"version": self.known[pk]["version"], "title": title, "amount": f"{self.chance.random():.4f}"}
        return "PATCH", f"/opportunities/{pk}", said


@pytest.fixture
def installation(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """An installation on the kind of database that these tests run on."""
    if connection.vendor == "sqlite":
        made = Installation(tmp_path)
        yield made
    else:
        import psycopg

        url, name = _postgresql(), f"crash_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
            made = Installation(tmp_path, beside(url, name))
            yield made
            if made.server is not None:
                made.kill()
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    if made.server is not None:
        made.kill()


def _postgresql() -> str:
    from fairlead.config.environment import environment

    return environment().database_url.get_secret_value()


def test_a_killed_server_has_kept_what_it_acknowledged(
    installation: Installation, pytestconfig: pytest.Config
) -> None:
    installation.run("-m", "fairlead.commands.main", "migrate")
    made = json.loads(installation.run("-m", "tests.crash.setting", "make", str(WRITERS)).splitlines()[-1])
    chance = random.Random(5)
    writers = [
        Writer(installation, token, made["stages"], random.Random(number))
        for number, token in enumerate(made["tokens"])
    ]
    unanswered = 0
    for _ in range(pytestconfig.getoption("rounds")):
        installation.serve()
        for writer in writers:
            writer.repeat()
        assert_kept(installation, writers)
        kill_amid_writes(installation, writers, chance.uniform(0.2, 0.8))
        unanswered += sum(writer.unanswered is not None for writer in writers)
        assert_whole(installation)
    installation.serve()
    for writer in writers:
        writer.repeat()
    assert_kept(installation, writers)
    assert_whole(installation)
    told = json.loads(installation.run("-m", "tests.crash.setting", "compare").splitlines()[-1])
    assert told == {"wrong": [], "missing": []}
    assert [writer.refused for writer in writers] == [[]] * WRITERS
    assert unanswered > 0, "no request was cut off, so the kill proved nothing"


def kill_amid_writes(installation: Installation, writers: list[Writer], seconds: float) -> None:
    """Let everybody write, and kill the server while they do."""
    over, before = threading.Event(), sum(writer.acknowledged for writer in writers)
    threads = [threading.Thread(target=writer.work, args=[over]) for writer in writers]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 30
    while sum(writer.acknowledged for writer in writers) < before + WRITERS and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(seconds)
    installation.kill()
    over.set()
    for thread in threads:
        thread.join()


def assert_kept(installation: Installation, writers: list[Writer]) -> None:
    """Every acknowledged change is there, and every title once."""
    rows = installation.ask(f"SELECT id, title, version, stage_id, amount FROM {TABLE}")
    now = {pk: (title, version, stage, amount) for pk, title, version, stage, amount in rows}
    known = {pk: told for writer in writers for pk, told in writer.known.items()}
    assert now == {
        pk: (
            told["title"],
            told["version"],
            told["stage"]["id"],
            round(float(told["amount"]) * 10_000),
        )
        for pk, told in known.items()
    }


def assert_whole(installation: Installation) -> None:
    """Versions are without gaps and meet each other; no entry and no event is without its effect."""
    for what, sql in WHOLE.items():
        assert list(installation.ask(sql)) == [], what


PAST = f"{TABLE}_history"
WHOLE = {
    "versions with gaps": f"""
        SELECT id FROM {TABLE} c
        WHERE version <> 1 + (SELECT count(*) FROM {PAST} p WHERE p.id = c.id)""",
    "versions that do not meet": f"""
        SELECT p.id FROM {PAST} p JOIN {TABLE} c ON c.id = p.id AND c.version = p.version + 1
        WHERE c.valid_from <> p.valid_to""",
    "versions without an entry": f"""
        SELECT c.id FROM {TABLE} c LEFT JOIN journal_entry e ON e.id = c.entry_id WHERE e.id IS NULL""",
    "events without an effect": f"""
        SELECT o.id FROM journal_outboxevent o JOIN journal_entry e ON e.id = o.entry_id
        WHERE e.action LIKE 'opportunity.%'
        AND NOT EXISTS (SELECT 1 FROM {TABLE} c WHERE c.entry_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM {PAST} p WHERE p.entry_id = e.id)""",
    "keys without an answer": "SELECT id FROM journal_idempotencykey WHERE status = 0",
}
