"""What goes as a whole when its term is over, and since when the term runs. Apps say it in their `retention.py`.

@matter("cases.files", label=lambda case: case.number, restrict=…)
def files() -> QuerySet: ...          # rows with `counts_from`, the day from which the term counts; None: it does not run
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from kernel.retention.erasing import erase
from kernel.retention.models import Hold
from kernel.retention.policy import Column, RetentionClass, RetentionPolicy, the_policy

type Rows = Callable[[], QuerySet[Any]]


def _nothing(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.none()


def _as_it_is(row: Any, day: date | None) -> None:
    """What needs no mark of its own while it waits."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that goes as a whole."""

    name: str
    rows: Rows
    label: Callable[[Any], str] = str  # by what the office knows it, while it is there
    running: Callable[[QuerySet[Any]], QuerySet[Any]] = _nothing  # those of the rows that something still runs on
    because: str = ""  # the sentence for those
    restrict: Callable[[Any, date | None], None] = _as_it_is  # out of everybody's sight, or back (None)
    dispose: Callable[[Any], int] = erase  # how many rows went
    sweep: Callable[[QuerySet[Any]], int] | None = None  # all at once, without a record of each

    @property
    def model(self) -> type[Model]:
        return self.rows().model

    def over(self, of: RetentionClass, day: date) -> QuerySet[Any]:
        """Those whose term is over on a day, the oldest first."""
        return self.rows().filter(counts_from__lte=day - of.length).order_by("counts_from", "pk")

    def ready(self, of: RetentionClass, day: date) -> QuerySet[Any]:
        """Those that may go: the term is over, nothing runs, nothing holds them."""
        rows = self.over(of, day)
        running = self.running(rows.model._default_manager.all()).values("pk")
        return rows.exclude(pk__in=running).exclude(Exists(held(rows.model)))


_found: dict[str, Matter] = {}


def matter(name: str, **given: Any) -> Callable[[Rows], Rows]:
    """Name a rule of retention.yaml."""

    def keep(rows: Rows) -> Rows:
        _found[name] = Matter(name, rows, **given)
        return rows

    return keep


@cache
def _gathered() -> dict[str, Matter]:
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.retention") and app.name != "kernel":
            import_module(f"{app.name}.retention")
    return dict(_found)


def matters_of(of: RetentionClass) -> list[Matter]:
    """What executes a class. Raises KeyError for a rule that no app has."""
    return [_column(m) if isinstance(m, Column) else _gathered()[m] for m in of.matters]


def matter_of(model: str, rule: str) -> tuple[RetentionClass, Matter]:
    """The class and the matter of a disposal."""
    of = the_policy().classes[rule]
    return of, next(m for m in matters_of(of) if m.model._meta.label_lower == model)


def all_matters(policy: RetentionPolicy | None = None) -> list[tuple[RetentionClass, Matter]]:
    return [(of, m) for of in (policy or the_policy()).classes.values() for m in matters_of(of)]


def held(model: type[Model]) -> QuerySet[Hold]:
    """Holds on the row of the outer query."""
    return Hold.objects.filter(model=model._meta.label_lower, record=OuterRef("pk"), ends=None)


def _column(column: Column) -> Matter:
    model = apps.get_model(column.model)

    def rows() -> QuerySet[Any]:
        found: QuerySet[Any] = model._default_manager.annotate(counts_from=TruncDate(column.field))
        return found

    return replace(Matter(column.name, rows), label=lambda row: f"{row._meta.verbose_name} {row.pk}")


WITHIN = timedelta(days=365)  # how far the preview looks ahead
