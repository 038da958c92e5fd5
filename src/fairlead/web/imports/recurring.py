"""Saved imports: keep how a file was mapped, see what was taken since, look into a folder now."""

from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse

from fairlead.exchange import kinds, queries, recurring, rules
from fairlead.exchange.models import ImportRun, SavedImport
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forming, forms, pages
from fairlead.web.shared.pages import Request

RUNS_SHOWN = 100


class SaveForm(forms.Form):
    """A saved import: what it is called, and for administrators the folder that it watches."""

    name = django_forms.CharField(max_length=80, help_text="Programs and the command line call it so.")
    folder = django_forms.CharField(
        label="Watch the folder",
        max_length=200,
        required=False,
        help_text="Beneath the one that FAIRLEAD_IMPORT_FOLDER names; empty, files come by command or REST.",
    )
    every_minutes = django_forms.TypedChoiceField(
        label="Look every", choices=list(recurring.EVERY.items()), coerce=int, initial=15, required=False
    )

    def __init__(self, request: Request, saved: SavedImport | None = None) -> None:
        kept = {name: getattr(saved, name) for name in self.base_fields} if saved else None
        super().__init__(request.POST if request.method == "POST" else None, initial=kept)
        if not rules.may_watch(request.viewer):
            del self.fields["folder"], self.fields["every_minutes"]

    def said(self) -> dict[str, Any]:
        """Return what was filled in, by the names of the saved import."""
        said = dict(self.cleaned_data)
        if not said.get("every_minutes"):
            said.pop("every_minutes", None)
        return said


def saved_imports(request: Request) -> HttpResponse:
    """Show the saved imports with what each took last."""
    rows = [(saved, saved.runs.first()) for saved in queries.saved_imports(request.viewer)]
    return pages.render(request, "imports/saved_list.html", {
        "rows": rows,
        "titles": {name: kind.title for name, kind in kinds.KINDS.items()},
        "heads": heads("Name", "As", "Fed by", "By", "Last file", "State"),
        "place": "imports",
    })  # fmt: skip


def save(request: Request, pk: int) -> HttpResponse:
    """Keep how a file was mapped under a name."""
    job = queries.import_job(request.viewer, pk)
    form = SaveForm(request)

    def keep() -> HttpResponse:
        saved = recurring.save_import(job=job, **form.said(), by=request.viewer, at=request.now)
        return forming.done(request, f"“{saved}” is saved.", "import_saved", saved.pk)

    return forming.show(request, form, keep, {
        "title": "Use this import again",
        "note": "The next files are mapped as this one was, and loaded without asking, in your name.",
        "back": reverse("import", args=[job.pk]),
        "place": "imports",
        "trail": [("Imports", reverse("imports")), ("Saved imports", reverse("import_saved_list"))],
    })  # fmt: skip


def show(request: Request, pk: int) -> HttpResponse:
    """Show a saved import with the log of its runs; its owner has heard of failures then."""
    saved = queries.saved_import(request.viewer, pk)
    runs = list(queries.runs(request.viewer).filter(saved=saved)[:RUNS_SHOWN])
    recurring.note_told(saved, by=request.viewer, at=request.now)
    return pages.render(request, "imports/saved.html", {
        "saved": saved,
        "kind": kinds.kind(saved.kind),
        "every": recurring.EVERY.get(saved.every_minutes, f"{saved.every_minutes} minutes"),
        "runs": runs,
        "heads": heads("When", "File", "Came by", "State", "Created#", "Updated#", "Problems#"),
        "verdict": rules.may_keep(request.viewer, saved),
        "place": "imports",
    })  # fmt: skip


def show_run(request: Request, pk: int) -> HttpResponse:
    """Show what became of one file: its problems, and the way to mend or undo it."""
    run: ImportRun = queries.run(request.viewer, pk)
    context = {"run": run, "saved": run.saved, "place": "imports"}
    return pages.render(request, "imports/run.html", context)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a saved import."""
    saved = queries.saved_import(request.viewer, pk)
    form = SaveForm(request, saved)

    def keep() -> HttpResponse:
        recurring.edit_saved(saved, form.said(), by=request.viewer)
        return forming.done(request, "Saved.", "import_saved", saved.pk)

    return forming.show(request, form, keep, {
        "title": saved.name,
        "back": reverse("import_saved", args=[saved.pk]),
        "place": "imports",
        "trail": [("Imports", reverse("imports")), ("Saved imports", reverse("import_saved_list"))],
    })  # fmt: skip


def toggle(request: Request, pk: int) -> HttpResponse:
    """Switch a saved import off, or on again."""
    saved = queries.saved_import(request.viewer, pk)
    recurring.edit_saved(saved, {"is_active": not saved.is_active}, by=request.viewer)
    sentence = f"“{saved}” is switched {'on' if saved.is_active else 'off'}."
    return forming.done(request, sentence, "import_saved", saved.pk)


def look(request: Request, pk: int) -> HttpResponse:
    """Let the worker look into the folder at once."""
    saved = queries.saved_import(request.viewer, pk)
    recurring.look_soon(saved, by=request.viewer)
    return forming.done(request, "The worker looks into the folder.", "import_saved", saved.pk)


def delete(request: Request, pk: int) -> HttpResponse:
    """Forget a saved import."""
    saved = queries.saved_import(request.viewer, pk)
    recurring.delete_saved(saved, by=request.viewer)
    return forming.done(request, f"“{saved.name}” is forgotten.", "import_saved_list")
