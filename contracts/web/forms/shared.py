"""What several forms have."""

from typing import Any

from django import forms

REMARK = forms.CharField(label="Bemerkung", max_length=300, required=False)


def optional(choices: Any, label: str = "alle") -> list[tuple[str, str]]:
    return [("", label), *choices]
