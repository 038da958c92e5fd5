"""Run inside a place: bring the database to the scale, let people sign in, and tell what may be asked for."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from fairlead.commands import main, migrate

main.make_ready()

from django.conf import settings  # noqa: E402 -- after the settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402

from fairlead import demo  # noqa: E402
from fairlead.customers.models import Company  # noqa: E402
from fairlead.kit.sqlite import learning  # noqa: E402
from fairlead.people import actions, queries  # noqa: E402
from fairlead.people.models import Person  # noqa: E402
from fairlead.pipeline.models import Opportunity, Stage  # noqa: E402

WHO = {"administrator": "ada", "supervisor": "mona", "executive": "rob"}


def prepare(scale: int) -> dict[str, Any]:
    """Return sessions, tokens and ids; loads and multiplies the demo company where that was not done yet."""
    now = datetime.now(UTC)
    migrate.prepare()
    if not demo.is_loaded():
        demo.load(at=now)
    made = demo.multiply(scale, seed=demo.SEED, at=now)
    _settle(made)
    people = {role: Person.objects.get(email=f"{name}@{demo.DOMAIN}") for role, name in WHO.items()}
    open_ones = Opportunity.objects.filter(
        outcome="open", is_draft=False, deleted_at=None, stage__pipeline__order=0
    ).order_by("-pk")
    stages = list(Stage.objects.filter(pipeline__order=0).order_by("order"))
    aims = stages[3:5]
    for name in {name for stage in aims for name in stage.required_fields}:
        open_ones = open_ones.exclude(**{name: None})
    return {
        "sessions": {role: _session(person) for role, person in people.items()},
        "tokens": {role: _token(person, now) for role, person in people.items()},
        "cookie": settings.SESSION_COOKIE_NAME,
        "people": {role: person.pk for role, person in people.items()},
        "first_stage": stages[0].pk,
        "aims": [stage.pk for stage in aims],
        "movable": list(open_ones.values_list("pk", "stage")[:2000]),
        "company": Company.objects.filter(name__regex=r"^[a-zA-Z ]+$").latest("pk").name,
        "counts": {table: _one(f"SELECT count(*) FROM {table}") for table in _TABLES},
        "size": _one(_SIZE[connection.vendor]),
        "version": _one(_VERSION[connection.vendor]),
    }


_TABLES = ("pipeline_opportunity", "pipeline_opportunity_history", "journal_entry", "customers_company")
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
_VERSION = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


def _settle(made: int) -> None:
    """Let the database learn what it holds, as it would have over the months in which that came in."""
    if made and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    elif made:
        learning.learn()


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _token(person: Person, now: datetime) -> str:
    return actions.create_token(person, name="bench", by=queries.viewer_of(person), at=now)


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


if __name__ == "__main__":
    print(json.dumps(prepare(int(sys.argv[1]))))
