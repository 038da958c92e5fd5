"""The API does what its description says, whatever is sent: schemathesis makes the requests."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from fairlead.config.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@schema.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described(case, ada, process) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {ada.token}"}, excluded_checks=BEYOND_THE_FORM)


BEYOND_THE_FORM = [positive_data_acceptance]
"""A request of the right form may still break a rule, name nothing within reach, or ask nonsense."""


@pytest.fixture
def ada(program, process):
    """An administrator's program, because most doors are open to it, and something to find behind them."""
    process.deal(company=process.company())
    for signal in (request_started, request_finished):  # as Django's own test client does
        signal.disconnect(close_old_connections)
    yield program("ada")
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
