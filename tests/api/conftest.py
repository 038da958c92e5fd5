"""Programs that speak for the cast, each with a token of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client

from fairlead.people import actions as people
from tests.cast import NOON, Cast
from tests.process import Process, set_up


@dataclass(slots=True)
class Program:
    """A client of the API that sends a person's token."""

    client: Client
    token: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request below /api/v1 and return the response."""
        sent = {
            "Authorization": f"Bearer {self.token}",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        return self.client.generic(
            method,
            f"/api/v1{path}",
            data=b"" if body is None else _json(body),
            content_type="application/json",
            headers=sent,
        )

    def get(self, path: str, **headers: str) -> Any:
        """Read, and return the JSON of a successful answer."""
        response = self("GET", path, **headers)
        assert response.status_code == 200, response.content
        return response.json()

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """Write."""
        return self("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        """Change."""
        return self("PATCH", path, body, **headers)


def _json(body: Any) -> bytes:
    import json

    return body if isinstance(body, bytes) else json.dumps(body).encode()


@pytest.fixture
def noon():
    """Let the door's clock stand at Monday noon, an hour after everything was set up."""
    with time_machine.travel(NOON.replace(hour=13), tick=False):
        yield


@pytest.fixture
def process(cast: Cast) -> Process:
    """A sales process of three stages."""
    return set_up(cast)


@pytest.fixture
def program(cast: Cast, noon) -> Callable[[str], Program]:
    """Return a function that makes a program for a person: ``program("rob")``."""

    def make(name: str) -> Program:
        secret = people.create_token(cast.person(name), name="Test", by=cast.viewer(name), at=NOON)
        return Program(Client(), secret)

    return make


@pytest.fixture
def rob(program, process: Process) -> Program:
    """Rob's program."""
    return program("rob")


@pytest.fixture(autouse=True)
def uncounted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count no requests: every 25th adds to the count that processes share, which is a query more."""
    if not request.module.__name__.endswith("test_doors"):
        monkeypatch.setattr("fairlead.api.limits.Limit._count", lambda *_: 0)
