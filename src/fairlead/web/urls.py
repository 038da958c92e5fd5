"""The addresses of all pages; each room lists its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fairlead.web.shared.urls")),
    path("", include("fairlead.web.home.urls")),
    path("", include("fairlead.web.pipeline.urls")),
    path("", include("fairlead.web.leads.urls")),
    path("", include("fairlead.web.customers.urls")),
    path("", include("fairlead.web.products.urls")),
    path("", include("fairlead.web.search.urls")),
    path("views/", include("fairlead.web.trackers.urls")),
    path("exports/", include("fairlead.web.exports.urls")),
    path("imports/", include("fairlead.web.imports.urls")),
    path("setup/", include("fairlead.web.setup.urls")),
    path("setup/", include("fairlead.web.setup.pipelines_urls")),
    path("profile/", include("fairlead.web.profile.urls")),
]
