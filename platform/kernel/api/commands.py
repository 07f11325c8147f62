"""A writing action of a viewset: validated input goes to a use case, its record comes back. Nothing else writes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from django.db.models import Model
from rest_framework.decorators import action
from rest_framework.response import Response

from kernel.access.use_case import UseCase
from kernel.api.problems import ApiError
from kernel.api.serializers import Input, Nothing

type Method = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Command:
    """What an action does: its use case, what it takes, and how the documentation calls it."""

    use_case: UseCase
    input: type[Input]
    summary: str
    status: int
    merges: bool = False  # what is not sent stays as it is

    @property
    def permission(self) -> StrEnum:
        return self.use_case.permission

    @property
    def needs_body(self) -> bool:
        return self.merges or any(field.required for field in self.input().fields.values())

    def run(self, view: Any) -> Response:
        if self.needs_body and not view.request._request.body:
            raise ApiError(400, "Der Inhalt fehlt.")
        given: dict[str, Any] = {}
        row: Any = None
        if self.use_case.on:
            row = view.get_object()
            given = {self.use_case.on: row, "version": row.version}
        serializer = self.input(data=view.request.data, partial=self.merges, context=view.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        if self.merges:
            given |= serializer.current(row)
        return self._answer(view, self.use_case(actor=view.actor, **given | serializer.validated_data))

    def _answer(self, view: Any, result: Model) -> Response:
        if self.status == 204:
            return Response(status=204)
        row = view.get_queryset().filter(pk=result.pk).first()
        if row is None:  # done, and no longer the actor's to see
            return Response(status=204)
        headers = (
            {"Location": view.request.build_absolute_uri(f"{view.request.path}/{row.pk}")} if self.status == 201 else {}
        )
        answer: Response = view.shown(row, self.status, **headers)
        return answer


def _method(command: Command, name: str) -> Method:
    def method(self: Any, request: Any, pk: Any = None) -> Response:
        return command.run(self)

    method.__name__ = name
    method.__doc__ = command.use_case.__doc__
    method.command = command  # type: ignore[attr-defined]
    return method


def creation(use_case: UseCase, takes: type[Input], summary: str, *, kind: type["Command"] = Command) -> Method:
    """POST on the list makes a record."""
    return _method(kind(use_case, takes, summary, 201), "create")


def change(use_case: UseCase, takes: type[Input], summary: str) -> Method:
    """PATCH on a record changes what is sent and leaves the rest."""
    return _method(Command(use_case, takes, summary, 200, merges=True), "partial_update")


def removal(use_case: UseCase, summary: str) -> Method:
    """DELETE on a record."""
    return _method(Command(use_case, Nothing, summary, 204), "destroy")


def command(
    use_case: UseCase,
    summary: str,
    *,
    path: str,
    takes: type[Input] = Nothing,
    method: Literal["post", "put"] = "post",
    on_list: bool = False,
    status: int = 200,
    kind: type[Command] = Command,
) -> Method:
    """POST on a record's own address: a transition or another verb. The attribute has the use case's name.

    With `on_list` it belongs to no record: the address is the list's, followed by `path`.
    """
    function = _method(kind(use_case, takes, summary, status), use_case.verb)
    return action(detail=not on_list, methods=[method], url_path=path)(function)
