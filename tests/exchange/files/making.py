"""Files as people have them, made from a seed: the same table in hundreds of spellings, and hostile ones.

Each case says what has to come out: the exact values, or a refusal with its place and reason. What is
expected comes from the table that a file was made of, never from the code that reads it.
"""

import gzip
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow
import pyarrow.parquet
import xlsxwriter

TITLES = ("Title", "Customer", "Amount", "Chance", "Close", "Note")
Record = tuple[str, str, Decimal, Decimal, date, str]


@dataclass(frozen=True)
class Case:
    """A file with what has to come out of it.

    :param rows: the table in it, where it is to be read; else ``reason`` and perhaps ``row`` of its refusal.
    :param faults: for cells that hold something else than they should: row, column and a word of the reason.
    :param asks: a setting that a person has to be asked for, with the answer that is right.
    """

    name: str
    content: bytes
    rows: Sequence[Record] = ()
    reason: str = ""
    row: int | None = None
    faults: tuple[tuple[int, str, str], ...] = ()
    asks: tuple[str, str] | None = None
    notice: str = ""


def cases(seed: int = 2026) -> list[Case]:
    """Return every case, the same for the same seed."""
    chance = random.Random(seed)
    made = [
        *_spellings(chance),
        *_dates(chance),
        *_shapes(chance),
        *_typed(chance),
        *_faults(chance),
        *_broken(chance),
        *_hostile(),
    ]
    assert len({case.name for case in made}) == len(made)
    return made


# --- the table ---------------------------------------------------------------

_WORDS = {
    "utf": ["Fleet of 40 🚲", "株式会社 Räder", "Łódź Óptica", "Roda Livre", "Über „Alles“", "Ωmega"],
    "western": ["Fahrräder für Köln", "Vélo à São Paulo", "Señor Bicicleta", "Ærø Cykler", "Plain bikes"],
    "central": ["Koło Łódź", "Kółko Wałbrzych", "Rowery święte", "Žlutý kůň a spol", "Plain bikes"],
    "cyrillic": ["Велосипед Москва", "Колёса Урала", "Спорт и отдых", "Дорога на Север", "Горный путь"],
}


def records(chance: random.Random, words: str = "utf", count: int = 12) -> list[Record]:
    """Return a table: titles, customers, amounts over a thousand, days after the 12th as well."""
    made = []
    for number in range(count):
        amount = Decimal(chance.randrange(1, 9_999_999)) / 100
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(600))
        if number < 2:
            amount, day = (
                Decimal("1234567.25") if number else Decimal("-1234.50"),
                date(2025, 11, 13 + number),
            )
        note = chance.choice(["", "call, then write", "two\nlines", 'says "yes"', "a;b|c"])
        names = _WORDS[words]
        made.append(
            (
                f"{chance.choice(names)} {number}",
                chance.choice(names),
                amount,
                Decimal(chance.randrange(0, 10000)) / 100,
                day,
                note,
            )
        )
    return made


def _spelt(record: Record, number: Callable[[Decimal], str], day: Callable[[date], str]) -> list[str]:
    title, customer, amount, percent, close, note = record
    return [title, customer, number(amount), f"{number(percent)}%", day(close), note]


def _text(rows: Sequence[Sequence[str]], delimiter: str, ending: str = "\r\n") -> str:
    def quoted(cell: str) -> str:
        needs = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if needs else cell

    return "".join(delimiter.join(map(quoted, row)) + ending for row in rows)


def _marks(decimal: str, thousands: str) -> Callable[[Decimal], str]:
    def write(value: Decimal) -> str:
        text = f"{value:,.2f}"
        return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands)

    return write


ENGLISH, GERMAN, FRENCH, SWISS, BARE = (
    _marks(".", ","),
    _marks(",", "."),
    _marks(",", "\u202f"),
    _marks(".", "’"),
    _marks(".", ""),
)


def _iso(day: date) -> str:
    return day.isoformat()


# --- families of cases -------------------------------------------------------


def _spellings(chance: random.Random) -> Iterator[Case]:
    """Every encoding with every delimiter and ways to write numbers."""
    encodings = [
        ("utf-8", "utf"), ("utf-8-sig", "utf"), ("utf-16", "utf"), ("utf-16-le", "utf"), ("utf-16-be", "utf"),
        ("cp1252", "western"), ("iso-8859-1", "western"), ("cp1250", "central"), ("iso-8859-2", "central"),
        ("cp1251", "cyrillic"),
    ]  # fmt: skip
    numbers = {"english": ENGLISH, "german": GERMAN, "french": FRENCH, "swiss": SWISS, "bare": BARE}
    for encoding, words in encodings:
        for delimiter in (",", ";", "\t", "|"):
            for name, number in numbers.items():
                if name in ("french", "swiss") and not encoding.startswith("utf"):
                    continue  # its marks are not in these code pages
                rows = records(chance, words)
                spelt = [list(TITLES), *(_spelt(row, number, _iso) for row in rows)]
                text = _text(spelt, delimiter, chance.choice(["\r\n", "\n"]))
                named = f"{encoding} {delimiter!r} {name}"
                yield Case(named, text.encode(encoding, "strict"), rows)


