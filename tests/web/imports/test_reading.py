"""The page of an import says how the file was read, with samples, and lets it be read otherwise."""

import pytest
from django.urls import reverse

from fairlead.exchange.models import ImportJob
from tests.exchange.files.odd import old_workbook
from tests.web.imports.test_imports import bring, page, rob  # noqa: F401 -- the fixture

pytestmark = pytest.mark.django_db

DEALS = "Title;Amount;Close date;Owner\nFleet;1.234,50;13/01/2026;Rob\nBikes;7,25;02/01/2026;Rob\n"
SAID = {"column-0": "title", "column-1": "amount", "column-2": "expected_close_on", "column-3": "owner"}


def mapped(client) -> str:
    return client.get(reverse("import_mapping", args=[ImportJob.objects.get().pk])).content.decode()


def test_what_was_found_out_is_shown_with_samples(rob):  # noqa: F811
    bring(rob, DEALS.encode("cp1252"), kind="opportunities")
    text = mapped(rob)
    assert "separated by semicolon, titles in row 1" in text
    assert "Amount: decimal comma" in text and "Close date: day first" in text
    assert "13 January 2026" in text and "2 January 2026" in text and "1,234.5" in text


def test_the_order_of_dates_can_be_said_otherwise(rob):  # noqa: F811
    bring(rob, DEALS, kind="opportunities")
    job = ImportJob.objects.get()
    rob.post(reverse("import_mapping", args=[job.pk]), SAID | {"order-2": "month_first"})
    job.refresh_from_db()
    assert [one["date_order"] for one in job.mapping["sources"] if one["column"] == "Close date"] == [
        "month_first"
    ]
    assert "“13/01/2026” is not a date with the month first" in page(rob, job)


def test_hidden_rows_and_merged_cells_are_read_as_the_person_wants(rob):  # noqa: F811
    bring(rob, old_workbook(3), kind="companies", name="old.xls")
    job = ImportJob.objects.get()
    assert "1 row is hidden in Excel" in mapped(rob) and "Leave hidden rows out" in mapped(rob)
    rob.post(reverse("import_reading", args=[job.pk]), {"hidden": "on", "merged": "on"})
    job.refresh_from_db()
    assert job.options == {"hidden": "skip", "merged": "repeat"}
    assert mapped(rob).count(" checked") >= 2


def test_months_that_were_taken_for_days_are_warned_of(rob):  # noqa: F811
    rows = "".join(f"Deal {day},2026-01-{day:02d},Rob\n" for day in range(1, 7))
    bring(rob, f"Title,Close date,Owner\n{rows}", kind="opportunities")
    assert "day and month were exchanged" in mapped(rob)
