"""The forms of what follows a consultation: decision with its blocks, task, feedback."""

from typing import Any
from uuid import UUID

from django import forms

from cases.models import Decision, Feedback, HelpBlock, Paragraph
from cases.queries.bookings import bookable_lines
from cases.usecases.decisions import Granted
from cases.web.forms.helps import MOST, NO_NAMES, LineField, offer_lines
from contracts.models import BudgetLine, Setting
from contracts.web.fields import ChoiceOf, engaged
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField
from kernel.web.forms import UseCaseForm
from tenants.registry.models import Organisation

NO_HELP = "keine Hilfe des Amts: die Familie oder jemand im Raum"
NO_NAMES_TEAM = "Das ganze Team liest es: Kürzel statt Namen."


class DecisionForm(UseCaseForm):
    outcome = forms.ChoiceField(
        label="Entscheidung",
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        initial=Decision.Outcome.AS_ADVISED,
    )
    decided_on = GermanDateField(label="Entschieden am")
    advised_on = GermanDateField(
        label="Über Wunsch und Wahl beraten am",
        required=False,
        help_text="Die Familie darf Träger wünschen und wählen, auch außerhalb der Verträge (§ 5).",
    )
    begins = GermanDateField(label="Hilfen beginnen am", required=False)
    review_on = GermanDateField(label="Was daraus geworden ist, prüfen wir am")
    reasons = forms.CharField(
        label="Begründung",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nötig, wenn Sie anders entscheiden als beraten.",
    )
    beyond_reason = forms.CharField(
        label="Warum mehr, als ein Posten noch hat", max_length=300, required=False, help_text=NO_NAMES
    )


class BlockRow(forms.Form):
    block = forms.UUIDField(widget=forms.HiddenInput)
    paragraph = forms.ChoiceField(label="Hilfe nach", choices=[("", NO_HELP), *Paragraph.choices], required=False)
    setting = forms.ChoiceField(label="Form", choices=Setting.choices, required=False)
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger", required=False, empty_label="kein Träger")
    outside = forms.BooleanField(label="Träger außerhalb der Verträge", required=False)
    minutes_a_week = MinutesField(label="Umfang je Woche", min_value=0, max_value=MOST, required=False)
    weeks = forms.IntegerField(label="Wochen", min_value=0, max_value=520, required=False)
    line = LineField(
        BudgetLine.objects.none(), label="Budgetposten", required=False, empty_label="keine Stunden buchen"
    )


class BlockFormSet(forms.BaseFormSet):
    def __init__(self, *args: Any, actor: Actor, blocks: list[HelpBlock], **kwargs: Any) -> None:
        self.actor, self.blocks = actor, {block.pk: block for block in blocks}
        self.lines = list(bookable_lines(actor))
        super().__init__(*args, **kwargs)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        chooser: Any = form.fields["organisation"]
        chooser.queryset = engaged(self.actor)
        offer_lines(form.fields["line"], self.actor, self.lines)

    def granted(self) -> list[Granted]:
        return [self._granted(form.cleaned_data) for form in self.forms if form.cleaned_data["block"] in self.blocks]

    def _granted(self, row: dict[str, Any]) -> Granted:
        key: UUID = row["block"]
        return Granted(
            block=self.blocks[key],
            paragraph=row["paragraph"],
            setting=row["setting"] or Setting.AMBULANT,
            organisation=row["organisation"],
            outside=row["outside"],
            minutes_a_week=row["minutes_a_week"] or 0,
            weeks=row["weeks"] or 0,
            line=row["line"],
        )


Blocks: Any = forms.formset_factory(BlockRow, formset=BlockFormSet, extra=0, max_num=40, validate_max=True)


def block_rows(actor: Actor, blocks: list[HelpBlock], data: Any) -> Any:
    """A row for each block, as the team advised."""
    initial = [
        {
            "block": b.pk,
            "paragraph": Paragraph.P27_2 if b.organisation_id else "",
            "setting": Setting.AMBULANT,
            "organisation": b.organisation_id,
            "minutes_a_week": b.minutes_a_week,
            "weeks": b.weeks,
            "line": b.line_id,
        }
        for b in blocks
    ]
    return Blocks(data, prefix="bausteine", initial=initial, actor=actor, blocks=blocks)


class TaskForm(UseCaseForm):
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger")
    text = forms.CharField(
        label="Aufgabe", max_length=600, widget=forms.Textarea(attrs={"rows": 3}), help_text="Kürzel statt Namen."
    )
    due_on = GermanDateField(label="Bis")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", engaged(actor))


class FeedbackForm(UseCaseForm):
    outcome = forms.ChoiceField(
        label="Wie ist es gegangen?", choices=Feedback.Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="Was ist daraus geworden?",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_NAMES_TEAM,
    )
    given_on = GermanDateField(label="Am")
