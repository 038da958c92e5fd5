"""Hundreds of files: the right values, or the right refusal; never a part, never an error of ours."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fairlead.exchange.reading import (
    CellProblem,
    ColumnProfile,
    DateOrder,
    Kind,
    Sheet,
    UnreadableFile,
    convert,
    files_in,
    is_archive,
    profile_columns,
    read,
)
from tests.exchange.files.making import TITLES, Case, cases

CASES = cases()
KINDS = (Kind.TEXT, Kind.TEXT, Kind.DECIMAL, Kind.PERCENT, Kind.DATE, Kind.TEXT)
UTC = ZoneInfo("UTC")

READ = [case for case in CASES if not case.reason]
REFUSED = [case for case in CASES if case.reason]


def test_there_are_hundreds_of_them() -> None:
    assert len(CASES) >= 300


def opened(case: Case, folder: Path) -> Sheet:
    path = folder / "file"
    path.write_bytes(case.content)
    return read(path, "file.csv")


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_a_file_is_read_as_the_table_it_was_made_of(case: Case, tmp_path: Path) -> None:
    sheet = opened(case, tmp_path)
    profiles = {profile.name: profile for profile in profile_columns(sheet)}
    assert [title for title in sheet.header if title in TITLES] == list(TITLES)
    assert case.notice in " ".join(sheet.notices)
    asked = _questions(list(profiles.values()))
    assert asked == ({case.asks[0]} if case.asks else set())
    found, faults = _values(sheet, _answered(profiles, case))
    faulty = {row for row, _column, _value in faults}
    assert [(row, column) for row, column, _value in faults] == [
        (row, column) for row, column, _ in case.faults
    ]
    for (_row, _column, told), (_, _, value) in zip(faults, case.faults, strict=True):
        assert value in told
    first = next(iter(sheet.rows())).number
    wanted = [record for number, record in enumerate(case.rows, start=first) if number not in faulty]
    assert found == [_plain(record) for record in wanted]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_file_that_cannot_be_read_whole_is_refused_with_the_reason(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        sheet = opened(case, tmp_path)
        profile_columns(sheet)
    assert case.reason in str(refused.value)
    if case.row is not None:
        assert refused.value.row == case.row


def _questions(profiles: list[ColumnProfile]) -> set[str]:
    """Return the settings that a person would be asked for, given what each column is to be."""
    kinds = dict(zip(TITLES, KINDS, strict=True))
    asked = [one.question_for(kinds[one.name]) for one in profiles if one.name in kinds]
    return {question.setting for question in asked if question is not None}


def _answered(profiles: dict[str, ColumnProfile], case: Case) -> dict[str, ColumnProfile]:
    if case.asks is None:
        return profiles
    close = profiles["Close"]
    form = replace(close.form, date_order=DateOrder(case.asks[1]))
    return profiles | {"Close": replace(close, form=form)}


def _values(
    sheet: Sheet, profiles: dict[str, ColumnProfile]
) -> tuple[list[tuple], list[tuple[int, str, str]]]:
    places = [sheet.header.index(title) for title in TITLES]
    found, faults = [], []
    for row in sheet.rows():
        if row.problem:
            faults.append((row.number, "", row.problem))
            continue
        values = []
        for place, title, kind in zip(places, TITLES, KINDS, strict=True):
            try:
                values.append(convert(row.cells[place], kind, profiles[title].form, UTC))
            except CellProblem as problem:
                faults.append((row.number, title, str(problem)))
        if len(values) == len(TITLES):
            found.append(tuple(values))
    return found, faults


def _plain(record: tuple) -> tuple:
    title, customer, amount, percent, close, note = record
    return (title, customer, amount, Decimal(percent), close, note or None)


def packed(parts: dict[str, bytes], **how: int) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out


def test_an_archive_gives_its_files_by_their_own_names() -> None:
    file = packed(
        {"out/": b"", "out/a.csv": b"x\n1\n", "out/b.csv": b"y\n2\n", "__MACOSX/a.csv": b"", "out/.DS": b""}
    )
    assert is_archive(file)
    assert [(name, b"".join(chunks)) for name, chunks in files_in(file, "f.zip")] == [
        ("a.csv", b"x\n1\n"),
        ("b.csv", b"y\n2\n"),
    ]


def test_a_workbook_is_no_archive_of_files() -> None:
    assert not is_archive(io.BytesIO(next(case.content for case in CASES if case.name == "xlsx 0")))
    assert not is_archive(io.BytesIO(b"a,b\n1,2\n"))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"../a.csv": b"x"}, "outside"),
        ({"/etc/a.csv": b"x"}, "outside"),
        ({"C:\\a.csv": b"x"}, "outside"),
        ({"a.zip": b"x"}, "archive itself"),
        ({"x/a.csv": b"x", "y/a.csv": b"x"}, "two files called a.csv"),
        ({f"{number}.csv": b"x" for number in range(60)}, "at most 50"),
        ({}, "no files"),
        ({"a.csv": b"0" * (200 << 20)}, "unpacks to far more"),
    ],
)
def test_a_hostile_archive_is_refused(parts: dict[str, bytes], reason: str) -> None:
    file = packed(parts, compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(UnreadableFile, match=reason):
        for _name, chunks in files_in(file, "f.zip"):
            for _chunk in chunks:
                pass


def test_a_damaged_archive_is_refused() -> None:
    content = packed({"a.csv": b"x" * 1000}).getvalue()
    spoilt = content.replace(b"x" * 100, b"y" * 100, 1)
    for bad in (content[:200], spoilt):
        with pytest.raises(UnreadableFile, match="damaged"):
            for _name, chunks in files_in(io.BytesIO(bad), "f.zip"):
                list(chunks)
