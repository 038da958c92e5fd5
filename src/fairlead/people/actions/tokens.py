"""API tokens: made, revoked, and turned into the viewer they speak for."""

from datetime import datetime, timedelta

from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.people import events, queries, rules, secrets
from fairlead.people.models import ApiToken, Person

USE_IS_NOTED_EVERY = timedelta(minutes=5)


def create_token(
    person: Person, *, name: str, expires_at: datetime | None = None, by: Viewer, at: datetime
) -> str:
    """Make a token for a person and return its secret, which cannot be read again.

    :raises RuleBroken: when it has no name or would have expired already.
    """
    secret = secrets.new()
    _create_token(person, secret=secret, name=name, expires_at=expires_at, by=by, at=at)
    return secret


@action("api_token.created", rule=rules.may_hold_token)
def _create_token(
    person: Person, *, secret: str, name: str, expires_at: datetime | None, by: Viewer, at: datetime
) -> events.ApiTokenCreated:
    del by
    if expires_at is not None and expires_at <= at:
        raise RuleBroken(
            "The token would have expired already.", fields={"expires_at": "Choose a later day."}
        )
    token = ApiToken(
        person=person,
        name=name.strip(),
        prefix=secrets.prefix(secret),
        digest=secrets.digest(secret),
        created_at=at,
        expires_at=expires_at,
    )
    validation.check(token)
    token.save()
    return events.ApiTokenCreated(token.pk, person.pk)


@action("api_token.revoked", rule=rules.may_revoke_token)
def revoke_token(token: ApiToken, *, by: Viewer, at: datetime) -> events.ApiTokenRevoked | None:
    """Stop a token for good."""
    del by
    if token.revoked_at is not None:
        return None
    token.revoked_at = at
    token.save()
    return events.ApiTokenRevoked(token.pk, token.person_id)


def viewer_by_token(secret: str, at: datetime) -> Viewer | None:
    """Return whom a secret speaks for, or None when it is unknown, revoked, expired or its person left.

    Notes the use, outside the journal and at most every few minutes, to keep reads from writing.
    """
    found = queries.reader_by_token(secret, at)
    if found is None:
        return None
    token, viewer = found
    if token.last_used_at is None or at - token.last_used_at >= USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return viewer
