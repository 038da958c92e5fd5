"""The project's own files, as the house tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "fairlead"
VENDORED = SOURCE / "web" / "static" / "vendor"
SKIPPED = {".git", ".venv", ".uv", "data", "node_modules", "__pycache__", "test-results"}


def python_files(*, generated: bool = False) -> list[Path]:
    """Return our modules; migrations only when asked for."""
    return [file for file in sorted(SOURCE.rglob("*.py")) if generated or "migrations" not in file.parts]


def templates() -> list[Path]:
    """Return the pages' templates."""
    return sorted(SOURCE.rglob("*.html"))


def scripts() -> list[Path]:
    """Return the JavaScript we wrote."""
    return [file for file in sorted(SOURCE.rglob("*.js")) if VENDORED not in file.parents]


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def committed() -> list[Path]:
    """Return the files the project is made of: what git would keep, or all but what is known to be made."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        files = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        files = [file for file in ROOT.rglob("*") if not SKIPPED & set(file.relative_to(ROOT).parts)]
    return [file for file in files if file.is_file()]


def short(file: Path) -> str:
    """Return a path as people write it."""
    return file.relative_to(ROOT).as_posix()
