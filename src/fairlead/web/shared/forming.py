"""What pages with a form have in common: a page or a dialog, refused with reasons, done with a word."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse

from fairlead import journal
from fairlead.kit.errors import RuleBroken
from fairlead.web.shared import pages
from fairlead.web.shared.forms import Form
from fairlead.web.shared.pages import Request
from fairlead.web.shared.requests import is_fragment

R = TypeVar("R", bound=journal.TrackedModel)


def show(
    request: Request,
    form: Form,
    save: Callable[[], HttpResponse | None],
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show a form, or save what was sent; a rule that forbids it is told at the fields at fault.

    :param save: returns where to go, or None when the form is to be shown again.
    :param context: ``title``, ``back`` (an address) and ``place``; perhaps ``note``, ``button``, ``trail``,
        ``record``, the one being edited, so that a stale save is noticed, ``inner``, a template that draws
        the fields, and ``sheets``, the styles that it needs.
    """
    status = 200
    if request.method == "POST":
        if answer := _saved(form, save, context.get("record")):
            return answer
        status = 422
    usual = {
        "form": form, "note": "", "button": "Save", "trail": [], "record": None, "inner": "", "sheets": (),
    }  # fmt: skip
    in_dialog = is_fragment(request)
    part = "" if not in_dialog else "#dialog" if request.method == "GET" else "#body"
    return pages.render(
        request, f"shared/form.html{part}", {**usual, "in_dialog": in_dialog, **context}, status=status
    )


def done(request: Request, sentence: str, to: Any, *args: Any) -> HttpResponse:
    """Go to a page that says what was done."""
    messages.success(request, sentence)
    return pages.redirect_to(request, to, *args)


def seen(request: Request) -> int | None:
    """Return the version of the record that the sent form showed, so that others' edits stay."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def _saved(form: Form, save: Callable[[], HttpResponse | None], record: Any) -> HttpResponse | None:
    """Save a form that is filled in well and return where to go; None when something is wrong with it.

    After a collision the form goes out with the version that stands now: sending it again is a choice.
    """
    if not form.is_valid():
        return None
    try:
        return save()
    except RuleBroken as problem:
        form.refuse(problem)
    except journal.Stale as problem:
        form.collide(problem)
        if record is not None:
            record.version = problem.record.version
    return None
