"""The pages for what went wrong: a short sentence and what to do next."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.api.problems import problem


def _answer(request: HttpRequest, status: int, template: str, message: str = "") -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(status, message)
    return render(request, template, {"message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, 413, "413.html", "Das ist zu groß. Höchstens 2 MB sind möglich.")
    return _answer(request, 400, "400.html", "Diese Anfrage lässt sich nicht lesen.")


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, "403.html", "Dafür fehlt Ihnen das Recht.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "404.html", "Das gibt es hier nicht.")


def broken(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500, "500.html", "Da ist bei uns etwas schiefgegangen.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        "403_csrf.html",
        "Ihre Sitzung ist abgelaufen. Laden Sie die Seite neu; Ihre Eingaben bleiben.",
    )
