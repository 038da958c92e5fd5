"""The addresses of long exports."""

from django.urls import path

from fairlead.web.exports import exports

urlpatterns = [
    path("", exports.show, name="exports"),
    path("<str:kind>/<int:pk>.json", exports.whole, name="record_file"),
    path("<int:pk>/progress", exports.progress, name="export_progress"),
    path("<int:pk>/file", exports.download, name="export_file"),
    path("<int:pk>/stop", exports.stop, name="export_stop"),
    path("<int:pk>/delete", exports.delete, name="export_delete"),
]
