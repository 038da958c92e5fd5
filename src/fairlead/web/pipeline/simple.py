"""Verbs that need no dialog: publish and restore."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from fairlead.pipeline import actions, queries
from fairlead.web.shared import pages
from fairlead.web.shared.pages import Request


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Let others see a draft."""
    opportunity = queries.opportunity(request.viewer, pk)
    actions.publish_opportunity(opportunity, by=request.viewer, at=request.now)
    messages.success(request, "Published.")
    return pages.redirect_to(request, "opportunity", pk)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring a deleted opportunity back."""
    opportunity = queries.opportunity(request.viewer, pk)
    actions.restore_opportunity(opportunity, by=request.viewer, at=request.now)
    messages.success(request, "Restored.")
    return pages.redirect_to(request, "opportunity", pk)
