"""A large import is loaded and taken back whole, whatever happens in the middle, and others go on working."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from fairlead.customers.models import Company
from fairlead.exchange import actions, queries, running
from fairlead.exchange.models import ImportJob, State
from fairlead.jobs import imports
from fairlead.journal.models import Entry
from fairlead.kit import pacing, queue
from fairlead.kit.queue.models import Job
from fairlead.kit.queue.models import State as JobState
from tests.cast import NOON, Cast, building

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 40
OLD = [("Acme", "Rome"), ("Bolt", "Paris")]
FILE = "External id,Name,City\na,Acme,Milan\nb,Bolt,Lyon\n" + "".join(
    f"{number},Company {number},Bonn\n" for number in range(ROWS)
)
IN_TURNS = {"sqlite": True, "postgresql": False}


class Killed(BaseException):
    """The worker is gone, and takes nothing back."""


@pytest.fixture
def job(house: Cast, monkeypatch: pytest.MonkeyPatch) -> ImportJob:
    """A file that changes two companies and brings forty, checked; everything counts as large here."""
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    monkeypatch.setattr(pacing, "AIM_SECONDS", 0.0)
    monkeypatch.setattr(pacing.Pace, "size", lambda _self, _phase: 5)
    monkeypatch.setattr("fairlead.exchange.load.CHUNK", 5)
    with building():
        for key, (name, city) in zip("ab", OLD, strict=True):
            Company.objects.create(name=name, city=city, external_id=key, owner=house.rob, created_at=NOON)
    made = actions.begin_import(
        "file.csv", [FILE.encode()], kind_name="companies", by=house.viewer("ada"), at=NOON
    )
    actions.check_import(made, by=house.viewer("ada"), at=NOON)
    work(made)
    assert made.state == State.CHECKED
    return made


def work(job: ImportJob, told: Callable[[int, int, str], None] | None = None, *, attempt: int = 1) -> None:
    """Be the worker that does what the import waits for."""
    asked = Job.objects.get(pk=job.queue_job)
    run: Any = queue.Run(asked.pk, NOON, attempt)
    if told:
        run = Telling(asked.pk, NOON, attempt, told)
    getattr(imports, asked.name.replace("-", "_"))(run, **asked.payload)
    Job.objects.filter(pk=asked.pk).update(state=JobState.DONE)
    job.refresh_from_db()


class Telling(queue.Run):
    """A run that tells a test how far it is."""

    def __init__(self, job_id: int, at: Any, attempt: int, told: Callable[[int, int, str], None]) -> None:
        super().__init__(job_id, at, attempt)
        self.told = told

    def progress(self, done: int, total: int, message: str = "") -> None:
        super().progress(done, total, message)
        self.told(done, total, message)


def load(
    job: ImportJob, house: Cast, told: Callable[[int, int, str], None] | None = None, **said: int
) -> None:
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    assert job.state == State.LOADING
    work(job, told, **said)


def companies() -> list[tuple[str, str]]:
    return list(Company.objects.order_by("pk").values_list("name", "city"))


WHOLE = [("Acme", "Milan"), ("Bolt", "Lyon"), *((f"Company {number}", "Bonn") for number in range(ROWS))]


def after(count: int, what: Callable[[], None]) -> Callable[[int, int, str], None]:
    """Do something once so many rows have been written."""

    def told(done: int, total: int, message: str) -> None:
        if message == "Loading" and done >= (total + count) // 2:
            what()

    return told


def kill() -> None:
    raise Killed


def test_a_large_file_is_loaded_whole_in_one_batch_and_turn_by_turn_where_that_lets_others_write(
    job: ImportJob, house: Cast
) -> None:
    open_while_told: list[bool] = []
    load(job, house, lambda *_: open_while_told.append(connection.in_atomic_block))
    assert (job.state, companies()) == (State.LOADED, WHOLE)
    entries = Entry.objects.filter(batch=job.batch, action="import.loaded", actor=house.ada).count()
    if IN_TURNS[connection.vendor]:
        assert entries == 1 + 8 + 1
        assert not any(open_while_told)
    else:
        assert entries == 1
    assert len(open_while_told) >= 9


@pytest.mark.parametrize("written", [0, 5, 20, ROWS + 1])
def test_a_cancelled_load_leaves_nothing_and_can_be_started_again(
    job: ImportJob, house: Cast, written: int
) -> None:
    def cancel() -> None:
        raise queue.Cancelled

    load(job, house, after(written, cancel))
    assert (job.state, job.message, job.batch) == (State.CHECKED, "Cancelled. Nothing was loaded.", None)
    assert companies() == OLD
    load(job, house)
    assert (job.state, companies()) == (State.LOADED, WHOLE)


def test_one_that_waits_is_cancelled_at_once(job: ImportJob, house: Cast) -> None:
    actions.load_import(job, by=house.viewer("ada"), at=NOON)
    running.cancel(job, by=house.viewer("ada"), at=NOON)
    assert (job.state, Job.objects.get(pk=job.queue_job).state) == (State.CHECKED, "cancelled")
    with pytest.raises(actions.NotYet):
        running.cancel(job, by=house.viewer("ada"), at=NOON)


@pytest.mark.parametrize("written", [0, 20, ROWS + 1])
def test_what_a_killed_worker_wrote_is_taken_back_by_the_next(
    job: ImportJob, house: Cast, written: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(running, "_take_back", lambda *_args, **_said: None)
        load(job, house, after(written, kill))
    job.refresh_from_db()
    assert job.state == State.LOADING
    if IN_TURNS[connection.vendor] and written:
        assert len(companies()) > len(OLD)
    work(job, attempt=2)
    assert (job.state, job.batch, companies()) == (State.CHECKED, None, OLD)
    assert job.message == "The worker was stopped meanwhile. Nothing was loaded."
    load(job, house)
    assert companies() == WHOLE


def test_a_worker_killed_while_it_takes_back_is_followed_by_one_that_goes_on(
    job: ImportJob, house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_twice(_done: int, _total: int, message: str) -> None:
        if message in ("Loading", "Taking back"):
            raise Killed

    with pytest.raises(Killed):
        load(job, house, fall_twice)
    work(job, attempt=2)
    assert (job.state, companies()) == (State.CHECKED, OLD)


def test_a_record_that_somebody_changed_since_the_plan_stops_the_load_and_keeps_their_change(
    job: ImportJob, house: Cast
) -> None:
    def meddle(done: int, total: int, _message: str) -> None:
        if connection.in_atomic_block or Company.objects.filter(city="Oslo").exists():
            return
        with building(at=NOON):
            Company.objects.filter(name="Bolt").update(city="Oslo")

    load(job, house, meddle if IN_TURNS[connection.vendor] else None)
    if not IN_TURNS[connection.vendor]:
        return  # the rows were written before anybody could meddle
    assert job.state == State.FAILED
    assert "“Bolt” in row 3 was changed by somebody else meanwhile" in job.message
    assert companies() == [("Acme", "Rome"), ("Bolt", "Oslo")]


def test_undo_of_a_large_import_is_the_workers_and_resumes_and_can_be_undone(
    job: ImportJob, house: Cast
) -> None:
    ada = house.viewer("ada")
    load(job, house)
    with building():
        Company.objects.filter(name="Company 7").update(city="Kiel")
    outlook = queries.outlook(ada, job)
    assert (outlook.removed, outlook.restored, outlook.left_count, outlook.forcible) == (ROWS - 1, 2, 1, 1)
    (stays,) = outlook.staying
    assert (stays.left.label, [field.after for field in stays.changes[0].fields]) == ("Company 7", ["Kiel"])
    assert running.undo(job, by=ada, at=NOON) is None
    assert (job.state, job.is_busy) == (State.UNDOING, True)
    if IN_TURNS[connection.vendor]:
        with pytest.raises(Killed):
            work(job, lambda *_: kill())
        work(job, attempt=2)
    else:
        work(job)
    assert (job.state, companies()) == (State.UNDONE, [*OLD, ("Company 7", "Kiel")])
    assert job.message == "“Company 7” was left as it is: It was changed since."
    running.redo(job, by=ada, at=NOON)
    work(job)
    assert (job.state, companies()) == (State.LOADED, [*WHOLE[:9], ("Company 7", "Kiel"), *WHOLE[10:]])


def test_by_force_everything_goes_back(job: ImportJob, house: Cast) -> None:
    load(job, house)
    with building():
        Company.objects.filter(name__in=["Company 7", "Acme"]).update(city="Kiel")
    running.undo(job, by=house.viewer("ada"), at=NOON, force=True)
    work(job)
    assert (job.state, job.message, companies()) == (State.UNDONE, "", OLD)
