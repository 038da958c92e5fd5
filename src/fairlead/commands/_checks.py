"""What has to be so before anybody is served, and what should be so before others are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.db import Error, connection

from fairlead.commands import migrate
from fairlead.kit.sqlite import library


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, and what to do about it."""

    problem: str
    remedy: str
    stops: bool = True

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}".strip()


def at_start() -> Iterator[Finding]:
    """Yield what forbids serving: changes could be lost or go unrecorded."""
    try:
        connection.ensure_connection()
    except Error as error:
        yield Finding(f"The database does not answer: {str(error).strip()}.", "Is DATABASE_URL right?")
        return
    yield from _database()
    if waiting := migrate.pending():
        yield Finding(f"{len(waiting)} migrations wait to be applied.", "Run `fairlead migrate`.")
        return
    yield from _from_django()


def for_others() -> Iterator[Finding]:
    """Yield what is unwise as soon as other people use it over a network."""
    environment = settings.ENVIRONMENT
    if environment.debug:
        yield Finding("FAIRLEAD_DEBUG is on.", "Switch it off: error pages would show secrets.")
    if not environment.is_https:
        yield Finding(
            "People reach it without https.",
            "Put a proxy with a certificate in front and set FAIRLEAD_BASE_URL.",
            False,
        )
    if environment.is_https and not environment.trusted_proxies:
        yield Finding(
            "The address is https, but no proxy is trusted.",
            "Set FAIRLEAD_TRUSTED_PROXIES to the number of proxies in front.",
        )
    if not environment.smtp_host:
        yield Finding(
            "No mail server is set.", "Password links are put into the data folder's mail folder.", False
        )
    mode = settings.DATA_DIR.stat().st_mode & 0o077 if settings.DATA_DIR.exists() else 0
    if mode:
        yield Finding(
            f"Others on this machine can open {settings.DATA_DIR}.", "Run `chmod 700` on it.", False
        )


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite" and not library.is_safe():
        found = ".".join(map(str, library.version()))
        needed = ".".join(map(str, library.OLDEST_SAFE))
        yield Finding(
            f"SQLite {found} can damage a database that several processes share.",
            f"Fairlead needs {needed} or newer; on Linux the pysqlite3 package brings it.",
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            row = cursor.fetchone()
        if row and row[0] == "off":
            yield Finding(
                "PostgreSQL runs with synchronous_commit=off and could lose acknowledged changes.",
                "Switch it on for this role or database.",
            )


def _from_django() -> Iterator[Finding]:
    for message in checks.run_checks(databases=["default"]):
        if message.level >= checks.ERROR:
            yield Finding(str(message.msg), str(message.hint or ""))
