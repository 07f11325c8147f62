"""Addresses under /verwaltung/: each part of the administration brings its own."""

from django.urls import include, path

from frontend.administration import audit

urlpatterns = [
    path("", include("frontend.administration.people_urls")),
    path("protokoll/", audit.audit, name="audit"),
]
