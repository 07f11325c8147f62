"""JSON in UTF-8, and nothing that would break the parser."""

import json
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from kernel.api.problems import ApiError

DEPTH = 20  # levels of nesting; our deepest body has three


class StrictJSONParser(JSONParser):
    """JSON as RFC 8259 says: UTF-8, no NaN; nested no deeper than anything of ours is."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            data = json.loads(stream.read().decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise ApiError(400, "Der Inhalt ist kein gültiges JSON.") from error
        if _deeper_than(data, DEPTH):
            raise ApiError(400, "Der Inhalt ist zu tief verschachtelt.")
        return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _deeper_than(data: Any, depth: int) -> bool:
    if depth < 0:
        return True
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return any(_deeper_than(v, depth - 1) for v in values)


def check_body(request: Request, limit: int) -> None:
    """Refuse what is too large, of unknown length or in another charset, before a byte of it is read."""
    if (request._request.content_params or {}).get("charset", "utf-8").lower() != "utf-8":
        raise ApiError(415)
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise ApiError(411)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise ApiError(400, "Content-Length ist keine Zahl.")
    if int(length) > limit:
        raise RequestDataTooBig
