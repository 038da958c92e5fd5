"""An answer to “may they?” that carries its reason, so that a page can show it beside the button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed, or not and why. True in a condition when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: "Verdict") -> "Verdict":
        return other if self else self


Rule: TypeAlias = Callable[..., Verdict]
"""``rule(viewer, record) -> Verdict``; the record's type is the rule's own."""


def yes() -> Verdict:
    """Allow it."""
    return Verdict(True)


def no(reason: str) -> Verdict:
    """Refuse it, with a whole sentence that tells the person why."""
    return Verdict(False, reason)
