"""More files as people have them: code pages by language, reports above tables, old workbooks, wrong names.

Each case says exactly which rows come out, cell by cell, or why the file is refused. What is expected is
written down here or comes from what the file was made of, never from the code that reads it.
"""

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
import xlwt

from fairlead.exchange.reading import ReadOptions


@dataclass(frozen=True)
class Case:
    """A file with the rows that come out of it, or the reason why none do.

    :param rows: number, cells and problem of each row, where it is to be read.
    :param notices: words that are said about it.
    """

    name: str
    content: bytes
    header: tuple[str, ...] = ()
    rows: Sequence[tuple[int, tuple[object, ...], str]] = ()
    reason: str = ""
    row: int | None = None
    file: str = "file.csv"
    notices: tuple[str, ...] = ()
    options: ReadOptions = field(default_factory=ReadOptions)
    encoding: str = ""


def cases() -> list[Case]:
    """Return every case."""
    return [
        *_languages(), *_reports(), *_workbooks(), *_old_workbooks(), *_misnamed(), *_refused_texts(),
        *_refused_workbooks(),
    ]  # fmt: skip


def plain(rows: Sequence[Sequence[object]], start: int = 2) -> list[tuple[int, tuple[object, ...], str]]:
    return [(number, tuple(cells), "") for number, cells in enumerate(rows, start=start)]


_LANGUAGES = {
    "German": (["cp1252", "iso-8859-1"], ["Müller & Söhne", "Straßenbau Nürnberg", "Übergröße"]),
    "French": (["cp1252"], ["Hélène Crémière", "À la façon", "Où êtes-vous, Noël", "Très bonne forêt"]),
    "Spanish": (["cp1252"], ["Señor Ibáñez", "Compañía Eléctrica", "Logroño"]),
    "Portuguese": (["cp1252"], ["São João", "Conceição", "Três Corações"]),
    "Italian": (["cp1252"], ["Città di Forlì", "Caffè Perché", "Società più"]),
    "Danish": (["cp1252"], ["Smørrebrød", "Ærø Cykler", "Ålborg Køreskole"]),
    "Swedish": (["cp1252"], ["Malmö Växjö", "Ängelholm", "Åre Skidor"]),
    "Polish": (
        ["cp1250", "iso-8859-2"],
        ["Łódź Śródmieście", "Kółko Wałbrzych", "Gdańsk Żabianka", "Zakąski"],
    ),
    "Czech": (["cp1250", "iso-8859-2"], ["Dvořák a spol", "Příbram Žďár", "Košťál Plzeň", "Třebíč"]),
    "Hungarian": (["cp1250", "iso-8859-2"], ["Győr Fűtés", "Kőszeg Bőrönd", "Erdős Művek"]),
    "Russian": (["cp1251"], ["Иванов и сыновья", "Велосипед Москва", "ООО Заря"]),
    "Ukrainian": (["cp1251"], ["Київські ґанки", "Їжак Одеса", "Львів"]),
    "Bulgarian": (["cp1251"], ["София Търговия", "Щъркел", "Пловдив"]),
    "Greek": (["utf-8", "utf-16"], ["Αθήνα Ποδήλατα", "Θεσσαλονίκη"]),
    "Japanese": (["utf-8", "utf-16-le"], ["株式会社 東京", "大阪"]),
}


def _languages() -> Iterator[Case]:
    """Names of each language in the code pages that its computers write."""
    for language, (encodings, names) in _LANGUAGES.items():
        for encoding in encodings:
            for delimiter in (",", "\t"):
                rows = [(name, str(number)) for number, name in enumerate(names, start=1)]
                lines = [delimiter.join(row).replace(", ", " ") for row in [("Name", "Count"), *rows]]
                found = [(name.replace(", ", " "), number) for name, number in rows]
                content = ("\n".join(lines) + "\n").encode(encoding)
                told = _told(encoding, content)
                yield Case(
                    f"{language} {encoding} {delimiter!r}",
                    content,
                    ("Name", "Count"),
                    plain(found),
                    encoding=told,
                )