def _dates(chance: random.Random) -> Iterator[Case]:
    """Every common way to write a day; what could be read two ways is asked."""
    months = {
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "en": "January February March April May June July August September October November December",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada"
        " grudnia",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    }
    named = {language: text.split() for language, text in months.items()}
    ways: dict[str, Callable[[date], str]] = {
        "iso": _iso,
        "day first /": lambda d: f"{d:%d/%m/%Y}",
        "month first /": lambda d: f"{d:%m/%d/%Y}",
        "day first -": lambda d: f"{d:%d-%m-%Y}",
        "dots": lambda d: f"{d:%d.%m.%Y}",
        "dots short": lambda d: f"{d.day}.{d.month}.{d:%y}",
        "slashes year first": lambda d: f"{d:%Y/%m/%d}",
        "compact": lambda d: f"{d:%Y%m%d}",
        "serial": lambda d: str((d - date(1899, 12, 30)).days),
        "with clock": lambda d: f"{d:%Y-%m-%d} 14:30",
        "with zone": lambda d: f"{d:%Y-%m-%d}T14:30:00Z",
        "English, month first": lambda d: f"{named['en'][d.month - 1]} {d.day}, {d.year}",
        "English, short": lambda d: f"{d.day} {named['en'][d.month - 1][:3]} {d:%y}",
        "Spanish, de": lambda d: f"{d.day} de {named['es'][d.month - 1]} de {d.year}",
        **{f"{lang}": lambda d, lang=lang: f"{d.day}. {named[lang][d.month - 1]} {d.year}" for lang in named},
    }
    for name, way in ways.items():
        for style, number, delimiter in (("bare", BARE, ","), ("German", GERMAN, ";")):
            rows = records(chance)
            text = _text([list(TITLES), *(_spelt(row, number, way) for row in rows)], delimiter)
            yield Case(f"dates {name}, {style}", text.encode(), rows)
    for order, form in (("day_first", "%d/%m/%Y"), ("month_first", "%m/%d/%Y")):
        rows = [
            (*row[:4], date(2025, 1 + n % 12, 2 + n % 9), row[5]) for n, row in enumerate(records(chance))
        ]
        text = _text(
            [list(TITLES), *(_spelt(r, BARE, lambda d, form=form: d.strftime(form)) for r in rows)], ","
        )
        yield Case(f"dates unsure {order}", text.encode(), rows, asks=("date_order", order))
    rows = [(*row[:4], date(2025, 1 + n % 12, 1), row[5]) for n, row in enumerate(records(chance))]
    text = _text([list(TITLES), *(_spelt(r, BARE, lambda d: f"{d:%d/%m/%Y}") for r in rows)], ",")
    yield Case("dates first of months", text.encode(), rows, asks=("date_order", "day_first"))


def _shapes(chance: random.Random) -> Iterator[Case]:
    """The same table with what people put around it."""
    rows = records(chance)
    spelt = [list(TITLES), *(_spelt(row, BARE, _iso) for row in rows)]
    plain = _text(spelt, ",")
    yield Case("shape gzipped", gzip.compress(plain.encode()), rows)
    yield Case("shape without last line end", plain.rstrip("\r\n").encode(), rows)
    yield Case("shape old Mac line ends", plain.replace("\r\n", "\r").encode(), rows)
    yield Case(
        "shape blank lines between",
        plain.replace("\r\n", "\r\n\r\n").replace("two\nlines", "two\nlines").encode(),
        rows,
    )
    yield Case("shape blank cells at the ends", _text([[*row, "", ""] for row in spelt], ",").encode(), rows)
    yield Case(
        "shape blanks around cells",
        _text([[f" {cell} " for cell in row] for row in spelt], ";").encode(),
        rows,
    )
    for above in (["Report of 2026"], ["Report of 2026", "made by Rob"]):
        text = "".join(f"{line}\r\n" for line in above) + "\r\n" + plain
        yield Case(f"shape {len(above)} lines above", text.encode(), rows, notice="titles stand in row")
    every = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in spelt)
    yield Case("shape all quoted", every.encode(), rows)
    euro = _text(
        [
            list(TITLES),
            *(
                [
                    r[0],
                    r[1],
                    f"€{ENGLISH(r[2])}" if r[2] > 0 else f"-€{ENGLISH(-r[2])}",
                    f"{r[3]}%",
                    _iso(r[4]),
                    r[5],
                ]
                for r in rows
            ),
        ],
        ",",
    )
    yield Case("shape currency signs", euro.encode(), rows)
    brackets = _text(
        [
            list(TITLES),
            *(
                [
                    r[0],
                    r[1],
                    ENGLISH(r[2]) if r[2] > 0 else f"({ENGLISH(-r[2])})",
                    f"{r[3]}%",
                    _iso(r[4]),
                    r[5],
                ]
                for r in rows
            ),
        ],
        ",",
    )
    yield Case("shape brackets for minus", brackets.encode(), rows)


