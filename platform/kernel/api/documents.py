"""The description of the API and a page to read it. Public: they say how to ask, never what is there."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from kernel.api.conditions import tagged
from kernel.web.stamps import public_page

PUBLIC = "those who connect a system read it before they have access; it holds no data"
MEDIA_TYPE = "application/vnd.oai.openapi+json; version=3.1; charset=utf-8"


@cache
def description(urlconf: str) -> bytes:
    """The description, made once per process: it depends on nothing but the code."""
    content: bytes = OpenApiJsonRenderer().render(SchemaGenerator(urlconf=urlconf).get_schema(public=True))
    return content


@public_page("GET", reason=PUBLIC)
def schema(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(
        description(request.urlconf),
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "public, max-age=300"},  # type: ignore[attr-defined]
    )
    return tagged(request, answer, None)


@public_page("GET", reason=PUBLIC)
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html", {"title": settings.SPECTACULAR_SETTINGS["TITLE"]})
