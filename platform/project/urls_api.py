"""The REST API of an office under /api/v1/."""

from django.urls import include, path

from kernel.api import documents

app_name = "api"
urlpatterns = [
    path("schema", documents.schema, name="schema"),
    path("docs", documents.docs, name="docs"),
    path("", include("contracts.api.urls")),
]
