"""Who may do what with a view, each with the reason."""

from django.db.models import Q, QuerySet

from fairlead.access import Verdict, Viewer, no, yes

from .models import SavedView, ViewShare

NOBODY = 0
"""The id that no person has, for work that nobody in person asked for."""


def lent_to(viewer: Viewer) -> Q:
    """Return the condition that a share meets when it is this viewer's."""
    return Q(person_id=viewer.person_id or NOBODY) | Q(team_id__in=sorted(viewer.team_ids))


def may_keep(viewer: Viewer, _subject: object = None) -> Verdict:
    """Let everybody who signs in keep views of their own."""
    return yes() if viewer.person_id is not None else no("A view belongs to a person.")


def may_see(viewer: Viewer, view: SavedView) -> Verdict:
    """Let people see their own views, published ones, and those that are shared with them."""
    if view.is_published or view.owner_id == viewer.person_id or _shares(viewer, view).exists():
        return yes()
    return no("This view is not shared with you.")


def may_like(viewer: Viewer, view: SavedView) -> Verdict:
    """Let people have at hand what they can see."""
    return may_keep(viewer) & may_see(viewer, view)


def may_edit(viewer: Viewer, view: SavedView) -> Verdict:
    """Let its owner change a view, those it is lent to for that and, once published, administrators."""
    if view.owner_id == viewer.person_id or (view.is_published and viewer.is_administrator):
        return yes()
    if _shares(viewer, view).filter(may_edit=True).exists():
        return yes()
    return no(f"This view is {view.owner}’s. Save it as a view of your own instead.")


def may_share(viewer: Viewer, view: SavedView) -> Verdict:
    """Let the owner alone decide with whom a view is shared."""
    return yes() if view.owner_id == viewer.person_id else no(f"{view.owner} decides with whom it is shared.")


def may_delete(viewer: Viewer, view: SavedView) -> Verdict:
    """Let the owner delete a view and, once published, administrators."""
    if view.owner_id == viewer.person_id or (view.is_published and viewer.is_administrator):
        return yes()
    return no(f"This view is {view.owner}’s.")


def may_publish(viewer: Viewer, view: SavedView) -> Verdict:
    """Let administrators publish a view that they can see, and end that."""
    if not viewer.is_administrator:
        return no("Only administrators publish views for everybody.")
    return may_see(viewer, view)


def _shares(viewer: Viewer, view: SavedView) -> QuerySet[ViewShare]:
    return ViewShare.objects.filter(lent_to(viewer), view=view)
