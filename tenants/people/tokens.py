"""API tokens (OAuth 2 client credentials): opaque, each good for one office and nothing else (docs/adr/0004).

allauth's tables are out of an office's reach, so the token is read as the login role before the request is bound to
its office. What it finds is a technical person, whose memberships the office then checks like anyone's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.core.internal import httpkit, ratelimit
from allauth.idp.oidc.internal.oauthlib.utils import get_validator_context
from allauth.idp.oidc.internal.resources import is_resources_subset
from allauth.idp.oidc.models import Client, Token
from allauth.idp.oidc.views import token as issue_token
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from kernel.web.stamps import public_page
from tenants.people.models import ApiClient
from tenants.registry.places import office_url

SCOPE = "api"
PER_ADDRESS = "120/m/ip"


@dataclass(frozen=True, slots=True)
class TechnicalUser:
    """What a request with a token has in place of an account."""

    person_id: UUID
    client_id: str
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True

    @property
    def pk(self) -> UUID:
        return self.person_id


class ReadToken:
    """Middleware before the gate: a request of the API with a token is its client's, whatever cookies it carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind, _, value = request.headers.get("Authorization", "").partition(" ")
        if request.path.startswith("/api/") and kind.lower() == "bearer":
            found = find_client(value.strip(), request)
            request.api_token = found  # type: ignore[attr-defined]
            is_client = isinstance(found, ApiClient)
            request.user = TechnicalUser(found.person_id, found.client_id) if is_client else AnonymousUser()  # type: ignore[assignment, union-attr]
        return self.get_response(request)


def find_client(value: str, request: HttpRequest) -> ApiClient | AuthenticationFailed | PermissionDenied:
    """The client of a valid token that was issued for the request's office and address, or what to answer instead."""
    place = request.place  # type: ignore[attr-defined]
    token = Token.objects.lookup(Token.Type.ACCESS_TOKEN, value) if 0 < len(value) <= 255 else None
    client = ApiClient.objects.filter(pk=token.client_id, revoked_at=None).first() if token else None
    if token is None or client is None:
        return AuthenticationFailed("Das Token ist ungültig, abgelaufen oder gesperrt. Holen Sie ein neues.")
    address = office_url(place.key, request.path)
    resources = token.get_resources()
    if (
        not place.is_office
        or client.office_id != place.key
        or not resources
        or not is_resources_subset([address], resources)
    ):
        return PermissionDenied("Dieses Token gilt für ein anderes Amt oder eine andere Adresse.")
    return client


class TokenAuthentication(BaseAuthentication):
    """For the REST framework: answers for requests with a token, and leaves the others to the session."""

    def authenticate(self, request: Request) -> tuple[Any, ApiClient] | None:
        found = getattr(request._request, "api_token", None)
        if isinstance(found, Exception):
            raise found
        return (request._request.user, found) if found else None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="hilfenetz"'


def _refused(error: str, status: int, description: str) -> JsonResponse:
    answer = JsonResponse({"error": error, "error_description": description}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt
@public_page("POST", reason="the client proves itself with its secret")
def token(request: HttpRequest) -> HttpResponse:
    """The token endpoint: client credentials only; the token's audience is always the client's own office."""
    if not ratelimit.consume(request=request, app="allauth.idp.oidc", action="token", config={"token": PER_ADDRESS}):
        return _refused("slow_down", 429, "Zu viele Anfragen. Warten Sie eine Minute.")
    if request.POST.get("grant_type") != Client.GrantType.CLIENT_CREDENTIALS:
        return _refused("unsupported_grant_type", 400, "Nur grant_type=client_credentials ist möglich.")
    client_id = httpkit.extract_basic_auth(request.headers)[0] or request.POST.get("client_id", "")
    client = ApiClient.objects.filter(pk=client_id[:100], revoked_at=None).first()
    if client is None:
        return _refused("invalid_client", 401, "Diesen Zugang gibt es nicht, oder er ist gesperrt.")
    get_validator_context().granted_resources = [office_url(client.office_id, "")]
    Token.objects.expired().filter(client_id=client.pk).delete()
    try:
        return issue_token(request)
    except ValidationError:
        return _refused("invalid_target", 400, "resource muss die vollständige Adresse des Amts sein.")


def register_client(client: ApiClient, secret: str) -> None:
    """Make the client known to the token endpoint; in a transaction of the base host."""
    known = Client(
        id=client.client_id, name=client.name, type=Client.Type.CONFIDENTIAL, scopes=SCOPE, default_scopes=SCOPE
    )
    known.set_grant_types([Client.GrantType.CLIENT_CREDENTIALS])
    known.set_response_types([])
    known.set_secret(secret)
    known.save(force_insert=True)
