"""End one of one's own sessions."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from fairlead.web.shared import pages
from fairlead.web.shared.pages import Request


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Sign out one other place where the viewer is signed in."""
    session = UserSession.objects.filter(pk=pk, user_id=request.viewer.person_id).first()
    if session is None:
        raise Http404
    session.end()
    messages.success(request, "Signed out there.")
    return pages.redirect_to(request, "usersessions_list")
