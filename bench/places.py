"""Where to measure: an SQLite file in a folder of its own, and a PostgreSQL database of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@dataclass(frozen=True, slots=True)
class Place:
    """One database with the environment that makes Fairlead use it."""

    title: str
    environment: dict[str, str]

    def python(self, *words: str) -> str:
        """Run a module of ours in this place; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", *words], env=self.environment, stdout=subprocess.PIPE, check=True
        )
        return done.stdout.decode()


def places(which: str, name: str, data: Path, *, afresh: bool = False) -> Iterator[Place]:
    """Yield the places asked for; without a PostgreSQL within reach, SQLite alone.

    :param name: what they are kept under for the next time.
    :param afresh: begin with empty ones.
    """
    folder = (data / name).resolve()
    if afresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    base = {
        key: value for key, value in os.environ.items() if not key.startswith(("FAIRLEAD_", "DATABASE_URL"))
    }
    base |= {
        "FAIRLEAD_DATA_DIR": str(folder),
        "FAIRLEAD_API_REQUESTS_PER_MINUTE": "0",
        "FAIRLEAD_LOG_LEVEL": "error",
    }
    if which in ("both", "sqlite"):
        yield Place("SQLite", base)
    if which in ("both", "postgresql"):
        server = Place("", base | _given()).python("fairlead.config.postgres").strip()
        if server:
            yield Place(
                "PostgreSQL", base | {"DATABASE_URL": _database(server, f"fairlead_bench_{name}", afresh)}
            )
        else:
            print("No PostgreSQL within reach (FAIRLEAD_TEST_POSTGRES).", file=sys.stderr)


def _given() -> dict[str, str]:
    name = "FAIRLEAD_TEST_POSTGRES"
    return {name: os.environ[name]} if name in os.environ else {}


def _database(server: str, name: str, afresh: bool) -> str:
    """Return the address of a database on the server, made if it is not there."""
    with psycopg.connect(server, autocommit=True) as connection:
        if afresh:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
