"""Programs act in a person's name by a token whose secret is shown once."""

from datetime import timedelta

import pytest

from fairlead.access import Refused
from fairlead.kit.errors import RuleBroken
from fairlead.people import actions, queries
from fairlead.people.models import ApiToken
from tests.cast import NOON


def test_a_token_speaks_for_its_person_until_it_is_revoked(cast):
    rob = cast.viewer("rob")
    secret = actions.create_token(cast.rob, name="Script", by=rob, at=NOON)
    assert actions.viewer_by_token(secret, NOON) == rob
    actions.revoke_token(ApiToken.objects.get(), by=rob, at=NOON)
    assert actions.viewer_by_token(secret, NOON) is None


def test_the_secret_is_nowhere_in_the_database(cast):
    secret = actions.create_token(cast.rob, name="Script", by=cast.viewer("rob"), at=NOON)
    token = ApiToken.objects.get()
    assert secret.startswith(token.prefix)
    assert secret not in {str(value) for value in ApiToken.objects.values().get().values()}
    assert len(token.digest) == 64


def test_a_token_expires(cast):
    tomorrow = NOON + timedelta(days=1)
    secret = actions.create_token(
        cast.rob, name="Script", expires_at=tomorrow, by=cast.viewer("rob"), at=NOON
    )
    assert actions.viewer_by_token(secret, tomorrow - timedelta(seconds=1)) == cast.viewer("rob")
    assert actions.viewer_by_token(secret, tomorrow) is None


def test_a_token_needs_a_name_and_a_future(cast):
    for about in ({"name": " "}, {"name": "Script", "expires_at": NOON}):
        with pytest.raises(RuleBroken):
            actions.create_token(cast.rob, **about, by=cast.viewer("rob"), at=NOON)
    assert not ApiToken.objects.exists()


def test_an_unknown_secret_speaks_for_nobody(cast):
    assert actions.viewer_by_token("fl_nothing", NOON) is None


def test_not_even_an_administrator_makes_a_token_in_anothers_name_but_may_revoke_one(cast):
    with pytest.raises(Refused):
        actions.create_token(cast.rob, name="Script", by=cast.viewer("ada"), at=NOON)
    actions.create_token(cast.rob, name="Script", by=cast.viewer("rob"), at=NOON)
    token = ApiToken.objects.get()
    with pytest.raises(Refused):
        actions.revoke_token(token, by=cast.viewer("mona"), at=NOON)
    actions.revoke_token(token, by=cast.viewer("ada"), at=NOON)
    assert [row.revoked_at for row in queries.tokens(cast.viewer("rob"), cast.rob)] == [NOON]


def test_use_is_noted_without_a_version_and_not_at_every_call(cast):
    secret = actions.create_token(cast.rob, name="Script", by=cast.viewer("rob"), at=NOON)
    for minute in (0, 1, 4, 5, 6):
        actions.viewer_by_token(secret, NOON + timedelta(minutes=minute))
    token = ApiToken.objects.get()
    assert (token.last_used_at, token.version) == (NOON + timedelta(minutes=5), 1)
