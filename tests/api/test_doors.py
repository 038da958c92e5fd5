"""Who is let in: tokens, sessions with their CSRF token, and how often."""

import pytest
from django.test import Client

from fairlead.api.limits import Limit
from fairlead.api.service import api
from fairlead.people import actions as people
from fairlead.people.models import ApiToken, Person
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer nonsense", "Bearer fl_nonsense", "Basic cm9iOnJvYg=="]
)
def test_strangers_are_asked_for_a_token(noon, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = Client().get("/api/v1/opportunities", headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_and_one_whose_person_left_are_worth_nothing(rob, program, cast, process) -> None:
    sue = program("sue")
    people.revoke_token(ApiToken.objects.get(person=cast.rob), by=cast.viewer("rob"), at=NOON)
    people.deactivate_person(cast.sue, by=cast.viewer("ada"), at=NOON)
    assert [rob("GET", "/people/me").status_code, sue("GET", "/people/me").status_code] == [401, 401]


def test_reading_notes_the_use_of_a_token_once_in_a_while(rob, django_assert_num_queries) -> None:
    rob.get("/people/me")
    with django_assert_num_queries(4):
        rob.get("/people/me")
    assert ApiToken.objects.get().last_used_at == NOON.replace(hour=13)


def test_our_own_pages_ask_by_session_and_write_with_the_csrf_token(cast, process, noon) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=cast.rob.pk))
    assert client.get("/api/v1/people/me").json()["name"] == "Rob"
    body = {"title": "X", "stage": process.qualify.pk}
    refused = client.post("/api/v1/opportunities", body, content_type="application/json")
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "application/problem+json")
    client.cookies["fairlead_csrf"] = token = "a" * 32
    made = client.post(
        "/api/v1/opportunities", body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert made.status_code == 201


def test_a_bad_token_is_not_helped_by_a_session(cast, noon) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=cast.rob.pk))
    assert client.get("/api/v1/people/me", headers={"Authorization": "Bearer fl_bad"}).status_code == 401


def test_too_many_requests_wait(rob, monkeypatch) -> None:
    monkeypatch.setattr(api.throttle, "_given", 30)
    monkeypatch.setattr(api.throttle, "_counts", {})
    codes = [rob("GET", "/people/me").status_code for _ in range(32)]
    assert codes == [200] * 30 + [429] * 2
    refused = rob("GET", "/people/me")
    assert (refused.headers["Retry-After"], refused.json()["status"]) == ("60", 429)


def test_server_processes_count_together(rf, cast) -> None:
    def request():
        asked = rf.get("/")
        asked.now, asked.viewer = NOON, cast.viewer("rob")
        return asked

    first, second = Limit(per_minute=60), Limit(per_minute=60)
    passed = sum(limit.allow_request(request()) for _ in range(50) for limit in (first, second))
    assert 60 <= passed <= 60 + 25


def test_the_description_needs_no_sign_in_and_holds_no_rows() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"
    assert set(answer.json()["paths"]) == {
        f"/api/v1{prefix}{path}".rstrip("/").replace("{int:", "{")
        for prefix, router in ((r.prefix, r) for r in api._get_bound_routers())
        for path in router.path_operations
    }
