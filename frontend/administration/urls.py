"""Addresses under /verwaltung/: each part of the administration brings its own."""

from django.urls import include, path

from frontend.administration import audit, office

urlpatterns = [
    path("", include("frontend.administration.people_urls")),
    path("amt/", office.settings, name="office-settings"),
    path("protokoll/", audit.audit, name="audit"),
]
