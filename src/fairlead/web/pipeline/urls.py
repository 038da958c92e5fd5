"""The addresses of opportunities."""

from django.urls import URLPattern, path

from fairlead.web.pipeline import board, bulk, editing, lists, parts, record, simple, suggest, verbs

urlpatterns: list[URLPattern] = [
    *lists.OPPORTUNITIES.urls("opportunities"),
    *lists.DELETED.urls("opportunities/deleted"),
    path("opportunities/bulk/<str:verb>", bulk.bulk, name="opportunities_bulk"),
    path("opportunities/bulk/<int:pk>/done", bulk.done, name="opportunities_bulk_done"),
    path("opportunities/bulk/<int:pk>/undo", bulk.undo, name="opportunities_bulk_undo"),
    *board.urls(),
    path("opportunities/new", editing.create, name="opportunity_new"),
    path("opportunities/suggest/companies", suggest.companies, name="pipeline_companies"),
    path("opportunities/suggest/contacts", suggest.contacts, name="pipeline_contacts"),
    path("opportunities/suggest/products", suggest.products_, name="pipeline_products"),
    path("opportunities/<int:pk>", record.show, name="opportunity"),
    path("opportunities/<int:pk>/edit", editing.edit, name="opportunity_edit"),
    path("opportunities/<int:pk>/fields/<str:name>", editing.field, name="opportunity_field"),
    path("opportunities/<int:pk>/lines", parts.lines, name="opportunity_lines"),
    path("opportunities/<int:pk>/contacts", parts.contacts, name="opportunity_contacts"),
    path("opportunities/<int:pk>/split", parts.split, name="opportunity_split"),
    path("opportunities/<int:pk>/share", parts.share, name="opportunity_share"),
    path("opportunities/<int:pk>/publish", simple.publish, name="opportunity_publish"),
    path("opportunities/<int:pk>/restore", simple.restore, name="opportunity_restore"),
    path("opportunities/<int:pk>/<str:name>", verbs.verb, name="opportunity_verb"),
]
