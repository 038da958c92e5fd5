"""Files in odd shapes: exactly the rows that are in them, or a refusal that says why."""

from pathlib import Path

import pytest

from fairlead.exchange.reading import Sheet, UnreadableFile, profile_columns, read
from tests.exchange.files.odd import Case, cases

CASES = cases()


def opened(case: Case, folder: Path) -> Sheet:
    path = folder / "file"
    path.write_bytes(case.content)
    return read(path, case.file, case.options)


@pytest.mark.parametrize("case", [case for case in CASES if not case.reason], ids=lambda case: case.name)
def test_exactly_the_rows_of_a_file_come_out(case: Case, tmp_path: Path) -> None:
    sheet = opened(case, tmp_path)
    assert sheet.header == case.header
    assert [(row.number, row.cells, row.problem) for row in sheet.rows()] == list(case.rows)
    said = " ".join(sheet.notices)
    assert [words for words in case.notices if words not in said] == []
    assert not case.encoding or sheet.dialect.encoding == case.encoding


@pytest.mark.parametrize("case", [case for case in CASES if case.reason], ids=lambda case: case.name)
def test_a_refused_file_says_why_and_where(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        profile_columns(opened(case, tmp_path))
    assert case.reason in str(refused.value)
    assert (refused.value.file, refused.value.row) == (case.file, case.row)
