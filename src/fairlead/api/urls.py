"""The addresses of the API, version 1."""

from django.urls import URLPattern, URLResolver, path, re_path

from fairlead.api import problems
from fairlead.api.service import api

_paths, _app, _namespace = api.urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", (_paths, _app, _namespace)),
    re_path(r"^", problems.not_found, name="api_not_found"),
]
