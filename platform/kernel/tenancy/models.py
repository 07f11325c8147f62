"""Base classes of everything that lies in an office's schema: rows and querysets keep to the office they came from."""

from typing import Any, Self

from django.db import connection, models

from kernel.keys import uuid7


class WrongPlace(RuntimeError):
    """A queryset or an instance was carried from one office's scope into another's."""


def _check(origin: str | None) -> None:
    if origin not in (None, "public", connection.schema_name):
        raise WrongPlace(f"Aus {origin} stammend, in {connection.schema_name} benutzt.")


class PlacedQuerySet(models.QuerySet[Any]):
    """Carries the schema in which it was made and refuses to run in another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._origin: str | None = connection.schema_name

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._origin = self._origin
        return clone

    @property
    def db(self) -> str:
        _check(self._origin)
        return super().db


class PlacedModel(models.Model):
    """A row of an office's schema with a UUIDv7 key; `save` and `delete` refuse in another office's scope."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects = PlacedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **kwargs: Any) -> Self:
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._origin = connection.schema_name
        return instance

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check(getattr(self, "_origin", None))
        super().save(*args, **kwargs)
        self._origin = connection.schema_name

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        _check(getattr(self, "_origin", None))
        return super().delete(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        _check(getattr(self, "_origin", None))
        super().refresh_from_db(*args, **kwargs)


class Versioned(models.Model):
    """A row that two people may edit: `version` counts the saves and is what If-Match and forms compare."""

    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.version += 1
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "version", "changed_at"}
        super().save(*args, **kwargs)


class VersionedModel(Versioned, PlacedModel):
    """A row of an office's schema that two people may edit."""

    class Meta:
        abstract = True


class FleetStatus(models.Model):
    """How far an office's schema is, and what went wrong in its last migration (docs/adr/0003)."""

    class State(models.TextChoices):
        CURRENT = "current", "aktuell"
        FAILED = "failed", "fehlgeschlagen"

    office = models.CharField(primary_key=True, max_length=41)
    version = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    error = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now=True)


class Step(models.Model):
    """A migration of the office schemas as it ran on the template: the SQL that repeats it, or None for data."""

    app = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    sql = models.TextField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["app", "name"], name="step_once")]
