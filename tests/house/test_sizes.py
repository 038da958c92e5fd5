"""Files stay small enough to be read in one go."""

from pathlib import Path

import pytest

from tests.house import sources

MOST_LINES = 400
MOST_LINES_IN_FUNCTION = 60
MOST_LINES_IN_TEMPLATE = 150
MOST_LINES_IN_SCRIPT = 150
MOST_SCRIPT_BYTES = 100_000


def _too_long(files: list[Path], most: int) -> list[str]:
    counts = {sources.short(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    return [f"{name}: {count}" for name, count in counts.items() if count > most]


@pytest.mark.parametrize(
    ("files", "most"),
    [
        (sources.python_files(), MOST_LINES),
        (sources.templates(), MOST_LINES_IN_TEMPLATE),
        (sources.scripts(), MOST_LINES_IN_SCRIPT),
    ],
    ids=["modules", "templates", "scripts"],
)
def test_no_file_is_longer_than_can_be_read_at_once(files: list[Path], most: int) -> None:
    assert _too_long(files, most) == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{sources.short(file)}:{function.lineno} {function.name}"
        for file in sources.python_files()
        for function in sources.functions(file)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_IN_FUNCTION
    ]
    assert long == []


def test_own_scripts_weigh_little_together() -> None:
    assert sum(file.stat().st_size for file in sources.scripts()) <= MOST_SCRIPT_BYTES
