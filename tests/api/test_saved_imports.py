"""Programs feed a saved import: once for each key, whole or not at all, and hear what became of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT, encode_multipart

from fairlead.customers.models import Company
from fairlead.exchange import actions, recurring
from fairlead.exchange.models import ImportRun, SavedImport
from fairlead.jobs import saved as jobs
from fairlead.kit import queue
from fairlead.kit.queue.models import Job
from fairlead.people import actions as people
from tests.cast import NOON

pytestmark = pytest.mark.django_db

FIRST = "External id,Name,City\n1,Acme,Rome\n"
LATER = "External id,Name,City\n1,Acme,Milan\n2,Bolt,Paris\n"


@pytest.fixture
def saved(cast, process) -> SavedImport:
    people.edit_person(cast.rob, changes={"can_import": True}, by=cast.viewer("ada"), at=NOON)
    by = cast.viewer("rob")
    job = actions.begin_import("a.csv", [FIRST.encode()], kind_name="companies", by=by, at=NOON)
    return recurring.save_import("Accounts", job, by=by, at=NOON)


def send(program, pk, text, name="accounts.csv", **headers):
    boundary = "rope"
    body = encode_multipart(boundary, {"file": SimpleUploadedFile(name, text.encode())})
    sent = {
        "Authorization": f"Bearer {program.token}",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    return program.client.generic(
        "POST", f"/api/v1/imports/saved/{pk}/files", body,
        content_type=MULTIPART_CONTENT.replace("BoUnDaRyStRiNg", boundary), headers=sent,
    )  # fmt: skip


def test_a_file_is_taken_in_and_its_run_says_what_became_of_it(rob, saved) -> None:
    assert [row["name"] for row in rob.get("/imports/saved")["rows"]] == ["Accounts"]
    before = Company.objects.count()
    answer = send(rob, saved.pk, LATER)
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    job = Job.objects.get(name="feed-saved-import")
    jobs.feed_saved_import(queue.Run(job.pk, NOON, 1), **job.payload)
    told = rob.get(f"/imports/runs/{answer.json()['id']}")
    assert (told["state"], told["counts"]["create"], told["file"]) == ("loaded", 2, "accounts.csv")
    assert told["batch"] is not None and Company.objects.count() == before + 2


def test_a_repetition_with_its_key_is_taken_once(rob, saved) -> None:
    first = send(rob, saved.pk, LATER, Idempotency_Key="k1")
    second = send(rob, saved.pk, LATER, Idempotency_Key="k1")
    assert second.json() == first.json() and second.headers["Idempotency-Replayed"] == "true"
    assert ImportRun.objects.count() == 1
    assert send(rob, saved.pk, FIRST, Idempotency_Key="k1").status_code == 422


def test_what_cannot_be_read_is_refused_in_the_run_with_the_reason(rob, saved) -> None:
    told = send(rob, saved.pk, "External id,Name\n1,Acme\n").json()
    assert (told["state"], "no column “City”" in told["message"]) == ("refused", True)
    assert not Job.objects.filter(name="feed-saved-import").exists()


def test_somebody_elses_is_not_there(rob, saved, program) -> None:
    run = send(rob, saved.pk, LATER).json()
    sue = program("sue")
    assert send(sue, saved.pk, LATER).status_code == 404
    assert sue("GET", f"/imports/runs/{run['id']}").status_code == 404
    assert sue.get("/imports/saved")["rows"] == []
