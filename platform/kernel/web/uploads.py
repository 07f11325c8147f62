"""The form that takes a file, and the answer that gives one back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from kernel.documents.uploads import EMPTY, LARGEST, TOO_LARGE
from kernel.web.forms import UseCaseForm

ACCEPTED = ".pdf,.docx,.odt,.xlsx,.png,.jpg,.jpeg"


class FileForm(UseCaseForm):
    """A file goes to the use case as name and bytes; one that is too large is not read at all."""

    file = forms.FileField(
        label="Datei",
        help_text="PDF, DOCX, ODT, XLSX ohne Makros, PNG oder JPEG, höchstens 20 MB.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Wählen Sie eine Datei aus.",
            "empty": EMPTY,
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


def files(request: HttpRequest) -> Any:
    """What a form of this kind is given beside what was typed."""
    return request.FILES if request.method == "POST" else None


def as_sent(content: bytes | memoryview, media_type: str, filename: str) -> HttpResponse:
    """The bytes as they came; the browser keeps them as a file and guesses nothing."""
    answer = HttpResponse(bytes(content), content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, filename)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
