"""Measure, and print the figures as a table. `./run bench --help` lists what can be chosen."""

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from bench import report
from bench.loading import measure_loading
from bench.measuring import Measured, measure
from bench.places import Place, places


def main() -> int:
    """Measure on every database that is asked for and within reach."""
    asked = _arguments()
    if asked.loading:
        return _load(asked)
    found: list[Measured] = []
    for place in places(asked.database, str(asked.scale), Path(asked.data)):
        print(f"\n== {place.title}, {asked.scale:,} opportunities", flush=True)
        found.append(_measure(place, asked))
    if not found:
        print("No database is within reach.", file=sys.stderr)
        return 1
    text = report.table(found)
    print(f"\n{text}")
    if asked.out:
        out = Path(asked.out)
        out.with_suffix(".md").write_text(f"{text}\n", encoding="utf-8")
        told = {"at": datetime.now(UTC).isoformat(), "measured": [measured.told() for measured in found]}
        out.with_suffix(".json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0 if all(measured.errors == 0 for measured in found) else 1


def _load(asked: Namespace) -> int:
    """Measure an import of so many rows on every database that is asked for and within reach."""
    tables = []
    for place in places(asked.database, f"loading_{asked.loading}", Path(asked.data), afresh=True):
        print(f"\n== {place.title}, an import of {asked.loading:,} rows", flush=True)
        tables.append(measure_loading(place, asked.loading))
    text = "\n\n".join(tables)
    print(f"\n{text}")
    if asked.out:
        Path(asked.out).with_suffix(".md").write_text(f"{text}\n", encoding="utf-8")
    return 0


def _measure(place: Place, asked: Namespace) -> Measured:
    return measure(place, scale=asked.scale, repeats=asked.repeats, writes=asked.writes, only=asked.only)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument(
        "--scale", type=int, default=10_000, help="opportunities in the database (%(default)s)"
    )
    parser.add_argument("--database", choices=("both", "sqlite", "postgresql"), default="both")
    parser.add_argument(
        "--repeats", type=int, default=40, help="how often each page is asked for (%(default)s)"
    )
    parser.add_argument("--writes", type=int, default=400, help="creations, and as many moves (%(default)s)")
    parser.add_argument(
        "--loading", type=int, default=0, metavar="ROWS", help="measure an import of so many rows instead"
    )
    parser.add_argument("--only", default="", help="measure only what has this word in its name")
    parser.add_argument(
        "--data", default="data/bench", help="folder for the databases, kept for the next time"
    )
    parser.add_argument("--out", default="", help="write the figures to this file too, as .md and .json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
