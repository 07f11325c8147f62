"""The forms of the resource map."""

from typing import Any

from django import forms

from cases.models import Resource
from cases.policy.resources import districts_worked_in
from cases.usecases.resources_import import LIMITS
from cases.web.forms.protection import of
from contracts.models import District
from contracts.web.fields import ChoicesOf, districts
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from kernel.web.words import number


class DegreesField(forms.DecimalField):
    """A latitude or longitude, typed with a comma or a point."""

    default_error_messages = {"invalid": "Schreiben Sie die Zahl so: 51,43211."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=8, decimal_places=5, required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".").strip() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else number(value, 5)


class ResourceForm(UseCaseForm):
    kind = forms.ChoiceField(label="Art", choices=Resource.Kind)
    name = of(Resource, "name")
    districts = ChoicesOf(District.objects.none(), label="Räume")
    description = of(Resource, "description", widget=forms.Textarea(attrs={"rows": 3}))
    tags = forms.CharField(
        label="Schlagworte",
        required=False,
        max_length=500,
        help_text="Mit Komma getrennt, zum Beispiel: Sport, Mädchen.",
    )
    opening = of(Resource, "opening")
    address = of(Resource, "address")
    contact = of(Resource, "contact", help_text="Bei Menschen: nur mit ihrem Wissen.")
    phone = of(Resource, "phone")
    email = of(Resource, "email")
    website = forms.CharField(label="Internet", required=False, max_length=200, help_text="Mit https:// am Anfang.")
    latitude = DegreesField(label="Breite", help_text="Zum Beispiel 51,43211. Dann steht es auf der Karte.")
    longitude = DegreesField(label="Länge")

    def __init__(self, *args: Any, actor: Actor, word: str, row: Resource | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = districts(actor)
        if actor.organisations():
            own = District.objects.filter(districts_worked_in(actor)).values("pk")
            kept = [d.pk for d in row.districts.all()] if row else []
            rows = rows.filter(pk__in=own) | rows.filter(pk__in=kept)
        self.fields["districts"].queryset = rows  # type: ignore[attr-defined]
        self.fields["districts"].label = word

    def clean_tags(self) -> list[str]:
        return [tag for tag in map(str.strip, self.cleaned_data["tags"].split(",")) if tag]


class GoneForm(UseCaseForm):
    closed_on = GermanDateField(label="Gibt es nicht mehr seit")


class TableForm(UseCaseForm):
    """A file goes to the use case as bytes; one that is too large is not read at all."""

    file = forms.FileField(
        label="Datei",
        help_text="CSV oder Excel (.xlsx), höchstens 5 MB und 5.000 Zeilen.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": "Wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer. Wählen Sie eine andere.",
            "missing": "Wählen Sie eine Datei aus.",
        },
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > LIMITS.size:
            raise forms.ValidationError(LIMITS.too_large.message)
        content: bytes = upload.read()
        return content

    def values(self) -> dict[str, Any]:
        return {"content": self.cleaned_data["file"]}
