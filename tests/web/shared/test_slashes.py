"""An address with a slash too many or too few leads where it was meant to."""

import pytest


@pytest.mark.parametrize(
    ("typed", "status", "leads_to"),
    [("/opportunities/", 302, "/opportunities"), ("/imports", 302, "/imports/"), ("/nowhere/", 404, None)],
)
def test_a_slash_is_mended(cast, client, typed: str, status: int, leads_to: str | None) -> None:
    client.force_login(cast.rob)
    answer = client.get(typed)
    assert (answer.status_code, answer.headers.get("Location")) == (status, leads_to)
