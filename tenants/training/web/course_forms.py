"""The forms of curricula, courses and registrations."""

from typing import Any

from django import forms
from django.db.models import Q

from kernel.access.actor import Actor
from kernel.web.fields import ClockField, GermanDateField, MinutesField, MoneyField
from kernel.web.forms import UseCaseForm
from tenants.people.models import Membership
from tenants.registry.models import Office
from tenants.training.models import Course, Curriculum, Module, Registration
from tenants.training.usecases.courses import MOST_PLACES, SessionGiven
from tenants.training.usecases.curricula import ModuleGiven

CHOOSE = "Bitte wählen"
NOT_HERE = {"invalid_choice": "Das steht hier nicht zur Wahl. Wählen Sie aus der Liste."}


class CurriculumForm(UseCaseForm):
    title = forms.CharField(label="Titel", max_length=160)
    purpose = forms.CharField(
        label="Was man danach kann", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_months = forms.IntegerField(
        label="Gilt wie viele Monate",
        required=False,
        min_value=1,
        max_value=600,
        help_text="Danach ist eine Auffrischung fällig. Leer: ohne Ablauf.",
    )


class ModuleRow(forms.Form):
    """A module; a row without a title does not count."""

    title = forms.CharField(label="Titel", max_length=160, required=False)
    minutes = MinutesField(label="Dauer ohne Pausen", required=False, max_value=100 * 60)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("title") and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", "Geben Sie die Dauer an oder leeren Sie den Titel.")
        return data


class ModuleRowsBase(forms.BaseFormSet):
    def given(self) -> list[ModuleGiven]:
        rows = [form.cleaned_data for form in self.forms]
        return [ModuleGiven(row["title"], row["minutes"]) for row in rows if row.get("title")]


ModuleRows = forms.formset_factory(ModuleRow, formset=ModuleRowsBase, extra=2, max_num=30, validate_max=True)


class RetireForm(UseCaseForm):
    retired_on = GermanDateField(label="Nicht mehr angeboten seit")


class CourseForm(UseCaseForm):
    title = forms.CharField(label="Titel", max_length=160)
    curriculum = forms.ModelChoiceField(
        Curriculum.objects.none(), label="Lehrgang", required=False, empty_label="keiner", error_messages=NOT_HERE
    )
    modules = forms.ModelMultipleChoiceField(
        Module.objects.none(),
        label="Module",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_HERE,
        help_text="Wählen Sie einen anderen Lehrgang, gelten alle seine Module.",
    )
    trainers = forms.CharField(label="Leitung", max_length=200, required=False)
    place = forms.CharField(label="Ort", max_length=200, required=False)
    capacity = forms.IntegerField(label="Plätze", min_value=1, max_value=MOST_PLACES)
    registers_until = GermanDateField(label="Anmeldung bis")
    shares_until = GermanDateField(
        label="Anteile gelten bis",
        required=False,
        help_text="Bis dahin bleiben jedem Träger seine Plätze. Leer: keine Anteile.",
    )
    cost = MoneyField(label="Kosten", max_digits=10, initial=0)
    office_percent = forms.IntegerField(
        label="Anteil der Jugendämter in Prozent", min_value=0, max_value=100, initial=100
    )
    partners = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label="Zusammen mit",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_HERE,
        help_text="Auch deren Personal und Träger können sich dann anmelden.",
    )

    def __init__(self, *args: Any, actor: Actor, course: Course | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = course.curriculum_id if course else None
        curricula = Curriculum.objects.filter(Q(retired_on=None) | Q(pk=self.before))
        self.offer("curriculum", curricula.select_related("office"))
        self.fields["curriculum"].label_from_instance = lambda c: f"{c} ({c.office})"  # type: ignore[attr-defined]
        self.offer("partners", Office.objects.exclude(pk=actor.place).order_by("name"))
        if self.before:
            self.offer("modules", Module.objects.filter(curriculum=self.before))
        else:
            del self.fields["modules"]

    def values(self) -> dict[str, Any]:
        values = super().values()
        chosen = values["curriculum"]
        if (chosen and chosen.pk) != self.before:
            values.pop("modules", None)
        return values


class SessionRow(forms.Form):
    """A day; a row without a day does not count."""

    day = GermanDateField(label="Tag", required=False)
    begins = ClockField(label="von", required=False)
    ends = ClockField(label="bis", required=False)
    room = forms.CharField(label="Raum", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day"):
            for name in ("begins", "ends"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Geben Sie die Uhrzeit an oder leeren Sie den Tag.")
        return data


class SessionRowsBase(forms.BaseFormSet):
    def given(self) -> list[SessionGiven]:
        rows = [form.cleaned_data for form in self.forms]
        return [SessionGiven(r["day"], r["begins"], r["ends"], r.get("room", "")) for r in rows if r.get("day")]


SessionRows = forms.formset_factory(SessionRow, formset=SessionRowsBase, extra=2, max_num=60, validate_max=True)


class SharesForm(UseCaseForm):
    """A number for each provider that works here, and for the offices' own staff."""

    def __init__(self, *args: Any, names: dict[str | None, str], shares: dict[str | None, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = list(names)
        for number, (key, name) in enumerate(names.items()):
            self.fields[f"share_{number}"] = forms.IntegerField(
                label=name, min_value=0, max_value=MOST_PLACES, required=False, initial=shares.get(key, 0)
            )

    def values(self) -> dict[str, Any]:
        return {"shares": {key: self.cleaned_data[f"share_{n}"] or 0 for n, key in enumerate(self.keys)}}


class RegisterForm(UseCaseForm):
    """One of those whom the actor may register, by name."""

    person = forms.ModelChoiceField(
        Membership.objects.none(), label="Person", empty_label=CHOOSE, to_field_name="person", error_messages=NOT_HERE
    )

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", staff)
        self.fields["person"].label_from_instance = lambda m: m.display_name  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {"person": self.cleaned_data["person"].person_id}


class FinishForm(UseCaseForm):
    share = forms.IntegerField(
        label="Verlangte Anwesenheit in Prozent der Tage",
        min_value=1,
        max_value=100,
        initial=100,
        help_text="100 heißt: an allen Tagen. Wer darunter liegt, bekommt keine Bescheinigung.",
    )


class PresentForm(UseCaseForm):
    """The list of a day."""

    present = forms.ModelMultipleChoiceField(
        Registration.objects.none(),
        label="Anwesend waren",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_HERE,
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("present", rows)
        self.fields["present"].label_from_instance = lambda r: f"{r.display_name}, {r.employer}"  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {"present": [row.pk for row in self.cleaned_data["present"]]}


class CodeForm(UseCaseForm):
    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Sechs Zeichen, wie sie auf dem Bildschirm stehen.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


MARKS = [(n, str(n)) for n in range(1, 6)]


class FeedbackForm(UseCaseForm):
    content = forms.TypedChoiceField(label="Inhalt", choices=MARKS, coerce=int, widget=forms.RadioSelect)
    practice = forms.TypedChoiceField(
        label="Nutzen für die Arbeit", choices=MARKS, coerce=int, widget=forms.RadioSelect
    )
    setting = forms.TypedChoiceField(label="Rahmen", choices=MARKS, coerce=int, widget=forms.RadioSelect)
    remark = forms.CharField(
        label="Anmerkung",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Keine Namen, auch nicht Ihren.",
    )
