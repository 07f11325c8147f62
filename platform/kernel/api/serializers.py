"""What bodies may hold: input is strict, output is read-only; saving is the use cases' business."""

from typing import Any

from django.db.models import Manager, Model
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from kernel.access.policy import Policy
from kernel.sealed.fields import SealedTextField

UNKNOWN = "Dieses Feld gibt es hier nicht."
YEARS = frozenset(map(str, range(1900, 2200)))  # as in the forms: a day before or after it must still exist
OUT_OF_TIME = "Der Tag liegt zwischen dem 1.1.1900 und dem 31.12.2199."
# What the JSON of a field must be: REST framework would take 0 for a text and "yes" for true.
JSON_TYPES: list[tuple[tuple[type[serializers.Field], ...], type, str]] = [
    ((serializers.BooleanField,), bool, "Hier steht true oder false."),
    ((serializers.IntegerField,), int, "Hier steht eine ganze Zahl."),
    ((serializers.DecimalField,), str, 'Hier steht eine Zahl als Text, zum Beispiel "100.00".'),
    ((serializers.ListField,), list, "Hier steht eine Liste."),
    ((serializers.DictField,), dict, "Hier steht ein Objekt."),
    ((serializers.Field,), str, "Hier steht ein Text."),
]


class Input(serializers.Serializer):
    """A body whose fields are the use case's arguments; what does not exist or has another type is refused."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            wrong = {name: [fault] for name, value in data.items() if (fault := self._fault(name, value))}
            if self.parent:  # a change may send some fields of the record, but of each part in them all that it needs
                wrong |= {
                    name: [str(field.error_messages["required"])]
                    for name, field in self.fields.items()
                    if field.required and name not in data
                }
            if wrong:
                raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)

    def _fault(self, name: str, value: Any) -> str:
        if (field := self.fields.get(name)) is None:
            return UNKNOWN
        if value is None:  # the field says itself whether it may be
            return ""
        _, wanted, sentence = next(rule for rule in JSON_TYPES if isinstance(field, rule[0]))
        if type(value) is not wanted:
            return sentence
        if isinstance(field, serializers.DateField) and (year := str(value)[:4]).isdigit() and year not in YEARS:
            return OUT_OF_TIME
        return ""

    def current(self, row: Model | None) -> dict[str, Any]:
        """The record's present values of these fields, for a change that sends only some."""
        values = {str(name): getattr(row, str(name)) for name in self.fields}
        return {n: list(v.all()) if isinstance(v, Manager) else v for n, v in values.items()}


class Nothing(Input):
    """A body without a field, or no body."""


class TextOfSealed(serializers.ModelSerializer):
    """Sealed texts are texts in a body, as long as their column allows."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        SealedTextField: serializers.CharField
    }

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        kind, options = super().build_standard_field(field_name, model_field)
        if isinstance(model_field, SealedTextField):
            options |= {"max_length": model_field.max_length, "allow_blank": model_field.blank}
            if model_field.editable:
                options["required"] = not model_field.blank
        return kind, options


class Output(TextOfSealed):
    """A record as it is shown; never saved."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        model: Any = self.Meta.model
        for name, field in fields.items():  # the description must know that a choice may be empty
            if isinstance(field, serializers.ChoiceField):
                field.allow_blank = model._meta.get_field(name).blank
        return fields

    def get_extra_kwargs(self) -> dict[str, Any]:
        extra = super().get_extra_kwargs()
        for name in self.Meta.fields:
            extra.setdefault(name, {})["read_only"] = True
        return extra


class RowField(serializers.PrimaryKeyRelatedField):
    """A record by its key, if the actor may see it; to others it does not exist."""

    default_error_messages = {
        "does_not_exist": "Das gibt es hier nicht.",
        "incorrect_type": "Geben Sie den Schlüssel als Text an.",
    }

    def __init__(self, policy: Policy[Any], **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(queryset=policy.model._default_manager.none(), pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> Any:
        return self.policy.rows(self.context["view"].actor)


class KeyField(serializers.PrimaryKeyRelatedField):
    """A record by a readable key; a text that cannot be a key is not asked for."""

    default_error_messages = RowField.default_error_messages

    def __init__(self, queryset: Any, pattern: str, **kwargs: Any) -> None:
        self.key = serializers.RegexField(pattern)
        super().__init__(queryset=queryset, pk_field=self.key, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        try:
            self.key.run_validation(data)
        except serializers.ValidationError:
            self.fail("does_not_exist")
        return super().to_internal_value(data)


class RowsField(serializers.ListField):
    """Several records by their keys, looked up at once; those that the actor may not see do not exist."""

    child = serializers.UUIDField()

    def __init__(self, policy: Policy[Any], **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(**{"max_length": 50} | kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if wrong := {
            str(i): ["Hier steht ein Schlüssel als Text."] for i, key in enumerate(data) if not isinstance(key, str)
        }:
            raise serializers.ValidationError(wrong)
        keys = super().to_internal_value(data)
        found = {row.pk: row for row in self.policy.rows(self.context["view"].actor).filter(pk__in=keys)}
        if missing := {str(i): ["Das gibt es hier nicht."] for i, key in enumerate(keys) if key not in found}:
            raise serializers.ValidationError(missing)
        return list(found.values())


class ModelInput(Input, TextOfSealed):
    """Input whose fields take their lengths and choices from the model; uniqueness is the use case's to explain."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.validators = [v for v in field.validators if not isinstance(v, UniqueValidator)]
        return fields

    def get_validators(self) -> list[Any]:
        return []
