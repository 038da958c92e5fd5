"""Put the triggers in place after a migration, take them off before one, count them at start."""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from . import triggers
from .models import Entry
from .tracking import tracked_models

_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master"
    " WHERE type = 'trigger' AND name LIKE 'fairlead\\_%%' ESCAPE '\\'",
    "postgresql": "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE NOT tgisinternal AND tgname LIKE 'fairlead\\_%%' AND n.nspname = current_schema()",
}


def statements(vendor: str) -> list[str]:
    """Return every statement that puts the journal's triggers in place."""
    return triggers.create(vendor, tracked_models()) + triggers.create_append_only(vendor, Entry)


def expected(vendor: str) -> set[str]:
    """Return the names of the triggers that must exist."""
    made = [statement for statement in statements(vendor) if statement.startswith("CREATE TRIGGER")]
    return {statement.split('"')[1] for statement in made}


def in_place(using: str = "default") -> set[str]:
    """Return the names of the journal's triggers that do exist."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_NAMES[connection.vendor].replace("%%", "%"))
        return {name[:63] for (name,) in cursor.fetchall()}


def missing(using: str = "default") -> set[str]:
    """Return the names of the triggers that should exist and do not."""
    return {name[:63] for name in expected(connections[using].vendor)} - in_place(using)


def install(using: str = "default") -> None:
    """Put all triggers in place."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def before_migration(sender: AppConfig, using: str, plan: Any = (), **_kwargs: object) -> None:
    """Take the triggers off, because SQLite rebuilds a table in order to alter it."""
    connection = connections[using]
    if sender.name != "fairlead.journal" or not plan or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name in in_place(using):
            cursor.execute(f'DROP TRIGGER "{name}"')


def after_migration(sender: AppConfig, using: str, plan: Any = (), **_kwargs: object) -> None:
    """Put the triggers back, once every table is there: at the signal of the last tracked app."""
    if sender.name != last_tracked_app():
        return
    if plan or missing(using):
        install(using)


def last_tracked_app() -> str:
    """Return the app whose signal comes last among those with tracked models."""
    from django.apps import apps  # noqa: PLC0415 -- the registry is filled later than this module

    owners = {model._meta.app_label for model in tracked_models()} | {"journal"}
    return [config.name for config in apps.get_app_configs() if config.label in owners][-1]