def _typed(chance: random.Random) -> Iterator[Case]:
    """Workbooks, Parquet, JSON lines: types instead of text."""
    for number in range(6):
        rows = records(chance, count=20)
        yield Case(f"xlsx {number}", workbook(rows, above=number % 3), rows)
    rows = records(chance)
    yield Case("xlsx hidden", workbook(rows, hidden=True), rows, notice="hidden in Excel")
    yield Case("xlsx merged", workbook(rows, merged=True), rows, notice="merged")
    yield Case("xlsx second sheet", workbook(rows, empty_first=True), rows, notice="2 sheets")
    for number in range(4):
        rows = records(chance, count=20)
        yield Case(f"parquet {number}", parquet(rows, decimals=number % 2 == 0), rows)
    for number in range(4):
        rows = records(chance, count=20)
        yield Case(f"json lines {number}", json_lines(rows, bom=number == 1, ascii_only=number == 2), rows)
    yield Case("json lines gzipped", gzip.compress(json_lines(rows)), rows)


def _faults(chance: random.Random) -> Iterator[Case]:
    """One bad cell in a good table: it is named, and the rest is read."""
    bad = {
        "Amount": [
            "12x",
            "1.2.3,4",
            "--5",
            "twelve",
            "#REF!",
            "1e999x",
            "5 6 7 8",
            "1 23",
            "1'2",
            "7 000 00",
            "0x1F",
            "1/2",
            "+-3",
        ],
        "Close": [
            "31.02.2025",
            "2025-13-01",
            "someday",
            "99/99/9999",
            "0000-00-00",
            "5 Foo 2025",
            "2025",
            "1.1.1.1",
            "tomorrow",
        ],
        "Chance": ["half", "%", "10%%", "ten %", "5 of 10", "n/a"],
    }
    for column, values in bad.items():
        for value in values:
            rows = records(chance)
            spelt = [list(TITLES), *(_spelt(row, BARE, _iso) for row in rows)]
            place = chance.randrange(1, len(rows) + 1)
            spelt[place][TITLES.index(column)] = value
            line = place + 1
            yield Case(
                f"fault {column} {value}", _text(spelt, ",").encode(), rows, faults=((line, column, value),)
            )
    for extra in (1, -1, -3):
        rows = records(chance)
        spelt = [list(TITLES), *(_spelt(row, BARE, _iso) for row in rows)]
        place = chance.randrange(1, len(rows) + 1)
        spelt[place] = [*spelt[place], "more"] if extra > 0 else spelt[place][:extra]
        yield Case(
            f"fault width {extra}", _text(spelt, ",").encode(), rows, faults=((place + 1, "", "cells"),)
        )


def _broken(chance: random.Random) -> Iterator[Case]:
    """Text that cannot be read as it is: refused with the row where there is one."""
    rows = records(chance)
    good = _text([list(TITLES), *(_spelt(row, BARE, _iso) for row in rows)], ",").replace(
        "two\nlines", "two lines"
    )
    lines = good.split("\r\n")
    for place in (1, 4, 9):
        broken = [*lines]
        broken[place] = '"' + broken[place].replace('"', "")
        yield Case(f"broken quote {place}", "\r\n".join(broken).encode(), reason="quote", row=place + 1)
    yield Case("broken NUL", good.replace("Title", "Ti\0tle", 1).encode(), reason="NUL")
    yield Case("broken empty", b"", reason="empty")
    yield Case("broken blanks", b" \r\n \r\n\r\n", reason="empty")
    yield Case("broken bom alone", b"\xef\xbb\xbf", reason="empty")
    yield Case("broken long cell", (good + "x" * 200_000).encode(), reason="100,000")
    yield Case(
        "broken wide", (",".join(f"c{n}" for n in range(20_000)) + "\r\n1\r\n").encode(), reason="columns"
    )
    for number, line in enumerate(['{"Title": ', "[1, 2]", "5", '{"Title": NaN}', "Title,Amount"]):
        text = json_lines(rows[:3]) + line.encode() + b"\n"
        yield Case(f"broken json {number}", text, reason="JSON object", row=4)
    yield Case("broken json nested", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, reason="nested")
    for kind, start in {
        "PDF": b"%PDF-1.7",
        "picture": b"\x89PNG\r\n",
        "RAR": b"Rar!\x1a",
        "7z": b"7z\xbc\xaf\x27\x1c",
    }.items():
        yield Case(f"broken {kind}", start + bytes(range(256)), reason=kind)


