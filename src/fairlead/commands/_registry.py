"""Find the commands, and load only the one that is asked for, so that it starts quickly."""

import ast
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

PACKAGE = "fairlead.commands"


class Command(Protocol):
    """What a command's module offers."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what the command may be told."""

    def run(self, arguments: Namespace) -> int:
        """Do it, and return the exit status."""


@dataclass(frozen=True, slots=True)
class Found:
    """A command that exists, not loaded yet."""

    name: str
    help: str
    module: str

    def load(self) -> Command:
        """Import its module."""
        return cast("Command", import_module(self.module))


def commands() -> Mapping[str, Found]:
    """Return every command by the name people type, in alphabetical order."""
    folder = Path(__file__).parent
    files = [*folder.glob("[a-z]*.py"), *folder.glob("[a-z]*/__init__.py")]
    found = (_describe(file) for file in files if file.name != "main.py")
    return {command.name: command for command in sorted(found, key=lambda command: command.name)}


def _describe(file: Path) -> Found:
    stem = file.parent.name if file.name == "__init__.py" else file.stem
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    name = stem.removesuffix("_").replace("_", "-")  # import_.py is `fairlead import`
    return Found(name, text.partition("\n")[0], f"{PACKAGE}.{stem}")
