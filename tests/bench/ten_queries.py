"""A page of ten queries, the same with and without tenants; run as a program it serves itself on demand."""

import sys
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template import Context, Engine
from django.urls import path

from tests.bench.ground import caller

TEMPLATE = "{% for rows in blocks %}<table>{% for r in rows %}<tr><td>{{ r.verb }}<td>{{ r.record }}<td>{{ r.at }}</tr>{% endfor %}</table>{% endfor %}"
_compiled = Engine().from_string(TEMPLATE)
BATCH = 10


def blocks() -> HttpResponse:
    from kernel.audit.models import Entry

    found = [list(Entry.objects.order_by("id")[n * 20 : n * 20 + 20]) for n in range(10)]
    return HttpResponse(_compiled.render(Context({"blocks": found})))


def plain(request: HttpRequest) -> HttpResponse:
    return blocks() if request.user.is_authenticated else HttpResponseForbidden()


def placed(request: HttpRequest) -> HttpResponse:
    """As every page of an office: who is signed in enters, with the memberships of today."""
    request.enter()  # type: ignore[attr-defined]
    return blocks()


class Mount:
    """The innermost middleware: the measured view in place of the office's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        from kernel.web.stamps import Access

        self.get_response = get_response
        placed.access = Access("member", frozenset({"GET"}), reason="measured")  # type: ignore[attr-defined]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = "tests.bench.placed"  # type: ignore[attr-defined]
        return self.get_response(request)


urlpatterns = [path("ten", plain)]


def main() -> None:
    """For each line read: the seconds that a batch of requests takes."""
    from project.wsgi import application

    call = caller(application, sys.argv[1], sys.argv[2])
    for _ in sys.stdin:
        began = perf_counter()
        for _ in range(BATCH):
            if call("/ten").count(b"<tr>") != 200:
                raise RuntimeError("not the page")
        sys.stdout.write(f"{perf_counter() - began}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
