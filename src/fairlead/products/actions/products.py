"""Create, edit, delete and restore products."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fairlead import journal
from fairlead.access import Viewer
from fairlead.journal import action
from fairlead.kit import validation
from fairlead.kit.errors import RuleBroken
from fairlead.products import events, rules
from fairlead.products.models import Product

EDITABLE = frozenset({"code", "name", "category", "is_active", "external_id"})
"""What ``edit_product`` changes; prices have verbs of their own."""


class CannotEditProduct(RuleBroken):
    """A field cannot be changed here."""


@dataclass(frozen=True, slots=True)
class NewProduct:
    """What a new product starts with.

    :param details: further fields by name, as ``edit_product`` takes them.
    """

    code: str
    name: str
    details: Mapping[str, Any] = field(default_factory=dict)


@action("product.created", rule=rules.may_maintain)
def create_product(new: NewProduct, *, by: Viewer, at: datetime) -> events.ProductCreated:
    """Create a product.

    :raises CannotEditProduct: for a field that a product is not created with.
    :raises kit.validation.Invalid: naming the fields that hold what they cannot hold.
    """
    _refuse_unknown(new.details)
    product = Product(code=new.code.strip(), name=new.name.strip(), created_at=at)
    for name, value in new.details.items():
        setattr(product, name, value)
    validation.save(product)
    return events.ProductCreated(product.pk)


@action("product.edited", rule=rules.may_edit)
def edit_product(
    product: Product, *, changes: Mapping[str, Any], by: Viewer, at: datetime, reason: str = ""
) -> events.ProductEdited | None:
    """Change fields; other people's edits of other fields since the caller looked are kept.

    :raises CannotEditProduct: for a field that has a verb of its own.
    :raises journal.Stale: with the other's values, when somebody changed the same field.
    """
    _refuse_unknown(changes)
    changed = journal.merge(product, changes)
    if not changed:
        return None
    product.code, product.name = product.code.strip(), product.name.strip()
    validation.save(product)
    return events.ProductEdited(product.pk, changed)


@action("product.deleted", rule=rules.may_edit)
def delete_product(product: Product, *, by: Viewer, at: datetime, reason: str = "") -> events.ProductDeleted:
    """Put a product aside; past sales keep it, and it can be restored."""
    product.deleted_at = at
    product.save()
    return events.ProductDeleted(product.pk)


@action("product.restored", rule=rules.may_restore)
def restore_product(product: Product, *, by: Viewer, at: datetime) -> events.ProductRestored:
    """Bring a deleted product back as it was."""
    product.deleted_at = None
    validation.save(product)
    return events.ProductRestored(product.pk)


def _refuse_unknown(fields: Mapping[str, Any]) -> None:
    if unknown := sorted(set(fields) - EDITABLE):
        problems = dict.fromkeys(unknown, "This cannot be changed here.")
        raise CannotEditProduct(f"{', '.join(unknown)} cannot be edited this way.", fields=problems)
