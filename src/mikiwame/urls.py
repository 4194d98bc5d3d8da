"""Every address of an instance."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/", include("mikiwame.api.urls")),
    path("", include("mikiwame.web.urls")),
]
