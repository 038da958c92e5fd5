"""What the forms of setup have in common: a page or a dialog, refused with reasons, done with a word."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse

from fairlead import journal
from fairlead.kit.errors import RuleBroken
from fairlead.web.shared import pages
from fairlead.web.shared.forms import Form
from fairlead.web.shared.requests import Request, is_fragment

R = TypeVar("R", bound=journal.TrackedModel)
HOME = ("Setup", "setup")


def form_page(
    request: Request,
    form: Form,
    save: Callable[[], HttpResponse],
    *,
    title: str,
    back: str,
    note: str = "",
    button: str = "Save",
    version: int | None = None,
) -> HttpResponse:
    """Show a form, or save what was sent; a rule that forbids it is told at the fields at fault.

    :param back: the address of the page that the form belongs to.
    :param version: of the record being edited, so that a stale save is noticed.
    """
    status = 200
    if request.method == "POST":
        if answer := saved(form, save):
            return answer
        status = 422
    context = {"form": form, "title": title, "note": note, "back": back, "button": button, "version": version}
    template = "form.html"
    if is_fragment(request):
        template = "form_dialog.html" if request.method == "GET" else "form_body.html"
    return pages.render(request, f"setup/{template}", {**context, "place": "setup"}, status=status)


def saved(form: Form, save: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Save a form that is filled in well and return where to go; None when something is wrong with it."""
    if not form.is_valid():
        return None
    try:
        return save()
    except RuleBroken as problem:
        form.refuse(problem)
    except journal.Stale as problem:
        form.collide(problem)
    return None


def done(request: Request, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Go to a page that says what was done."""
    messages.success(request, sentence)
    return pages.redirect_to(request, to, *args)


def as_seen(record: R, request: Request) -> R:
    """Return the record as the version that the sent form showed, so that others' edits stay."""
    sent = request.POST.get("version", "")
    if sent.isdecimal():
        record.version = int(sent)
    return record
