"""Several files on one screen: in order, looked at together, loaded together, taken back together."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fairlead.customers.models import Company, Contact
from fairlead.exchange.models import Bundle
from fairlead.pipeline import actions as pipeline
from fairlead.vocabulary import actions as vocabulary
from tests.cast import NOON

CONTACTS = "Name,Company,E-mail\nEve,A1,eve@example.com\n"
LOAD = 'Load <span class="fl-num">{}</span> records'
ACCOUNTS = "External id,Name,City\nA1,Acme,Rome\nA2,Bolt,Paris\n"


@pytest.fixture
def ada(cast, client):
    by = cast.viewer("ada")
    vocabulary.install_defaults(vocabulary.Start(name="Bicycles & Co"), by=by, at=NOON)
    pipeline.install_defaults("Sales", by=by, at=NOON)
    client.force_login(cast.ada)
    return client


def bring(client, **files):
    sent = [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items()]
    return client.post(reverse("import_new"), {"file": sent, "kind": ""})


def step(client, name, bundle):
    return client.post(reverse(f"import_several_{name}", args=[bundle.pk]), follow=True).content.decode()


def test_several_files_are_one_import_from_bringing_to_taking_back(ada):
    answer = bring(ada, contacts=CONTACTS, accounts=ACCOUNTS)
    bundle = Bundle.objects.get()
    assert answer.url == reverse("import_several", args=[bundle.pk])
    page = ada.get(answer.url).content.decode()
    assert page.index("accounts.csv") < page.index("contacts.csv")
    assert "Look at what they would do" in page and "<span>Load" not in page
    assert LOAD.format(3) in step(ada, "check", bundle)
    assert "Undo the import" in step(ada, "load", bundle)
    assert (Company.objects.count(), Contact.objects.get().company.name) == (2, "Acme")
    assert "Redo the import" in step(ada, "undo", bundle)
    assert Company.objects.count() == 0
    assert "Undo the import" in step(ada, "redo", bundle)
    assert Company.objects.count() == 2


def test_the_rows_to_mend_of_a_file_know_what_the_other_files_bring(ada):
    bring(ada, contacts=CONTACTS + "Bob,A7,bob@example.com\nCarl,A2,carl@example.com\n", accounts=ACCOUNTS)
    bundle = Bundle.objects.get()
    step(ada, "check", bundle)
    job = bundle.files.get(file_name="contacts.csv")
    answer = ada.get(reverse("import_wrong_rows", args=[job.pk]))
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Name,Company,E-mail,What is wrong",
        "Bob,A7,bob@example.com,Company: There is no company “A7”.",
    ]
    assert (Company.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_problem_names_its_file_and_the_file_leads_to_where_it_is_mended(ada):
    bring(ada, contacts=CONTACTS.replace("A1", "A7"), accounts=ACCOUNTS)
    bundle = Bundle.objects.get()
    page = step(ada, "check", bundle)
    assert "contacts.csv, row 2, column Company: There is no company “A7”." in page
    assert LOAD.format(2) not in page
    job = bundle.files.get(file_name="contacts.csv")
    page = ada.get(reverse("import", args=[job.pk])).content.decode()
    assert "All files" in page and reverse("import_load", args=[job.pk]) not in page
    answer = ada.post(
        reverse("import_correct", args=[job.pk]),
        {"field-0": "company", "value-0": "A7", "read-0": "A2"},
        follow=True,
    )
    assert "Looked again" in answer.content.decode()
    assert LOAD.format(3) in ada.get(reverse("import_several", args=[bundle.pk])).content.decode()


def test_mapping_one_file_leads_back_to_all_of_them(ada):
    bring(ada, contacts=CONTACTS, accounts=ACCOUNTS)
    bundle = Bundle.objects.get()
    job = bundle.files.get(file_name="contacts.csv")
    assert ada.get(reverse("import", args=[job.pk])).url == reverse("import_mapping", args=[job.pk])
    said = {"column-0": "name", "column-1": "company", "column-2": "email", "match": "email"}
    answer = ada.post(reverse("import_mapping", args=[job.pk]), said)
    assert answer.url == reverse("import_several", args=[bundle.pk])


def test_a_busy_bundle_shows_how_far_it_is(ada, monkeypatch):
    monkeypatch.setattr("fairlead.exchange.bundles.AT_ONCE", 1)
    bring(ada, contacts=CONTACTS, accounts=ACCOUNTS)
    bundle = Bundle.objects.get()
    page = step(ada, "check", bundle)
    assert "Waiting for the worker" in page and "Look again" not in page
    answer = ada.get(reverse("import_several_progress", args=[bundle.pk]))
    assert "Waiting for the worker" in answer.content.decode()


def test_others_do_not_see_it(ada, cast, client):
    bring(ada, contacts=CONTACTS, accounts=ACCOUNTS)
    client.force_login(cast.sue)
    assert client.get(reverse("import_several", args=[Bundle.objects.get().pk])).status_code == 404


def test_an_archive_of_files_is_one_import_too(ada):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("export/contacts.csv", CONTACTS)
        archive.writestr("export/accounts.csv", ACCOUNTS)
    sent = SimpleUploadedFile("export.zip", content.getvalue())
    answer = ada.post(reverse("import_new"), {"file": sent, "kind": ""})
    bundle = Bundle.objects.get()
    assert answer.url == reverse("import_several", args=[bundle.pk])
    assert LOAD.format(3) in step(ada, "check", bundle)
    hostile = SimpleUploadedFile(
        "export.zip", content.getvalue().replace(b"export/contacts.csv", b"../../../ontacts.csv"[:19])
    )
    refused = ada.post(reverse("import_new"), {"file": hostile, "kind": ""})
    assert refused.status_code == 422
    assert "outside" in refused.content.decode()
