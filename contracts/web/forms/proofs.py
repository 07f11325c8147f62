"""The forms of proofs of use."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from contracts.models import BudgetLine, Contract, Proof
from contracts.usecases.proofs import Reported
from contracts.web.fields import ChoiceOf, contracts
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField, MoneyField
from kernel.web.forms import UseCaseForm

MOST = 60 * 1_000_000


class OpenForm(UseCaseForm):
    contract = ChoiceOf(Contract.objects.none(), label="Vertrag")
    year = forms.IntegerField(label="Jahr", min_value=1990, max_value=2100)
    due_on = GermanDateField(label="Einzureichen bis")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        released = BudgetLine.objects.filter(contract=OuterRef("pk"), state=BudgetLine.State.RELEASED)
        self.offer("contract", contracts(actor).filter(Exists(released)))


class ReportForm(UseCaseForm):
    report = forms.CharField(
        label="Sachbericht",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Nötig, bevor Sie einreichen: Was wurde getan, was erreicht, was war anders als geplant? Keine Namen und keine "
        "Angaben zu Fällen.",
    )


class FigureRow(forms.Form):
    """What the provider reports for one line."""

    figure = forms.UUIDField(widget=forms.HiddenInput)
    minutes = MinutesField(label="Geleistete Stunden", min_value=0, max_value=MOST)
    group_minutes = MinutesField(label="Davon in Gruppen", min_value=0, max_value=MOST, required=False)
    staff_cost = MoneyField(label="Personalkosten", max_digits=14, required=False)
    material_cost = MoneyField(label="Sachkosten", max_digits=14, required=False)
    overhead_cost = MoneyField(label="Gemeinkosten", max_digits=14, required=False)
    remark = forms.CharField(label="Erläuterung", max_length=300, required=False)


class FigureFormSet(forms.BaseFormSet):
    def reported(self) -> list[Reported]:
        empty: dict[str, Any] = {"group_minutes": 0, "staff_cost": 0, "material_cost": 0, "overhead_cost": 0}
        rows = (form.cleaned_data for form in self.forms)
        return [Reported(**{k: empty.get(k, "") if v is None else v for k, v in row.items()}) for row in rows]


FigureRows = forms.formset_factory(FigureRow, formset=FigureFormSet, extra=0, max_num=200, validate_max=True)


class QuestionForm(UseCaseForm):
    question = forms.CharField(label="Frage", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(UseCaseForm):
    answer = forms.CharField(label="Antwort", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))


class DecideForm(UseCaseForm):
    outcome = forms.ChoiceField(
        label="Entscheidung",
        choices=[(Proof.State.ACCEPTED, "ganz anerkennen"), (Proof.State.PARTLY, "teilweise anerkennen")],
        widget=forms.RadioSelect,
    )
    accepted = MoneyField(
        label="Anerkannter Betrag", max_digits=14, required=False, help_text="Nur wenn Sie teilweise anerkennen."
    )
    decision_reason = forms.CharField(
        label="Begründung",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nötig, wenn Sie teilweise anerkennen oder wenn der Nachweis Auffälligkeiten hat.",
    )

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | ({"accepted": None} if values["outcome"] == Proof.State.ACCEPTED else {})
