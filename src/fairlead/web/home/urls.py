"""The address of home."""

from django.urls import URLPattern, path

from fairlead.web.home import home

urlpatterns: list[URLPattern] = [path("", home.home, name="home")]
