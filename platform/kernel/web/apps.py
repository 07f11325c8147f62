from collections.abc import Callable
from types import CodeType
from typing import Any

from django.apps import AppConfig
from django_tables2 import utils

type Signature = tuple[tuple[str, ...], str | None]


class WebConfig(AppConfig):
    name = "kernel.web"
    label = "web"

    def ready(self) -> None:
        """django-tables2 works out a function's signature for every cell; once per piece of code is enough.

        Only the code is remembered, never the table, column or record that a function is bound to, and so no data.
        """
        work_out = utils.signature
        known: dict[CodeType, Signature] = {}

        def signature(fn: Callable[..., Any]) -> Signature:
            function = getattr(fn, "__func__", fn)
            code = getattr(function, "__code__", None)
            if code is None or hasattr(function, "__wrapped__"):
                found: Signature = work_out(fn)
                return found
            if code not in known:
                known[code] = work_out(function)
            names, catch_all = known[code]
            return names if function is fn else names[1:], catch_all

        utils.signature = signature
