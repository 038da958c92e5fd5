"""How many questions each page asks the database: every address is walked, so no new page is left out."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON
from tests.house import canary
from tests.house.canary import World

pytestmark = pytest.mark.django_db

MOST = 13
MORE = {
    "exports/<str:kind>/<int:pk>.json": 16 + (connection.vendor == "postgresql"),  # noted in the journal
    "": 14,
    "opportunities/<int:pk>": 19,
    "setup/people/<int:pk>": 20,
}
"""What asks more, by its address."""


@pytest.fixture
def world(db, monkeypatch) -> Iterator[World]:
    monkeypatch.setattr("fairlead.api.limits.Limit._count", lambda *_: 0)
    with time_machine.travel(NOON.replace(hour=13), tick=False):
        yield canary.build()


def test_no_page_asks_more_than_a_baker_s_dozen_of_questions_but_those_named_here(world: World) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(world.cast.ada)
    asked: dict[str, int] = {}
    for place in canary.places(world):
        with CaptureQueriesContext(connection) as questions:
            answer = client.get(place.path)
        if answer.status_code == 200:
            route = place.address.route
            asked[route] = max(asked.get(route, 0), len(questions))
    assert {route: count for route, count in asked.items() if count > MOST} == MORE
