"""The pages for what went wrong: a short sentence and what to do next."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from kernel.api.problems import problem


def _answer(request: HttpRequest, status: int, template: str, title: str, message: str = "") -> HttpResponse:
    """A page has its own sentence; `message` replaces it where more is known. `title` is what the API says."""
    if request.path.startswith("/api/"):
        return problem(status, message or title)
    return render(request, template, {"message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, 413, "413.html", "Das ist zu groß.", "Das ist zu groß. Höchstens 2 MB sind möglich.")
    return _answer(request, 400, "400.html", "Diese Anfrage lässt sich nicht lesen.")


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, "403.html", "Dafür fehlt Ihnen das Recht.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "404.html", "Das gibt es hier nicht.")


def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: what broke may be what the frame asks for."""
    if request.path.startswith("/api/"):
        return problem(500, "Da ist bei uns etwas schiefgegangen.")
    return HttpResponse(render_to_string("500.html", {"shell": {"demo": settings.DEMO}}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        "403_csrf.html",
        "Ihre Sitzung ist abgelaufen. Laden Sie die Seite neu; Ihre Eingaben bleiben.",
    )
