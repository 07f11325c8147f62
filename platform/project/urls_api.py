"""The REST API of an office under /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from kernel.api import documents
from kernel.api.audit import EntryViewSet
from kernel.api.me import MeViewSet
from kernel.api.retention import ROUTES as RETENTION

retention = SimpleRouter(trailing_slash=False, use_regex_path=False)
for prefix, viewset in RETENTION.items():
    retention.register(prefix, viewset, prefix)

app_name = "api"
urlpatterns = [
    path("schema", documents.schema, name="schema"),
    path("docs", documents.docs, name="docs"),
    path("me", MeViewSet.as_view({"get": "retrieve"}, basename="me", detail=False), name="me"),
    path(
        "audit-entries",
        EntryViewSet.as_view({"get": "list"}, basename="audit-entries", detail=False),
        name="audit-entries",
    ),
    path("", include(retention.urls)),
    path("", include("tenants.notices.api.urls")),
    path("", include("tenants.training.api.urls")),
    path("", include("tenants.groups.api.urls")),
    path("", include("contracts.api.urls")),
    path("", include("cases.api.urls")),
    path("", include("reporting.api.urls")),
]
