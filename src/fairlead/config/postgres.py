"""Print the address of a PostgreSQL that tests may make databases in, or nothing. Asked by ./run test."""

import sys

import psycopg

from fairlead.config.environment import environment
from fairlead.kit.errors import Problem

LOCAL = ("postgresql:///postgres", "postgresql://postgres@/postgres")
MAY = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def within_reach() -> str:
    """Return the address given (FAIRLEAD_TEST_POSTGRES) if it answers, else a local one, else nothing.

    :raises Problem: if an address is given and does not answer.
    """
    if given := environment().test_postgres.get_secret_value():
        if problem := _refusal(given):
            raise Problem(f"FAIRLEAD_TEST_POSTGRES: {problem}")
        return given
    return next((url for url in LOCAL if not _refusal(url)), "")


def _refusal(url: str) -> str:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(MAY).fetchone()
    except psycopg.Error as error:
        return str(error).strip()
    return "" if row and row[0] else "that role may not create databases."


if __name__ == "__main__":
    try:
        print(within_reach())
    except Problem as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
