"""Values made of columns, rows to mend, changes before and after: what a person sees of a mapping."""

import csv
import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from fairlead.customers.models import Company, Contact
from fairlead.exchange.models import ImportJob, State
from tests.web.imports.test_imports import checked, page, rob

__all__ = ["rob"]

PEOPLE = "Who,Contact,Where\nAnn Marie Lee,ann@acme.example,Acme\nBob,bob@bolt.example,Acme\n"


FIELDS = ("external_id", "name", "city", "owner")


def begun_as(client, content, name, kind="companies"):
    client.post(reverse("import_new"), {"file": SimpleUploadedFile(name, content), "kind": kind})
    return ImportJob.objects.latest("pk")


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
    assert "In the first rows: " in text and "Ann Lee" in text
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


def test_values_are_put_together_from_columns_without_writing_braces(rob):
    job = begun(rob, "Given,Called,Price,Owner\nAnn,Lee,12.50 EUR,Rob\nBob,,99 USD,Rob\n", "opportunities")
    said = {
        "column-3": "owner",
        "made-0": "title",
        "made-0-0-before": "Deal of ",
        "made-0-0-column": "Given",
        "made-0-1-before": " ",
        "made-0-1-column": "Called",
        "made-0-1-part": "first",
        "made-1": "currency",
        "made-1-0-column": "Price",
        "made-1-0-part": "currency",
        "stay": "1",
    }
    answer = mapped(rob, job, **said)
    address = reverse("import_mapping", args=[job.pk])
    assert (answer.status_code, answer.url) == (302, address)
    job.refresh_from_db()
    assert {
        source["field"]: source["template"] for source in job.mapping["sources"] if source["template"]
    } == {
        "title": "Deal of {Given} {Called|first}",
        "currency": "{Price|currency}",
    }
    text = rob.get(address).content.decode()
    for sample in ("Deal of Ann Lee", "Deal of Bob", "USD"):
        assert f'<span class="fl-sample">{sample}</span>' in text
    assert '<option value="first" selected>' in text and "<option selected>Called</option>" in text


def test_one_field_is_not_filled_twice_and_nothing_said_is_lost(rob):
    job = begun(rob, "A,B,Owner\nFleet,Racks,Rob\n", "opportunities")
    twice = mapped(rob, job, **{"column-0": "title", "column-1": "title", "mode": "create"})
    text = twice.content.decode()
    assert twice.status_code == 422 and "“A” and “B” both go into “Title”" in text
    assert text.count('<option value="title" selected>') == 2
    assert '<option value="create" selected>' in text
    both = mapped(rob, job, **{"column-0": "title", "made-0": "title", "made-0-0-column": "B"})
    assert "“Title” is filled by the column “A” and by a value made of columns" in both.content.decode()
    job.refresh_from_db()
    assert [source["column"] for source in job.mapping["sources"]] == ["Owner"]


def test_a_key_that_no_column_says_is_told_with_another_one(rob):
    job = begun(rob, "Title,Owner\nFleet,Rob\n", "opportunities")
    answer = mapped(rob, job, **{"column-0": "title", "match": "external_id"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Nothing goes into “External id”" in text
    assert "let rows mean existing records by Title" in text


def test_empty_cells_are_said_for_single_fields(rob):
    job = begun(rob, "Title,Owner,Next step\nFleet,Rob,\n", "opportunities")
    said = {"column-0": "title", "column-1": "owner", "column-2": "next_step", "empty-next_step": "clear"}
    assert mapped(rob, job, **said, stay="1").status_code == 302
    job.refresh_from_db()
    assert {source["field"]: source["empty"] for source in job.mapping["sources"]} == {
        "title": "",
        "owner": "",
        "next_step": "clear",
    }
    shown = rob.get(reverse("import_mapping", args=[job.pk])).content.decode()
    assert 'id="empty-next_step"' in shown


def test_a_made_amount_that_could_be_two_is_asked(rob):
    job = begun(rob, 'Title,Worth\nFleet,"1,234 EUR"\n', "opportunities")
    said = {"column-0": "title", "made-0": "amount", "made-0-0-column": "Worth", "made-0-0-part": "number"}
    answer = mapped(rob, job, **said)
    assert answer.status_code == 422 and "How much is “1,234 EUR”" in answer.content.decode()
    assert mapped(rob, job, **said, **{"mark-made-0": "."}).status_code == 302


def test_rows_to_mend_go_to_excel_and_come_back_whole(rob, tmp_path):
    job = checked(rob, "External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,,Paris,Robb\n")
    answer = rob.get(reverse("import_wrong_book", args=[job.pk]))
    content = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*("External id", "Name", "City", "Owner"), "What is wrong"]
    assert rows[1][0] == "2" and "no person “Robb”" in rows[1][4] and len(rows) == 2
    path = tmp_path / "rows.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rows[0])
        sheet.write_row(1, 0, ["2", "Bolt", "Paris", "Rob", rows[1][4]])
    again = begun_as(rob, path.read_bytes(), "rows.xlsx")
    assert (
        mapped(rob, again, **{f"column-{place}": name for place, name in enumerate(FIELDS)}).status_code
        == 302
    )
    rob.post(reverse("import_load", args=[again.pk]))
    assert list(Company.objects.values_list("external_id", "name", "owner__name")) == [("2", "Bolt", "Rob")]


def test_every_row_is_told_what_becomes_of_it(rob):
    first = checked(rob, "External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,Bolt,Rome,Rob\n")
    rob.post(reverse("import_load", args=[first.pk]))
    job = checked(
        rob, "External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,Bolt,Bonn,Rob\n3,Cog,,Rob\n4,Dot,,Robb\n"
    )
    assert "What becomes of each row" in page(rob, job)
    answer = rob.get(reverse("import_fates", args=[job.pk]))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows == [
        ["Row", "What becomes of it", "Record", "Why"],
        ["2", "Unchanged", "Acme", ""],
        ["3", "Updated", "Bolt", ""],
        ["4", "Created", "Cog", ""],
        ["5", "Problem", "", "Owner: There is no person “Robb”. Did you mean “Rob”?"],
    ]
