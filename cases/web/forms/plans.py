"""The forms of the help plan: draft with goals, agreement, review."""

from typing import Any

from django import forms

from cases.models import Help, HelpPlan, PlanGoal
from cases.usecases.plans import Goal, Progress
from contracts.web.fields import ChoicesOf
from kernel.keys import uuid7
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm

EMPTY_ROWS = 3


def long_text(label: str, length: int, help_text: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class PlanForm(UseCaseForm):
    family_view = long_text("Was die Familie sagt", 3000, "In ihren eigenen Worten, auch wo sie anderer Meinung ist.")
    need = long_text("Bedarf", 6000, "Was braucht der junge Mensch, was brauchen die Eltern?", rows=6)
    services = long_text("Notwendige Leistungen", 6000, "Art der Hilfe, Umfang, wer was tut.", rows=6)
    helps = ChoicesOf(Help.objects.none(), label="Hilfen", required=False)
    professionals = long_text("Fachkräfte, die mitgewirkt haben", 600, "Mehrere, wenn die Hilfe länger dauert.", rows=2)
    siblings = long_text("Geschwister", 1000, "Was bedeutet die Hilfe für sie?", rows=2)
    perspective = long_text(
        "Perspektive (§ 37c)", 2000, "Bei Hilfe außerhalb der Familie: Rückkehr, oder auf Dauer woanders?", rows=3
    )
    advised_on = GermanDateField(label="Verständlich beraten am", required=False)
    transfer_check_on = GermanDateField(
        label="Übergang geprüft am (§ 41 Abs. 3)",
        required=False,
        help_text="Bei Hilfe für junge Volljährige, ein Jahr vor dem geplanten Ende.",
    )

    def __init__(self, *args: Any, plan: HelpPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("helps", Help.objects.filter(case=plan.case_id).exclude(state=Help.State.REFUSED))

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"helps": list(values["helps"])}


class GoalRow(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Art", choices=PlanGoal.Kind.choices, initial=PlanGoal.Kind.ACTION)
    text = long_text("Ziel", 600, rows=2)
    sign = long_text("Woran man es merkt", 600, rows=2)
    due_on = GermanDateField(label="Bis", required=False)


class GoalFormSet(forms.BaseFormSet):
    def goals(self) -> list[Goal]:
        return [Goal(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("text")]


Goals = forms.formset_factory(GoalRow, formset=GoalFormSet, extra=0, max_num=60, validate_max=True)


def goal_rows(plan: HelpPlan, data: Any) -> Any:
    """The plan's goals and some empty rows, each with a key of its own; what was sent is taken as it came."""
    if data is not None:
        return Goals(data, prefix="ziele")
    known: list[dict[str, Any]] = [
        {"key": g.pk, "kind": g.kind, "text": g.text, "sign": g.sign, "due_on": g.due_on} for g in plan.goals.all()
    ]
    first = [] if known else [{"key": uuid7(), "kind": PlanGoal.Kind.DIRECTION}]
    return Goals(prefix="ziele", initial=known + first + [{"key": uuid7()} for _ in range(EMPTY_ROWS)])


class AgreeForm(UseCaseForm):
    agreed_on = GermanDateField(label="Vereinbart am")
    review_on = GermanDateField(label="Nächste Überprüfung am")


class ReviewForm(UseCaseForm):
    held_on = GermanDateField(label="Gespräch geführt am")
    result = forms.CharField(label="Ergebnis", max_length=3000, widget=forms.Textarea(attrs={"rows": 6}))
    next_on = GermanDateField(
        label="Nächste Überprüfung am", required=False, help_text="Nötig, solange eine Hilfe läuft."
    )

    def __init__(self, *args: Any, plan: HelpPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for goal in plan.goals.all():
            self.fields[f"goal-{goal.pk}"] = forms.ChoiceField(
                label=f"{goal.get_kind_display()}: {goal.text}", choices=PlanGoal.Reached.choices, initial=goal.reached
            )
        self.goals = {f"goal-{goal.pk}": goal.pk for goal in plan.goals.all()}
        self.order_fields(["held_on", *self.goals, "result", "next_on"])

    def values(self) -> dict[str, Any]:
        values = super().values()
        progress = [Progress(key, values.pop(name)) for name, key in self.goals.items()]
        return values | {"progress": progress}
