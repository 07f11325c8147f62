"""Addresses in an office."""

from django.urls import include, path

from frontend import pages
from project import health
from tenants.notices.web import urls as notices

urlpatterns = [
    path("health", health.health, name="health"),
    path("", pages.today, name="today"),
    path("suche/", pages.search, name="search"),
    *notices.bell,
    path("fortbildung/", include("tenants.training.web.urls.office")),
    path("gruppen/", include("tenants.groups.web.urls")),
    path("", include("contracts.web.urls")),
    path("", include("cases.web.urls")),
    path("", include("reporting.web.urls")),
    path("verwaltung/", include("frontend.administration.urls")),
    path("api/v1/", include("project.urls_api")),
]

handler400, handler403, handler404, handler500 = (
    "frontend.errors.bad_request",
    "frontend.errors.denied",
    "frontend.errors.not_found",
    "frontend.errors.broken",
)
