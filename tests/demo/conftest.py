"""A small Ridgeline Cycles, loaded once for each test that asks for it."""

import pytest

from fairlead import demo
from tests.cast import NOON


@pytest.fixture
def ridgeline(transactional_db):
    """The demo company as it stands on Monday noon, with a tenth of its opportunities."""
    return demo.load(at=NOON, companies=40, count=220)
