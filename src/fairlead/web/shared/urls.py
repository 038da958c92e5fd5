"""Addresses of the developers' gallery; there only while debugging."""

from django.conf import settings
from django.urls import URLPattern, path

from fairlead.web.shared import gallery

urlpatterns: list[URLPattern] = (
    [
        path("gallery", gallery.gallery, name="gallery"),
        path("gallery/dialog", gallery.dialog, name="gallery_dialog"),
        path("gallery/suggest", gallery.suggest, name="gallery_suggest"),
        path("gallery/problem/<str:kind>", gallery.problem, name="gallery_problem"),
    ]
    if settings.DEBUG
    else []
)
