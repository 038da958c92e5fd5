"""The addresses of opportunities."""

from django.http import HttpResponse
from django.urls import URLPattern, path

from fairlead.web.pipeline import lists

urlpatterns: list[URLPattern] = [
    *lists.OPPORTUNITIES.urls("opportunities"),
    *lists.DELETED.urls("opportunities/deleted"),
    path("opportunities/bulk/<str:verb>", lambda r, verb: HttpResponse(), name="opportunities_bulk"),
    path("opportunities/new", lambda r: HttpResponse(), name="opportunity_new"),
    path("opportunities/<int:pk>", lambda r, pk: HttpResponse(), name="opportunity"),
]