def _told(encoding: str, content: bytes) -> str:
    """Return which encoding is to be shown: of those in which the bytes are the same, the commoner one."""
    if encoding.startswith("utf"):
        return ""
    commoner = {"iso-8859-1": "cp1252", "iso-8859-2": "cp1250"}.get(encoding, encoding)
    return commoner if content.decode(commoner) == content.decode(encoding) else encoding


def _reports() -> Iterator[Case]:
    """Tables under what reports print above them."""
    table = [
        ["Name", "Amount", "City"],
        ["Acme", "1.5", "Rome"],
        ["Brix", "2.5", "Oslo"],
        ["Cyan", "3.5", "Bonn"],
    ]
    above = {
        "one line": [["Deals of 2026"]],
        "padded": [["Deals of 2026", "", ""], ["", "", ""]],
        "facts": [["Exported", "2026-03-01"], ["Rows", "3"]],
        "four lines": [["Acme Inc"], ["Sales"], ["Q1"], [""]],
    }
    for name, lines in above.items():
        for mark in (",", ";", "\t", "|"):
            text = "\r\n".join(mark.join(line) for line in [*lines, *table]) + "\r\n"
            titles = len(lines) + 1
            yield Case(
                f"report {name} {mark!r}",
                text.encode(),
                tuple(table[0]),
                plain(table[1:], titles + 1),
                notices=(f"titles stand in row {titles}",),
            )
    decimals = "Name;Amount;Share\nA;1,5;2,5\nB;3,5;4,5\n"
    yield Case(
        "decimal commas", decimals.encode(), ("Name", "Amount", "Share"),
        plain([("A", "1,5", "2,5"), ("B", "3,5", "4,5")]),
    )  # fmt: skip
    asked = "a,b\n1,2\nName,City\nAcme,Rome\n"
    yield Case(
        "titles where a person says", asked.encode(), ("Name", "City"), plain([("Acme", "Rome")], 4),
        options=ReadOptions(header_row=3),
    )  # fmt: skip


DAY, MOMENT = date(2026, 3, 1), datetime(2026, 3, 1, 14, 30)  # noqa: DTZ001 -- workbooks know no zones


