"""Rows into an office's tables by COPY: the only way by which a hundred thousand of them come in seconds."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import models
from psycopg.types.json import Jsonb

from contracts.models import Contract
from kernel.keys import sort_key
from kernel.tenancy.models import VersionedModel
from kernel.tenancy.rows import copy_in

MADE_AT = datetime(2026, 1, 2, 6, tzinfo=UTC)
STAMPS = {"version": 1, "created_at": MADE_AT, "changed_at": MADE_AT}


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows of plain values; a versioned model's stamps are added."""
    stamps = STAMPS if issubclass(model, VersionedModel) else {}
    extra = tuple(stamps.values())
    copy_in(model, [*columns, *stamps], ((*row, *extra) for row in rows))


def copy_instances(instances: Iterable[models.Model]) -> None:
    """Copy instances, model by model in the order in which the models first come."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for instance in instances:
        by_model.setdefault(type(instance), []).append(instance)
    for model, rows in by_model.items():
        columns = [str(f.column) for f in model._meta.concrete_fields if f.column not in STAMPS]
        copy_rows(model, columns, ([_value(row, name) for name in columns] for row in rows))


def _value(row: models.Model, column: str) -> Any:
    if column == "sort_key":
        return sort_key(row.subject if isinstance(row, Contract) else str(row))
    value = getattr(row, column)
    return Jsonb(value) if isinstance(value, list | dict) else value
