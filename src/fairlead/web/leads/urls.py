"""The addresses of leads."""

from django.urls import URLPattern, path

from fairlead.web.leads import leads, lists

urlpatterns: list[URLPattern] = [
    *lists.LEADS.urls("leads"),
    *lists.DELETED.urls("leads/deleted"),
    path("leads/new", leads.create, name="lead_new"),
    path("leads/<int:pk>", leads.show, name="lead"),
    path("leads/<int:pk>/edit", leads.edit, name="lead_edit"),
    path("leads/<int:pk>/restore", leads.restore, name="lead_restore"),
    path("leads/<int:pk>/<str:name>", leads.verb, name="lead_verb"),
]
