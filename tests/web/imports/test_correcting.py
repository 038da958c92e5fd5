"""Mending an import where it shows its problems: values for all rows, single cells, rows left out."""

import csv
import io

import pytest
from django.urls import reverse

from fairlead.customers.models import Company
from fairlead.exchange.models import ImportJob
from tests.web.imports.test_imports import GOOD, bring, checked, page, rob

__all__ = ["rob"]


def taken(client, name, job):
    answer = client.get(reverse(name, args=[job.pk]))
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def correct(client, job, said):
    answer = client.post(reverse("import_correct", args=[job.pk]), said)
    job.refresh_from_db()
    return answer


def test_a_value_in_thousands_of_rows_is_one_decision(rob):
    rows = "".join(f"{n},Company {n},Rome,Robb\n" for n in range(1, 1_801))
    job = checked(rob, "External id,Name,City,Owner\n" + rows + "1801,Last,Rome,Zoe\n")
    assert job.preview["problem_count"] == 1_801
    shown = page(rob, job)
    assert "2, 3, 4, 5, 6 and 1,795 more" in shown
    assert "There is no person “Zoe”." in shown, "values past the first thousand problems are told as well"
    assert len(taken(rob, "import_problems", job)) == 1_802


def test_a_decision_is_shown_and_can_be_forgotten(rob):
    job = checked(rob, GOOD.replace("Paris,Rob", "Paris,Robb"))
    correct(rob, job, {"field-0": "owner", "value-0": "Robb", "read-0": "Rob"})
    assert "Owner: robb → Rob" in page(rob, job)
    correct(rob, job, {"forget": "owner robb"})
    assert job.preview["problem_count"] == 1 and "Owner: robb" not in page(rob, job)


def test_one_cell_is_written_anew_and_the_file_stays(rob):
    job = checked(rob, GOOD.replace("Bolt", ""))
    shown = page(rob, job)
    assert 'name="cell-3-1"' in shown and "Every company has this." in shown
    correct(rob, job, {"shown": "3", "cell-3-1": "Bolt", "was-3-1": ""})
    assert job.preview["problem_count"] == 0 and 'class="is-corrected"' in page(rob, job)
    rob.post(reverse("import_load", args=[job.pk]))
    assert set(Company.objects.values_list("name", flat=True)) == {"Acme", "Bolt"}
    again = checked(rob, GOOD.replace("Bolt", ""))
    assert again.mapping["cells"] == {}, "a corrected cell belongs to one file, not to the next"


def test_a_row_is_left_out_and_taken_back_in(rob):
    job = checked(rob, GOOD.replace("Paris,Rob", "Paris,Nobody"))
    correct(rob, job, {"shown": "3", "leave": "3"})
    assert (job.preview["counts"]["create"], job.preview["skipped"]) == (1, {"You left it out.": 1})
    assert 'class="is-left-out"' in page(rob, job)
    correct(rob, job, {"shown": "3"})
    assert job.preview["problem_count"] == 1
    correct(rob, job, {"shown": "3", "leave": "3"})
    rob.post(reverse("import_load", args=[job.pk]))
    assert list(Company.objects.values_list("name", flat=True)) == ["Acme"]


def test_all_rows_of_a_value_are_left_out_by_one_decision(rob):
    text = GOOD + "3,Cord,Rome,Nobody\n4,Dory,Rome,nobody \n5,Eve,Rome,\n"
    job = checked(rob, text)
    assert job.preview["problem_count"] == 2
    correct(rob, job, {"field-0": "owner", "value-0": "Nobody", "read-0": "Rob", "drop-0": "on"})
    assert (job.preview["counts"]["create"], job.preview["skipped"]) == (3, {"You left it out.": 2})
    assert "Owner: nobody → its rows are left out" in page(rob, job)
    correct(rob, job, {"forget": "owner nobody"})
    assert job.preview["problem_count"] == 2


def test_the_mapping_page_keeps_what_was_corrected(rob):
    job = checked(rob, GOOD.replace("Bolt", ""))
    correct(rob, job, {"shown": "3", "cell-3-1": "Bolt", "was-3-1": ""})
    said = {"column-0": "external_id", "column-1": "name", "match": "external_id"}
    rob.post(reverse("import_mapping", args=[job.pk]), said)
    job.refresh_from_db()
    assert job.mapping["cells"] == {"3": {"Name": "Bolt"}} and job.preview["problem_count"] == 0


@pytest.mark.parametrize(
    "said",
    [{"shown": "x", "leave": "3"}, {"cell-3-99": "x"}, {"cell-x-1": "y", "shown": "3"}, {"leave": "3"}],
)
def test_what_the_page_did_not_show_changes_nothing(rob, said):
    job = checked(rob, GOOD.replace("Bolt", ""))
    assert correct(rob, job, said).status_code == 422
    assert (job.mapping["cells"], job.mapping["left_out"]) == ({}, [])


def test_the_rows_to_mend_come_back_as_a_file_that_can_be_brought(rob):
    text = "External id,Name,City,Owner\n1,Acme,Rome,Rob\n2,=1+1,Paris,Nobody\n3,,Lyon,Rob\n"
    job = checked(rob, text)
    rows = taken(rob, "import_wrong_rows", job)
    assert rows == [
        ["External id", "Name", "City", "Owner", "What is wrong"],
        ["2", "'=1+1", "Paris", "Nobody", "Owner: There is no person “Nobody”."],
        ["3", "", "Lyon", "Rob", "Name: Every company has this."],
    ]
    rows[1][3], rows[2][1] = "Rob", "Cord"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    bring(rob, out.getvalue())
    mended = ImportJob.objects.latest("pk")
    assert [source["field"] for source in mended.mapping["sources"]] == [
        "name",
        "owner",
        "city",
        "external_id",
    ]


def test_rows_to_mend_need_no_other_row_to_be_understood(rob):
    text = (
        "Title,Expected close,Probability,Owner\n"
        "A,31/01/2026,1,Rob\nB,03/02/2026,30,Rob\nC,04/02/2026,1,Who\n"
    )
    bring(rob, text, kind="opportunities")
    job = ImportJob.objects.latest("pk")
    fields = ("title", "expected_close_on", "probability", "owner")
    said = {f"column-{place}": name for place, name in enumerate(fields)} | {"match": ""}
    rob.post(reverse("import_mapping", args=[job.pk]), said)
    assert taken(rob, "import_wrong_rows", job)[1][:4] == ["C", "2026-02-04", "1 %", "Who"]


def test_every_change_is_told_before_and_after(rob):
    job = checked(rob, GOOD)
    rob.post(reverse("import_load", args=[job.pk]))
    job = checked(rob, GOOD.replace("Paris", "Lyon").replace("Rome", "Milan"))
    assert taken(rob, "import_changes", job) == [
        ["Row", "Record", "Field", "Before", "After"],
        ["2", "Acme", "City", "Rome", "Milan"],
        ["3", "Bolt", "City", "Paris", "Lyon"],
    ]
    rob.post(reverse("import_load", args=[job.pk]))
    assert rob.get(reverse("import_changes", args=[job.pk])).status_code == 422
