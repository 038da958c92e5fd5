"""Text files: encoding, delimiter and quoting are found out; what is broken is refused with its place."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.exchange.reading import ReadOptions, UnreadableFile, read

ROWS = [
    ["Name", "Città", "Betrag"],
    ["Müller & Söhne", "Forlì", "1;2"],
    ['The "Best", Ltd', "Zürich", "x\ny"],
]


def text_of(delimiter: str) -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in f'{delimiter}"\n') else cell

    return "\r\n".join(delimiter.join(quoted(cell) for cell in row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_with_every_delimiter_reads_the_same(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text_of(delimiter).encode(encoding))
    sheet = read(path, "file.csv")
    assert list(sheet.header) == ROWS[0]
    assert [list(row.cells) for row in sheet.rows()] == ROWS[1:]
    assert sheet.dialect.delimiter == delimiter
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert [list(row.cells) for row in read(path, "file.csv.gz").rows()] == ROWS[1:]


def test_central_european_text_is_not_taken_for_western(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("Nazwa,Miasto\nKółko,Łódź\nWał,Wałbrzych\n".encode("cp1250"))
    assert [row.cells for row in read(path, "f").rows()] == [("Kółko", "Łódź"), ("Wał", "Wałbrzych")]


def test_encoding_and_delimiter_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("a:b\nñ:2\n".encode("cp1252"))
    sheet = read(path, "f", ReadOptions(encoding="cp1252", delimiter=":"))
    assert (sheet.header, [row.cells for row in sheet.rows()]) == (("a", "b"), [("ñ", "2")])


def test_rows_keep_the_numbers_a_person_sees_and_blank_rows_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b\n1,2\n\n,\n3,4\n")
    assert [(row.number, row.cells) for row in read(path, "f").rows()] == [(2, ("1", "2")), (5, ("3", "4"))]


def test_rows_of_another_length_are_named_and_not_filled_up(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n")
    assert [row.problem for row in read(path, "f").rows()] == [
        "",
        "The row has 2 cells, the header has 3.",
        "The row has 4 cells, the header has 3.",
        "",
    ]


def test_headers_are_made_unique_and_unnamed_columns_get_their_letter(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Name,,Name\n1,2,3\n")
    assert read(path, "f").header == ("Name", "Column B", "Name (2)")


@pytest.mark.parametrize(
    ("content", "reason", "row"),
    [
        (b"", "empty", None),
        (b"\n\n\n", "empty", None),
        (b'a,b\n1,2\n3,"four\n5,6\n', "never closed", 3),
        (b'a,b\n1,"tw"o"\n', "not doubled", 2),
        (b"a,b\n1,\x00\n", "NUL", 2),
        (b"\xef\xbb\xbfa,b\n1,\xff\xfe\n", "utf-8", 2),
        (b"%PDF-1.7 ...", "PDF", None),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "characters", 2),
        (b",".join(b"c" for _ in range(20_000)) + b"\n", "20,000 columns", None),
    ],
)
def test_broken_text_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, reason: str, row: int | None
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason) as refused:
        list(read(path, "mine.csv").rows())
    assert (refused.value.file, refused.value.row) == ("mine.csv", row)


def test_gzip_bombs_and_damaged_archives_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 20_000_000))
    with pytest.raises(UnreadableFile, match="far more"):
        sum(1 for _ in read(path, "f").rows())
    path.write_bytes(gzip.compress(b"a,b\n1,2\n" * 100)[:-10])
    with pytest.raises(UnreadableFile, match="damaged"):
        list(read(path, "f").rows())


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        sheet = read(path, "any")
        assert all(len(row.cells) == len(sheet.header) for row in sheet.rows())
    except UnreadableFile as refused:
        assert refused.reason


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("cp1252", ["Café,Façade", "Müller,Straße", "Señor Ibáñez,São João", "Ångström,Smørrebrød"]),
        ("cp1250", ["Kółko,Łódź", "Wał,Wałbrzych", "Śląsk,Gdańsk"]),
        ("cp1250", ["Příbram,Žďár", "Dvořák,Plzeň"]),
        ("iso-8859-2", ["Śląsk,Gdańsk", "Wałbrzych,Zakąski"]),
        ("iso-8859-2", ["Příbram,Žďár", "Dvořák,Košťál"]),
        ("cp1251", ["Иванов,Москва", "Петрова,Санкт-Петербург"]),
        ("cp1251", ["Київ,Львів", "Їжак,Одеса"]),
    ],
)
def test_code_pages_are_told_apart_by_their_letters(tmp_path: Path, encoding: str, rows: list[str]) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(("\n".join(["Name,City", *rows]) + "\n").encode(encoding))
    sheet = read(path, "f")
    assert (sheet.dialect.encoding, [",".join(map(str, row.cells)) for row in sheet.rows()]) == (
        encoding,
        rows,
    )


def test_one_damaged_letter_does_not_turn_utf8_into_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"Name\n" + "Müller\n".encode() * 30 + b"M\xfcller\n")
    with pytest.raises(UnreadableFile, match="utf-8") as refused:
        list(read(path, "f").rows())
    assert refused.value.row == 32


def test_titles_are_found_under_the_lines_above_a_table(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Deals of 2024\nExported;2024-05-01;\n\nName;Amount;City\nAcme;1,5;Rome\nBrix;2,5;Oslo\n")
    sheet = read(path, "f")
    assert (sheet.header, sheet.dialect.delimiter, sheet.dialect.header_row) == (
        ("Name", "Amount", "City"),
        ";",
        4,
    )
    assert sheet.notices == ("The titles stand in row 4; what stands above them is left out.",)
    assert [row.number for row in sheet.rows()] == [5, 6]


def test_the_line_in_which_an_unclosed_quote_opens_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('a,b\n"one\ntwo",2\n3,"four\n5,6\n')
    with pytest.raises(UnreadableFile, match="opened in line 4 and never closed"):
        list(read(path, "f").rows())


def test_titles_without_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b\n\n")
    with pytest.raises(UnreadableFile, match="no rows under them"):
        read(path, "f")
