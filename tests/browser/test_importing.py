"""Ada brings a spreadsheet: the bad row is named, the good file is loaded, one click takes it back."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fairlead.kit.queue import working
from fairlead.pipeline.models import Opportunity

GOOD = """Title,Company,Stage,Amount,Currency,Expected close,Owner
Bike racks,Velo Lisboa,Qualify,1200.50,EUR,2027-01-31,rob@example.com
Pumps,Velo Lisboa,Develop,300,EUR,2027-02-28,rob@example.com
"""
BAD = GOOD.replace("2027-02-28", "2027-02-30")


def bring(page: Page, file: Path, text: str) -> None:
    """Choose a file, keep the guessed mapping, and look at what it would do."""
    file.write_text(text)
    page.goto("/imports/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Look at what it would do").click()
    work(page)


def work(page: Page) -> None:
    """Let a worker do what waits, and let the page see that it is done."""
    page.wait_for_load_state()
    working.drain(clock=timezone.now)
    page.locator("progress").wait_for(state="detached")


def test_a_bad_row_is_named_a_good_file_is_loaded_and_one_click_undoes_it(visit, tmp_path: Path) -> None:
    page = visit("ada")
    before = Opportunity.objects.filter(deleted_at=None).count()
    bring(page, tmp_path / "wrong.csv", BAD)
    problem = page.locator("#problems tbody tr")
    expect(problem).to_have_count(1)
    for part in ("3", "Expected close", "2027-02-30"):
        expect(problem).to_contain_text(part)
    expect(problem.locator(".fl-why")).not_to_be_empty()
    expect(page.get_by_role("button", name="Load")).to_have_count(0)

    bring(page, tmp_path / "right.csv", GOOD)
    assert Opportunity.objects.filter(deleted_at=None).count() == before
    page.get_by_role("button", name="Load 2").click()
    work(page)
    page.get_by_text("Loaded whole").wait_for()
    page.get_by_role("link", name="See them").click()
    for title in ("Bike racks", "Pumps"):
        expect(page.locator("#list")).to_contain_text(title)
    expect(page.locator("#list")).to_contain_text("1,200.50")
    expect(page.locator(".fl-totals")).to_contain_text(f"{before + 2} opportunities")

    page.go_back()
    page.get_by_role("button", name="Undo the import").click()
    page.locator("dialog").get_by_role("button", name="Undo the import").click()
    page.get_by_text("The import was undone.").first.wait_for()
    assert Opportunity.objects.filter(deleted_at=None).count() == before
    page.goto("/opportunities")
    expect(page.locator("#list")).not_to_contain_text("Bike racks")


def test_a_cell_is_mended_a_row_left_out_and_the_rest_loaded(visit, tmp_path: Path) -> None:
    page = visit("ada")
    text = GOOD + "Saddles,Velo Lisbona,Qualify,10,EUR,2027-03-31,rob@example.com\n,,,,EUR,,rob@example.com\n"
    bring(page, tmp_path / "wrong.csv", text.replace("2027-02-28", "2027-02-30"))
    expect(page.get_by_label("Read Velo Lisbona in Company as")).to_have_value("Velo Lisboa")
    with page.expect_download() as sent:
        page.get_by_role("link", name="These rows to mend").click()
    assert len(Path(sent.value.path()).read_text("utf-8-sig").splitlines()) == 4
    page.get_by_label("Expected close in row 3").fill("2027-02-27")
    page.get_by_label("Leave row 5 out").check()
    page.get_by_role("button", name="Look again").click()
    work(page)
    expect(page.get_by_text("Company: velo lisbona → Velo Lisboa")).to_be_visible()
    page.get_by_role("button", name="Load 3").click()
    work(page)
    page.get_by_text("Loaded whole").wait_for()
    assert f"{Opportunity.objects.get(title='Pumps').expected_close_on}" == "2027-02-27"


def test_a_seller_without_the_permission_reads_why(visit) -> None:
    page = visit("sue")
    page.goto("/imports/")
    expect(page.get_by_role("button", name="Read the file")).to_have_count(0)
    expect(page.locator("#main .fl-notice")).not_to_be_empty()


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    """Keep what is uploaded out of anybody's data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("DATA_DIR", "MEDIA_ROOT"):
        if hasattr(settings, name):
            setattr(settings, name, folder if name == "DATA_DIR" else os.fspath(folder))
