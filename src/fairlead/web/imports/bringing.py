"""Bring a file: dropped, chosen or pasted."""

from typing import Any

from django import forms as django_forms
from django.http import HttpResponse

from fairlead.exchange import actions, kinds, queries
from fairlead.exchange.reading import files_in, is_archive
from fairlead.kit.errors import RuleBroken
from fairlead.web.imports import several
from fairlead.web.setup.heads import heads
from fairlead.web.shared import forms, pages
from fairlead.web.shared.environment import term
from fairlead.web.shared.pages import Request

SHOWN = 50


class _ChooseFiles(django_forms.FileInput):
    """A choice of one file or several."""

    allow_multiple_selected = True


class _Files(django_forms.FileField):
    """The files that were chosen, as a list."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files, each by itself acceptable."""
        return [super(_Files, self).clean(one, initial) for one in data or []]


class BringForm(forms.Form):
    """A file, several that refer to each other, or cells pasted from a spreadsheet."""

    file = _Files(
        required=False,
        widget=_ChooseFiles(),
        help_text="CSV, Excel, Parquet or JSON lines. Several files, or a ZIP of them, go together.",
    )
    pasted = django_forms.CharField(
        label="Or paste cells", required=False, strip=False, widget=django_forms.Textarea(attrs={"rows": 4})
    )
    kind = django_forms.ChoiceField(label="What the rows are", required=False)

    def __init__(self, request: Request) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        chosen = self.fields["kind"]
        assert isinstance(chosen, django_forms.ChoiceField)  # noqa: S101 -- declared above
        known = [(kind.name, term(kind.title)) for kind in queries.importable(request.viewer)]
        chosen.choices = [("", "Find out by the titles"), *known]

    def clean(self) -> dict[str, Any]:
        """Demand one of the two."""
        said = super().clean() or {}
        if not said.get("file") and not (said.get("pasted") or "").strip() and "file" not in self.errors:
            self.add_error("file", "Choose a file, or paste cells below.")
        return said

    def name_and_chunks(self) -> tuple[str, Any]:
        """Return what the file is called, and its bytes in pieces."""
        if files := self.cleaned_data.get("file"):
            return files[0].name, files[0].chunks()
        return "pasted.csv", [self.cleaned_data["pasted"].encode()]


def imports(request: Request) -> HttpResponse:
    """Show past and running imports, the place to drop a new file, and what saved imports refused lately."""
    rows = queries.imports(request.viewer)[:SHOWN]
    failures = queries.untold_failures(request.viewer)[:3]
    context = _list_context(request, BringForm(request)) | {"rows": rows, "failures": failures}
    return pages.render(request, "imports/list.html", context)


def bring(request: Request) -> HttpResponse:
    """Take a file in and go on to its mapping; what cannot be read is refused with place and reason."""
    form = BringForm(request)
    if request.method == "POST" and form.is_valid():
        name, chunks = form.name_and_chunks()
        kind, files = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            if len(files) > 1:
                return several.bring(request, [(str(file.name), file.chunks()) for file in files])
            if files and is_archive(files[0].file):
                return several.bring(request, files_in(files[0].file, name))
            job = actions.begin_import(name, chunks, kind_name=kind, by=request.viewer, at=request.now)
        except RuleBroken as problem:
            form.add_error("file", str(problem))
        else:
            return pages.redirect_to(request, "import_mapping", job.pk)
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "imports/new.html", _list_context(request, form), status=status)


def _list_context(request: Request, form: BringForm) -> dict[str, Any]:
    return {
        "form": form,
        "verdict": queries.may_import(request.viewer),
        "titles": {name: kind.title for name, kind in kinds.KINDS.items()},
        "heads": heads("File", "As", "Rows#", "State", "By", "When"),
        "place": "imports",
    }
