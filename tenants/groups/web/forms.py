"""Forms of groups."""

from typing import Any

from django import forms

from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.groups.usecases.contents import LARGEST
from tenants.people.models import Membership
from tenants.registry.models import Office

ACCEPTED = ".pdf,.docx,.odt,.xlsx,.png,.jpg,.jpeg"


class GroupForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120, help_text="Zum Beispiel „Fortbildungsplanung Westerwald“.")
    purpose = forms.CharField(label="Wozu", max_length=300, required=False)


class InviteForm(UseCaseForm):
    office = forms.ModelChoiceField(label="Jugendamt", queryset=Office.objects.none(), empty_label="bitte wählen")


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.display_name} ({obj.organisation or 'Jugendamt'})"


class MemberForm(UseCaseForm):
    membership = MemberChoice(label="Person", queryset=Membership.objects.none(), empty_label="bitte wählen")


class FileForm(UseCaseForm):
    """A file goes to the use case as name and bytes; one that is too large is not read at all."""

    title = forms.CharField(label="Titel", max_length=200, help_text="Unter demselben Titel wird es eine neue Fassung.")
    file = forms.FileField(
        label="Datei",
        help_text="PDF, DOCX, ODT, XLSX ohne Makros, PNG oder JPEG, höchstens 10 MB. Keine Angaben zu Fällen.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer. Wählen Sie eine andere.",
            "missing": "Wählen Sie eine Datei aus.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Die Datei ist größer als 10 MB. Verkleinern Sie sie oder teilen Sie sie auf.")
        return file

    def values(self) -> dict[str, Any]:
        values = super().values()
        file = values.pop("file")
        return values | {"filename": file.name, "content": file.read()}


class DateForm(UseCaseForm):
    title = forms.CharField(label="Anlass", max_length=120)
    held_on = GermanDateField(label="Tag")
    starts_at = forms.TimeField(label="von")
    ends_at = forms.TimeField(label="bis")
    place = forms.CharField(label="Ort", max_length=200, required=False, help_text="Oder die Adresse der Videositzung.")
