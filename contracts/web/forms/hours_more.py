"""The forms of the week, of several cases at once, of the timer, months, files and conversion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from contracts.models import BudgetLine, CaseReference, Contract, District, HoursEntry, WorkKind
from contracts.policy import reference_policy
from contracts.queries import hours as queries
from contracts.usecases.hours import CaseShare
from contracts.usecases.hours_import import LIMITS
from contracts.web.fields import ChoiceOf, own_districts
from contracts.web.forms.hours import MOST_RECENT
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField, MinutesField
from kernel.web.forms import UseCaseForm

RECENT = timedelta(days=60)
WITHOUT_CASE = "ohne Fall"


@dataclass(frozen=True, slots=True)
class QuickChoices:
    """What the seven quick forms of a week offer, read once."""

    districts: Sequence[District]
    cases: Sequence[CaseReference]
    word: str

    @classmethod
    def of(cls, actor: Actor, word: str) -> "QuickChoices":
        cases = queries.recent_references(actor, actor.today - RECENT)[:MOST_RECENT]
        return cls(list(own_districts(actor)), list(cases), word)


class QuickForm(UseCaseForm):
    """An entry in one line: how long, where, for which case; the day is known, the kind of work follows."""

    minutes = MinutesField(label="Dauer")
    district = forms.ChoiceField(label="Raum")
    case = forms.ChoiceField(label="Fall", required=False)
    contact = forms.ChoiceField(label="Kontakt", choices=HoursEntry.Contact)

    def __init__(self, *args: Any, choices: QuickChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = choices
        district, case = self.fields["district"], self.fields["case"]
        district.label = choices.word
        district.choices = [(str(d.pk), d.name) for d in choices.districts]  # type: ignore[attr-defined]
        case.choices = [("", WITHOUT_CASE), *((str(c.pk), c.number) for c in choices.cases)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        values = super().values()
        district = next(d for d in self.known.districts if str(d.pk) == values["district"])
        case = values.pop("case")
        cases = [c for c in self.known.cases if str(c.pk) == case]
        kind = WorkKind.CASE if cases else WorkKind.NO_CASE
        return values | {"district": district, "references": cases, "work_kind": kind}


class SeveralForm(UseCaseForm):
    """One visit for several cases: the rows below say which, and for how long each or all together."""

    worked_on = GermanDateField(label="Tag", help_text="Auch „heute“, „gestern“ oder 3.11.")
    district = ChoiceOf(Contract.objects.none(), label="Raum")
    contact = forms.ChoiceField(
        label="Kontakt", choices=HoursEntry.Contact, widget=forms.RadioSelect, initial=HoursEntry.Contact.DIRECT
    )
    together = MinutesField(
        label="Dauer für alle zusammen",
        required=False,
        help_text="Wird gleich verteilt. Oder tragen Sie unten je Fall eine eigene Dauer ein.",
    )

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = own_districts(actor)
        self.offer("district", own)
        self.fields["district"].label = word
        if not self.is_bound and len(only := own[:2]) == 1:
            self.fields["district"].initial = only[0].pk


class CaseRow(forms.Form):
    """A case with its own duration; a tick alone takes part in what is shared."""

    number = forms.CharField(
        label="Fallreferenz",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "andere Nummer"}),
    )
    chosen = forms.BooleanField(label="dabei", required=False)
    minutes = MinutesField(label="eigene Dauer", required=False)


class BaseCaseRows(forms.BaseFormSet):
    """The recent cases, and empty rows for others."""

    def shares(self, actor: Actor) -> list[CaseShare] | None:
        """The chosen cases; None if a number is unknown, which then stands at its row."""
        rows = [f for f in self.forms if self._takes_part(f)]
        numbers = {"".join(f.cleaned_data["number"].split()) for f in rows}
        found = {r.number: r for r in reference_policy.rows(actor).filter(number__in=numbers)}
        for form in rows:
            if "".join(form.cleaned_data["number"].split()) not in found:
                form.add_error("number", "Diese Fallreferenz kennen wir nicht. Prüfen Sie die Ziffern.")
        if any(f.errors for f in rows):
            return None
        return [
            CaseShare(found["".join(f.cleaned_data["number"].split())], f.cleaned_data.get("minutes")) for f in rows
        ]

    def _takes_part(self, form: Any) -> bool:
        data = form.cleaned_data
        typed = bool(data.get("number")) and "number" in form.changed_data
        return bool(data.get("chosen") or data.get("minutes") or typed)


CaseRows = forms.formset_factory(CaseRow, formset=BaseCaseRows, extra=3, max_num=40, absolute_max=40)


def case_rows(actor: Actor, data: Any) -> BaseCaseRows:
    recent = queries.recent_references(actor, actor.today - RECENT)[:MOST_RECENT]
    rows: Any = CaseRows(data, prefix="fall", initial=[{"number": r.number} for r in recent])
    return rows  # type: ignore[no-any-return]


class TimerForm(UseCaseForm):
    district = ChoiceOf(Contract.objects.none(), label="Raum")
    work_kind = forms.ChoiceField(label="Arbeitsart", choices=WorkKind, widget=forms.RadioSelect, initial=WorkKind.CASE)

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = own_districts(actor)
        self.offer("district", own)
        self.fields["district"].label = word
        if not self.is_bound and len(only := own[:2]) == 1:
            self.fields["district"].initial = only[0].pk


class ReturnForm(UseCaseForm):
    return_reason = forms.CharField(
        label="Was ist zu ändern?",
        max_length=300,
        help_text="Die Fachkraft liest das, bevor sie den Monat wieder einreicht.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ImportForm(UseCaseForm):
    """A file goes to the use case as name and bytes; one that is too large is not read at all."""

    file = forms.FileField(
        label="Datei",
        help_text="CSV oder Excel (.xlsx), höchstens 5 MB und 20.000 Zeilen.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": "Wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer. Wählen Sie eine andere.",
            "missing": "Wählen Sie eine Datei aus.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.size:
            raise forms.ValidationError(LIMITS.too_large.message)
        return file

    def values(self) -> dict[str, Any]:
        file = super().values()["file"]
        return {"filename": file.name, "content": file.read()}


class ConvertForm(UseCaseForm):
    minutes = MinutesField(label="Stunden", max_value=None, help_text="1.200 oder 1200:30")
    target = ChoiceOf(BudgetLine.objects.none(), label="In den Posten")
    posted_on = GermanDateField(label="Gilt ab")
    reason = forms.CharField(
        label="Grund", max_length=300, help_text="Warum die zugesagten Stunden nicht gebraucht werden."
    )

    def __init__(self, *args: Any, targets: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("target", targets)
        if not self.is_bound and len(only := targets[:2]) == 1:
            self.fields["target"].initial = only[0].pk
