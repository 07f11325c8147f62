"""The OpenAPI description: what drf-spectacular finds, with conditions, problems, headers and sign-in added."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import TimeField

from kernel.api.idempotency import HEADER, PATTERN
from kernel.api.problems import CONTENT_TYPE, KINDS, SENTENCES

type Json = dict[str, Any]
SCHEME_SESSION, SCHEME_TOKEN = "session", "token"
RATE = {
    "RateLimit-Limit": "Anfragen, die im Zeitfenster möglich sind.",
    "RateLimit-Remaining": "Anfragen, die noch übrig sind.",
    "RateLimit-Reset": "Sekunden bis zum nächsten Zeitfenster.",
}
ALWAYS = (400, 401, 403, 405, 406, 429)


class Schema(AutoSchema):
    """Operations of `kernel.api.viewsets`: names and German sentences come from the viewset and its commands."""

    view: Any  # a `PlaceViewSet`

    @property
    def command(self) -> Any:
        return getattr(self.view, "commands", {}).get(self.view.action)

    @property
    def sends(self) -> bool:
        """With a body: a command, or a question whose words belong in no address."""
        return bool(self.method != "GET")

    @property
    def on_record(self) -> bool:
        return bool(self.view.detail)

    def get_operation(self, *args: Any, **kwargs: Any) -> Json | None:
        operation: Json | None = super().get_operation(*args, **kwargs)
        if operation:
            for status in self._statuses():
                operation["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
            for status, response in operation["responses"].items():
                if status.startswith("2"):
                    response["headers"] = self._headers(int(status))
            if not self.sends:
                operation["responses"]["304"] = {"$ref": "#/components/responses/NotModified"}
        return operation

    def _statuses(self) -> list[int]:
        """The problems an operation may answer with."""
        found = [*ALWAYS]
        if self.on_record:
            found.append(404)
        if self.sends:
            found += [409, 411, 413, 415, 422]
            if self.on_record:
                found += [412, 428]
        return sorted(found)

    def _headers(self, status: int) -> Json:
        headers = {name: {"$ref": f"#/components/headers/{name}"} for name in RATE}
        if status != 204:
            headers["ETag"] = {"$ref": "#/components/headers/ETag"}
        if status == 201:
            headers["Location"] = {"$ref": "#/components/headers/Location"}
        if self.sends:
            headers["Idempotency-Replayed"] = {"$ref": "#/components/headers/Idempotency-Replayed"}
        return headers

    def _get_parameters(self) -> list[Json]:
        names = ["If-None-Match"] if not self.sends else [HEADER] if not self.on_record else ["If-Match", HEADER]
        return [*super()._get_parameters(), *({"$ref": f"#/components/parameters/{name}"} for name in names)]

    def get_request_serializer(self) -> Any:
        if self.command is None or not self.command.input().fields:
            return None
        return self.command.input

    def get_response_serializers(self) -> Any:
        if self.command is None:
            return super().get_response_serializers()
        if self.command.status == 204:
            return None
        return {self.command.status: self.view.get_serializer_class()}

    def _get_request_body(self, direction: str = "request") -> Json | None:
        body: Json | None = super()._get_request_body(direction)
        if body and self.command:
            body["required"] = self.command.needs_body
        return body

    def _map_serializer_field(self, field: Any, *args: Any, **kwargs: Any) -> Json:
        """A time of day without a zone is no `time` of RFC 3339."""
        found: Json = super()._map_serializer_field(field, *args, **kwargs)
        if isinstance(field, TimeField):
            return {"type": "string", "description": "Uhrzeit, z. B. 09:00:00"} | {
                key: value for key, value in found.items() if key not in ("type", "format")
            }
        return found

    def get_summary(self) -> str:
        if self.command:
            return str(self.command.summary)
        return str(self.view.summaries[self.view.action])

    def get_description(self) -> str:  # type: ignore[override]
        if self.command:
            return ""
        return str(self.view.about)

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_auth(self) -> list[Json]:
        session: list[Json] = [{SCHEME_SESSION: []}]
        return session if getattr(self.view, "sessions_only", False) else [{SCHEME_TOKEN: []}, *session]

    def get_operation_id(self) -> str:
        first, *rest = f"{self.view.basename}_{self.view.action}".replace("-", "_").split("_")
        return first + "".join(word.title() for word in rest)


def complete(result: Json, generator: Any, request: Any, public: bool) -> Json:
    """Postprocessing: the parts to which the operations refer."""
    components = result.setdefault("components", {})
    components["schemas"] = components.get("schemas", {}) | {"Problem": _problem()}
    for name, schema in components["schemas"].items():
        if schema.get("type") == "object" and name.endswith("Input"):
            schema["additionalProperties"] = False
    components["responses"] = {
        "NotModified": {
            "description": "Seitdem hat sich nichts geändert.",
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
        },
        **{
            f"Problem{status}": {
                "description": SENTENCES.get(status, title),
                "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                "headers": _problem_headers(status),
            }
            for status, (_, title) in KINDS.items()
        },
    }
    components["headers"] = {
        **{name: {"description": text, "schema": {"type": "integer"}} for name, text in RATE.items()},
        "ETag": {
            "description": "Der Stand dieser Antwort, für If-Match und If-None-Match.",
            "schema": {"type": "string"},
        },
        "Location": {"description": "Adresse des neuen Eintrags.", "schema": {"type": "string", "format": "uri"}},
        "Idempotency-Replayed": {
            "description": "true: Die Anfrage war schon ausgeführt; dies ist ihre Antwort von damals.",
            "schema": {"type": "string", "enum": ["true"]},
        },
        "WWW-Authenticate": {"description": "Wie man sich anmeldet.", "schema": {"type": "string"}},
        "Retry-After": {"description": "Sekunden, die zu warten sind.", "schema": {"type": "integer"}},
    }
    components["parameters"] = {
        HEADER: _header(
            HEADER,
            "Eigener Schlüssel der Anfrage, am besten eine UUID: Noch einmal gesendet, wird sie nicht noch einmal ausgeführt.",
            {"type": "string", "pattern": PATTERN},
        ),
        "If-Match": _header(
            "If-Match", "Der ETag des Eintrags, wie Sie ihn zuletzt gelesen haben.", {"type": "string"}, required=True
        ),
        "If-None-Match": _header(
            "If-None-Match", "Ein ETag von früher: Hat sich nichts geändert, kommt 304 ohne Inhalt.", {"type": "string"}
        ),
    }
    components["securitySchemes"] = {
        SCHEME_TOKEN: {
            "type": "oauth2",
            "description": "Token eines API-Zugangs; er gilt für genau ein Amt.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": settings.BASE_URL + reverse("token", urlconf=settings.ROOT_URLCONF),
                    "scopes": {},
                }
            },
        },
        SCHEME_SESSION: {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "Die Anmeldung im Browser; Schreibendes braucht zusätzlich X-CSRFToken.",
        },
    }
    return result


def _problem() -> Json:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "Was nicht ging (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text | {"format": "uri", "enum": [f"urn:hilfenetz:problem:{kind}" for kind, _ in KINDS.values()]},
            "title": text,
            "status": {"type": "integer"},
            "detail": text | {"description": "Ein Satz für den Menschen."},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["detail"],
                    "properties": {
                        "detail": text,
                        "pointer": text | {"description": "Das Feld im Inhalt (RFC 6901), z. B. #/begins."},
                        "parameter": text | {"description": "Der Parameter der Adresse."},
                    },
                },
            },
        },
    }


def _problem_headers(status: int) -> Json:
    names = {401: ["WWW-Authenticate"], 429: ["Retry-After", *RATE]}.get(status, [])
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _header(name: str, description: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}
