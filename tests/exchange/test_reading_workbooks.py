"""Workbooks: typed cells, the right sheet and header; hostile ones are refused before they can do harm."""

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from fairlead.exchange.reading import ReadOptions, Sheet, UnreadableFile, read

HALF_PAST_NOON = datetime(2024, 1, 5, 12, 30)  # noqa: DTZ001 -- workbooks know no zones


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def cells(sheet: Sheet) -> list[tuple[object, ...]]:
    return [row.cells for row in sheet.rows()]


def test_cells_keep_their_types(tmp_path: Path) -> None:
    rows = [
        ["Text", "Whole", "Part", "Day", "Yes"],
        ["007", 3, 0.1 + 0.2, date(2024, 1, 5), True],
        ["", None, 1e15, "", ""],
    ]
    sheet = read(workbook(tmp_path / "a.xlsx", {"Deals": rows}), "a.xlsx")
    assert cells(sheet) == [
        ("007", Decimal(3), Decimal("0.3"), date(2024, 1, 5), True),
        (None, None, Decimal(10) ** 15, None, None),
    ]


def test_moments_keep_their_time_of_day(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.add_worksheet().write_column(0, 0, ["At", HALF_PAST_NOON])
    assert cells(read(path, "a.xlsx")) == [(HALF_PAST_NOON,)]


def test_header_is_found_under_a_title_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [["Deals of 2024"], [], ["Name", "Amount", "City"], ["Acme", 5, "Rome"]]
    sheet = read(workbook(tmp_path / "a.xlsx", {"S": rows}), "a.xlsx")
    assert (sheet.header, [row.number for row in sheet.rows()]) == (("Name", "Amount", "City"), [4])


def test_the_first_sheet_with_rows_is_read_unless_another_is_chosen(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Empty": [], "One": [["a"], [1]], "Two": [["b"], [2]]})
    first = read(path, "a.xlsx")
    assert (first.name, first.sheets, first.header) == ("One", ("Empty", "One", "Two"), ("a",))
    assert first.notices == ("The workbook has 3 sheets; “One” is read.",)
    assert read(path, "a.xlsx", ReadOptions(sheet="Two")).header == ("b",)
    with pytest.raises(UnreadableFile, match="no sheet “Three”"):
        read(path, "a.xlsx", ReadOptions(sheet="Three"))


def test_error_cells_are_problems_and_not_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Amount"])
        sheet.write_string(1, 0, "Acme")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    assert [row.problem for row in read(path, "a").rows()] == ["Cell B2 holds the error #DIV/0!."]


def rezip(path: Path, changes: dict[str, bytes]) -> Path:
    """Rewrite a workbook with some parts changed or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def good(tmp_path: Path) -> Path:
    return workbook(tmp_path / "a.xlsx", {"S": [["Name"], ["Acme"]]})


def lying_about_size(tmp_path: Path) -> Path:
    path = rezip(good(tmp_path), {"xl/worksheets/sheet1.xml": b"<a>" + b"0" * 30_000_000})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(content)
    return path


HOSTILE = {
    "bomb": (lambda p: rezip(good(p), {"xl/media/a.bin": b"0" * 50_000_000}), "far more"),
    "lying size": (lying_about_size, "damaged|far more"),
    "many parts": (lambda p: rezip(good(p), {f"x/{n}": b"" for n in range(2_100)}), "parts"),
    "macros": (lambda p: rezip(good(p), {"xl/vbaProject.bin": b"x"}), "macros"),
    "entities": (
        lambda p: rezip(
            good(p), {"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'}
        ),
        "entities",
    ),
    "no workbook": (lambda p: rezip(good(p), {"xl/workbook.xml": b"<x/>"}), "cannot be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused(tmp_path: Path, name: str) -> None:
    make, reason = HOSTILE[name]
    with pytest.raises(UnreadableFile, match=reason):
        read(make(tmp_path), "a.xlsx")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04rubbish", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"rubbish" * 99, "cannot be read"),
    ],
)
def test_damaged_and_protected_workbooks_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason):
        read(path, "a.xls")


def test_an_archive_that_is_no_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a,b")
    with pytest.raises(UnreadableFile, match="ZIP archive and no workbook"):
        read(path, "a.zip")


def test_a_workbook_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = good(tmp_path).read_bytes()
    for length in range(10, len(whole), len(whole) // 7):
        (tmp_path / "cut.xlsx").write_bytes(whole[:length])
        with pytest.raises(UnreadableFile):
            read(tmp_path / "cut.xlsx", "cut.xlsx")
