"""Jobs are done at least once, by one worker at a time, and nothing that was asked for is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from fairlead.kit import queue
from fairlead.kit.errors import Problem
from fairlead.kit.queue import lease, registry, schedules, working
from fairlead.kit.queue.models import Job, Schedule, State

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DEAD = f"{__import__('socket').gethostname()[:60]}:999999:dead"


class Clock:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def later(self, **delta: float) -> None:
        self.at += timedelta(**delta)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(registry, "_entries", {})
    return Clock()


def ask(name: str, **more) -> Job:
    return queue.enqueue(name, run_at=NOON, **more)


@pytest.mark.django_db
def test_job_runs_once_with_its_payload_and_keeps_its_answer(clock: Clock) -> None:
    seen = []

    @queue.job("greet")
    def greet(run: queue.Run, *, who: str) -> str:
        seen.append((run.at, who))
        run.progress(1, 2, "halfway")
        return f"Hello {who}"

    ask("greet", who="Mona")
    assert working.drain(clock=clock) == 1
    assert working.drain(clock=clock) == 0
    job = Job.objects.get()
    assert seen == [(NOON, "Mona")]
    assert (job.state, job.result, job.attempts, job.done_count, job.total_count) == (
        "done",
        "Hello Mona",
        1,
        1,
        2,
    )


@pytest.mark.django_db
def test_job_goes_with_the_transaction_that_asked_for_it(clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask("greet")
        1 / 0
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_open_job_is_asked_for_once_under_a_key_and_again_when_done(clock: Clock) -> None:
    queue.job("tidy")(lambda run: None)
    first, second = ask("tidy", unique_key="x"), ask("tidy", unique_key="x")
    assert first == second
    working.drain(clock=clock)
    assert ask("tidy", unique_key="x") != first


@pytest.mark.django_db
def test_failing_job_is_tried_again_later_and_given_up_in_the_end(clock: Clock) -> None:
    @queue.job("stumble", retries=2, first_pause=timedelta(seconds=10))
    def stumble(run: queue.Run) -> None:
        raise RuntimeError("the neighbour does not answer")

    job = ask("stumble")
    waits = []
    for _ in range(2):
        working.drain(clock=clock)
        job.refresh_from_db()
        waits.append((job.run_at - clock.at).total_seconds())
        assert working.drain(clock=clock) == 0
        clock.later(seconds=waits[-1])
    working.drain(clock=clock)
    job.refresh_from_db()
    assert waits == [10, 20]
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert "the neighbour does not answer" in job.error


@pytest.mark.django_db
def test_problem_a_person_must_mend_is_not_tried_again(clock: Clock) -> None:
    @queue.job("refuse")
    def refuse(run: queue.Run) -> None:
        raise Problem("Row 3 has no company.")

    ask("refuse")
    assert working.drain(clock=clock) == 1
    assert Job.objects.values_list("state", "error").get() == ("failed", "Row 3 has no company.")


@pytest.mark.django_db
def test_job_nobody_does_is_said_to_be_so(clock: Clock) -> None:
    ask("unheard of")
    working.drain(clock=clock)
    assert Job.objects.values_list("state", "error").get() == ("failed", "Nothing here does unheard of.")


@pytest.mark.django_db
def test_job_of_a_silent_worker_is_taken_over_and_its_late_answer_ignored(clock: Clock) -> None:
    queue.job("count")(lambda run: 2)
    ask("count")
    silent = lease.claim("elsewhere:1:silent", at=clock())
    assert silent is not None
    assert working.drain(clock=clock) == 0
    clock.later(hours=2)
    assert working.drain(clock=clock) == 1
    assert lease.finish(silent, state=State.DONE, at=clock(), result=1) is False
    assert Job.objects.values_list("state", "result", "attempts").get() == ("done", 2, 2)


@pytest.mark.django_db
def test_job_of_a_dead_worker_is_freed_at_once(clock: Clock) -> None:
    queue.job("count")(lambda run: 2)
    ask("count")
    lease.claim(DEAD, at=clock())
    assert lease.take_from_the_dead(at=clock()) == 1
    assert working.drain(clock=clock) == 1
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_job_that_kills_each_worker_is_given_up(clock: Clock) -> None:
    queue.job("poison", retries=1)(lambda run: None)
    ask("poison")
    for _ in range(2):
        lease.claim(DEAD, at=clock())
        lease.take_from_the_dead(at=clock())
    working.drain(clock=clock)
    assert Job.objects.values_list("state", "error").get() == (
        "failed",
        "The worker stopped each time it was tried.",
    )


@pytest.mark.django_db
def test_waiting_job_can_be_taken_back_and_running_one_told_to_stop(clock: Clock) -> None:
    ran = []
    queue.job("long")(ran.append)
    waiting = ask("long")
    assert queue.cancel(waiting.pk, at=NOON)
    assert working.drain(clock=clock) == 0
    ask("long")
    running = lease.claim("w", at=clock())
    assert running is not None
    assert queue.cancel(running.pk, at=NOON)
    assert lease.beat(running, until=clock.at + timedelta(minutes=1), done_count=1) is True
    assert ran == []
    assert queue.cancel(waiting.pk, at=NOON) is False


@pytest.mark.django_db
def test_job_that_hears_it_should_stop_stops(clock: Clock) -> None:
    @queue.job("long")
    def long(run: queue.Run) -> None:
        run.stop.set()
        run.progress(1, 10)
        raise AssertionError("went on")

    ask("long")
    working.drain(clock=clock)
    assert Job.objects.get().state == State.CANCELLED


@pytest.mark.django_db
def test_schedule_fires_once_whoever_looks_and_makes_up_once_for_a_pause(clock: Clock) -> None:
    schedules.keep("nightly", job="tidy", cron="0 3 * * *", time_zone="Europe/Berlin", at=NOON)
    assert Schedule.objects.get().next_at == datetime(2026, 3, 3, 2, tzinfo=UTC)
    assert schedules.fire(at=NOON) == 0
    friday = NOON + timedelta(days=4)
    stale_reader = Schedule.objects.get()
    assert schedules.fire(at=friday) == 1
    assert schedules._fire(stale_reader, friday) is False
    assert schedules.fire(at=friday) == 0
    assert Schedule.objects.get().next_at == datetime(2026, 3, 7, 2, tzinfo=UTC)
    assert Job.objects.values_list("name", "unique_key").get() == ("tidy", "schedule:nightly")


@pytest.mark.django_db
def test_keeping_a_schedule_again_does_not_move_it(clock: Clock) -> None:
    first = schedules.keep("nightly", job="tidy", cron="0 3 * * *", at=NOON)
    schedules.keep("nightly", job="tidy", cron="0 3 * * *", at=NOON + timedelta(days=9))
    assert Schedule.objects.get().next_at == first.next_at
