"""Create, edit and delete categories."""

from dataclasses import dataclass
from datetime import datetime

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import trees, validation
from fairlead.kit.errors import RuleBroken
from fairlead.products import events, rules
from fairlead.products.models import Category


class CannotChangeCategory(RuleBroken):
    """The tree would run in a circle, or something still hangs in the category."""


@dataclass(frozen=True, slots=True)
class NewCategory:
    """What a new category starts with."""

    name: str
    parent: Category | None = None


@action("category.created", rule=rules.may_maintain)
def create_category(new: NewCategory, *, by: Viewer, at: datetime) -> events.CategoryChanged:
    """Create a category, at the top or below another.

    :raises kit.validation.Invalid: when there is one of that name beside it.
    """
    category = Category(name=new.name.strip(), parent=new.parent)
    validation.save(category)
    return events.CategoryChanged(category.pk)


@action("category.edited", rule=rules.may_maintain)
def edit_category(
    category: Category, *, name: str, parent: Category | None, by: Viewer, at: datetime, reason: str = ""
) -> events.CategoryChanged | None:
    """Rename a category, or hang it below another.

    :raises CannotChangeCategory: when it would lie below itself.
    """
    changed = journal.merge(category, {"name": name.strip(), "parent": parent})
    if not changed:
        return None
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    if "parent" in changed and trees.would_circle(parents, category.pk, category.parent_id):
        problem = f"{category.parent} lies below {category} already."
        raise CannotChangeCategory(problem, fields={"parent": problem})
    validation.save(category)
    return events.CategoryChanged(category.pk)


@action("category.deleted", rule=rules.may_maintain)
def delete_category(
    category: Category, *, by: Viewer, at: datetime, reason: str = ""
) -> events.CategoryChanged:
    """Delete a category that holds nothing any more.

    :raises CannotChangeCategory: saying what it still holds.
    """
    products, below = category.products.count(), category.children.count()
    if products or below:
        raise CannotChangeCategory(f"{category} still holds {products} products and {below} categories.")
    pk = category.pk
    category.delete()
    return events.CategoryChanged(pk)
