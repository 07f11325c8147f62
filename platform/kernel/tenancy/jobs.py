"""Jobs that belong to a place: deferred inside its transaction, run in a transaction of their own there.

@place_job
def remind(days: int) -> None: ...

remind.later(days=3)               # inside a place's transaction; taken back with it
remind.later_in(place, days=3)     # outside any transaction of a place
"""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django_tenants.utils import get_tenant_model
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kernel.tenancy.place import PORTAL, Place, transaction_in


class PlaceClosed(RuntimeError):
    """The office is suspended or its schema is of another release: the job is tried again later."""


UNTIL_OPEN = RetryStrategy(max_attempts=50, wait=300, retry_exceptions=[PlaceClosed])


def place_of_role(role: str) -> Place:
    """The office or the base host with this database role; asked as the login role."""
    if role == PORTAL.role:
        return PORTAL
    office = get_tenant_model().objects.get(schema_name=role)
    place: Place = office.place
    if place.status != "active" or office.schema_version != settings.SCHEMA_VERSION:
        raise PlaceClosed(f"{place.name} ist gerade nicht geöffnet.")
    return place


class PlaceJob:
    """A job of a place; `function` runs inside the place's transaction."""

    def __init__(self, function: Callable[..., None], **options: Any) -> None:
        self.function = function
        functools.update_wrapper(self, function)  # type: ignore[arg-type]
        name = f"{function.__module__}.{function.__name__}"
        self.task = app.task(name=name, **{"retry": UNTIL_OPEN, **options})(self._run)

    def _run(self, place: str, **given: Any) -> None:
        with transaction_in(place_of_role(place)):
            self.function(**given)

    def later(self, **given: Any) -> None:
        """Put it in the queue with the current transaction of the bound place."""
        if not connection.role or not connection.in_atomic_block:
            raise RuntimeError(f"{self.task.name}: later() belongs in a place's transaction; use later_in()")
        self.task.defer(place=connection.role, **given)

    def later_in(self, place: Place, **given: Any) -> None:
        with transaction_in(place):
            self.later(**given)


def place_job(function: Callable[..., None] | None = None, **options: Any) -> Any:
    """Make a function a job of a place; options as of procrastinate's `task`."""
    return PlaceJob(function, **options) if function else lambda function: PlaceJob(function, **options)
