"""The forms of items, their sheets, guests and consents."""

from typing import Any

from django import forms
from django.db.models import Case, IntegerField, When

from cases.models import CaseFile, CasePerson, Consent, Item, SheetEntry, TeamMember, TeamSession
from cases.queries.consents import is_minor
from cases.queries.teams import AHEAD, team_on
from contracts.web.fields import ChoiceOf, ChoicesOf
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm

MINUTES = forms.IntegerField(
    label="Minuten",
    min_value=5,
    max_value=240,
    help_text="So viel Zeit planen Sie ein, meist 45.",
    error_messages={
        "min_value": "Planen Sie mindestens 5 Minuten.",
        "max_value": "Planen Sie höchstens 240 Minuten.",
        "invalid": "Schreiben Sie eine Zahl, zum Beispiel 45.",
        "required": "Schreiben Sie eine Zahl, zum Beispiel 45.",
    },
)
DUTIES = forms.BooleanField(
    label="Es gibt Auflagen nach einer Einschätzung (§ 8a)",
    required=False,
    help_text="Dann stehen sie im Bogen an der Stelle des Willens.",
)


class ItemForm(UseCaseForm):
    minutes = MINUTES
    duties = DUTIES


class ModeForm(UseCaseForm):
    mode = forms.ChoiceField(label="Was die Leserinnen und Leser sehen", choices=Item.Mode, widget=forms.RadioSelect)


class RemarkForm(UseCaseForm):
    remark = forms.CharField(label="Begründung", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remark"].required = not optional


class ChoiceOfSession(ChoiceOf):
    def label_from_instance(self, obj: Any) -> str:
        return f"{words.weekday(obj.held_on)} {obj.held_on.year}, {obj.starts_at:%H:%M} Uhr"


class ScheduleForm(UseCaseForm):
    session = ChoiceOfSession(TeamSession.objects.none(), label="Sitzung")
    minutes = MINUTES

    def __init__(self, *args: Any, actor: Actor, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = TeamSession.objects.filter(district=item.district_id, held_on__gte=actor.today, state__in=AHEAD)
        self.offer("session", rows.order_by("held_on", "starts_at"))


class TextForm(UseCaseForm):
    """One step's text; saved while it is typed."""

    step = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        max_length=6000,
        required=False,
        strip=False,
        error_messages={"max_length": "Kürzen Sie den Text auf 6.000 Zeichen."},
    )


class EntryForm(UseCaseForm):
    kind = forms.ChoiceField(
        choices=[c for c in SheetEntry.Kind.choices if c[0] != SheetEntry.Kind.IDEA], widget=forms.HiddenInput
    )
    text = forms.CharField(label="Text", max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = GermanDateField(label="Bis", required=False)


class EntryChangeForm(UseCaseForm):
    text = forms.CharField(label="Text", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = GermanDateField(label="Bis", required=False)


class HarmlessForm(UseCaseForm):
    """Which findings mean nobody: their keys, as the page showed them."""

    harmless = forms.TypedMultipleChoiceField(required=False, coerce=str)

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["harmless"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]


class ReplaceForm(UseCaseForm):
    finding = forms.CharField(max_length=40, widget=forms.HiddenInput)
    letter = forms.CharField(max_length=4)


class GuestForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120)
    function = forms.CharField(label="Funktion", max_length=120, help_text="Zum Beispiel „Klassenlehrerin“.")
    email = forms.EmailField(
        label="E-Mail-Adresse",
        max_length=120,
        required=False,
        help_text="Ohne Adresse geben Sie die persönliche Adresse der Seite selbst weiter.",
        error_messages={"invalid": "Schreiben Sie die Adresse so: name@schule.example"},
    )


class ChoiceOfMember(ChoicesOf):
    """Members of a team by name; `names` come with the team, in one query."""

    names: dict[Any, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return self.names.get(obj.pk, "")


class ConsentForm(UseCaseForm):
    person = ChoiceOf(CasePerson.objects.none(), label="Wessen Daten?")
    kind = forms.ChoiceField(label="Grundlage", choices=Consent.Kind, widget=forms.RadioSelect, initial="consent")
    purpose = forms.CharField(
        label="Zweck",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Zum Beispiel „Beratung der Hilfe im Team am 3. Dezember“.",
    )
    recipients = ChoiceOfMember(TeamMember.objects.none(), label="Wer darf die Namen lesen?")
    informed_on = GermanDateField(
        label="Über Ablehnen und Widerrufen informiert am",
        required=False,
        help_text="Ohne diesen Hinweis gilt keine Einwilligung.",
    )
    givers = ChoicesOf(
        CasePerson.objects.none(),
        label="Wer hat eingewilligt?",
        required=False,
        help_text="Bei einem Kind alle mit Sorgerecht, und der junge Mensch, wenn er die Tragweite sieht.",
    )
    given_on = GermanDateField(label="Unterschrieben am", required=False)
    law = forms.CharField(
        label="Vorschrift", max_length=120, required=False, help_text="Nur bei gesetzlicher Befugnis, mit Paragraf."
    )
    begins = GermanDateField(label="Gilt ab")
    ends = GermanDateField(label="Gilt bis")

    def __init__(self, *args: Any, actor: Actor, case: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = list(CasePerson.objects.filter(case=case))
        labels = {p.pk: person_label(p) for p in family}
        minors = any(is_minor(p, actor.today) for p in family)
        able = [p.pk for p in family if p.custodial or p.capable or not (minors and is_minor(p, actor.today))]
        rows = CasePerson.objects.filter(case=case)
        self.offer("person", rows)
        self.offer("givers", rows.filter(pk__in=able))
        for name in ("person", "givers"):
            self.fields[name].label_from_instance = lambda row: labels[row.pk]  # type: ignore[attr-defined]
        team = team_on(actor, case.district_id, actor.today)
        by_name = Case(*(When(pk=m.pk, then=n) for n, m in enumerate(team)), output_field=IntegerField())
        self.offer("recipients", TeamMember.objects.filter(pk__in=[m.pk for m in team]).order_by(by_name))
        self.fields["recipients"].names = {  # type: ignore[attr-defined]
            m.pk: f"{m.person_name}, {m.organisation or 'Jugendamt'}" for m in team
        }

    def values(self) -> dict[str, Any]:
        given = super().values()
        return given | {"recipients": list(given["recipients"]), "givers": list(given["givers"])}


def person_label(person: CasePerson) -> str:
    marks = ["sorgeberechtigt"] if person.custodial else []
    marks += ["willigt selbst ein"] if person.capable else []
    return f"{person.letter}: {person}, {person.get_role_display()}" + (f" ({', '.join(marks)})" if marks else "")
