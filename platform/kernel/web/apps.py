from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import AppConfig
from django_tables2 import utils

type Signature = tuple[tuple[str, ...], str | None]


class WebConfig(AppConfig):
    name = "kernel.web"
    label = "web"

    def ready(self) -> None:
        """django-tables2 works out a method's signature for every cell; once per method is enough.

        The plain function is what is remembered, never the table or column it is bound to, and so no data.
        """
        work_out = utils.signature
        of_function = cache(work_out)

        def signature(fn: Callable[..., Any]) -> Signature:
            function = getattr(fn, "__func__", None)
            if function is None:
                found: Signature = work_out(fn)
                return found
            names, catch_all = of_function(function)
            return names[1:], catch_all

        utils.signature = signature
