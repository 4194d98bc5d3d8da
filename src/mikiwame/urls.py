"""Every address of an instance."""

from django.urls import URLPattern, URLResolver, include, path

from mikiwame.ops import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("accounts/", include("allauth.urls")),
    path("api/", include("mikiwame.api.urls")),
    path("", include("mikiwame.web.urls")),
]
