"""What every test may ask for."""

import os
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from fairlead import journal
from tests.cast import NOON, Cast, gather


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the crash test be run longer; where everything is demanded, it is."""
    rounds = 20 if os.environ.get("RUN_DEMANDS_ALL") else 3
    parser.addoption(
        "--rounds", type=int, default=rounds, help="how often the server is killed (%(default)s)"
    )


_flush = BaseDatabaseOperations.execute_sql_flush


def _erase(self: BaseDatabaseOperations, sql_list: Any) -> None:
    """Empty the database between tests that commit; what happened in a test may be forgotten."""
    with journal.erasing():
        _flush(self, sql_list)


BaseDatabaseOperations.execute_sql_flush = _erase


@pytest.fixture
def cast(db) -> Cast:
    """Mona, Rob, Sue, Nora and Ada, at work since Monday noon."""
    return gather()


@pytest.fixture
def at():
    """Monday noon, 2 March 2026, UTC."""
    return NOON
