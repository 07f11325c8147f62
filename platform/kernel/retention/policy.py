"""Which data are kept how long, and why: one file (platform/project/retention.yaml), read and checked here.

Every column of every model belongs to a class; a column without one is a defect that a test finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Field, Model


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A class of data with the reason for keeping it and the term after which it goes."""

    name: str
    reason: str
    term: str


@dataclass(frozen=True)
class RetentionPolicy:
    """The classes, and which model and column belongs to which."""

    classes: dict[str, RetentionClass]
    models: dict[str, dict[str, str]]

    @classmethod
    def load(cls, path: Path) -> "RetentionPolicy":
        """Read the file. Raises ValueError where it names a class that it does not define."""
        data: dict[str, Any] = yaml.safe_load(path.read_text())
        classes = {name: RetentionClass(name, c["reason"], c["term"]) for name, c in data["classes"].items()}
        models: dict[str, dict[str, str]] = {}
        for label, columns in data["models"].items():
            models[label] = {"*": columns} if isinstance(columns, str) else dict(columns)
            if unknown := set(models[label].values()) - set(classes):
                raise ValueError(f"{label}: unknown retention class {sorted(unknown)}")
        return cls(classes, models)

    def class_of(self, field: Field) -> RetentionClass | None:
        """The class of a column, its model's where the column has none of its own."""
        columns = self.models.get(field.model._meta.label_lower, {})
        name = columns.get(field.name) or columns.get("*")
        return self.classes[name] if name else None

    def missing(self, models: Iterable[type[Model]]) -> list[str]:
        """Columns without a class, as app.model.column."""
        return [
            f"{model._meta.label_lower}.{field.name}"
            for model in models
            for field in model._meta.concrete_fields
            if self.class_of(field) is None
        ]
