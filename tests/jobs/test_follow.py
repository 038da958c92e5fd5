"""Every event asks for its jobs once, and old things are thrown away."""

import os
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from fairlead.access import installation
from fairlead.exchange import filing, queries
from fairlead.exchange.models import ImportJob
from fairlead.exchange.reading import UnreadableFile
from fairlead.jobs import calendar, cleanup, follow
from fairlead.journal.models import OutboxEvent
from fairlead.kit import queue
from fairlead.kit.queue.models import Job, Schedule
from fairlead.people import actions

pytestmark = pytest.mark.django_db


def test_event_asks_for_its_jobs_once(at) -> None:
    actions.add_person(actions.NewPerson("new@example.org", "New"), by=installation(), at=at)
    event = OutboxEvent.objects.get()
    wanted = {event.name: ("greet", "count"), "Unheard": ("never",)}
    assert follow.deliver(wanted, at=at) == 1
    assert follow.deliver(wanted, at=at) == 0
    assert list(Job.objects.order_by("pk").values_list("name", "payload__event_id")) == [
        ("greet", event.pk),
        ("count", event.pk),
    ]
    assert OutboxEvent.objects.get().delivered_at == at


def test_event_nobody_waits_for_is_delivered_to_nobody(at) -> None:
    actions.add_person(actions.NewPerson("new@example.org", "New"), by=installation(), at=at)
    assert follow.deliver({}, at=at) == 1
    assert not Job.objects.exists()


def test_reactions_can_be_read() -> None:
    assert all(isinstance(jobs, tuple | list) for jobs in follow.reactions().values())


def test_clean_up_throws_away_what_is_past_and_keeps_the_rest(at) -> None:
    Session.objects.create(session_key="past", session_data="", expire_date=at - timedelta(seconds=1))
    Session.objects.create(session_key="live", session_data="", expire_date=at + timedelta(days=1))
    Job.objects.create(name="old", state="done", finished_at=at - timedelta(days=15))
    Job.objects.create(name="new", state="done", finished_at=at - timedelta(days=13))
    found = cleanup.clean_up(queue.Run(1, at, 1))
    assert (found["sessions"], found["jobs"]) == (1, 1)
    assert Session.objects.get().session_key == "live"
    assert Job.objects.get().name == "new"


def test_the_files_of_imports_are_kept_for_a_while(at, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    hashes, long_ago = {}, (at - timedelta(days=91)).timestamp()
    for name in ("old", "busy", "new"):
        hashes[name], _ = filing.keep([name.encode()], f"{name}.csv")
        os.utime(filing.path_of(hashes[name]), times=(long_ago, long_ago))
    for name, state, days in (("old", "loaded", 91), ("busy", "loading", 91), ("new", "loaded", 89)):
        ImportJob.objects.create(
            kind="companies", file_name=f"{name}.csv", file_hash=hashes[name], file_size=3, signature="",
            state=state, created_at=at - timedelta(days=days),
        )  # fmt: skip
    assert cleanup.clean_up(queue.Run(1, at, 1))["files"] == 1
    assert {name for name in hashes if filing.path_of(hashes[name]).exists()} == {"busy", "new"}
    with pytest.raises(UnreadableFile, match=r"old\.csv: The file is no longer kept here\. Bring it again\."):
        queries.opened(ImportJob.objects.get(file_name="old.csv"))


def test_what_comes_round_is_written_down_once(at) -> None:
    calendar.keep_all(at=at)
    calendar.keep_all(at=at + timedelta(days=1))
    assert Schedule.objects.count() == len(calendar.RECURRING)
