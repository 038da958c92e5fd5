"""Trees as a mapping from each node to the node above it: small enough to be walked in memory."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Parents: TypeAlias = Mapping[int, int | None]
"""For every node its parent, ``None`` at the top."""


def below(parents: Parents, roots: Iterable[int]) -> frozenset[int]:
    """Return the roots and every node beneath them."""
    children: dict[int, list[int]] = {}
    for node, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(node)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += children.get(node, [])
    return frozenset(found)


def upwards(parents: Parents, node: int | None) -> list[int]:
    """Return the node and those above it, nearest first; a tree that runs in a circle ends the walk."""
    path: list[int] = []
    while node is not None and node not in path:
        path.append(node)
        node = parents.get(node)
    return path


def would_circle(parents: Parents, node: int, new_parent: int | None) -> bool:
    """Tell whether hanging the node below a new parent would make it its own ancestor."""
    return node in upwards(parents, new_parent)
