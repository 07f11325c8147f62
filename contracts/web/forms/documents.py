"""The forms of a contract's papers."""

from django import forms

from kernel.web.uploads import FileForm


class DocumentForm(FileForm):
    title = forms.CharField(
        label="Titel", max_length=200, help_text="Zum Beispiel „Vertragstext“ oder „Anlage 2: Leistungen“."
    )

    field_order = ["title", "file"]
