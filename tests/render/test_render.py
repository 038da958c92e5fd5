"""What goes out can be read back as it was, and nothing in it is executed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.exchange import reading
from fairlead.kit.formulas import as_typed, inert
from fairlead.kit.money import Money
from fairlead.render.csv import csv_chunks
from fairlead.render.files import FORMS, write_file
from fairlead.render.jsonlines import json_chunks
from fairlead.render.table import Column, Fact, Table, Type, Value
from fairlead.render.xlsx import sheet_name, write_xlsx

COLUMNS = (
    Column("Title"),
    Column("Amount", Type.MONEY),
    Column("Chance", Type.PERCENT),
    Column("Close", Type.DATE),
    Column("Created", Type.MOMENT),
    Column("Draft", Type.YES_NO),
    Column("Days", Type.WHOLE),
)
ROWS: list[Sequence[Value]] = [
    (
        "=1+1",
        Money(Decimal("4545.0000"), "USD"),
        Decimal("30.00"),
        date(2024, 1, 5),
        datetime(2024, 7, 5, 10, tzinfo=UTC),
        True,
        3,
    ),
    ("Fleet, of 40", Money(Decimal("0.1250"), "USD"), None, None, None, False, -2),
]


def table(rows: Sequence[Sequence[Value]] = ROWS, currencies: tuple[str, ...] = ("USD",)) -> Table:
    totals = [{1: Money(Decimal("4545.1250"), "USD")}]
    facts = (Fact("Filters", "Stage is Propose"), Fact("Made by", "Mona"))
    return Table("Deals: 2024/Q1", COLUMNS, rows, totals, facts, currencies, ZoneInfo("Europe/Berlin"))


def csv_text(of: Table) -> str:
    return b"".join(csv_chunks(of)).decode("utf-8-sig")


def test_csv_holds_plain_numbers_and_iso_dates() -> None:
    assert csv_text(table()).splitlines() == [
        "Title,Amount (USD),Chance (%),Close,Created,Draft,Days",
        "'=1+1,4545.00,30.00,2024-01-05,2024-07-05T12:00:00+02:00,yes,3",
        '"Fleet, of 40",0.125,,,,no,-2',
    ]


def test_amounts_in_several_currencies_have_the_currency_beside_them() -> None:
    rows = [("a", Money(Decimal(5), "USD"), *[None] * 5), ("b", Money(Decimal(7), "EUR"), *[None] * 5)]
    lines = csv_text(table(rows, ("EUR", "USD"))).splitlines()
    assert lines == [
        "Title,Amount,Amount currency,Chance (%),Close,Created,Draft,Days",
        "a,5,USD,,,,,",
        "b,7,EUR,,,,,",
    ]


def test_workbook_read_back_holds_the_same_values_and_totals(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    assert write_xlsx(table(), path) == 2
    book = python_calamine.load_workbook(path)
    assert book.sheet_names == ["Deals  2024 Q1", "About this list"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1] == ["=1+1", 4545.0, 0.3, date(2024, 1, 5), datetime(2024, 7, 5, 12), True, 3.0]  # noqa: DTZ001
    assert rows[2][:3] == ["Fleet, of 40", 0.125, ""]
    assert rows[3][:2] == ["Total", 4545.125]
    about = dict(tuple(row) for row in book.get_sheet_by_index(1).to_python())
    assert about == {
        "List": "Deals: 2024/Q1",
        "Filters": "Stage is Propose",
        "Made by": "Mona",
        "Time zone": "Europe/Berlin",
        "Rows": "2",
    }


def test_an_empty_list_is_a_good_workbook(tmp_path: Path) -> None:
    assert write_xlsx(table([]), tmp_path / "a.xlsx") == 0
    assert len(python_calamine.load_workbook(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()) == 2


def test_dates_before_excels_own_and_long_texts_are_kept_as_text(tmp_path: Path) -> None:
    columns = (Column("Day", Type.DATE), Column("Text"))
    write_xlsx(Table("T", columns, [(date(1850, 2, 3), "x" * 40_000)]), tmp_path / "a.xlsx")
    day, text = python_calamine.load_workbook(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()[1]
    assert day == "1850-02-03"
    assert isinstance(text, str) and text.startswith("x" * 16_000) and "32,767" in text


@pytest.mark.parametrize("form", sorted(FORMS))
def test_progress_is_told_and_ends_the_writing_when_it_raises(tmp_path: Path, form: str) -> None:
    seen: list[int] = []
    rows = [("x", *[None] * 6)] * 2_500
    assert write_file(table(rows), tmp_path / f"long.{form}", form, told=seen.append) == 2_500
    assert seen == [1_000, 2_000]

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(table(rows), tmp_path / f"stopped.{form}", form, told=stop)


def test_json_lines_name_their_columns_and_keep_currencies_and_digits() -> None:
    named = [replace(column, name=name) for column, name in zip(COLUMNS, "abcdefg", strict=True)]
    text = b"".join(json_chunks(replace(table(), columns=named))).decode()
    assert [json.loads(line) for line in text.splitlines()] == [
        {"a": "=1+1", "b": "4545.00", "b_currency": "USD", "c": "30.00", "d": "2024-01-05",
         "e": "2024-07-05T12:00:00+02:00", "f": True, "g": 3},
        {"a": "Fleet, of 40", "b": "0.125", "b_currency": "USD", "c": None, "d": None, "e": None, "f": False,
         "g": -2},
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["", "a" * 50, "[x]:*?/\\", "'quoted'"])
def test_sheet_names_are_allowed_ones(title: str, tmp_path: Path) -> None:
    assert 0 < len(sheet_name(title)) <= 31
    write_xlsx(Table(title, (Column("A"),), [("x",)]), tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1"]
)
def test_formulas_are_made_inert(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+49 30 1234-567", "-5", "- 5.5", "a=b", "", "O'Neil", "'quoted'"])
def test_harmless_text_reads_as_typed(text: str) -> None:
    assert inert(text) == text


@settings(deadline=None)
@given(st.text())
def test_inert_text_comes_back_as_typed(text: str) -> None:
    assert as_typed(inert(text)) == text


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40).map(
    str.strip
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=6))
def test_any_text_goes_out_as_csv_and_comes_back(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(
        b"".join(csv_chunks(Table("T", (Column("A"), Column("B")), [(text, "b") for text in texts])))
    )
    assert read_texts(path) == texts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=20))
def test_any_text_goes_out_as_xlsx_and_comes_back(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(Table("T", (Column("A"), Column("B")), [(text, "b") for text in texts]), path)
    assert read_texts(path) == texts


def read_texts(path: Path) -> list[object]:
    zone, form = ZoneInfo("UTC"), reading.ColumnFormat()
    rows = reading.read(path, path.name).rows()
    return [reading.convert(row.cells[0], reading.Kind.TEXT, form, zone) for row in rows]
