"""What teams and locations have in common: no circles."""

from fairlead.kit import trees
from fairlead.kit.errors import RuleBroken
from fairlead.people.models import Location, Team


class WouldCircle(RuleBroken):
    """A node would stand below itself."""


def refuse_circle(node: Team | Location) -> None:
    """Raise when the node's new parent stands below it; the whole tree is locked meanwhile."""
    rows = (
        type(node)
        ._default_manager.select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk", "parent_id")
    )
    if trees.would_circle(dict(rows), node.pk, node.parent_id):
        raise WouldCircle(
            f"{node} cannot stand below {node.parent}, which stands below {node}.",
            fields={"parent": f"{node.parent} stands below {node}."},
        )