def workbook(*, above: int = 0, hide_sheet: bool = False) -> bytes:
    """Return a workbook with a hidden row, merged names, an error and, where asked, a hidden sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        if hide_sheet:
            first = book.add_worksheet("Secret")
            first.write_row(0, 0, ["x", "y"])
            first.write_row(1, 0, ["1", "2"])
            first.hide()
        sheet = book.add_worksheet("Deals")
        if hide_sheet:
            sheet.activate()
            sheet.set_first_sheet()
        for line in range(above):
            sheet.write(line, 0, "Report")
        sheet.write_row(above, 0, ["Name", "Amount", "At"])
        sheet.merge_range(above + 1, 0, above + 2, 0, "Acme")
        sheet.write_row(above + 1, 1, [1.5, MOMENT])
        sheet.write_row(above + 2, 1, [2, MOMENT])
        sheet.write_string(above + 3, 0, "Brix")
        sheet.write_formula(above + 3, 1, "=1/0", None, "#DIV/0!")
        sheet.set_row(above + 2, None, None, {"hidden": True})
    return out.getvalue()


def _rows_of_workbook(
    above: int, second: object, *, skip: bool = False
) -> list[tuple[int, tuple[object, ...], str]]:
    error = f"Cell B{above + 4} holds the error #DIV/0!."
    rows = [
        (above + 2, ("Acme", Decimal("1.5"), MOMENT), ""),
        (above + 3, (second, Decimal(2), MOMENT), ""),
        (above + 4, ("Brix", None, None), error),
    ]
    return [row for row in rows if not (skip and row[0] == above + 3)]


def _workbooks() -> Iterator[Case]:
    header = ("Name", "Amount", "At")
    ways = {
        "as it is": (ReadOptions(), None),
        "merged repeated": (ReadOptions(merged="repeat"), "Acme"),
        "hidden left out": (ReadOptions(hidden="skip"), None),
        "both": (ReadOptions(hidden="skip", merged="repeat"), "Acme"),
    }
    for above in (0, 2):
        for name, (options, second) in ways.items():
            rows = _rows_of_workbook(above, second, skip=options.hidden == "skip")
            notices = ("1 row is hidden", "1 block of cells is merged")
            yield Case(
                f"xlsx {name}, {above} above", workbook(above=above), header, rows, file="file.xlsx",
                notices=notices, options=options,
            )  # fmt: skip
    yield Case(
        "xlsx first sheet hidden", workbook(hide_sheet=True), header, _rows_of_workbook(0, None),
        file="file.xlsx", notices=("not read: “Secret”", "“Deals” is read"),
    )  # fmt: skip
    yield Case(
        "xlsx hidden sheet chosen", workbook(hide_sheet=True), ("x", "y"), plain([("1", "2")]),
        file="file.xlsx", notices=("“Secret” is hidden",), options=ReadOptions(sheet="Secret"),
    )  # fmt: skip


def old_workbook(count: int, *, above: int = 0) -> bytes:
    """Return an XLS like the workbook above, with many more rows below where asked."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Größe")
    clock = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for line in range(above):
        sheet.write(line, 0, "Report")
    for place, title in enumerate(("Name", "Amount", "At")):
        sheet.write(above, place, title)
    sheet.write_merge(above + 1, above + 2, 0, 0, "Acme")
    for number, amount in ((1, 1.5), (2, 2)):
        sheet.write(above + number, 1, amount)
        sheet.write(above + number, 2, MOMENT, clock)
    sheet.write(above + 3, 0, "Brix")
    sheet.row(above + 3).set_cell_error(1, 0x07)
    sheet.row(above + 2).hidden = True
    for number in range(count):
        sheet.write(above + 4 + number, 0, f"Cyan {number}")
        sheet.write(above + 4 + number, 1, number)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _old_workbooks() -> Iterator[Case]:
    """XLS, so small that it lies in the file's small sectors, and larger."""
    for count in (0, 400):
        for above in (0, 3):
            for name, options, second in (
                ("as it is", ReadOptions(), None),
                ("both", ReadOptions(hidden="skip", merged="repeat"), "Acme"),
            ):
                rows = _rows_of_workbook(above, second, skip=name == "both")
                more = [(above + 5 + n, (f"Cyan {n}", Decimal(n), None), "") for n in range(count)]
                yield Case(
                    f"xls {name}, {count} more, {above} above", old_workbook(count, above=above),
                    ("Name", "Amount", "At"), [*rows, *more], file="file.xls",
                    notices=("1 row is hidden", "1 block of cells is merged"), options=options,
                )  # fmt: skip


def _misnamed() -> Iterator[Case]:
    """Files whose names promise something else: read as what they are, and said."""
    rows, header = plain([("1", "2")]), ("a", "b")
    yield Case(
        "text called xls",
        b"a\tb\n1\t2\n",
        header,
        rows,
        file="x.xls",
        notices=("called .xls and holds text",),
    )
    yield Case(
        "text called xlsx",
        b"a,b\n1,2\n",
        header,
        rows,
        file="x.XLSX",
        notices=("called .xlsx and holds text",),
    )
    yield Case(
        "workbook called csv", workbook(), ("Name", "Amount", "At"), _rows_of_workbook(0, None),
        notices=("called .csv and holds a workbook",),
    )  # fmt: skip
    yield Case(
        "JSON lines called txt", b'{"a":"1","b":"2"}\n', header, [(1, ("1", "2"), "")], file="x.txt",
        notices=("called .txt and holds JSON lines",),
    )  # fmt: skip
    yield Case("gzip by content", gzip.compress(b"a,b\n1,2\n"), header, rows, file="x.csv")


