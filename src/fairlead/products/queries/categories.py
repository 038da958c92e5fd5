"""Categories as a tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from fairlead.access import OutOfReach, Viewer
from fairlead.products.models import Category


@dataclass(frozen=True, slots=True)
class CategoryBranch:
    """One category in the order in which a page shows the tree."""

    category: Category
    depth: int
    path: str
    product_count: int


def categories(viewer: Viewer) -> list[CategoryBranch]:
    """Return the categories in reading order, children below parents, each with its own products counted."""
    del viewer
    existing = Count("products", filter=Q(products__deleted_at=None))
    nodes = list(Category.objects.annotate(product_count=existing).order_by("name", "pk"))
    children: dict[int | None, list[Category]] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node)
    return list(_walk(children, None, 0, ""))


def category(viewer: Viewer, pk: int, *, seen: int | None = None) -> Category:
    """Return one category.

    :raises OutOfReach: when there is none with this id.
    """
    del viewer
    found = Category.objects.select_related("parent").filter(pk=pk).first()
    if found is None:
        raise OutOfReach("There is no such category.")
    if seen is not None:
        found.version = seen
    return found


def _walk(
    children: dict[int | None, list[Category]], above: int | None, depth: int, path: str
) -> Iterator[CategoryBranch]:
    for node in children.get(above, []):
        here = f"{path} / {node.name}" if path else node.name
        yield CategoryBranch(node, depth, here, node.product_count)  # type: ignore[attr-defined]
        yield from _walk(children, node.pk, depth + 1, here)
