"""While an import runs it can be watched and stopped; before it is undone, one sees what would stay."""

import re

import pytest
from django.urls import reverse

from fairlead.customers.models import Company
from fairlead.exchange import actions, bundles, queries, running
from fairlead.exchange.models import ImportJob, State
from fairlead.jobs import imports
from fairlead.kit import queue
from fairlead.kit.queue.models import Job
from tests.cast import NOON, building

from .test_imports import GOOD, checked, page, rob

__all__ = ["rob"]


def loaded(rob) -> ImportJob:
    job = checked(rob, GOOD)
    rob.post(reverse("import_load", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == State.LOADED
    return job


def work(job: ImportJob) -> None:
    job.refresh_from_db()
    asked = Job.objects.get(pk=job.queue_job)
    getattr(imports, asked.name.replace("-", "_"))(queue.Run(asked.pk, NOON, 1), **asked.payload)
    job.refresh_from_db()


def words(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", text).split())


def test_a_load_that_waits_is_cancelled_by_its_button(rob, monkeypatch):
    job = checked(rob, GOOD)
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    rob.post(reverse("import_load", args=[job.pk]))
    address = reverse("import_cancel", args=[job.pk])
    assert f'action="{address}"' in page(rob, job)
    assert rob.post(address).status_code == 302
    text = page(rob, job)
    assert "Cancelled. Nothing was loaded." in text
    assert f'action="{reverse("import_load", args=[job.pk])}"' in text
    assert rob.post(address).status_code == 422


def test_progress_says_how_long_it_will_take(rob, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    job = checked(rob, GOOD)
    Job.objects.filter(pk=job.queue_job).update(
        state="running",
        leased_until=NOON,
        started_at=NOON,
        done_count=25,
        total_count=100,
        message="Checking",
    )
    at = NOON.replace(second=10)

    progress = queries.progress_of(job)
    assert (progress.seconds_left(at), progress.seconds_left(NOON)) == (30, None)
    text = rob.get(reverse("import_progress", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "25 of 100" in words(text)


def test_before_an_undo_one_sees_what_would_stay_and_who_changed_it(rob, cast):
    job = loaded(rob)
    address = reverse("import_undo", args=[job.pk])
    assert "all of it goes back exactly" in rob.get(address).content.decode()
    with building(by=cast.viewer("mona")):
        Company.objects.filter(name="Acme").update(city="Kiel")
    text = rob.get(address).content.decode()
    for said in (
        "Acme",
        "It was changed since.",
        "Mona",
        "Kiel",
        "Take back what was changed since as well (1 record)",
    ):
        assert said in words(text)
    assert Company.objects.count() == 2
    rob.post(address)
    assert list(Company.objects.values_list("name", flat=True)) == ["Acme"]
    assert "was left as it is" in page(rob, job)


def test_by_force_nothing_stays(rob, cast):
    job = loaded(rob)
    with building(by=cast.viewer("mona")):
        Company.objects.filter(name="Acme").update(city="Kiel")
    rob.post(reverse("import_undo", args=[job.pk]), {"force": "on"})
    assert Company.objects.count() == 0
    rob.post(reverse("import_redo", args=[job.pk]))
    assert sorted(Company.objects.values_list("name", "city")) == [("Acme", "Kiel"), ("Bolt", "Paris")]


def test_what_went_out_of_reach_since_is_counted_and_not_named(rob, cast):
    job = loaded(rob)
    with building():
        Company.objects.filter(name="Acme").update(name="Secret", owner=cast.nora, location=cast.asia)
    text = rob.get(reverse("import_undo", args=[job.pk])).content.decode()
    assert "Out of your reach by now" in text
    assert "Secret" not in text


def test_a_large_import_is_undone_by_the_worker(rob, monkeypatch):
    job = loaded(rob)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    rob.post(reverse("import_undo", args=[job.pk]))
    text = page(rob, job)
    assert "Waiting for the worker" in text
    assert reverse("import_cancel", args=[job.pk]) not in text
    work(job)
    assert "This import was undone" in page(rob, job)
    assert Company.objects.count() == 0


def test_several_files_are_cancelled_and_undone_the_same_way(rob, cast, monkeypatch):
    viewer = cast.viewer("rob")
    bundle = bundles.begin_bundle(
        [("companies.csv", [GOOD.encode()]), ("contacts.csv", [b"Name,Company\nAda,Acme\n"])],
        by=viewer,
        at=NOON,
    )
    bundles.check_bundle(bundle, by=viewer, at=NOON)
    with monkeypatch.context() as patch:
        patch.setattr(bundles, "AT_ONCE", 1)
        bundles.load_bundle(bundle, by=viewer, at=NOON)
    rob.post(reverse("import_several_cancel", args=[bundle.pk]))
    assert (
        "Cancelled. Nothing was loaded."
        in rob.get(reverse("import_several", args=[bundle.pk])).content.decode()
    )
    rob.post(reverse("import_several_load", args=[bundle.pk]))
    assert Company.objects.count() == 2
    assert rob.get(reverse("import_several_undo", args=[bundle.pk])).status_code == 200
    rob.post(reverse("import_several_undo", args=[bundle.pk]))
    assert Company.objects.count() == 0
    rob.post(reverse("import_several_redo", args=[bundle.pk]))
    assert Company.objects.count() == 2


@pytest.mark.parametrize("route", ["import_cancel", "import_undo", "import_redo"])
def test_what_is_somebody_elses_is_not_there(rob, cast, client, route):
    job = loaded(rob)
    client.force_login(cast.nora)
    assert client.post(reverse(route, args=[job.pk])).status_code == 404
