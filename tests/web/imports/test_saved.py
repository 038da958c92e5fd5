"""Saved imports on their pages: keep one, see what it took and refused, switch it off, forget it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fairlead.exchange import recurring
from fairlead.exchange.models import ImportJob, SavedImport
from fairlead.kit.queue.models import Job
from fairlead.people import actions as people
from fairlead.vocabulary import actions as vocabulary
from tests.cast import NOON

FIRST = "External id,Name,City\n1,Acme,Rome\n"
BAD = "External id,Name,City\n9,,Rome\n"


@pytest.fixture
def rob(cast, client):
    ada = cast.viewer("ada")
    vocabulary.install_defaults(vocabulary.Start(name="Bicycles & Co"), by=ada, at=NOON)
    people.edit_person(cast.rob, changes={"can_import": True}, by=ada, at=NOON)
    client.force_login(cast.rob)
    return client


@pytest.fixture
def loaded(rob):
    """Let Rob load a file through the pages; return its job."""
    file = SimpleUploadedFile("accounts.csv", FIRST.encode())
    rob.post(reverse("import_new"), {"file": file, "kind": "companies"})
    job = ImportJob.objects.get()
    said = {"column-0": "external_id", "column-1": "name", "column-2": "city", "match": "external_id"}
    rob.post(reverse("import_mapping", args=[job.pk]), said)
    rob.post(reverse("import_load", args=[job.pk]))
    return job


def text(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def save(client, job, **said):
    return client.post(reverse("import_save", args=[job.pk]), {"name": "Accounts", **said})


def test_a_loaded_import_is_saved_under_a_name(rob, loaded):
    assert reverse("import_save", args=[loaded.pk]) in text(rob, "import", loaded.pk)
    form = text(rob, "import_save", loaded.pk)
    assert "Programs and the command line call it so" in form and "Watch the folder" not in form
    answer = save(rob, loaded)
    saved = SavedImport.objects.get()
    assert (answer.url, saved.name) == (reverse("import_saved", args=[saved.pk]), "Accounts")
    assert "No file was taken yet" in text(rob, "import_saved", saved.pk)
    assert "command or REST" in text(rob, "import_saved_list")
    assert save(rob, loaded).status_code == 422


def test_a_seller_names_no_folder_of_the_server(rob, loaded):
    save(rob, loaded, folder="../etc", every_minutes="5")
    assert SavedImport.objects.get().folder == ""


def test_an_administrator_does_and_is_told_when_it_is_not_there(rob, loaded, cast, client):
    client.force_login(cast.ada)
    assert "Watch the folder" in text(client, "import_save", loaded.pk)
    answer = save(client, loaded, folder="erp", every_minutes="5")
    assert answer.status_code == 422 and "FAIRLEAD_IMPORT_FOLDER is not set" in answer.content.decode()


def test_runs_are_logged_with_counts_problems_and_the_way_to_undo_or_mend(rob, loaded):
    save(rob, loaded)
    saved = SavedImport.objects.get()
    good = recurring.feed(
        saved, "good.csv", [b"External id,Name,City\n2,Bolt,Paris\n"], door="command", at=NOON
    )
    bad = recurring.feed(saved, "bad.csv", [BAD.encode()], door="api", at=NOON)
    notice = text(rob, "imports")
    assert "See what was refused" in notice and "bad.csv" in notice
    page = text(rob, "import_saved", saved.pk)
    assert page.index("bad.csv") < page.index("good.csv") and "Refused" in page
    assert "See what was refused" not in text(rob, "imports")
    one = text(rob, "import_run", bad.pk)
    assert "bad.csv, row 2, column Name" in one and "Mend it here" in one
    assert reverse("import", args=[bad.job.pk]) in one
    assert "See it, or undo it" in text(rob, "import_run", good.pk)
    assert "Undo the import" in text(rob, "import", good.job.pk)


def test_it_is_renamed_switched_off_and_forgotten(rob, loaded):
    save(rob, loaded)
    saved = SavedImport.objects.get()
    rob.post(reverse("import_saved_edit", args=[saved.pk]), {"name": "Customers"})
    rob.post(reverse("import_saved_toggle", args=[saved.pk]))
    saved.refresh_from_db()
    assert (saved.name, saved.is_active) == ("Customers", False)
    assert "Switch on" in text(rob, "import_saved", saved.pk)
    rob.post(reverse("import_saved_look", args=[saved.pk]))
    assert Job.objects.filter(name="watch-imports").exists()
    rob.post(reverse("import_saved_delete", args=[saved.pk]))
    assert not SavedImport.objects.exists()
    assert "No import is saved yet" in text(rob, "import_saved_list")


def test_somebody_elses_is_not_there(rob, loaded, cast, client):
    save(rob, loaded)
    saved = SavedImport.objects.get()
    run = recurring.feed(saved, "bad.csv", [BAD.encode()], door="api", at=NOON)
    client.force_login(cast.sue)
    for name, pk in (("import_saved", saved.pk), ("import_saved_edit", saved.pk), ("import_run", run.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    assert "Accounts" not in text(client, "import_saved_list")
    assert "bad.csv" not in text(client, "imports")
