"""The forms of what lies in a case: persons, notes, papers, phases, hand-over, stand-ins, emergencies, rules."""

from typing import Any

from django import forms

from cases.models import (
    CaseFile,
    CaseNote,
    CasePerson,
    CasePhase,
    CaseRules,
    EmergencyAccess,
    NotePassing,
    OfficeTransfer,
)
from cases.policy.file import note_policy
from cases.usecases.notes import WHO
from cases.web.forms.register import UNKNOWN, StaffField, length, staff_choices
from contracts.web.fields import ChoiceOf, ChoicesOf
from kernel.access.actor import Actor
from kernel.documents.uploads import LARGEST, TOO_LARGE
from kernel.web import words
from kernel.web.fields import GermanDateField, MinutesField
from kernel.web.forms import UseCaseForm
from kernel.web.uploads import FileForm

YES_NO: list[tuple[str, str]] = [("", "noch offen"), ("yes", "ja"), ("no", "nein")]


def written(model: Any, name: str, *, rows: int = 0, **kwargs: Any) -> forms.CharField:
    """A text as long as its column, in one line or several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    label = str(model._meta.get_field(name).verbose_name)
    given: dict[str, Any] = {"label": label, "max_length": length(model, name), "widget": widget} | kwargs
    return forms.CharField(**given)


def unknown(label: str) -> forms.TypedChoiceField:
    """Yes, no or not known: what § 99 asks for is never guessed."""
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, required=False, coerce=lambda v: v == "yes", empty_value=None
    )


class PersonForm(UseCaseForm):
    """Only the role and one name are needed."""

    role = forms.ChoiceField(label="Rolle", choices=CasePerson.Role.choices)
    given_name = written(CasePerson, "given_name", required=False)
    family_name = written(CasePerson, "family_name", required=False)
    birth_date = GermanDateField(label="Geburtsdatum", required=False)
    sex = forms.ChoiceField(label="Geschlecht", choices=UNKNOWN + CasePerson.Sex.choices, required=False)
    custodial = forms.BooleanField(label="sorgeberechtigt", required=False)
    capable = forms.BooleanField(
        label="kann die Tragweite einer Einwilligung einsehen",
        required=False,
        help_text="Dann willigt der junge Mensch für seine Daten selbst mit ein.",
    )
    address = written(CasePerson, "address", required=False)
    phone = written(CasePerson, "phone", required=False)
    email = forms.EmailField(label="E-Mail", required=False, max_length=length(CasePerson, "email"))
    living = forms.ChoiceField(
        label="Lebt",
        choices=UNKNOWN + CasePerson.Living.choices,
        required=False,
        help_text="Diese und die nächsten zwei Angaben braucht die amtliche Statistik (§ 99) erst bei einer Hilfe.",
    )
    foreign_origin = unknown("Ein Elternteil kommt aus dem Ausland")
    german_at_home = unknown("Zu Hause wird vor allem Deutsch gesprochen")
    remark = written(CasePerson, "remark", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("foreign_origin", "german_at_home"):
            value: Any = self.initial.get(name)
            self.initial[name] = {True: "yes", False: "no"}.get(value, "") if not isinstance(value, str) else value


class NoteForm(UseCaseForm):
    happened_on = GermanDateField(label="Tag")
    text = written(CaseNote, "text", rows=10)
    entrusted = forms.BooleanField(
        label="anvertraut (§ 65)",
        required=False,
        help_text="Dann liest die Notiz niemand außer Ihnen, auch nicht Leitung, Vertretung und Nachfolge.",
    )
    confider = ChoiceOf(CasePerson.objects.none(), label="Anvertraut von", required=False, empty_label="ohne Angabe")

    def __init__(self, *args: Any, case: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("confider", case.persons.all())


class PassForm(UseCaseForm):
    recipient = StaffField(label="An")
    ground = forms.ChoiceField(label="Grundlage", choices=NotePassing.Ground.choices, widget=forms.RadioSelect)
    why = written(NotePassing, "reason", rows=3)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = staff_choices(actor, *WHO, without=actor.person)  # type: ignore[attr-defined]


class PaperForm(FileForm):
    title = forms.CharField(
        label="Titel", max_length=200, required=False, help_text="Ohne Titel gilt der Name der Datei."
    )
    field_order = ["file", "title"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file


class PhaseForm(UseCaseForm):
    kind = forms.ChoiceField(label="Phase", choices=CasePhase.Kind.choices, widget=forms.RadioSelect)
    begins = GermanDateField(label="Seit")


class NotesOf(ChoicesOf):
    """Entrusted notes by their day, without what they say."""

    def label_from_instance(self, obj: CaseNote) -> str:
        return f"Notiz vom {words.day(obj.happened_on)}" + (f", anvertraut von {obj.confider}" if obj.confider else "")


class HandOverForm(UseCaseForm):
    worker = StaffField(label="Neue Fachkraft")
    transferred_on = GermanDateField(label="Zuständig ab")
    notes = NotesOf(
        CaseNote.objects.none(),
        label="Anvertraute Notizen, die mitgehen",
        required=False,
        help_text="Was Sie nicht ankreuzen, bleibt bei Ihnen (§ 65).",
    )
    ground = forms.ChoiceField(
        label="Grundlage dafür", choices=[("", "keine Notiz geht mit"), *NotePassing.Ground.choices], required=False
    )
    why = written(NotePassing, "reason", rows=3, required=False)

    def __init__(self, *args: Any, actor: Actor, case: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = staff_choices(actor, without=case.worker)  # type: ignore[attr-defined]
        own = note_policy.rows(actor).filter(case=case, entrusted=True, author=actor.person).select_related("confider")
        self.offer("notes", own)
        if not own.exists():
            for name in ("notes", "ground", "why"):
                del self.fields[name]


class AnnounceForm(UseCaseForm):
    office_name = forms.CharField(label="Neues Jugendamt", max_length=160)
    announced_on = GermanDateField(label="Angekündigt am")
    remark = written(OfficeTransfer, "remark", rows=5, required=False)


class TalkForm(UseCaseForm):
    talk_on = GermanDateField(
        label="Übergabegespräch am", help_text="Mit der Familie und dem neuen Amt (§ 86c Abs. 2)."
    )


class AcceptForm(UseCaseForm):
    accepted_on = GermanDateField(label="Übernommen am", help_text="An diesem Tag endet der Fall bei Ihnen.")


class StandInForm(UseCaseForm):
    worker = StaffField(label="Vertreten wird")
    stand_in = StaffField(label="Vertretung")
    begins = GermanDateField(label="Von")
    ends = GermanDateField(label="Bis")

    def __init__(self, *args: Any, actor: Actor, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = staff_choices(actor)
        self.fields["stand_in"].choices = [p for p in people if for_others or p[0] != str(actor.person)]  # type: ignore[attr-defined]
        if for_others:
            self.fields["worker"].choices = people  # type: ignore[attr-defined]
        else:
            del self.fields["worker"]


class EmergencyForm(UseCaseForm):
    number = forms.CharField(label="Aktenzeichen", max_length=40, required=False)
    name = forms.CharField(
        label="Oder Name", max_length=160, required=False, help_text="Vor- und Nachname eines Familienmitglieds."
    )
    birth_date = GermanDateField(label="und sein Geburtsdatum", required=False)
    why = written(EmergencyAccess, "reason", rows=3, help_text="Die Leitung liest den Grund und prüft den Zugriff.")


class ReviewForm(UseCaseForm):
    justified = forms.TypedChoiceField(
        label="War der Zugriff nötig?",
        choices=[("yes", "ja"), ("no", "nein")],
        coerce=lambda v: v == "yes",
        widget=forms.RadioSelect,
    )
    finding = written(EmergencyAccess, "finding", rows=3, required=False)


class RulesForm(UseCaseForm):
    approval_minutes_a_week = MinutesField(
        label="Ab so vielen Stunden je Woche stimmt die Leitung zu", min_value=0, max_value=168 * 60
    )
    approval_months = forms.IntegerField(label="Ab so vielen Monaten stimmt die Leitung zu", min_value=0)
    approval_residential = forms.BooleanField(label="Hilfen außerhalb der Familie brauchen die Leitung", required=False)
    review_months = forms.IntegerField(label="Hilfeplan prüfen nach so vielen Monaten", min_value=1)
    emergency_hours = forms.IntegerField(label="Ein Notzugriff gilt so viele Stunden", min_value=1)
    first_assessment_days = forms.IntegerField(
        label="Erste Einschätzung nach § 8a binnen so vielen Tagen", min_value=0, help_text="0: am selben Tag."
    )

    def __init__(self, *args: Any, row: CaseRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.base_fields:
            if hasattr(row, name):
                self.initial.setdefault(name, getattr(row, name))
