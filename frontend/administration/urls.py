"""Addresses under /verwaltung/: each part of the administration brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("frontend.administration.people_urls")),
]
