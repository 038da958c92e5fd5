"""The addresses of saved views."""

from django.urls import path

from fairlead.web.trackers import views

urlpatterns = [
    path("new/<str:name>", views.new, name="view_new"),
    path("<int:pk>/edit", views.edit, name="view_edit"),
    path("<int:pk>/save", views.save, name="view_save"),
    path("<int:pk>/like", views.like, name="view_like"),
    path("<int:pk>/begin", views.begin, name="view_begin"),
    path("<int:pk>/publish", views.publish, name="view_publish"),
    path("<int:pk>/share", views.share, name="view_share"),
    path("<int:pk>/share/<int:share>/end", views.unshare, name="view_unshare"),
    path("<int:pk>/states", views.states, name="view_states"),
    path("<int:pk>/delete", views.delete, name="view_delete"),
]
