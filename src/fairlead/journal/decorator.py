"""The decorator that makes a function an action: the one way in which a tracked record changes.

It opens the transaction, locks the record and reads it afresh, checks what the caller last saw, asks the
rule, opens the journal entry, runs the body, and puts the event into the outbox. The body is left with
the sales rule and nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection, models, transaction

from fairlead.access import OutOfReach, Refused, Rule, Viewer
from fairlead.kit import lookup

from . import opening, session
from .merging import refuse_if_changed
from .tracking import TrackedModel

P = ParamSpec("P")
R = TypeVar("R")

ACTIONS: dict[str, str] = {}
"""Every action's name with the verb that people read: “moved”, “changed the label of”."""

_in_transaction: ContextVar[bool] = ContextVar("fairlead_in_transaction", default=False)


def action(
    name: str, *, rule: Rule, touches: tuple[str, ...] = (), verb: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action.

    :param name: what happened, as the journal keeps it: ``opportunity.moved``.
    :param rule: asked as ``rule(viewer, first_argument)``, after locking.
    :param touches: fields that must not have changed since the caller saw the record.
    :param verb: what people read in the history; by default the name's last part.
    :raises access.Refused: with the rule's reason.
    :raises journal.Stale: when somebody else changed what this action touches.
    """
    ACTIONS[name] = verb or name.partition(".")[2].replace("_", " ")

    def decorate(body: Callable[P, R]) -> Callable[P, R]:
        @wraps(body)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at = cast(Viewer, kwargs["by"]), cast(Any, kwargs["at"])
            begins, commits = opening.current() is None, not connection.in_atomic_block
            with durable_transaction() as outermost, _all_or_nothing(apart=begins and not outermost):
                subject = _fresh(args[0], touches)
                verdict = rule(by, subject)
                if not verdict:
                    raise Refused(verdict.reason)
                reason = str(kwargs.get("reason", ""))
                with opening.recording(name, by=by, at=at, reason=reason, is_last=commits) as opened:
                    event = body(subject, *args[1:], **kwargs)  # type: ignore[arg-type]
                    _announce(event, opened)
                if event is None and begins:
                    transaction.set_rollback(True)  # nothing happened, so the journal says nothing
                return event

        run.action_name = name  # type: ignore[attr-defined]
        return run

    return decorate


@contextmanager
def durable_transaction() -> Iterator[bool]:
    """Open the transaction that makes a change last, or join it; yield whether this is the outermost."""
    if _in_transaction.get():
        yield False
        return
    token = _in_transaction.set(True)
    try:
        with transaction.atomic(durable=True):
            yield True
    finally:
        _in_transaction.reset(token)


def is_in_transaction() -> bool:
    """Tell whether what is written now lasts only if something around it comes to its end."""
    return _in_transaction.get()


def _all_or_nothing(*, apart: bool) -> transaction.Atomic:
    """Let a block that fails leave no half of its work, even if its caller goes on without it.

    :param apart: undo the block alone; otherwise the transaction around it can only be rolled back.
    """
    return transaction.atomic(savepoint=apart)


def _fresh(subject: Any, touches: tuple[str, ...]) -> Any:
    """Lock a saved record and read it afresh; leave any other first argument as it is."""
    if not isinstance(subject, models.Model) or subject.pk is None:
        return subject
    found: Any = lookup.find(type(subject), subject.pk, lock=True)
    if found is None:
        raise OutOfReach(f"This {subject._meta.verbose_name} does not exist any more.")
    if isinstance(subject, TrackedModel):
        found.seen_version = subject.version
        refuse_if_changed(found, touches)
    return found


def _announce(event: object, opened: opening.Recording) -> None:
    """Put an event into the outbox, in the transaction of its cause."""
    if event is None or not is_dataclass(event) or isinstance(event, type):
        return
    session.announce(connection, opened.entry_id, type(event).__name__, asdict(event), opened.at)
