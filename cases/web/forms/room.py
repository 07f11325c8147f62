"""Forms of the conference room."""

from typing import Any

from django import forms

from cases.models import Item, Resource
from cases.policy.resources import resource_policy
from cases.queries.bookings import bookable_lines, left_of, line_label
from contracts.models import BudgetLine
from contracts.web.fields import ChoiceOf, engaged
from kernel.access.actor import OFFICE_ROLES, Actor
from kernel.web.fields import GermanDateField, MinutesField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

NOBODY = "niemand vom Träger, zum Beispiel Nachbarschaft oder Verein"


class EntryForm(UseCaseForm):
    text = forms.CharField(label="Text", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class GoalForm(EntryForm):
    due_on = GermanDateField(label="Erreicht bis", required=False)


class TextForm(UseCaseForm):
    text = forms.CharField(label="Text", max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 10}))

    def values(self) -> dict[str, Any]:
        return super().values() | {"seen": self.cleaned_data["version"] or 0}


class ReviewForm(UseCaseForm):
    review_on = GermanDateField(label="Überprüfung am", required=False)


class BlockForm(UseCaseForm):
    who = forms.CharField(label="Wer", max_length=120, help_text="Eine Person, ein Dienst, ein Verein.")
    what = forms.CharField(label="Was", max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    when = forms.CharField(label="Wann", max_length=200, required=False)
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger", required=False, empty_label=NOBODY)
    minutes_a_week = MinutesField(label="Stunden je Woche", required=False, min_value=0, max_value=7 * 24 * 60)
    weeks = forms.IntegerField(label="Wochen", required=False, min_value=0, max_value=260)
    line = ChoiceOf(BudgetLine.objects.none(), label="Budgetposten", required=False, empty_label="keiner")
    resource = ChoiceOf(Resource.objects.none(), label="Aus der Ressourcenkarte", required=False, empty_label="keine")

    def __init__(self, *args: Any, actor: Actor, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(actor))
        here = resource_policy.rows(actor).filter(districts=item.district_id, closed_on=None)
        self.offer("resource", here.distinct().order_by("sort_key"))
        if not actor.roles & OFFICE_ROLES:
            del self.fields["line"]  # what lines have left is the office's to know
            return
        lines = list(bookable_lines(actor))
        left = left_of(lines)
        self.offer("line", bookable_lines(actor))
        self.fields["line"].label_from_instance = lambda line: line_label(line, left[line.pk])  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        found = super().values()
        return found | {name: found.get(name) or 0 for name in ("minutes_a_week", "weeks")}
