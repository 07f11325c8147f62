"""Forms in the style of KERN: Django's renderer with our field template and the attributes KERN asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

CHECKBOX = "kern-form-check__checkbox"
RADIO = "kern-form-check__radio"
INPUT = "kern-form-input__input"
SELECT = "kern-form-input__select"


def widget_kind(widget: forms.Widget) -> str:
    """Which part of the field template a widget needs."""
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.SelectMultiple):
        return "input"
    if isinstance(widget, forms.Select):
        return "select"
    return "input"


CLASS_OF_KIND = {
    "radios": RADIO,
    "checkboxes": CHECKBOX,
    "checkbox": CHECKBOX,
    "select": SELECT,
    "input": INPUT,
}

DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
REQUIRED_OF_KIND = {
    "radios": "Bitte wählen Sie eine Möglichkeit.",
    "checkboxes": "Bitte wählen Sie mindestens eine Möglichkeit.",
    "checkbox": "Bitte setzen Sie hier ein Häkchen.",
    "select": "Bitte wählen Sie etwas aus.",
    "input": "Bitte füllen Sie dieses Feld aus.",
}


class KernBoundField(BoundField):
    """Adds KERN's classes, and says with ARIA what is required and what is wrong."""

    @property
    def kind(self) -> str:
        return widget_kind(self.field.widget)

    @property
    def shown_errors(self) -> list[str]:
        """The errors in our words: Django's own sentence for an empty field does not say what to do."""
        ours = REQUIRED_OF_KIND[self.kind]
        return [ours if error == DJANGO_REQUIRED else str(error) for error in self.errors]

    @property
    def short_label(self) -> str:
        return str(self.label).rstrip(".:?")

    @property
    def focus_id(self) -> str:
        """The element that a link in the error summary leads to."""
        if self.kind in {"radios", "checkboxes"} and self.subwidgets:
            return str(self.subwidgets[0].id_for_label)
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return built
        kind = widget_kind(widget)
        css = [CLASS_OF_KIND[kind], *str(widget.attrs.get("class", "")).split()]
        if self.errors:
            css.append(f"{CLASS_OF_KIND[kind]}--error")
        built["class"] = " ".join(css)
        if kind in {"radios", "checkboxes"}:
            built.pop("aria-invalid", None)
        elif self.field.required:
            built["aria-required"] = "true"
        return built


class Renderer(DjangoTemplates):
    """Set as FORM_RENDERER; every Django form then looks like the rest."""

    form_template_name = "components/fields.html"
    formset_template_name = "components/formset_rows.html"
    field_template_name = "components/field.html"
    bound_field_class = KernBoundField
