"""The devices on which a person is signed in: sessions, as django-allauth keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings

from .models import Person


@dataclass(frozen=True, slots=True)
class Device:
    """One session: where it comes from, and when it was last used."""

    id: int
    ip: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def devices(person: Person, *, this_session: str | None = None) -> list[Device]:
    """Return the sessions of a person that still live, newest first."""
    rows = [row for row in _sessions(person) if row.exists()]
    return [
        Device(
            row.pk, row.ip, row.user_agent, row.created_at, row.last_seen_at, row.session_key == this_session
        )
        for row in rows
    ]


def end(person: Person, *, ids: Sequence[int] | None = None, keep: str | None = None) -> int:
    """End a person's sessions, or those with these ids, but the one to keep; return how many."""
    ended = 0
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in _sessions(person):
        if row.session_key == keep or (ids is not None and row.pk not in ids):
            continue
        store(row.session_key).delete()
        row.delete()
        ended += 1
    return ended


def _sessions(person: Person) -> list[Any]:
    model: Any = apps.get_model("usersessions", "UserSession")
    return list(model.objects.filter(user=person).order_by("-last_seen_at", "-pk"))
