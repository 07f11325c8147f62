"""The forms that take a file."""

from typing import Any

from django import forms

from contracts.usecases.documents import LARGEST
from kernel.web.forms import UseCaseForm

ACCEPTED = ".pdf,.docx,.odt,.xlsx,.png,.jpg,.jpeg"
TOO_LARGE = "Die Datei ist größer als 20 MB. Verkleinern Sie sie oder teilen Sie sie auf."


class FileForm(UseCaseForm):
    """A file goes to the use case as name and bytes; one that is too large is not read at all."""

    file = forms.FileField(
        label="Datei",
        help_text="PDF, DOCX, ODT, XLSX ohne Makros, PNG oder JPEG, höchstens 20 MB.",
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
            raise forms.ValidationError(TOO_LARGE)
        return file

    def values(self) -> dict[str, Any]:
        values = super().values()
        file = values.pop("file")
        return values | {"filename": file.name, "content": file.read()}


class DocumentForm(FileForm):
    title = forms.CharField(
        label="Titel", max_length=200, help_text="Zum Beispiel „Vertragstext“ oder „Anlage 2: Leistungen“."
    )

    field_order = ["title", "file"]
