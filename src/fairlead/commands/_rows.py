"""Take all rows out and put them back: SQLite as a file, PostgreSQL through its own tools."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from fairlead.kit.errors import Problem

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class CannotCopy(Problem):
    """The database or its tools refused."""


def dump(folder: Path) -> Path:
    """Write all rows, as they are at one moment, into a file in the folder; people work on meanwhile."""
    target = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
    else:
        _tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def verify(source: Path) -> None:
    """Look whether the file can be put back, before anything is replaced.

    :raises CannotCopy: if it cannot.
    """
    if connection.vendor == "postgresql":
        _tool("pg_restore", "--list", str(source))
        return
    with closing(sqlite3.connect(source)) as copy:
        copy.execute(
            "PRAGMA ignore_check_constraints=ON"
        )  # they use functions that only Django's connections have
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise CannotCopy(f"The database in the backup is damaged: {found}")


def load(source: Path, *, kept_as: str) -> str:
    """Put the rows of the file in the place of all others; return what became of those, in a sentence."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        _tool(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            f"--dbname={_name()}",
            str(source),
        )
        return "What was in the database before is gone."
    connection.close()
    database = Path(_name())
    said = _set_aside(database, kept_as)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(source, database)
    database.chmod(0o600)
    return said


def _set_aside(database: Path, kept_as: str) -> str:
    if not database.exists():
        return ""
    with closing(sqlite3.connect(database)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = database.with_name(f"{database.name}.{kept_as}")
    database.rename(kept)
    for ending in ("-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    return f"The database of before is kept as {kept}."


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _tool(name: str, *arguments: str) -> None:
    if not (path := shutil.which(name)):
        raise CannotCopy(f"{name} is not installed (Debian: apt install postgresql-client).")
    environ = {**os.environ, **_address()}
    done = subprocess.run(  # noqa: S603 -- our own arguments
        [path, *arguments], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotCopy(f"{name} failed: {done.stderr.strip()}")


def _address() -> dict[str, str]:
    settings: dict[str, Any] = connection.settings_dict
    given = {
        "PGDATABASE": settings["NAME"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode"),
    }
    return {name: str(value) for name, value in given.items() if value}
