"""LibreOffice opens what we write, works every formula out anew, and comes to the same values."""

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from fairlead.kit.money import Money
from fairlead.render.table import Column, Fact, Table, Type, Value
from fairlead.render.xlsx import write_xlsx

SOFFICE = shutil.which("soffice")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed.")]

ALWAYS_WORK_OUT = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
MOMENT = datetime(2024, 7, 5, 10, 30, tzinfo=UTC)
BARE = MOMENT.replace(tzinfo=None)
COLUMNS = (
    Column("Title"),
    Column("Amount", Type.MONEY),
    Column("Chance", Type.PERCENT),
    Column("Close", Type.DATE),
    Column("Created", Type.MOMENT),
    Column("Draft", Type.YES_NO),
)


def rows(*currencies: str) -> list[Sequence[Value]]:
    return [
        (
            text,
            Money(Decimal("1234567.8901") / (number + 1), currencies[number % len(currencies)]),
            Decimal("12.50"),
            date(2024, 2, 29),
            MOMENT,
            number % 2 == 0,
        )
        for number, text in enumerate(
            ("=1+1", "Ünïcødé 株式会社 🚲", "two\nlines", "'quoted", "שלום", "+49 30 1")
        )
    ]


def reopened(table: Table, folder: Path, *, spoilt: bool = True) -> list[list[list[object]]]:
    """Return the sheets after LibreOffice has opened and saved the workbook.

    :param spoilt: put a wrong result beside each formula first, so that a right one was worked out.
    """
    ours, profile = folder / "ours.xlsx", folder / "profile"
    write_xlsx(table, ours)
    if spoilt:
        _spoil(ours)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_WORK_OUT)
    theirs = folder / "theirs"
    assert SOFFICE
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(theirs), str(ours)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    book = python_calamine.CalamineWorkbook.from_path(str(theirs / "ours.xlsx"))
    return [book.get_sheet_by_index(index).to_python() for index in range(len(book.sheet_names))]


def _spoil(path: Path) -> None:
    spoilt = path.with_suffix(".spoilt")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(spoilt, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, mark, tail = text.rpartition(b"</f><v>")
                text = head + mark + b"-1" + tail[tail.index(b"</v>") :] if mark else text
            after.writestr(name, text)
    spoilt.replace(path)


def test_one_currency_has_a_total_that_is_worked_out(tmp_path: Path) -> None:
    given = rows("EUR")
    total = sum((row[1] for row in given[1:]), given[0][1])  # type: ignore[arg-type,type-var]
    facts = (Fact("Filters", "none"), Fact("Made by", "Mona"))
    table = Table("Deals", COLUMNS, given, [{1: total}], facts, ("EUR",))
    sheet, about = reopened(table, tmp_path)
    assert sheet[0] == ["Title", "Amount (EUR)", "Chance", "Close", "Created", "Draft"]
    assert [row[0] for row in sheet[1:-1]] == [row[0] for row in given]
    assert [row[1] for row in sheet[1:-1]] == pytest.approx([float(row[1].amount) for row in given], abs=1e-9)  # type: ignore[union-attr]
    assert [tuple(row[2:]) for row in sheet[1:-1]] == [
        (0.125, date(2024, 2, 29), BARE, number % 2 == 0) for number in range(6)
    ]
    assert sheet[-1][0] == "Total"
    assert sheet[-1][1] == pytest.approx(float(total.amount), abs=1e-6)  # type: ignore[union-attr]
    assert ["Filters", "none"] in [row[:2] for row in about]


def test_several_currencies_have_a_total_each(tmp_path: Path) -> None:
    given = rows("EUR", "USD")
    sums = [
        {1: Money(sum(row[1].amount for row in given if row[1].currency == code), code)}
        for code in ("EUR", "USD")
    ]  # type: ignore[union-attr,misc]
    sheet, _about = reopened(Table("Deals", COLUMNS, given, sums, (), ("EUR", "USD")), tmp_path, spoilt=False)
    assert [(row[2], row[1]) for row in sheet[-2:]] == [
        (code, pytest.approx(float(total[1].amount), abs=1e-6))  # type: ignore[union-attr]
        for code, total in zip(("EUR", "USD"), sums, strict=True)
    ]