def _hostile() -> Iterator[Case]:
    """Files that mean harm, or are made as if they did."""
    yield Case("hostile gzip bomb", gzip.compress(b"a,b\n" + b"1,2\n" * (80 << 20 >> 2), 9), reason="unpacks")
    good = workbook(records(random.Random(1), count=3))
    yield Case("hostile macros", _with_part(good, "xl/vbaProject.bin", b"VBA"), reason="macros")
    yield Case(
        "hostile entities",
        _with_part(
            good,
            "xl/worksheets/sheet1.xml",
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        ),
        reason="entities",
    )
    yield Case("hostile bomb", _with_part(good, "xl/media/image1.png", b"\0" * (210 << 20)), reason="unpacks")
    yield Case("hostile lying size", _lying(good), reason="workbook")
    yield Case("hostile archive", _zip({"a.txt": b"hello"}), reason="archive")
    yield Case(
        "hostile password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(512),
        reason="password",
    )
    yield Case(
        "hostile many parts",
        _zip({"[Content_Types].xml": b"<x/>", **{f"p{n}": b"" for n in range(2_500)}}),
        reason="parts",
    )
    yield Case("hostile parquet cut", parquet(records(random.Random(2)))[:300], reason="Parquet")
    yield Case("hostile parquet nested", _nested_parquet(), reason="lists or records")
    for cut in range(10, 100, 15):
        yield Case(f"hostile cut at {cut} %", good[: len(good) * cut // 100], reason="damaged")


# --- how the typed kinds are made --------------------------------------------


def workbook(
    rows: Sequence[Record],
    *,
    above: int = 0,
    hidden: bool = False,
    merged: bool = False,
    empty_first: bool = False,
) -> bytes:
    """Return the table as an Excel workbook with real numbers and dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day, percent = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0.00%"})
        if empty_first:
            book.add_worksheet("Empty")
        sheet = book.add_worksheet("Deals")
        for line in range(above):
            sheet.write_string(line, 0, f"Report, line {line}")
        sheet.write_row(above, 0, TITLES)
        for number, (title, customer, amount, chance, close, note) in enumerate(rows, start=above + 1):
            sheet.write_string(number, 0, title)
            sheet.write_string(number, 1, customer)
            sheet.write_number(number, 2, float(amount))
            sheet.write_number(number, 3, float(chance) / 100, percent)
            sheet.write_datetime(number, 4, datetime.combine(close, datetime.min.time()), day)
            if note:
                sheet.write_string(number, 5, note)
        if hidden:
            sheet.set_row(above + 2, None, None, {"hidden": True})
            sheet.set_column(5, 5, None, None, {"hidden": True})
        if merged:
            sheet.merge_range(above + len(rows) + 5, 8, above + len(rows) + 6, 9, "")
    return out.getvalue()


def parquet(rows: Sequence[Record], *, decimals: bool = True) -> bytes:
    """Return the table as a Parquet file, amounts as decimals or as floating-point numbers."""
    title, customer, amount, chance, close, note = zip(*rows, strict=True)
    number: Any = pyarrow.decimal128(18, 4) if decimals else pyarrow.float64()
    columns = [
        pyarrow.array(title),
        pyarrow.array(customer),
        pyarrow.array([a if decimals else float(a) for a in amount], number),
        pyarrow.array(
            [c / 100 if decimals else float(c / 100) for c in chance],
            pyarrow.decimal128(18, 6) if decimals else number,
        ),
        pyarrow.array(close, pyarrow.date32()),
        pyarrow.array([n or None for n in note]),
    ]
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns, names=list(TITLES)), out, row_group_size=7)
    return out.getvalue()


def _nested_parquet() -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"Title": ["a"], "Tags": [["x", "y"]]}), out)
    return out.getvalue()


def json_lines(rows: Sequence[Record], *, bom: bool = False, ascii_only: bool = False) -> bytes:
    """Return the table as JSON lines, amounts as text."""
    lines = [
        json.dumps(
            dict(zip(TITLES, [*_spelt(row, BARE, _iso)[:5], row[5] or None], strict=True)),
            ensure_ascii=ascii_only,
        )
        for row in rows
    ]
    return (b"\xef\xbb\xbf" if bom else b"") + "".join(f"{line}\n" for line in lines).encode()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _with_part(good: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return _zip(parts | {name: content})


def _lying(good: bytes) -> bytes:
    """Let the directory of the archive say that the first sheet is ten bytes long."""
    at = good.rindex(b"xl/worksheets/sheet1.xml") - 46
    return good[: at + 24] + struct.pack("<I", 10) + good[at + 28 :]
