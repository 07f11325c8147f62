"""What bodies may hold: input is strict, output is read-only; saving is the use cases' business."""

from typing import Any

from django.db.models import Manager, Model
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from kernel.access.policy import Policy

UNKNOWN = "Dieses Feld gibt es hier nicht."


class Input(serializers.Serializer):
    """A body whose fields are the use case's arguments; a field that does not exist is refused, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := [name for name in data if name not in self.fields]):
            raise serializers.ValidationError({name: [UNKNOWN] for name in unknown})
        return super().to_internal_value(data)

    def current(self, row: Model | None) -> dict[str, Any]:
        """The record's present values of these fields, for a change that sends only some."""
        values = {name: getattr(row, name) for name in self.fields}
        return {n: list(v.all()) if isinstance(v, Manager) else v for n, v in values.items()}


class Nothing(Input):
    """A body without a field, or no body."""


class Output(serializers.ModelSerializer):
    """A record as it is shown; never saved."""

    def get_extra_kwargs(self) -> dict[str, Any]:
        extra = super().get_extra_kwargs()
        for name in self.Meta.fields:
            extra.setdefault(name, {})["read_only"] = True
        return extra


class RowField(serializers.PrimaryKeyRelatedField):
    """A record by its key, if the actor may see it; to others it does not exist."""

    default_error_messages = {
        "does_not_exist": "Das gibt es hier nicht.", "incorrect_type": "Geben Sie den Schlüssel als Text an.",
    }

    def __init__(self, policy: Policy[Any], **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(
            queryset=policy.model._default_manager.none(), pk_field=serializers.UUIDField(), **kwargs
        )

    def get_queryset(self) -> Any:
        return self.policy.rows(self.context["view"].actor)


class RowsField(serializers.ListField):
    """Several records by their keys, looked up at once; those that the actor may not see do not exist."""

    child = serializers.UUIDField()

    def __init__(self, policy: Policy[Any], **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(max_length=50, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        keys = super().to_internal_value(data)
        found = {row.pk: row for row in self.policy.rows(self.context["view"].actor).filter(pk__in=keys)}
        if missing := {i: ["Das gibt es hier nicht."] for i, key in enumerate(keys) if key not in found}:
            raise serializers.ValidationError(missing)
        return list(found.values())


class ModelInput(Input, serializers.ModelSerializer):
    """Input whose fields take their lengths and choices from the model; uniqueness is the use case's to explain."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.validators = [v for v in field.validators if not isinstance(v, UniqueValidator)]
        return fields

    def get_validators(self) -> list[Any]:
        return []
