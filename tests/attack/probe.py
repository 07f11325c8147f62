"""Views that a program error might have written, and the middleware that mounts them inside everything real."""

from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from kernel.audit.models import Entry
from kernel.web.stamps import public_page


def look() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        user, searched = cursor.fetchone()
    return {"user": user, "path": searched}


@public_page("GET", "POST", reason="test")
def write(request: HttpRequest) -> HttpResponse:
    """Writes on every method, as nobody should."""
    Entry.objects.create(place=request.place.key, via="test", verb="written", model="m", record="1")  # type: ignore[attr-defined]
    return JsonResponse(look())


@public_page("GET", reason="test")
def read(request: HttpRequest) -> HttpResponse:
    return JsonResponse(look() | {"verbs": sorted(set(Entry.objects.values_list("verb", flat=True)))})


async def from_a_coroutine(request: HttpRequest) -> HttpResponse:
    """Asks without opening a scope of its own."""
    return JsonResponse(await sync_to_async(look)())


from_a_coroutine.access = read.access  # type: ignore[attr-defined]

urlpatterns = [path("write", write), path("read", read), path("async", from_a_coroutine)]


class Mount:
    """The innermost middleware: these views in place of the service's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # type: ignore[attr-defined]
        return self.get_response(request)
