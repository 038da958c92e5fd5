"""Text that a spreadsheet would take for a formula, made inert on the way out and restored on the way in."""

import re

_DANGEROUS = re.compile(r"^\s*'*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]")
_HARMLESS = re.compile(r"^[+-][\d ().,/-]*$")


def inert(text: str) -> str:
    """Return text that no spreadsheet executes: with an apostrophe in front where one would.

    Phone numbers such as +49 30 1234 stay as they are. :func:`as_typed` takes the apostrophe off again.
    """
    if text[:1].isalnum():  # most of what people write, told quickly
        return text
    return f"'{text}" if _DANGEROUS.match(text) and not _HARMLESS.match(text) else text


def as_typed(text: str) -> str:
    """Return the text that :func:`inert` was given; other text comes back unchanged."""
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text
