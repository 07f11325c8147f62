"""The forms of helps: granted, approved, completed, extended, ended."""

from typing import Any
from uuid import UUID

from django import forms

from cases.models import CaseFile, CasePerson, Help, Paragraph
from cases.queries.bookings import bookable_lines, left_of, line_label
from contracts.models import BudgetLine, Setting
from contracts.web.fields import ChoiceOf, ChoicesOf, engaged
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

MOST = 60 * 168  # minutes of a week
UNKNOWN = [("", "noch offen")]
NO_NAMES = "Ohne Namen: Die Begründung steht beim Geld."


class LineField(ChoiceOf):
    """A budget line with what it has left."""

    left: dict[UUID, int]

    def label_from_instance(self, line: Any) -> str:
        return line_label(line, self.left.get(line.pk, 0))


def offer_lines(field: Any, actor: Actor, lines: list[BudgetLine] | None = None) -> None:
    """Let the actor choose among the lines of this year and the next."""
    found = list(bookable_lines(actor)) if lines is None else lines
    field.left = left_of(found)
    field.queryset = BudgetLine.objects.filter(pk__in=[line.pk for line in found]).select_related(
        "organisation", "contract", "district"
    )


class HelpForm(UseCaseForm):
    paragraph = forms.ChoiceField(label="Hilfe nach", choices=Paragraph.choices, initial=Paragraph.P31)
    setting = forms.ChoiceField(label="Form", choices=Setting.choices, initial=Setting.AMBULANT)
    persons = ChoicesOf(CasePerson.objects.none(), label="Für", required=False)
    ground = forms.ChoiceField(
        label="Grundlage", choices=Help.Ground.choices, widget=forms.RadioSelect, initial=Help.Ground.DECISION
    )
    ground_on = GermanDateField(label="Entscheidung oder Anlass vom")
    advised_on = GermanDateField(
        label="Über Wunsch und Wahl beraten am", required=False, help_text="Nötig vor einer Entscheidung (§ 5)."
    )
    organisation = ChoiceOf(
        Organisation.objects.none(),
        label="Träger",
        required=False,
        empty_label="kein Träger, zum Beispiel Pflegeperson",
    )
    outside = forms.BooleanField(label="Träger außerhalb der Verträge", required=False)
    begins = GermanDateField(label="Beginnt am")
    planned_end = GermanDateField(
        label="Voraussichtlich bis", required=False, help_text="Ohne Ende muss die Leitung zustimmen."
    )
    minutes_a_week = MinutesField(label="Umfang je Woche", min_value=0, max_value=MOST, required=False)
    what = forms.CharField(
        label="Was die Hilfe leistet", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reasons = forms.MultipleChoiceField(
        label="Gründe",
        choices=Help.Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Höchstens drei. Die amtliche Statistik fragt danach (§ 99), Sie können sie nachtragen.",
    )
    after_assessment = forms.BooleanField(label="Ihr ging eine Einschätzung nach § 8a voraus", required=False)
    line = LineField(
        BudgetLine.objects.none(), label="Budgetposten", required=False, empty_label="keine Stunden buchen"
    )
    minutes = MinutesField(label="Stunden, die gebucht werden", min_value=0, max_value=60 * 100_000, required=False)
    beyond_reason = forms.CharField(
        label="Warum mehr, als der Posten noch hat", max_length=300, required=False, help_text=NO_NAMES
    )

    def __init__(self, *args: Any, actor: Actor, case: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("persons", case.persons.all())
        self.offer("organisation", engaged(actor))
        offer_lines(self.fields["line"], actor)

    def values(self) -> dict[str, Any]:
        values = super().values()
        minutes = {name: values[name] or 0 for name in ("minutes_a_week", "minutes")}
        return values | minutes | {"persons": list(values["persons"])}


class ChangeForm(UseCaseForm):
    persons = ChoicesOf(CasePerson.objects.none(), label="Für", required=False)
    what = forms.CharField(
        label="Was die Hilfe leistet", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reasons = HelpForm.base_fields["reasons"]
    after_assessment = forms.BooleanField(label="Ihr ging eine Einschätzung nach § 8a voraus", required=False)

    def __init__(self, *args: Any, case: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("persons", case.persons.all())

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"persons": list(values["persons"])}


class ApproveForm(UseCaseForm):
    approval_remark = forms.CharField(
        label="Bemerkung", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefuseForm(UseCaseForm):
    approval_remark = forms.CharField(
        label="Was spricht gegen die Hilfe?", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExtendForm(UseCaseForm):
    planned_end = GermanDateField(label="Voraussichtlich bis")


class EndForm(UseCaseForm):
    ends = GermanDateField(label="Beendet am")
    end_reason = forms.ChoiceField(
        label="Wie sie endete",
        choices=[("", "Bitte wählen"), *Help.EndReason.choices],
        help_text="Die amtliche Statistik fragt danach (§ 99).",
    )
    after = forms.ChoiceField(label="Was folgt", choices=UNKNOWN + Help.After.choices, required=False)
    living_after = forms.ChoiceField(
        label="Wo der junge Mensch danach lebt", choices=UNKNOWN + CasePerson.Living.choices, required=False
    )


class LetterForm(UseCaseForm):
    form = forms.ChoiceField(
        label="Als", choices=[("pdf", "PDF, fertig zum Versenden"), ("docx", "Word-Datei, zum Weiterschreiben")],
        widget=forms.RadioSelect, initial="pdf",
    )  # fmt: skip
    recipient = forms.CharField(
        label="Anschrift", max_length=400, widget=forms.Textarea(attrs={"rows": 4}), required=False,
        help_text="Name und Anschrift, wie sie auf dem Brief stehen.",
    )  # fmt: skip