def _refused_texts() -> Iterator[Case]:
    yield Case("header only", b"a,b\r\n", reason="titles and no rows")
    yield Case("header and blanks", b"a,b\r\n\r\n,\r\n", reason="titles and no rows")
    yield Case(
        "page called xls", b"<html><table><tr><td>1</td></tr></table></html>", reason="web page", file="x.xls"
    )
    yield Case("page with mark", b"\xef\xbb\xbf \r\n<!DOCTYPE html><p>", reason="web page", file="x.csv")
    yield Case("page in UTF-16", "<html>".encode("utf-16-le"), reason="web page", file="x.xls")
    yield Case("XML", b'<?xml version="1.0"?><Workbook/>', reason="an XML file", file="x.xls")
    yield Case("rich text", b"{\\rtf1\\ansi a,b}", reason="RTF", file="x.csv")
    yield Case("program", b"MZ\x90\x00\x03" + bytes(100), reason="a program", file="x.csv")
    late = b"a,b\n" + b"1,2\n" * 100_000 + b"1,\x00\n"
    yield Case("NUL far below", late, reason="NUL", row=100_002)
    damaged = b"Name\n" + "Jürgen\n".encode() * 40 + b"J\xfcrgen\n"
    yield Case("one damaged letter", damaged, reason="no utf-8", row=42)
    yield Case("UTF-8 cut off", b"Name\n" + "Jürgen\n".encode() * 40 + b"J\xc3", reason="no utf-8", row=42)
    yield Case("UTF-16 cut off", "a,b\n1,2\n".encode("utf-16") + b"3", reason="no utf-16", row=3)
    for before in (0, 1, 5, 300):
        lines = ['"x\ny",1'] * before
        text = "\n".join(["a,b", *lines, '2,"open', "3,4"])
        yield Case(
            f"unclosed quote below {before}", text.encode(),
            reason=f"opened in line {2 + 2 * before} and never",
            row=2 + before,
        )  # fmt: skip
    inner = 'a,b\n"one\ntwo","three\nfour\n'
    yield Case("unclosed quote within a long row", inner.encode(), reason="opened in line 3 and never", row=2)
    wide = 'a,b\n1,"' + "x" * 200_000 + '"\n'
    yield Case("cell of 200 kB", wide.encode(), reason="100,000 characters", row=2)
    far = "The row has 20001 cells, the header has 2."
    yield Case(
        "20,000 columns below titles", b"a,b\n1,2\n" + b"," * 20_000 + b"x\n1,2\n", ("a", "b"),
        [(2, ("1", "2"), ""), (3, ("", ""), far), (4, ("1", "2"), "")],
    )  # fmt: skip
    yield Case(
        "gzip cut off", gzip.compress(b"a,b\n" + b"1,2\n" * 9_000)[:-20], reason="damaged", file="x.csv.gz"
    )


def _with(good: bytes, parts: dict[str, bytes], without: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in archive.namelist():
            if name not in parts and name not in without:
                made.writestr(name, archive.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _refused_workbooks() -> Iterator[Case]:
    good = workbook()
    for name, part, reason in (
        ("path up", "../../etc/cron.d/x", "outside of it"),
        ("path absolute", "/etc/passwd", "outside of it"),
        ("path of Windows", "..\\..\\x", "outside of it"),
        ("Word", "word/document.xml", "a Word document"),
        ("slides", "ppt/presentation.xml", "a presentation"),
        ("XLSB", "xl/workbook.bin", "a binary workbook"),
        ("OpenDocument", "mimetype", "an OpenDocument file"),
        ("macros", "xl/vbaProject.bin", "macros"),
        ("macros elsewhere", "x/VBAPROJECT.BIN", "macros"),
    ):
        yield Case(f"xlsx {name}", _with(good, {part: b"x"}), reason=reason, file="x.xlsx")
    dtd = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a/>'
    for part in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"):
        yield Case(f"xlsx entities in {part}", _with(good, {part: dtd}), reason="entities", file="x.xlsx")
    yield Case("xlsx header only", _titles_alone(), reason="titles and no rows", file="x.xlsx")
    yield Case("xlsx empty", _titles_alone(titles=0), reason="empty", file="x.xlsx")
    yield Case("xlsx of 12,000 columns", _titles_alone(titles=12_000), reason="columns", file="x.xlsx")
    yield Case(
        "xlsx no such sheet",
        good,
        reason="no sheet “Other”",
        file="x.xlsx",
        options=ReadOptions(sheet="Other"),
    )
    old = old_workbook(50)
    yield Case("xls cut off", old[:3000], reason="cannot be read", file="x.xls")
    yield Case("xls spoilt", old[:512] + b"\xff" * (len(old) - 512), reason="cannot be read", file="x.xls")
    for cut in (5, 30, 60, 90, 99):
        yield Case(f"xlsx cut at {cut} %", good[: len(good) * cut // 100], reason="damaged", file="x.xlsx")


def _titles_alone(titles: int = 3) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, [f"t{number}" for number in range(titles)])
    return out.getvalue()
