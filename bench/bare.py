"""Run inside a place: time bare queries on one connection, rows fetched and nothing else."""

import json
import sys
from time import perf_counter

from fairlead.commands import main

main.make_ready()

from django.db import connection  # noqa: E402 -- after the settings


def time_of(queries: list[str], repeats: int) -> float:
    """Return the median milliseconds that these queries take together."""
    taken = []
    with connection.cursor() as cursor:
        for _ in range(repeats):
            started = perf_counter()
            for query in queries:
                cursor.execute(query.replace("%", "%%") if connection.vendor == "postgresql" else query)
                cursor.fetchall()
            taken.append((perf_counter() - started) * 1000)
    return sorted(taken)[len(taken) // 2]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    print(
        json.dumps([time_of(queries, asked["repeats"]) if queries else None for queries in asked["queries"]])
    )
