"""Run inside a place: one step of a large import, in a process of its own, so that its memory is its own.

python -m bench.loader STEP ROWS     prepare, preview, load, undo, redo, correct, bare, write
"""

import csv
import json
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fairlead.commands import main, migrate

main.make_ready()

from django.conf import settings  # noqa: E402 -- after the settings
from django.db import connection, transaction  # noqa: E402

from fairlead import demo, journal  # noqa: E402
from fairlead.access import Viewer  # noqa: E402
from fairlead.customers.models import Company  # noqa: E402
from fairlead.exchange import actions, queries, running  # noqa: E402
from fairlead.exchange.models import ImportJob  # noqa: E402
from fairlead.journal import opening  # noqa: E402
from fairlead.people import queries as people  # noqa: E402
from fairlead.people.models import Person  # noqa: E402
from fairlead.pipeline import actions as pipeline  # noqa: E402
from fairlead.pipeline.models import Opportunity, Stage  # noqa: E402

_TITLES = (
    "External id", "Title", "Company", "Owner", "Stage", "Outcome", "Amount", "Currency", "Expected close",
    "Created", "Next step", "Description",
)  # fmt: skip
_WORDS = (
    "bikes", "helmets", "lights", "frames", "wheels", "saddles", "pumps", "locks", "bells",
    "racks", "fleet", "service", "spring", "autumn",
)  # fmt: skip


def prepare(rows: int) -> dict[str, Any]:
    """Bring the demo company in, and write a file of new opportunities and one that changes them all."""
    migrate.prepare()
    if not demo.is_loaded():
        demo.load(at=_now())
    for name in ("new", "changed"):
        with _file(rows, name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_TITLES)
            writer.writerows(_lines(rows, changed=name == "changed"))
    return {"bytes": _file(rows, "new").stat().st_size}


def _lines(rows: int, *, changed: bool) -> Iterator[list[str]]:
    """Yield opportunities; changed, the amount of every open one (three in four) is another."""
    chance = random.Random(7)
    names = list(Company.objects.filter(deleted_at=None, merged_into=None).values_list("name", flat=True))
    companies = sorted(name for name, count in Counter(names).items() if count == 1)
    owners = list(Person.objects.filter(is_active=True).order_by("pk").values_list("email", flat=True))
    stages = list(Stage.objects.filter(pipeline__order=0).order_by("order").values_list("name", flat=True))
    today = datetime.now(UTC).date()
    for number in range(rows):
        age, outcome = chance.randrange(2, 700), chance.choice(("open", "open", "open", "won"))
        made = today - timedelta(days=age)
        closes = made + timedelta(days=chance.randrange(age))
        amount = chance.randrange(500, 250_000) + (7 if changed and outcome == "open" else 0)
        yield [
            f"X-{number}", f"{' '.join(chance.sample(_WORDS, 3))} {number}", chance.choice(companies),
            chance.choice(owners), chance.choice(stages), outcome, f"{amount}.50", "EUR",
            closes.isoformat(), made.isoformat(), "Call again",
            f"Asked for {chance.choice(_WORDS)} and {chance.choice(_WORDS)}.",
        ]  # fmt: skip


def preview(rows: int, name: str = "new") -> dict[str, Any]:
    """Bring the file and check it."""
    by = _by()
    with _file(rows, name).open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        job = actions.begin_import(f"{name}.csv", chunks, kind_name="opportunities", by=by, at=_now())
    actions.run_check(job, by=by, at=_now())
    seen = queries.preview_of(job)
    assert seen is not None
    assert not seen.problem_count, seen.problems[:3]
    return {"counts": seen.to_json()["counts"]}


def load(rows: int) -> dict[str, Any]:  # noqa: ARG001 -- as the other steps
    """Load what was checked last."""
    actions.run_load(_job(), by=_by(), at=_now())
    return {"batch": _job().batch_id}


def undo(rows: int) -> dict[str, Any]:  # noqa: ARG001 -- as the other steps
    """Take back what was loaded last."""
    undone = running.run_undo(_job(), by=_by(), at=_now())
    return {"removed": undone.removed, "restored": undone.restored, "left": len(undone.left)}


def redo(rows: int) -> dict[str, Any]:  # noqa: ARG001 -- as the other steps
    """Take the undo back."""
    redone = running.run_redo(_job(), by=_by(), at=_now())
    return {"back": redone.brought_back, "restored": redone.restored, "left": len(redone.left)}


def correct(rows: int) -> dict[str, Any]:
    """Bring the file that changes what the first one brought, and check it."""
    return preview(rows, "changed")


def bare(rows: int) -> dict[str, Any]:
    """Insert the same rows by the database's quickest way, triggers and indexes on, and roll it back."""
    columns = [f.column for f in Opportunity._meta.concrete_fields if not f.generated and f.name != "id"]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM pipeline_opportunity ORDER BY id DESC LIMIT {rows}")
        found = cursor.fetchall()
    place = columns.index("external_id")
    found = [(*row[:place], f"bare {number}", *row[place + 1 :]) for number, row in enumerate(found)]
    started = time.perf_counter()
    with (
        transaction.atomic(),
        opening.recording("import.loaded", by=_by(), at=_now(), is_last=True) as opened,
    ):
        entry = columns.index("entry_id")
        found = [(*row[:entry], opened.entry_id, *row[entry + 1 :]) for row in found]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY pipeline_opportunity ({names}) FROM STDIN") as copy:
                    for row in found:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO pipeline_opportunity ({names}) VALUES ({marks})", found)
        transaction.set_rollback(True)
    return {"rows": len(found), "bare": time.perf_counter() - started}


def write(rows: int) -> dict[str, Any]:  # noqa: ARG001 -- as the other steps
    """Edit a record of somebody else's again and again until told to stop; tell the longest wait."""
    over: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: over.append(1))
    deal, by, waits = Opportunity.objects.filter(external_id="").latest("pk"), _by(), [0.0]
    while not over:
        started = time.perf_counter()
        pipeline.edit_opportunity(deal, changes={"next_step": f"{started}"}, by=by, at=_now())
        waits.append(time.perf_counter() - started)
        deal.refresh_from_db()
        time.sleep(0.05)
    return {"writes": len(waits) - 1, "longest": max(waits)}


def _job() -> ImportJob:
    return ImportJob.objects.latest("pk")


def _by() -> Viewer:
    return people.viewer_of(Person.objects.get(email=f"ada@{demo.DOMAIN}"))


def _file(rows: int, name: str) -> Path:
    return Path(settings.DATA_DIR) / f"{name}-{rows}.csv"


def _now() -> datetime:
    return datetime.now(UTC)


STEPS: tuple[Callable[[int], dict[str, Any]], ...] = (
    prepare,
    preview,
    load,
    undo,
    redo,
    correct,
    bare,
    write,
)


if __name__ == "__main__":
    step = {step.__name__: step for step in STEPS}[sys.argv[1]]
    before, started = time.perf_counter(), time.process_time()
    with journal.source("import"):
        told = step(int(sys.argv[2]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "seconds": time.perf_counter() - before,
        "cpu": time.process_time() - started,
        "peak": used.ru_maxrss / 1024,
    }
    print(json.dumps(figures | told))
