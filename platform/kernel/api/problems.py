"""Every error of the API as problem details (RFC 9457): a German sentence, and which field it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions

from kernel.access.errors import Conflict, Denied, RuleViolation

CONTENT_TYPE = "application/problem+json"

# The kinds of problem by status: the last part of `type`, and the title that never changes.
KINDS = {
    400: ("unreadable-request", "Die Anfrage lässt sich nicht lesen"),
    401: ("not-signed-in", "Anmeldung fehlt"),
    403: ("denied", "Kein Zugriff"),
    404: ("not-found", "Nicht gefunden"),
    405: ("method-not-allowed", "Methode nicht möglich"),
    406: ("not-acceptable", "Format nicht möglich"),
    409: ("conflict", "Widerspruch zum gespeicherten Stand"),
    411: ("length-required", "Länge fehlt"),
    412: ("changed-meanwhile", "Inzwischen geändert"),
    413: ("too-large", "Zu groß"),
    415: ("unsupported-format", "Format nicht lesbar"),
    422: ("rule-violation", "Die Eingaben passen nicht"),
    428: ("if-match-required", "Bedingung fehlt"),
    429: ("too-many-requests", "Zu viele Anfragen"),
    500: ("broken", "Fehler im Dienst"),
    503: ("unavailable", "Zurzeit nicht erreichbar"),
}
SENTENCES = {
    400: "Die Anfrage lässt sich nicht lesen.",
    401: "Melden Sie sich an oder senden Sie ein gültiges Zugriffstoken.",
    403: "Dafür fehlt Ihnen das Recht.",
    404: "Das gibt es hier nicht.",
    405: "Diese Methode gibt es unter dieser Adresse nicht.",
    406: "Dieses Format gibt es nicht. Es gibt application/json.",
    411: "Senden Sie die Länge des Inhalts mit (Content-Length).",
    412: "Jemand anderes hat diesen Eintrag inzwischen geändert. Laden Sie ihn neu und prüfen Sie Ihre Änderung.",
    413: "Das ist zu groß. Höchstens 2 MB sind möglich.",
    415: "Senden Sie den Inhalt als application/json in UTF-8.",
    422: "Bitte prüfen Sie die genannten Felder.",
    428: "Senden Sie mit If-Match den Stand, den Sie ändern wollen (ETag).",
    429: "Das waren zu viele Anfragen. Warten Sie kurz.",
    500: "Da ist bei uns etwas schiefgegangen.",
    503: "Das Amt ist zurzeit nicht erreichbar.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field (`pointer`, RFC 6901) or one query parameter or header (`parameter`)."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class ApiError(exceptions.APIException):
    """A problem that the API itself finds, by status."""

    def __init__(self, status: int, detail: str = "", *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail or SENTENCES[status])
        self.status_code = status
        self.faults = faults


def problem(
    status: int, detail: str = "", *, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An answer with problem details."""
    kind, title = KINDS[status]
    body: dict[str, Any] = {
        "type": f"urn:hilfenetz:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail or SENTENCES[status],
    }
    if faults:
        body["errors"] = [{k: v for k, v in asdict(f).items() if v is not None} for f in faults]
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The answer to what a viewset raised; None for what nobody expected (500, logged)."""
    answer = _answer(error)
    if connection.in_atomic_block:
        connection.set_rollback(True)
    return answer


def _answer(error: Exception) -> HttpResponse | None:
    match error:
        case Conflict():
            return problem(412, error.message)
        case RuleViolation():
            pointer = f"#/{error.field}" if error.field else None
            return problem(error.status, error.message, faults=[Fault(error.message, pointer)] if pointer else ())
        case Denied():
            return problem(403, str(error))
        case Http404():
            return problem(404)
        case PermissionDenied():
            return problem(403)
        case RequestDataTooBig():
            return problem(413)
        case ApiError():
            return problem(error.status_code, str(error.detail), faults=error.faults)
        case exceptions.ValidationError():
            return problem(422, faults=list(faults_of(error.detail)))
        case exceptions.Throttled():
            return problem(429, headers={"Retry-After": str(getattr(error, "wait", 1))})
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return problem(401, _own(error), headers={"WWW-Authenticate": str(getattr(error, "auth_header", "Bearer"))})
        case exceptions.PermissionDenied():
            return problem(403, _own(error))
        case exceptions.APIException() if error.status_code in KINDS:
            return problem(error.status_code)
    return None


def _own(error: exceptions.APIException) -> str:
    """The error's own sentence, unless it is only the library's."""
    return "" if error.detail == error.default_detail else str(error.detail)


def faults_of(detail: Any, pointer: str = "#") -> Iterator[Fault]:
    """The faults of a serializer's nested errors, each with its pointer."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from faults_of(value, pointer if key == "non_field_errors" else f"{pointer}/{key}")
    elif isinstance(detail, list) and any(isinstance(d, dict | list) for d in detail):
        for index, value in enumerate(detail):
            yield from faults_of(value, f"{pointer}/{index}")
    else:
        for message in detail if isinstance(detail, list) else [detail]:
            yield Fault(str(message), pointer)
