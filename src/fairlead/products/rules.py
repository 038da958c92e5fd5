"""Who may do what with the catalogue, each with the reason."""

from fairlead.access import Verdict, Viewer, no, yes

from .models import Product


def may_maintain(viewer: Viewer, _subject: object = None) -> Verdict:
    """Let administrators keep the catalogue; everybody reads it."""
    return (
        yes()
        if viewer.is_administrator
        else no("Only administrators change products, prices and categories.")
    )


def may_edit(viewer: Viewer, product: Product) -> Verdict:
    """Let administrators change a product that was not deleted."""
    exists = no("This product was deleted. Restore it first.") if product.is_deleted else yes()
    return may_maintain(viewer) & exists


def may_restore(viewer: Viewer, product: Product) -> Verdict:
    """Let administrators bring a deleted product back."""
    return may_maintain(viewer) & (yes() if product.is_deleted else no("This product is not deleted."))
