"""Which address leads to which door."""

from django.urls import URLPattern, URLResolver, include, path

from fairlead.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("fairlead.web.accounts.urls")),
    path("api/v1/", include("fairlead.api.urls")),
    path("", include("fairlead.web.urls")),
]

handler403 = "fairlead.web.shared.errors.forbidden"
handler404 = "fairlead.web.shared.errors.not_found"
handler500 = "fairlead.web.shared.errors.server_error"
handler429 = "fairlead.web.shared.errors.too_many"
