"""A Fairlead of its own for each test: its data folder, its database, its processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql


@dataclass
class Installation:
    """What a person at a terminal has."""

    folder: Path
    environ: dict[str, str]

    def fairlead(self, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.words(*words), env=self.environ, input=text, capture_output=True, text=True
        )

    def words(self, *words: str) -> list[str]:
        """Return a command as the system wants it."""
        return [sys.executable, "-m", "fairlead.commands.main", *words]


@pytest.fixture
def installation(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FAIRLEAD_")}
    environ = {**kept, "FAIRLEAD_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": ""}
    if connection.vendor == "sqlite":
        yield Installation(tmp_path, environ)
        return
    url, name = os.environ["DATABASE_URL"], f"fairlead_cli_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        address, question, options = url.partition("?")
        environ["DATABASE_URL"] = f"{address.rpartition('/')[0]}/{name}{question}{options}"
        yield Installation(tmp_path, environ)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
