"""Documentation that falls behind fails here."""

import re
import tomllib
from pathlib import Path

import pytest

from fairlead.commands._registry import commands
from fairlead.config import environment
from tests.house import sources

DOCS = sources.ROOT / "docs"


def _text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", environment.names())
def test_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in _text("administrators.md")


def test_documented_settings_exist() -> None:
    known = {*environment.names(), *(f"{name}_FILE" for name in environment.names())}
    named = set(re.findall(r"`(FAIRLEAD_[A-Z_]+[A-Z])`", _text("administrators.md")))
    assert named - known == set()


def test_every_command_is_documented_and_says_what_it_does() -> None:
    text = _text("administrators.md")
    for command in commands().values():
        assert f"`fairlead {command.name}" in text
        assert command.help.endswith(".")


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [each for group in project["optional-dependencies"].values() for each in group]
    wanted = {re.split(r"[\[<>=;! ]", each, maxsplit=1)[0] for each in [*project["dependencies"], *extras]}
    reasons = dict(re.findall(r"^\| `([\w.-]+)` \| (.+?) \|", _text("dependencies.md"), re.MULTILINE))
    assert {name for name in wanted if len(reasons.get(name, "")) < 20} == set()
    assert set(reasons) - wanted == set()


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{sources.short(file)} → {target}"
        for file in sources.committed()
        if file.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
        if not (file.parent / Path(target)).exists()
    ]
    assert broken == []
