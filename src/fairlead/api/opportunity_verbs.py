"""Verbs on an opportunity: publish, move, win, lose, void, reopen, reassign, delete, restore."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fairlead.access import OutOfReach
from fairlead.api.answers import documented, related, viewer_of, write
from fairlead.api.opportunities import shown, values_of
from fairlead.api.opportunity_bodies import Lose, Move, Reassign, Reopen, Verb, Void, Win
from fairlead.api.opportunity_shape import DESCRIBED
from fairlead.people import queries as people
from fairlead.pipeline import actions, queries
from fairlead.vocabulary import queries as vocabulary

router = Router(tags=["Opportunities"])


@router.post("/{int:pk}/move", response=documented(DESCRIBED))
def move_opportunity(request: HttpRequest, pk: int, body: Move) -> HttpResponse:
    """Move it to another stage, if it has what that stage asks for."""

    def run(opportunity: Any, **who: Any) -> None:
        stage = related("stage", lambda: queries.stage(who["by"], body.stage))
        actions.move_opportunity(opportunity, to=stage, reason=body.reason, **who)

    return _do(request, pk, body, run)


@router.post("/{int:pk}/win", response=documented(DESCRIBED))
def win_opportunity(request: HttpRequest, pk: int, body: Win) -> HttpResponse:
    """Win it, for the amount given or the one it has."""

    def run(opportunity: Any, **who: Any) -> None:
        actions.win_opportunity(opportunity, **_closing(body, ("amount", "competitor"), who), **who)

    return _do(request, pk, body, run)


@router.post("/{int:pk}/lose", response=documented(DESCRIBED))
def lose_opportunity(request: HttpRequest, pk: int, body: Lose) -> HttpResponse:
    """Lose it, for a reason of the list."""

    def run(opportunity: Any, **who: Any) -> None:
        actions.lose_opportunity(opportunity, **_closing(body, ("lost_reason", "competitor"), who), **who)

    return _do(request, pk, body, run)


@router.post("/{int:pk}/void", response=documented(DESCRIBED))
def void_opportunity(request: HttpRequest, pk: int, body: Void) -> HttpResponse:
    """Close what never was an opportunity; it counts neither as won nor as lost."""
    return _do(request, pk, body, lambda opportunity, **who: actions.void_opportunity(
        opportunity, **_closing(body, (), who), **who))  # fmt: skip


@router.post("/{int:pk}/reopen", response=documented(DESCRIBED))
def reopen_opportunity(request: HttpRequest, pk: int, body: Reopen) -> HttpResponse:
    """Make a closed opportunity one that may be won again."""
    return _do(request, pk, body, lambda opportunity, **who: actions.reopen_opportunity(
        opportunity, reason=body.reason, **who))  # fmt: skip


@router.post("/{int:pk}/reassign", response={204: None, **documented(DESCRIBED)})
def reassign_opportunity(request: HttpRequest, pk: int, body: Reassign) -> HttpResponse:
    """Give it another owner."""

    def run(opportunity: Any, **who: Any) -> None:
        owner = related("owner", lambda: people.colleague(who["by"], body.owner))
        actions.reassign_opportunity(
            opportunity, to=owner, keep_team=body.keep_team, reason=body.reason, **who
        )

    return _do(request, pk, body, run, may_lose_sight=True)


@router.post("/{int:pk}/publish", response=documented(DESCRIBED))
def publish_opportunity(request: HttpRequest, pk: int, body: Verb) -> HttpResponse:
    """Make a draft of yours visible to everybody who sees your work."""
    return _do(request, pk, body, actions.publish_opportunity)


@router.post("/{int:pk}/delete", response=documented(DESCRIBED))
def delete_opportunity(request: HttpRequest, pk: int, body: Verb) -> HttpResponse:
    """Put it aside; it can be restored, and its history stays."""
    return _do(request, pk, body, lambda opportunity, **who: actions.delete_opportunity(
        opportunity, reason=body.reason, **who))  # fmt: skip


@router.post("/{int:pk}/restore", response=documented(DESCRIBED))
def restore_opportunity(request: HttpRequest, pk: int, body: Verb) -> HttpResponse:
    """Bring a deleted opportunity back as it was."""
    return _do(request, pk, body, actions.restore_opportunity)


def _do(
    request: HttpRequest, pk: int, body: Any, verb: Callable[..., Any], *, may_lose_sight: bool = False
) -> HttpResponse:
    """Load with the viewer, call once, answer with the opportunity as it is now.

    :param may_lose_sight: it may leave the viewer's reach; then there is nothing to tell (204).
    """
    viewer, at = viewer_of(request), request.now  # type: ignore[attr-defined]

    def run() -> dict[str, Any] | None:
        verb(queries.opportunity(viewer, pk, seen=body.version, bare=True), by=viewer, at=at)
        try:
            return shown(viewer, pk)
        except OutOfReach:
            if may_lose_sight:
                return None
            raise

    return write(request, body, run)


def _closing(body: Any, names: tuple[str, ...], who: dict[str, Any]) -> dict[str, Any]:
    """Return what closing takes: the day, the reason, and the fields named."""
    given = {name: getattr(body, name) for name in names}
    day = body.closed_on or vocabulary.calendar().today(who["at"])
    return {"closed_on": day, "reason": body.reason, **values_of(who["by"], given)}
