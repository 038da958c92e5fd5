"""What tests of imports stand on."""

import pytest

from fairlead.people import actions as people
from fairlead.pipeline import actions as pipeline
from fairlead.vocabulary import actions as vocabulary
from tests.cast import NOON, Cast


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The cast in a house with vocabulary and a pipeline; Rob may import."""
    ada = cast.viewer("ada")
    vocabulary.install_defaults(vocabulary.Start(name="Bicycles & Co"), by=ada, at=NOON)
    pipeline.install_defaults("Sales", by=ada, at=NOON)
    people.edit_person(cast.rob, changes={"can_import": True}, by=ada, at=NOON)
    return cast
