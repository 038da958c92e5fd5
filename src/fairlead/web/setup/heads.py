"""The heads of the tables of setup, which are short and need no sorting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """One column's head, as `ui.table` wants it."""

    key: str
    title: str
    kind: str = "text"
    sortable: bool = False


def heads(*titles: str) -> list[Head]:
    """Return heads with these titles; one that ends in `#` stands above numbers or buttons, to the right."""
    return [
        Head(str(place), title.rstrip("#"), "number" if title.endswith("#") else "text")
        for place, title in enumerate(titles)
    ]
