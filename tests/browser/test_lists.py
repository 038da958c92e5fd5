"""A list is an address: what is filtered, sorted and chosen comes back, and goes out into files as shown."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook


def rows_of(page: Page) -> list[list[str]]:
    """Return the texts of the table's cells, without the ticks."""
    cells = "[...row.querySelectorAll('td:not(.fl-check)')].map(cell => cell.innerText.trim())"
    found: list[list[str]] = page.eval_on_selector_all("#list tbody tr", f"all => all.map(row => {cells})")
    return found


def exported(page: Page, form: str, into: Path) -> Path:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=form).click()
    path = into / download.value.suggested_filename
    download.value.save_as(path)
    return path


def plain(text: str) -> str:
    """Return an amount as a spreadsheet holds it."""
    return str(Decimal("".join(letter for letter in text if letter.isdigit() or letter == ".")).normalize())


def is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def narrow(page: Page) -> None:
    """Filter by amount, sort by it, and choose three columns."""
    page.goto("/opportunities")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("button", name="Amount", exact=True).click()
    page.locator("#filter-operator").select_option("gte")
    page.locator("#filter-step").get_by_label("Number").fill("2,000")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".fl-totals")).to_contain_text("4 opportunities")
    page.locator("thead").get_by_role("link", name="Amount").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("Amount")
    page.get_by_role("button", name="Columns").click()
    for title in ("Probability", "Expected close", "Owner", "Next step due"):
        page.locator("#menu-columns").get_by_label(title, exact=True).uncheck()
    page.locator("#menu-columns").get_by_role("button", name="Show").click()
    expect(page.locator("thead th:not(.fl-check)")).to_have_count(4)


def test_what_rob_narrows_is_in_the_address_and_in_the_files(visit, tmp_path: Path) -> None:
    page = visit("rob")
    narrow(page)
    shown = rows_of(page)
    assert {row[0] for row in shown} == {"Cargo bikes", "Helmets", "Spare parts", "Service"}
    amounts = [plain(row[3]) for row in shown]
    assert amounts in (sorted(amounts, key=Decimal), sorted(amounts, key=Decimal, reverse=True))

    again = visit("rob")
    again.goto(page.url)
    assert rows_of(again) == shown
    assert again.locator("thead").inner_text() == page.locator("thead").inner_text()

    book = CalamineWorkbook.from_path(exported(page, "Excel", tmp_path))
    cells = [row for row in book.get_sheet_by_index(0).to_python() if any(row)]
    head = next(index for index, row in enumerate(cells) if row[0] == "Title")
    table = cells[head + 1 : head + 1 + len(shown)]
    assert [row[:3] for row in table] == [row[:3] for row in shown]
    money = next(place for place, value in enumerate(table[0]) if is_number(value))
    assert [plain(str(row[money])) for row in table] == amounts
    totals = [value for row in cells[head + 1 + len(shown) :] for value in row if is_number(value)]
    assert 14000 in totals

    with exported(page, "CSV", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    start = next(index for index, line in enumerate(lines) if line and line[0] == "Title")
    listed = lines[start + 1 : start + 1 + len(shown)]
    assert [line[:3] for line in listed] == [row[:3] for row in shown]
    assert [plain(line[money]) for line in listed] == amounts


def test_the_list_answers_while_one_types(visit) -> None:
    page = visit("rob")
    page.goto("/opportunities")
    page.get_by_label("Search opportunities").press_sequentially("helm")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.wait_for_url("**q=helm**")
    page.reload()
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(page.locator("#list")).to_contain_text("Helmets")


def test_mona_may_not_export_and_the_button_says_so(visit) -> None:
    page = visit("mona")
    page.goto("/opportunities")
    export = page.locator("#main button", has_text="Export")
    expect(export).to_be_visible()
    assert export.get_attribute("data-reason")
