"""Where the rows live: SQLite in the data folder, or the PostgreSQL that DATABASE_URL names."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fairlead.config.environment import Environment, WrongEnvironment
from fairlead.kit.statements import PLANNED_AFTER

SQLITE_FILE = "fairlead.sqlite3"
# Our queries are short, and disks that need no arm to move read an index nearly as quickly as a table:
# compiling a plan costs more than it saves, and sums are best read from their index (docs/performance.md).
PLANNING = "-c jit=off -c random_page_cost=1.1"


def databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for this environment."""
    url = environment.database_url.get_secret_value()
    suffix = environment.test_database_suffix
    return {"default": _postgresql(url, suffix) if url else _sqlite(environment.data_dir, suffix)}


def _sqlite(folder: Path, suffix: str) -> dict[str, Any]:
    test = Path(tempfile.gettempdir()) / f"{'-'.join(filter(None, ('fairlead-test', suffix)))}.sqlite3"
    return {
        "ENGINE": "fairlead.kit.sqlite",
        "NAME": str(folder / SQLITE_FILE),
        "CONN_MAX_AGE": 3600,  # a connection knows how values are spread as of when it was opened
        "TEST": {"NAME": str(test)},
    }


def _postgresql(url: str, suffix: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise WrongEnvironment("DATABASE_URL: write it like postgresql://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    if "synchronous_commit" in options.get("options", ""):
        raise WrongEnvironment(
            "DATABASE_URL: synchronous_commit must stay on, or acknowledged changes can be lost."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "fairlead",
            "prepare_threshold": PLANNED_AFTER,
            **options,
            "options": f"{PLANNING} {options.get('options', '')}".strip(),
        },
        "TEST": {"NAME": "_".join(filter(None, ("test", name, suffix)))},
    }
