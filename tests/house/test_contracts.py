"""Imports run downwards only, and everything that is called from elsewhere says what it takes and gives."""

import ast
import subprocess
import sys

from tests.house import sources


def test_import_contracts_are_kept() -> None:
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-cache",
        ],
        cwd=sources.ROOT,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


def test_public_functions_are_annotated() -> None:
    bare = [
        f"{sources.short(file)}:{function.lineno} {function.name}"
        for file in sources.python_files()
        for function in sources.functions(file)
        if not function.name.startswith("_") and not _is_annotated(function)
    ]
    assert bare == []


def test_the_clock_is_read_only_at_the_doors() -> None:
    """Below the doors the moment is passed in, so that any day can be played back."""
    readers = [
        f"{sources.short(file)}:{node.lineno}"
        for file in sources.python_files()
        if file.relative_to(sources.SOURCE).parts[0] not in ("web", "api", "jobs", "commands", "config")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
    ]
    assert readers == []


CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "timezone.localtime",
}


def _is_annotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    bare = [argument.arg for argument in every if argument.annotation is None]
    return function.returns is not None and not set(bare) - {"self", "cls"}
