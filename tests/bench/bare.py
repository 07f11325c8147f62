"""A bare Django view, for the load to be compared with: no middleware, no database."""

from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from kernel.live.pages import Pages

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x" * 50, MIDDLEWARE=[])


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("", view)]
pages = Pages(get_wsgi_application(), 8)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """As project.asgi has it."""
    if scope["type"] == "http":
        await pages(scope, receive, send)
