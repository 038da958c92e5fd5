"""Saved views: keep what a list asks, change it, share it, have it at hand."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairlead.access import Refused
from fairlead.trackers import actions, queries, rules
from fairlead.web.shared import forming, pages
from fairlead.web.shared.pages import Request
from fairlead.web.shared.viewing import Views
from fairlead.web.trackers.forms import ShareForm, ViewForm
from fairlead.web.trackers.places import asked, place

if TYPE_CHECKING:
    from fairlead.trackers.models import SavedView

SHEETS = ("trackers/views.css",)


def new(request: Request, name: str) -> HttpResponse:
    """Keep what a list asks as a view of one's own."""
    listing = place(name)
    query, form = asked(listing, request.GET.get("query", "")), ViewForm(request)

    def save() -> HttpResponse:
        sent = form.cleaned_data
        kept = actions.NewView(listing.name, sent["name"], query, sent["icon"])
        saved = actions.save_view(kept, by=request.viewer, at=request.now)
        return _done(
            request, queries.view(request.viewer, saved.view_id), f"{kept.name} is among your views."
        )

    note = "It keeps filter, columns, order and groups. Only you find it, until you share it."
    context = {"title": "Keep as a view", "note": note, "button": "Keep", "place": listing.name}
    return forming.show(request, form, save, {**context, **_form(reverse(listing.name))})


def edit(request: Request, pk: int) -> HttpResponse:
    """Give a view another name or icon."""
    view = queries.view(request.viewer, pk)
    form = ViewForm(request, view)
    if not (verdict := rules.may_edit(request.viewer, view)):
        raise Refused(verdict.reason)
    view.version = forming.seen(request) or view.version

    def save() -> HttpResponse:
        sent = form.cleaned_data
        changes: actions.ViewChanges = {"name": sent["name"], "icon": sent["icon"]}
        actions.edit_view(view, changes=changes, by=request.viewer, at=request.now)
        return forming.done(request, "Saved.", Views.address(view))

    context = {"title": f"Name and icon of {view}", "record": view, "place": view.place}
    return forming.show(request, form, save, {**context, **_form(Views.address(view))})


@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    """Let a view ask what the list asks now."""
    view = queries.view(request.viewer, pk)
    query = asked(place(view.place), request.POST.get("query", ""))
    actions.edit_view(view, changes={"query": query}, by=request.viewer, at=request.now)
    return _done(request, view, f"{view} was saved.")


@require_POST
def like(request: Request, pk: int) -> HttpResponse:
    """Put a view among the favourites, or take it out."""
    view = queries.view(request.viewer, pk)
    act = actions.favour if _is_on(request) else actions.unfavour
    act(view, by=request.viewer, at=request.now)
    return _done(
        request, view, f"{view} is {'among' if _is_on(request) else 'no longer among'} your favourites."
    )


@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Let the page begin with a view, or with everything again."""
    view, begins = queries.view(request.viewer, pk), _is_on(request)
    actions.begin_with(view, begins=begins, by=request.viewer, at=request.now)
    return _done(request, view, f"The page begins with {view if begins else 'everything'} for you.")


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Let everybody find a view, or only those it is shared with."""
    view = queries.view(request.viewer, pk)
    act = actions.publish if _is_on(request) else actions.unpublish
    act(view, by=request.viewer, at=request.now)
    return _done(request, view, f"{view} is {'there for everybody' if _is_on(request) else 'private again'}.")


def share(request: Request, pk: int) -> HttpResponse:
    """Show with whom a view is shared, and share it with one more."""
    view, form = queries.view(request.viewer, pk), ShareForm(request)
    if not (verdict := rules.may_share(request.viewer, view)):
        raise Refused(verdict.reason)

    def save() -> HttpResponse:
        person, team = form.whom()
        may_edit = form.cleaned_data["may_edit"]
        actions.lend(view, person=person, team=team, may_edit=may_edit, by=request.viewer, at=request.now)
        return forming.done(request, f"{view} is shared with {person or team}.", Views.address(view))

    note = "Whoever opens it sees the rows within their own reach, and no others."
    context = {"title": f"Share {view}", "note": note, "button": "Share", "place": view.place}
    shown = {
        "view": view,
        "shares": queries.shares(request.viewer, view),
        "inner": "trackers/shares.html",
        "sheets": SHEETS,
    }
    return forming.show(request, form, save, {**context, **shown, "back": Views.address(view)})


@require_POST
def unshare(request: Request, pk: int, share: int) -> HttpResponse:
    """End a view's being shared with a person or a team."""
    view = queries.view(request.viewer, pk)
    lent = queries.share(request.viewer, view, share)
    actions.take_back(view, share=lent, by=request.viewer, at=request.now)
    return _done(request, view, f"{view} is no longer shared with {lent.person or lent.team}.")


def states(request: Request, pk: int) -> HttpResponse:
    """Show what a view was earlier, and put it back to one of these states."""
    view = queries.view(request.viewer, pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        number = int(version) if version.isdecimal() and len(version) < 10 else 0
        actions.restore_view(view, version=number, by=request.viewer, at=request.now)
        return _done(request, view, f"{view} is as it was.")
    context = {
        "view": view,
        "states": queries.states(request.viewer, view),
        "may": rules.may_edit(request.viewer, view),
        "place": view.place,
        "back": Views.address(view),
    }
    block = "#dialog" if request.headers.get("HX-Target") == "dialog-body" else ""
    return pages.render(request, f"trackers/states.html{block}", context)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Delete a view."""
    view = queries.view(request.viewer, pk)
    actions.delete_view(view, by=request.viewer, at=request.now)
    return forming.done(request, f"The view {view} was deleted.", f"{reverse(view.place)}?view=")


def _form(back: str) -> dict[str, object]:
    return {"inner": "trackers/fields.html", "sheets": SHEETS, "back": back}


def _is_on(request: Request) -> bool:
    return bool(request.POST.get("on"))


def _done(request: Request, view: "SavedView", sentence: str) -> HttpResponse:
    return forming.done(request, sentence, Views.address(view))
