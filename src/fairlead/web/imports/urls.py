"""Addresses of imports."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from fairlead.web.imports import (
    bringing,
    correcting,
    deciding,
    mapping,
    reading,
    recurring,
    running,
    several,
    taking_away,
)

urlpatterns: list[URLPattern] = [
    path("", bringing.imports, name="imports"),
    path("new", bringing.bring, name="import_new"),
    path("saved/", recurring.saved_imports, name="import_saved_list"),
    path("saved/<int:pk>", recurring.show, name="import_saved"),
    path("saved/<int:pk>/edit", recurring.edit, name="import_saved_edit"),
    path("saved/<int:pk>/toggle", require_POST(recurring.toggle), name="import_saved_toggle"),
    path("saved/<int:pk>/look", require_POST(recurring.look), name="import_saved_look"),
    path("saved/<int:pk>/delete", require_POST(recurring.delete), name="import_saved_delete"),
    path("runs/<int:pk>", recurring.show_run, name="import_run"),
    path("<int:pk>/save", recurring.save, name="import_save"),
    path("several/<int:pk>", several.show, name="import_several"),
    path("several/<int:pk>/progress", several.progress, name="import_several_progress"),
    path("several/<int:pk>/check", require_POST(several.check), name="import_several_check"),
    path("several/<int:pk>/load", require_POST(several.load), name="import_several_load"),
    path("several/<int:pk>/cancel", require_POST(running.cancel_several), name="import_several_cancel"),
    path("several/<int:pk>/undo", running.undo_several, name="import_several_undo"),
    path("several/<int:pk>/redo", require_POST(running.redo_several), name="import_several_redo"),
    path("<int:pk>", deciding.show, name="import"),
    path("<int:pk>/mapping", mapping.show, name="import_mapping"),
    path("<int:pk>/anew", require_POST(mapping.anew), name="import_anew"),
    path("<int:pk>/reading", require_POST(reading.reread), name="import_reading"),
    path("<int:pk>/progress", deciding.progress, name="import_progress"),
    path("<int:pk>/problems.csv", taking_away.problems, name="import_problems"),
    path("<int:pk>/rows-to-mend.csv", taking_away.wrong_rows, name="import_wrong_rows"),
    path("<int:pk>/rows-to-mend.xlsx", taking_away.wrong_book, name="import_wrong_book"),
    path("<int:pk>/rows.csv", taking_away.fates, name="import_fates"),
    path("<int:pk>/changes.csv", taking_away.changes, name="import_changes"),
    path("<int:pk>/correct", require_POST(correcting.correct), name="import_correct"),
    path("<int:pk>/load", require_POST(deciding.load), name="import_load"),
    path("<int:pk>/cancel", require_POST(running.cancel), name="import_cancel"),
    path("<int:pk>/undo", running.undo, name="import_undo"),
    path("<int:pk>/redo", require_POST(running.redo), name="import_redo"),
]
