"""Strangers sign in first; problems become answers that a person can act on."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404  # noqa: TID251 -- pages raise it
from django.test import RequestFactory
from django.urls import path

from fairlead import journal
from fairlead.access import OutOfReach, Refused
from fairlead.config import urls as real
from fairlead.kit.errors import Problem, RuleBroken
from fairlead.vocabulary import queries as vocabulary
from fairlead.web.shared import errors, pages

RAISED: list[Exception] = []


def _stumble(request):
    if RAISED:
        raise RAISED[0]
    return pages.toast(f"{request.viewer.name} at {request.now:%Y}")


urlpatterns = [path("stumble", _stumble, name="stumble"), *real.urlpatterns]
handler404, handler500 = real.handler404, real.handler500
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def rob(client, cast):
    client.force_login(cast.rob)
    return client


@pytest.fixture
def stumble(rob):
    def run(problem, **options):
        RAISED[:] = [problem]
        rob.raise_request_exception = False
        try:
            return rob.post("/stumble", {"title": "Fleet of 40", "password": "hush"}, **options)
        finally:
            RAISED.clear()

    return run


def test_stranger_is_asked_to_sign_in_and_comes_back(client) -> None:
    assert client.get("/stumble?a=1").headers["Location"] == "/accounts/login/?next=/stumble%3Fa%3D1"


def test_stranger_whose_session_ended_keeps_the_open_page(client) -> None:
    answer = client.get("/stumble", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "You have been signed out" in answer.text


def test_signed_in_person_is_known_by_name_and_moment(rob) -> None:
    answer = rob.get("/stumble")
    assert json.loads(answer.headers["HX-Trigger"])["fl:toast"]["message"].startswith("Rob at 20")


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/healthz"])
def test_open_addresses_need_no_sign_in(client, address) -> None:
    assert client.get(address).status_code == 200


def test_nobody_signs_up(client) -> None:
    assert client.get("/accounts/signup/").status_code == 302
    assert client.post("/accounts/signup/", {"email": "a@b.example", "password1": "x"}).status_code == 302


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (OutOfReach("secret canary"), 404),
        (Http404("secret canary"), 404),
        (Refused("Only the owner may."), 403),
        (PermissionDenied("Only the owner may."), 403),
        (RuleBroken("Proposal needs an amount.", fields={"amount": "Enter one."}), 422),
        (Problem("No."), 400),
    ],
)
def test_each_problem_has_its_status_on_page_and_fragment(stumble, problem, status) -> None:
    page, fragment = stumble(problem), stumble(problem, headers={"HX-Request": "true"})
    assert (page.status_code, fragment.status_code, errors.status_of(problem)) == (status, status, status)
    assert "<html" in page.text
    assert "<html" not in fragment.text
    assert errors.message_of(problem) in page.text
    assert errors.message_of(problem) in fragment.text


def test_a_record_out_of_reach_tells_nothing_about_itself(stumble) -> None:
    assert "canary" not in stumble(OutOfReach("secret canary")).text


def test_typed_text_survives_and_secrets_do_not(stumble) -> None:
    page = stumble(RuleBroken("No.")).text
    assert "Fleet of 40" in page
    assert "hush" not in page


def test_stale_save_shows_the_others_values_field_by_field(stumble) -> None:
    organisation = vocabulary.organisation()
    organisation.name = "Larkspur"
    page = stumble(journal.Stale(organisation, {"name": "Larkspur"}))
    assert page.status_code == 409
    assert "<strong>Larkspur</strong>" in page.text


def test_the_unexpected_gives_a_reference_and_keeps_the_text(stumble) -> None:
    page = stumble(ZeroDivisionError("inner detail"))
    assert page.status_code == 500
    assert "Reference: <code>" in page.text
    assert "Fleet of 40" in page.text
    assert "inner detail" not in page.text


def test_api_tells_the_same_problem_in_json() -> None:
    told = errors.as_json(RuleBroken("No.", fields={"amount": "Enter one."}))
    assert told == {"message": "No.", "fields": {"amount": "Enter one."}}


def test_redirect_leads_htmx_too() -> None:
    plain = pages.redirect_to(RequestFactory().get("/"), "/there")
    part = pages.redirect_to(RequestFactory().get("/", headers={"HX-Request": "true"}), "/there")
    assert plain.headers["Location"] == "/there"
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/there")
