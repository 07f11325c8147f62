"""The REST API of a provider's workspace, at the service's own address under /api/v1/."""

from django.urls import path

from frontend.workspace.api import ROUTES
from kernel.api import documents

app_name = "api"
urlpatterns = [
    path("schema", documents.schema, name="schema"),
    path("docs", documents.docs, name="docs"),
    *(
        path(
            f"traeger/<slug:organisation>/{name}",
            viewset.as_view({"get": "list"}, basename=f"workspace-{name}", detail=False),
            name=name,
        )
        for name, viewset in ROUTES.items()
    ),
]
