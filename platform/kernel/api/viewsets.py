"""Viewsets that ask the same policies and call the same use cases as the pages."""

from enum import StrEnum
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from kernel.access.actor import Actor
from kernel.access.errors import Denied
from kernel.access.policy import Policy, PolicyError, policy_of
from kernel.api import conditions, idempotency
from kernel.api.commands import Command
from kernel.api.filters import FilterBackend, refuse_unknown
from kernel.api.parsers import StrictJSONParser, check_body
from kernel.api.permissions import Never
from kernel.api.problems import ApiError
from kernel.audit.reads import note_read
from kernel.web.stamps import SAFE, Access

STANDARD = ("list", "create", "retrieve", "update", "partial_update", "destroy")


class PlaceViewSet(GenericViewSet):
    """What all viewsets do: size, sign-in, rate, actor, conditions, idempotency; errors as problem details."""

    access = Access("api", frozenset(), reason="asks for the actor and the permission in initial()")
    parser_classes = [StrictJSONParser]
    permission_classes = [Never]  # not asked: `may_enter` decides
    metadata_class = None
    format_kwarg = None
    lookup_value_converter = "uuid"
    attempt: idempotency.Attempt | None = None
    record: Model | None = None  # what the answer is about, for its ETag

    def may_enter(self) -> None:
        """Raise `Denied` unless the actor may use this action at all."""
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        check_body(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        try:
            self.perform_authentication(request)
        finally:  # what fails counts as well
            self.check_throttles(request)
        if not request.user:
            raise exceptions.NotAuthenticated
        if self.action is None:
            raise exceptions.MethodNotAllowed(request.method or "")
        self.actor: Actor = request._request.enter()  # type: ignore[attr-defined]
        if self.action == "metadata":
            return
        self.may_enter()
        refuse_unknown(request, self.parameters())
        if request.method in SAFE:
            return
        if self.detail and "If-Match" not in request.headers:
            raise ApiError(428)
        self.attempt = idempotency.begin(request, self.actor)

    def parameters(self) -> set[str]:
        """The query parameters of the action."""
        return set()

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, idempotency.Replay):
            return exc.answer
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-cache")
        if isinstance(response, Response):
            response.render()  # inside the transaction: the tag and the replay are of these bytes
            if response.content:
                response = conditions.tagged(request, response, getattr(self.record, "version", None))
            if self.attempt:
                self.attempt.remember(response)
        if budget := getattr(request._request, "rate_budget", None):
            for name, value in budget.headers.items():
                response[name] = value
        return response


class PolicyViewSet(PlaceViewSet):
    """Rows of one policy. `permissions` names the permission of each reading action; a command brings its own.

    An action without a permission raises `PolicyError` when the class is made.
    """

    policy: ClassVar[Policy[Any]]
    filter_backends = [FilterBackend]
    filterset_class: Any = None
    permissions: ClassVar[dict[str, StrEnum]] = {}
    commands: ClassVar[dict[str, Command]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        actions = {name: getattr(cls, name) for name in STANDARD if hasattr(cls, name)}
        actions |= {a.__name__: a for a in cls.get_extra_actions()}
        cls.commands = {n: a.command for n, a in actions.items() if hasattr(a, "command")}
        cls.permissions = cls.permissions | {n: c.permission for n, c in cls.commands.items()}
        if missing := sorted(set(actions) - set(cls.permissions)):
            raise PolicyError(f"{cls.__name__}: actions without a permission: {', '.join(missing)}")
        for name in actions:
            policy_of(cls.permissions[name])

    @property
    def permission(self) -> StrEnum:
        return self.permissions[self.action]

    def parameters(self) -> set[str]:
        return (
            {"limit", "offset", *getattr(self.filterset_class, "base_filters", ())} if self.action == "list" else set()
        )

    def may_enter(self) -> None:
        if not policy_of(self.permission).allows(self.actor, self.permission):
            raise Denied("Dafür fehlt Ihnen das Recht.")

    def among(self) -> Any:
        """The rows with what their serializer needs; the policy narrows them down."""
        return self.policy.model._default_manager.all()

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # asked by drf-spectacular, for the model only
            return self.policy.model._default_manager.none()
        return self.policy.rows(self.actor, among=self.among())

    def get_object(self) -> Any:
        """The row of the address: 404 if the actor may not know of it, 403 if it may only be seen, 412 if it changed."""
        own = policy_of(self.permission) is self.policy
        row = self.policy.fetch(
            self.actor, self.permission if own else self.policy.view, among=self.among(), pk=self.kwargs["pk"]
        )
        if self.request.method not in SAFE and not conditions.matches(self.request, row.version):
            raise ApiError(412)
        return row

    def shown(self, row: Model, status: int = 200, **headers: str) -> Response:
        """The answer with one record."""
        self.record = row
        return Response(self.get_serializer(row).data, status=status, headers=headers)


class Listed:
    """With a list of the rows that the actor may see."""

    def list(self: Any, request: Request) -> Any:
        rows = self.filter_queryset(self.get_queryset())
        if self.policy.sensitive:
            note_read(self.policy.model)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class Retrieved:
    """With a single row."""

    def retrieve(self: Any, request: Request, pk: Any) -> Any:
        return self.shown(self.get_object())
