"""A long export: asked for, written by the worker, taken by the one who asked and by nobody else."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest

from fairlead import jobs
from fairlead.exchange import taking
from fairlead.exchange.models import ExportJob
from fairlead.journal.models import Entry
from fairlead.kit import queue
from fairlead.kit.queue import working
from tests.cast import NOON, Cast, building

ADDRESS = "/opportunities/export.csv?columns=title,amount&where=amount.gte:100&sort=amount"


@pytest.fixture(autouse=True)
def exporters(cast: Cast, settings, tmp_path) -> None:
    jobs.load()
    settings.DATA_DIR = tmp_path
    with building():
        for person in (cast.rob, cast.sue):
            person.can_export = True
            person.save()


def drain() -> None:
    """Let the worker work: by the database's own clock, which no test moves, the jobs are due."""
    working.drain(clock=lambda: NOON.replace(year=2100))


def ask(client, address: str = ADDRESS) -> ExportJob:
    answer = client.post(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/exports/")
    return ExportJob.objects.latest("pk")


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_file_holds_what_the_screen_shows_and_is_noted(as_, deal):
    for amount in (50, 300, 200):
        deal(title=f"Over {amount}", amount=Decimal(amount))
    rob = as_("rob")
    job = ask(rob)
    assert "Waiting for the worker" in rob.get("/exports/").content.decode()
    drain()
    page = rob.get("/exports/").content.decode()
    assert "Ready" in page
    assert f"opportunities-{NOON:%Y-%m-%d}.csv" in page
    answer = rob.get(f"/exports/{job.pk}/file")
    assert list(csv.reader(io.StringIO(body(answer)))) == [
        ["Title", "Amount (EUR)"],
        ["Over 200", "200.00"],
        ["Over 300", "300.00"],
    ]
    assert Entry.objects.filter(action="list.exported").count() == 1
    assert ExportJob.objects.get().row_count == 2


@pytest.mark.parametrize("form", ["xlsx", "jsonl"])
def test_every_kind_of_file_is_written(as_, deal, form):
    deal(amount=Decimal(300))
    rob = as_("rob")
    job = ask(rob, ADDRESS.replace(".csv", f".{form}"))
    drain()
    answer = rob.get(f"/exports/{job.pk}/file")
    sent = b"".join(answer.streaming_content)
    assert len(sent) == int(answer.headers["Content-Length"]) > 0


def test_nobody_else_takes_it_and_a_permission_that_is_gone_counts(as_, deal, cast):
    deal(amount=Decimal(300))
    rob = as_("rob")
    job = ask(rob)
    drain()
    for who in ("sue", "mona", "ada"):
        for verb in ("file", "progress"):
            assert as_(who).get(f"/exports/{job.pk}/{verb}").status_code == 404
        assert "Over" not in as_(who).get("/exports/").content.decode()
    later = ask(rob)
    with building():
        cast.rob.refresh_from_db()
        cast.rob.can_export = False
        cast.rob.save()
    drain()
    assert rob.get(f"/exports/{job.pk}/file").status_code == 403
    later.refresh_from_db()
    assert (later.state, "permission" in later.message) == ("failed", True)
    assert rob.post(ADDRESS).status_code == 403


def test_an_export_that_waits_or_runs_is_stopped_and_leaves_no_file(as_, deal, monkeypatch):
    deal(amount=Decimal(300))
    rob = as_("rob")
    waiting = ask(rob)
    rob.post(f"/exports/{waiting.pk}/stop")
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    running = ask(rob)

    def stopped(self, *_args: object) -> None:
        raise queue.Cancelled

    monkeypatch.setattr(queue.Run, "progress", stopped)
    drain()
    running.refresh_from_db()
    assert running.state == "cancelled"
    assert not taking.path_of(running).exists()
    assert rob.get(f"/exports/{running.pk}/file").status_code == 404


def test_files_are_thrown_away_by_hand_and_by_age(as_, deal):
    deal(amount=Decimal(300))
    rob = as_("rob")
    first, second = ask(rob), ask(rob)
    drain()
    rob.post(f"/exports/{first.pk}/delete")
    assert not taking.path_of(first).exists()
    assert rob.get(f"/exports/{first.pk}/file").status_code == 404
    assert taking.throw_away_old(before=NOON - timedelta(days=1)) == 0
    assert taking.throw_away_old(before=NOON + timedelta(days=8)) == 1
    assert not taking.path_of(second).exists()


def test_a_long_list_offers_to_be_written_in_the_background(as_, deal, monkeypatch):
    deal(amount=Decimal(300))
    rob = as_("rob")
    assert (
        '<form method="post" action="/opportunities/export.xlsx'
        not in rob.get("/opportunities").content.decode()
    )
    monkeypatch.setattr("fairlead.web.shared.listed.LONG", 1)
    assert (
        '<form method="post" action="/opportunities/export.xlsx' in rob.get("/opportunities").content.decode()
    )
