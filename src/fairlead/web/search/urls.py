"""The addresses of the search."""

from django.urls import URLPattern, path

from fairlead.web.search import search

urlpatterns: list[URLPattern] = [
    path("search", search.search, name="search"),
    path("search/suggest", search.suggest, name="search_suggest"),
]
