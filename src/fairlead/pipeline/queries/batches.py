"""Bulk changes, to look at again and to take back."""

from fairlead.access import OutOfReach, Viewer
from fairlead.journal.models import Batch


def bulk_batch(viewer: Viewer, pk: int) -> Batch:
    """Return a bulk change that the viewer made, or anybody's for administrators.

    :raises OutOfReach: when there is none with this id for this viewer.
    """
    found = Batch.objects.filter(pk=pk, kind__in=("bulk", "undo")).first()
    if found is None or not (viewer.is_administrator or found.actor_id == viewer.person_id):
        raise OutOfReach("There is no such bulk change.")
    return found
