"""What every test may ask for."""

import pytest

from tests.cast import NOON, Cast, gather


@pytest.fixture
def cast(db) -> Cast:
    """Mona, Rob, Sue, Nora and Ada, at work since Monday noon."""
    return gather()


@pytest.fixture
def at():
    """Monday noon, 2 March 2026, UTC."""
    return NOON
