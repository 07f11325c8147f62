"""Which data are kept how long, and why: one file (settings.RETENTION), read and checked here, that also executes.

Every column of every model belongs to a class; a column without one is a defect that a test finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Field, Model

WAYS = ("archive", "delete", "anonymise")
UNITS = {"years", "months", "days"}


@dataclass(frozen=True, slots=True)
class Column:
    """What goes as a whole where no app has a rule for it: the rows of a model, by the day in a column."""

    model: str
    field: str

    @property
    def name(self) -> str:
        return self.model


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A class of data with the reason for keeping it, the term after which it goes, and how."""

    name: str
    reason: str
    term: str
    after: tuple[tuple[str, int], ...] = ()
    matters: tuple[str | Column, ...] = ()  # rules of apps by name, or columns
    way: str = ""
    by: str = ""  # who removes it, where nothing here does

    @property
    def length(self) -> relativedelta:
        return relativedelta(**dict(self.after))  # type: ignore[arg-type]

    def due_on(self, counts_from: date) -> date:
        """The day on which the term of what counts from this day is over."""
        return counts_from + self.length


@dataclass(frozen=True)
class RetentionPolicy:
    """The classes, and which model and column belongs to which."""

    classes: dict[str, RetentionClass]
    models: dict[str, dict[str, str]]
    restricted_days: int = field(default=30)  # between the end of the term and the offer to the archive
    answer_months: int = field(default=6)  # how long the archive has for its answer

    @classmethod
    def load(cls, path: Path) -> "RetentionPolicy":
        """Read the file. Raises ValueError where it names a class that it does not define, or a class says too little."""
        data: dict[str, Any] = yaml.safe_load(path.read_text())
        classes = {name: _class(name, c) for name, c in data["classes"].items()}
        models: dict[str, dict[str, str]] = {}
        for label, columns in data["models"].items():
            models[label] = {"*": columns} if isinstance(columns, str) else dict(columns)
            if unknown := set(models[label].values()) - set(classes):
                raise ValueError(f"{label}: unknown retention class {sorted(unknown)}")
        return cls(classes, models, **data.get("archive", {}))

    def class_of(self, field: Field) -> RetentionClass | None:
        """The class of a column, its model's where the column has none of its own."""
        columns = self.models.get(field.model._meta.label_lower, {})
        name = columns.get(field.name) or columns.get("*")
        return self.classes[name] if name else None

    def of_model(self, model: type[Model]) -> str:
        """The class of a model as a whole; nothing where its columns differ."""
        return self.models.get(model._meta.label_lower, {}).get("*", "")

    def missing(self, models: Iterable[type[Model]]) -> list[str]:
        """Columns without a class, as app.model.column."""
        return [
            f"{model._meta.label_lower}.{field.name}"
            for model in models
            for field in model._meta.concrete_fields
            if self.class_of(field) is None
        ]


def _class(name: str, said: dict[str, Any]) -> RetentionClass:
    after = tuple(said.get("after", {}).items())
    matters = tuple(m if isinstance(m, str) else Column(**m) for m in said.get("matters", ()))
    way, by = said.get("way", ""), said.get("by", "")
    executes = bool(after and matters and way in WAYS)
    if executes == bool(by) or {unit for unit, _ in after} - UNITS:
        raise ValueError(f"{name}: says neither after, matters and way nor by whom, or both")
    return RetentionClass(name, said["reason"], said["term"], after, matters, way, by)


@cache
def the_policy() -> RetentionPolicy:
    """The policy of this service, read once per process."""
    return RetentionPolicy.load(Path(settings.RETENTION))
