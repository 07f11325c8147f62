"""Lists by offset and limit, with the count of all."""

from typing import Any

from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

from kernel.api.problems import ApiError, Fault

MAX_OFFSET = 1_000_000


class Pagination(LimitOffsetPagination):
    """25 rows unless `limit` says otherwise, 100 at most; a limit or offset out of range is refused, not bent."""

    default_limit = 25
    max_limit = 100

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        self.limit = _number(request, "limit", self.default_limit, 1, self.max_limit)
        self.offset = _number(request, "offset", 0, 0, MAX_OFFSET)
        self.count = len(queryset) if isinstance(queryset, list) else queryset.count()
        return list(queryset[self.offset : self.offset + self.limit]) if self.offset < self.count else []

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter("limit", "Wie viele Einträge höchstens kommen.", 1, self.max_limit, self.default_limit),
            _parameter("offset", "Wie viele Einträge übersprungen werden.", 0, MAX_OFFSET, 0),
        ]


def _number(request: Request, name: str, default: int, low: int, high: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and low <= int(text) <= high):
        raise ApiError(400, faults=[Fault(f"Das ist eine ganze Zahl von {low} bis {high}.", parameter=name)])
    return int(text)


def _parameter(name: str, description: str, low: int, high: int, default: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": low, "maximum": high, "default": default}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
