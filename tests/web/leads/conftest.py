"""Browsers of the cast, and the stages that a qualified lead may start in."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from tests.cast import NOON, Cast
from tests.pipeline.conftest import sales

__all__ = ["sales"]


@pytest.fixture(autouse=True)
def monday_noon():
    """Let the pages read the tests' own clock."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """Return a browser in which a person is signed in."""

    def sign_in(name: str) -> Client:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(cast.person(name))
        return client

    return sign_in
