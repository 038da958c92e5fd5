"""Put the search triggers and trigram indexes in place after each migration, on either database."""
# ruff: noqa: S608 -- the names in the statements come from our models

import logging
from typing import Any

from django.apps import AppConfig
from django.db import DatabaseError, connections, transaction
from django.db.models import Model
from django.db.models.signals import post_migrate, pre_migrate

from .field import SEARCHED, SearchField
from .folding import LONGEST, POSTGRES_FOLD

logger = logging.getLogger(__name__)


def index_name(model: type[Model]) -> str:
    """Return the name of a model's trigram index; on SQLite it is a virtual table."""
    return f"{model._meta.db_table}_trigrams"


def install(sender: AppConfig, using: str, plan: Any = (), **_kwargs: object) -> None:
    """Install what an app's searched models need, and fill it where the app was migrated."""
    migrated = any(migration.app_label == sender.label for migration, _backwards in plan or ())
    for model, field in _of(sender, using):
        if connections[using].vendor == "postgresql":
            _install_on_postgres(connections[using], model, field, refill=migrated)
        else:
            _install_on_sqlite(connections[using], model, field, refill=migrated)


def remove(sender: AppConfig, using: str, **_kwargs: object) -> None:
    """Take SQLite's triggers away before a migration rebuilds the table beneath them."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            for model, _field in [pair for pair in SEARCHED if pair[0]._meta.app_label == sender.label]:
                for verb in ("insert", "update", "delete"):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "search_{model._meta.db_table}_{verb}"')


def fill_all(using: str = "default") -> None:
    """Fill what is searched on SQLite, after rows were put in past its triggers."""
    with connections[using].cursor() as cursor:
        for model, field in SEARCHED:
            _fill_on_sqlite(cursor, model, field)


def _of(sender: AppConfig, using: str) -> list[tuple[type[Model], SearchField]]:
    """Return the searched models of an app whose tables exist with all their columns."""
    connection = connections[using]
    found = []
    with connection.cursor() as cursor:
        for model, field in SEARCHED:
            if model._meta.app_label != sender.label:
                continue
            columns = (
                {c.name for c in connection.introspection.get_table_description(cursor, model._meta.db_table)}
                if model._meta.db_table in connection.introspection.table_names(cursor)
                else set()
            )
            if {field.column, *_columns(model, field)} <= columns:
                found.append((model, field))
    return found


def _columns(model: type[Model], field: SearchField) -> list[str]:
    return [str(model._meta.get_field(source).column) for source in field.sources]  # type: ignore[union-attr]


def _install_on_sqlite(connection: Any, model: type[Model], field: SearchField, *, refill: bool) -> None:
    """Keep an FTS5 table of trigrams beside the model's, written by triggers."""
    table, trigrams = model._meta.db_table, index_name(model)
    columns = _columns(model, field)
    listed = ", ".join(f'"{column}"' for column in columns)
    text = "fairlead_compose(" + ", ".join(f'NEW."{column}"' for column in columns) + ")"
    forget = f'DELETE FROM "{trigrams}" WHERE rowid = OLD.id'
    mend = (
        f'UPDATE "{table}" SET "{field.column}" = {text}'
        f' WHERE id = NEW.id AND "{field.column}" IS NOT {text};'
        f' INSERT INTO "{trigrams}" (rowid, words) VALUES (NEW.id, {text})'
    )
    bodies = {
        "insert": f'AFTER INSERT ON "{table}" BEGIN {mend}; END',
        "update": f'AFTER UPDATE OF {listed} ON "{table}" BEGIN {forget}; {mend}; END',
        "delete": f'AFTER DELETE ON "{table}" BEGIN {forget}; END',
    }
    with connection.cursor() as cursor:
        is_new = trigrams not in connection.introspection.table_names(cursor)
        if is_new:
            cursor.execute(
                f'CREATE VIRTUAL TABLE "{trigrams}" USING fts5('
                "words, content='', contentless_delete=1, tokenize='trigram case_sensitive 1')"
            )
        for verb, body in bodies.items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "search_{table}_{verb}"')
            cursor.execute(f'CREATE TRIGGER "search_{table}_{verb}" {body}')
        if is_new or refill:
            _fill_on_sqlite(cursor, model, field)


def _fill_on_sqlite(cursor: Any, model: type[Model], field: SearchField) -> None:
    """Compose the column of every row, and write its trigrams anew."""
    table, trigrams = model._meta.db_table, index_name(model)
    listed = ", ".join(f'"{column}"' for column in _columns(model, field))
    composed = f"fairlead_compose({listed})"
    cursor.execute(
        f'UPDATE "{table}" SET "{field.column}" = {composed} WHERE "{field.column}" IS NOT {composed}'
    )
    cursor.execute(f'INSERT INTO "{trigrams}" ("{trigrams}") VALUES (\'delete-all\')')
    cursor.execute(f'INSERT INTO "{trigrams}" (rowid, words) SELECT id, "{field.column}" FROM "{table}"')


def _install_on_postgres(connection: Any, model: type[Model], field: SearchField, *, refill: bool) -> None:
    """Let a trigger compose the column, and index its trigrams where pg_trgm may be had."""
    table, name = model._meta.db_table, f"search_{model._meta.db_table}"
    columns = _columns(model, field)
    listed = ", ".join(connection.ops.quote_name(column) for column in (*columns, field.column))

    def text(row: str) -> str:
        parts = ", ".join(
            f"nullif({row}{column}::text, '')" for column in map(connection.ops.quote_name, columns)
        )
        return f"' ' || left(fairlead_fold(concat_ws(' ', {parts})), {LONGEST})"

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_collation WHERE collname = 'und-x-icu'")
        cursor.execute(POSTGRES_FOLD.format(collate=' COLLATE "und-x-icu"' if cursor.fetchone()[0] else ""))
        cursor.execute(
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$'
            f' BEGIN NEW."{field.column}" := {text("NEW.")}; RETURN NEW; END $$'
        )
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
        cursor.execute(
            f'CREATE TRIGGER "{name}" BEFORE INSERT OR UPDATE OF {listed} ON "{table}"'
            f' FOR EACH ROW EXECUTE FUNCTION "{name}"()'
        )
        if refill:
            cursor.execute(
                f'UPDATE "{table}" SET "{field.column}" = \'\''
                f' WHERE "{field.column}" IS DISTINCT FROM {text("")}'
            )
    _index_trigrams(connection, model, field)


def _index_trigrams(connection: Any, model: type[Model], field: SearchField) -> None:
    """Create the GIN index; without the extension the search stays right and becomes slow, and says so."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f'CREATE INDEX IF NOT EXISTS "{index_name(model)}" ON "{model._meta.db_table}"'
                f' USING gin ("{field.column}" gin_trgm_ops)'
            )
    except DatabaseError as refusal:
        logger.warning(
            "Search in %s works without its index and will be slow on many rows. Ask the owner of the"
            " database to run CREATE EXTENSION pg_trgm, then run fairlead migrate again. (%s)",
            model._meta.db_table,
            str(refusal).strip(),
        )


pre_migrate.connect(remove, dispatch_uid="fairlead.kit.search.remove")
post_migrate.connect(install, dispatch_uid="fairlead.kit.search.install")
