"""The import screens: bring, map, look, load, undo; each step says what it did and what is wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fairlead.customers.models import Company
from fairlead.exchange import actions, preview
from fairlead.exchange.models import ImportJob, State
from fairlead.jobs import imports
from fairlead.kit import queue
from fairlead.kit.queue.models import Job
from fairlead.people import actions as people
from fairlead.pipeline import actions as pipeline
from fairlead.vocabulary import actions as vocabulary
from tests.cast import NOON

GOOD = "External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,Bolt,Paris,Rob\n"
BAD = "External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,,Paris,Robb\n"


@pytest.fixture
def rob(cast, client):
    ada = cast.viewer("ada")
    vocabulary.install_defaults(vocabulary.Start(name="Bicycles & Co"), by=ada, at=NOON)
    pipeline.install_defaults("Sales", by=ada, at=NOON)
    people.edit_person(cast.rob, changes={"can_import": True}, by=ada, at=NOON)
    client.force_login(cast.rob)
    return client


def bring(client, text, kind="companies", name="customers.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse("import_new"), {"file": file, "kind": kind})


def checked(client, text):
    """Bring a file and send its mapping as it was guessed; return the job."""
    bring(client, text)
    job = ImportJob.objects.latest("pk")
    page = client.get(reverse("import_mapping", args=[job.pk]))
    assert page.status_code == 200
    fields = ("external_id", "name", "city", "owner")
    said = {f"column-{place}": name for place, name in enumerate(fields)} | {
        "match": "external_id",
        "mode": "both",
        "empty": "leave",
    }
    answer = client.post(reverse("import_mapping", args=[job.pk]), said)
    assert (answer.status_code, answer.url) == (302, reverse("import", args=[job.pk]))
    job.refresh_from_db()
    return job


def page(client, job):
    return client.get(reverse("import", args=[job.pk])).content.decode()


def test_the_list_offers_to_bring_a_file(rob):
    text = rob.get(reverse("imports")).content.decode()
    assert "Drop a file here" in text and "Nothing was imported yet" in text


def test_without_the_permission_the_page_says_whom_to_ask(cast, client):
    client.force_login(cast.sue)
    assert "You do not have the permission to import" in client.get(reverse("imports")).content.decode()
    assert bring(client, GOOD).status_code == 403
    assert ImportJob.objects.count() == 0


def test_a_file_goes_on_to_its_mapping_with_samples(rob):
    answer = bring(rob, GOOD)
    job = ImportJob.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("import_mapping", args=[job.pk]))
    text = rob.get(answer.url).content.decode()
    assert "Rome" in text and "Goes into" in text and "utf-8" in text


def test_pasted_cells_are_a_file_as_well(rob):
    answer = rob.post(reverse("import_new"), {"pasted": "Name\tCity\nAcme\tRome\n", "kind": "companies"})
    assert answer.status_code == 302
    assert ImportJob.objects.get().file_name == "pasted.csv"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b'a,b\n1,"two\n', "never closed"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04x", "damaged")],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(rob, content, reason):
    answer = bring(rob, content)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert ImportJob.objects.count() == 0


def test_nothing_at_all_is_told(rob):
    answer = rob.post(reverse("import_new"), {})
    assert answer.status_code == 422 and "Choose a file" in answer.content.decode()


def test_the_preview_counts_and_loads_on_confirmation_only(rob):
    job = checked(rob, GOOD)
    text = page(rob, job)
    assert "Nothing has been written" in text and "Load 2 companies" in text.replace(
        '<span class="fl-num">2</span>', "2"
    )
    assert Company.objects.count() == 0
    assert rob.post(reverse("import_load", args=[job.pk])).status_code == 302
    assert Company.objects.count() == 2
    assert "Undo the import" in page(rob, job)


def test_problems_are_shown_in_the_grid_and_as_a_file_and_stop_the_load(rob):
    job = checked(rob, BAD)
    text = page(rob, job)
    assert "There is no person “Robb”" in text and 'class="is-wrong"' in text and "Load " not in text
    answer = rob.get(reverse("import_problems", args=[job.pk]))
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Row,Column,Value,Reason",
        "3,Owner,Robb,There is no person “Robb”. Did you mean “Rob”?",
    ]
    assert rob.post(reverse("import_load", args=[job.pk])).status_code == 422
    assert Company.objects.count() == 0


def test_undo_and_redo_are_one_click(rob):
    job = checked(rob, GOOD)
    rob.post(reverse("import_load", args=[job.pk]))
    rob.post(reverse("import_undo", args=[job.pk]))
    assert Company.objects.count() == 0
    assert "was undone" in page(rob, job)
    rob.post(reverse("import_redo", args=[job.pk]))
    assert Company.objects.count() == 2


def test_ambiguous_dates_are_asked_on_the_mapping_page(rob):
    bring(rob, "Title,Close date,Owner\nFleet,01/02/2026,Rob\n", kind="opportunities")
    job = ImportJob.objects.get()
    address = reverse("import_mapping", args=[job.pk])
    said = {
        "column-0": "title",
        "column-1": "expected_close_on",
        "column-2": "owner",
        "match": "",
        "mode": "both",
        "empty": "leave",
    }
    answer = rob.post(address, said)
    assert answer.status_code == 422 and "Which day is “01/02/2026”" in answer.content.decode()
    assert rob.post(address, said | {"order-1": "day_first"}).status_code == 302


def test_the_file_can_be_read_again_otherwise(rob):
    bring(rob, "Name;City\nKöln;Ort\n".encode("cp1252"))
    job = ImportJob.objects.get()
    assert (
        rob.post(
            reverse("import_reading", args=[job.pk]), {"kind": "contacts", "encoding": "cp1250"}
        ).status_code
        == 302
    )
    job.refresh_from_db()
    assert (job.kind, job.options) == ("contacts", {"encoding": "cp1250"})


def test_a_large_file_goes_to_the_worker_and_shows_progress(rob, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    job = checked(rob, GOOD)
    assert job.state == State.CHECKING
    assert Job.objects.get().payload == {"import_id": job.pk}
    assert "Waiting for the worker" in page(rob, job)
    assert (
        'hx-get="'
        in rob.get(reverse("import_progress", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    )


def test_the_worker_checks_and_loads_what_was_handed_over(rob, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    job = checked(rob, GOOD)
    work = queue.Run(Job.objects.get().pk, NOON, 1)
    imports.check_import(work, import_id=job.pk)
    assert "Nothing has been written" in page(rob, job)
    rob.post(reverse("import_load", args=[job.pk]))
    assert imports.load_import(work, import_id=job.pk) == {"state": "loaded"}
    assert (Company.objects.count(), Company.objects.filter(owner__name="Rob").count()) == (2, 2)


def test_what_the_worker_could_not_do_is_told(rob, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    job = checked(rob, GOOD)
    work = queue.Run(Job.objects.get().pk, NOON, 1)
    imports.check_import(work, import_id=job.pk)
    rob.post(reverse("import_load", args=[job.pk]))
    work.stop.set()
    monkeypatch.setattr(preview, "_TOLD_EVERY", 1)
    imports.load_import(work, import_id=job.pk)
    assert "Nothing was loaded" in page(rob, job)
    assert Company.objects.count() == 0


def test_somebody_elses_import_is_not_there(rob, cast, client):
    job = checked(rob, GOOD)
    client.force_login(cast.nora)
    for route in ("import", "import_mapping", "import_progress", "import_problems"):
        assert client.get(reverse(route, args=[job.pk])).status_code == 404
    for route in ("import_load", "import_undo", "import_redo", "import_reading"):
        assert client.post(reverse(route, args=[job.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_imports(rob, count, django_assert_num_queries):
    for number in range(count):
        bring(rob, f"Name\nCompany {number}\n")
    rob.get(reverse("imports"))
    with django_assert_num_queries(QUERIES):
        assert rob.get(reverse("imports")).status_code == 200


QUERIES = 8
READ_ROBB_AS_ROB = {"field-0": "owner", "value-0": "Robb", "read-0": "Rob"}


def test_a_value_is_read_as_another_one_without_touching_the_file(rob):
    job = checked(rob, GOOD.replace("2,Bolt,Paris,Rob", "2,Bolt,Paris,Robb"))
    shown = page(rob, job)
    assert "There is no person “Robb”. Did you mean “Rob”?" in shown
    assert "<option selected>Rob</option>" in shown
    answer = rob.post(reverse("import_correct", args=[job.pk]), READ_ROBB_AS_ROB)
    assert (answer.status_code, answer.url) == (302, reverse("import", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.preview["problems"]) == (State.CHECKED, [])
    assert rob.post(reverse("import_load", args=[job.pk])).status_code == 302
    assert list(Company.objects.order_by("name").values_list("name", "owner__name")) == [
        ("Acme", "Rob"),
        ("Bolt", "Rob"),
    ]


def test_correcting_nothing_is_refused_and_a_salesperson_adds_nothing(rob):
    job = checked(rob, BAD)
    assert (
        rob.post(
            reverse("import_correct", args=[job.pk]), READ_ROBB_AS_ROB | {"read-0": " ", "read-99": "x"}
        ).status_code
        == 422
    )
    assert 'name="make"' not in page(rob, job)


def test_what_only_the_file_can_mend_offers_no_correction(rob):
    job = checked(rob, "External id,Name,City,Owner\n1,Acme,Rome,Rob\n1,Bolt,Rome,Rob\n")
    shown = page(rob, job)
    assert "Row 2 is the same company." in shown
    assert "Read it as" not in shown and 'aria-label="Leave row 3 out"' in shown


def test_a_remembered_mapping_reads_the_same_words_again(rob):
    text = GOOD.replace("2,Bolt,Paris,Rob", "2,Bolt,Paris,Robb")
    job = checked(rob, text)
    rob.post(reverse("import_correct", args=[job.pk]), READ_ROBB_AS_ROB)
    rob.post(reverse("import_load", args=[job.pk]))
    again = checked(rob, text.replace("Paris", "Lyon"))
    assert again.preview["problems"] == [] and again.preview["counts"]["update"] == 1


def test_a_file_maps_as_last_time_and_can_be_guessed_anew(rob):
    checked(rob, GOOD)
    bring(rob, GOOD.replace("Rome", "Bonn"))
    job = ImportJob.objects.latest("pk")
    address = reverse("import_mapping", args=[job.pk])
    shown = rob.get(address).content.decode()
    assert "Mapped as last time, as “customers.csv”" in shown and shown.count("As last time") == 4
    assert rob.post(reverse("import_anew", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert {source["field"] for source in job.mapping["sources"]} == {"external_id", "name", "city", "owner"}
