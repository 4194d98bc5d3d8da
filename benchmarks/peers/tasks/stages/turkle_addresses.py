"""The site's application and addresses: signing in, and Turkle's own."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.urls import include, path

urlpatterns = [path("", include("django.contrib.auth.urls")), path("", include("turkle.urls"))]
