"""Values made of columns, rows to mend, changes before and after: what a person sees of a mapping."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fairlead.customers.models import Company, Contact
from fairlead.exchange.models import ImportJob, State
from tests.web.imports.test_imports import checked, page, rob

__all__ = ["rob"]

PEOPLE = "Who,Contact,Where\nAnn Marie Lee,ann@acme.example,Acme\nBob,bob@bolt.example,Acme\n"


def begun(client, text, kind):
    file = SimpleUploadedFile("people.csv", text.encode())
    client.post(reverse("import_new"), {"file": file, "kind": kind})
    return ImportJob.objects.latest("pk")


def mapped(client, job, **said):
    usual = {"match": "", "mode": "both", "empty": "leave"}
    return client.post(reverse("import_mapping", args=[job.pk]), usual | said)


def read(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_a_column_of_addresses_is_known_by_what_is_in_it(rob):
    job = begun(rob, PEOPLE, "contacts")
    assert {source["field"]: source["column"] for source in job.mapping["sources"]}["email"] == "Contact"


def test_values_are_made_of_parts_of_columns_and_shown_for_the_first_row(rob):
    job = begun(rob, PEOPLE, "contacts")
    said = {
        "column-1": "email",
        "fixed-name": "{Who|first} {Who|last}",
        "fixed-job_title": "Buyer at {Where}",
        "fixed-phone": "+49 30 1",
    }
    assert mapped(rob, job, **said).status_code == 302
    text = rob.get(reverse("import_mapping", args=[job.pk])).content.decode()
    assert "In the first row: Ann Lee" in text
    rob.post(reverse("import_load", args=[job.pk]))
    assert list(Contact.objects.order_by("name").values_list("name", "job_title", "email", "phone")) == [
        ("Ann Lee", "Buyer at Acme", "ann@acme.example", "+49 30 1"),
        ("Bob Bob", "Buyer at Acme", "bob@bolt.example", "+49 30 1"),
    ]


def test_a_column_or_part_that_does_not_exist_is_named(rob):
    job = begun(rob, PEOPLE, "contacts")
    for text, reason in (
        ("{Whom}", "There is no column “Whom”"),
        ("{Who|third}", "“third” is no part"),
        ("{Who", "not closed"),
    ):
        answer = mapped(rob, job, **{"fixed-name": text})
        assert answer.status_code == 422
        assert reason in answer.content.decode()


def test_rows_with_problems_are_mended_as_a_file_and_brought_again(rob):
    job = checked(rob, 'External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,,Paris,Robb\n3,Cog,"Bonn, DE",Rob\n')
    assert "These rows to mend" in page(rob, job)
    rows = read(rob.get(reverse("import_wrong_rows", args=[job.pk])))
    assert rows[0] == ["External id", "Name", "City", "Owner", "What is wrong"]
    assert [row[:4] for row in rows[1:]] == [["2", "", "Paris", "Robb"]]
    assert rows[1][4] == "Owner: There is no person “Robb”. Did you mean “Rob”?"
    mended = io.StringIO()
    csv.writer(mended).writerows([rows[0], ["2", "Bolt", "Paris", "Rob", rows[1][4]]])
    again = checked(rob, mended.getvalue())
    rob.post(reverse("import_load", args=[again.pk]))
    assert list(Company.objects.values_list("external_id", "name")) == [("2", "Bolt")]


def test_every_change_is_shown_page_by_page_and_as_a_file(rob):
    lines = [f"{number},Company {number},Rome,Rob" for number in range(120)]
    first = checked(rob, "\n".join(["External id,Name,City,Owner", *lines]))
    rob.post(reverse("import_load", args=[first.pk]))
    job = checked(rob, "\n".join(["External id,Name,City,Owner", *lines]).replace("Rome", "Paris"))
    assert job.state == State.CHECKED
    text = page(rob, job)
    assert "Company 49<" in text and "Company 50<" not in text
    last = rob.get(f"{reverse('import', args=[job.pk])}?from=100").content.decode()
    assert "Company 119<" in last and "Company 99<" not in last
    rows = read(rob.get(reverse("import_changes", args=[job.pk])))
    assert len(rows) == 121
    assert rows[1] == ["2", "Company 0", "City", "Rome", "Paris"]
