"""What happened: entries, versions, actions, batches, undo, outbox. The one door for writes.

Import the names below as ``from fairlead import journal``; models live in ``journal.models``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .asof import as_of as as_of
    from .batches import start_batch as start_batch
    from .decorator import action as action
    from .decorator import durable_transaction as durable_transaction
    from .idempotency import Answer as Answer
    from .idempotency import once as once
    from .merging import Stale as Stale
    from .merging import merge as merge
    from .opening import NotRecorded as NotRecorded
    from .opening import erasing as erasing
    from .opening import in_batch as in_batch
    from .opening import recording as recording
    from .opening import source as source
    from .opening import writing_history as writing_history
    from .outlook import Outlook as Outlook
    from .outlook import Staying as Staying
    from .outlook import foresee_undo as foresee_undo
    from .timeline import Change as Change
    from .timeline import FieldChange as FieldChange
    from .timeline import changes_since as changes_since
    from .timeline import history as history
    from .tracking import TrackedModel as TrackedModel
    from .undo import undo_batch as undo_batch

_HOME = {
    "durable_transaction": "decorator",
    "in_batch": "opening",
    "action": "decorator",
    "as_of": "asof",
    "start_batch": "batches",
    "Outlook": "outlook",
    "Staying": "outlook",
    "foresee_undo": "outlook",
    "Change": "timeline",
    "FieldChange": "timeline",
    "changes_since": "timeline",
    "history": "timeline",
    "Answer": "idempotency",
    "once": "idempotency",
    "Stale": "merging",
    "merge": "merging",
    "NotRecorded": "opening",
    "erasing": "opening",
    "recording": "opening",
    "source": "opening",
    "writing_history": "opening",
    "TrackedModel": "tracking",
    "undo_batch": "undo",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first used, because models cannot be imported before Django is set up."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
