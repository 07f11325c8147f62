"""The same pages lie in an office and in a provider's workspace, under the same names."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse


def at(request: HttpRequest, name: str, **more: Any) -> str:
    """The address of one of these pages in the place where the request is."""
    match = request.resolver_match
    here = {"organisation": match.kwargs["organisation"]} if match and "organisation" in match.kwargs else {}
    return reverse(name, kwargs=here | more)
