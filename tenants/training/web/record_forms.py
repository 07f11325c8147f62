"""Forms of the record: recognitions, requirements, certificates of conduct."""

from typing import Any

from django import forms
from django.http import HttpRequest

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.web.fields import GermanDateField, MinutesField
from kernel.web.forms import UseCaseForm
from kernel.web.uploads import FileForm
from tenants.people.models import Membership
from tenants.training.models import Certificate, Curriculum, Recognition
from tenants.training.queries.record import curricula_on, people_on

MOST_MINUTES = 2000 * 60


class WorkplaceField(forms.ModelChoiceField):
    """Who works where: in the workspace by name and office, at one's own account by office."""

    def __init__(self, by_name: bool) -> None:
        super().__init__(Membership.objects.none(), label="Wer und wo" if by_name else "Jugendamt", empty_label=None)
        self.by_name = by_name

    def label_from_instance(self, row: Any) -> str:
        return f"{row.display_name}, {row.office}" if self.by_name else str(row.office)


class CurriculumField(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return f"{row.title} ({row.office})"


class RecognitionForm(FileForm):
    curriculum = CurriculumField(Curriculum.objects.none(), label="Anerkennen als", empty_label=None)
    title = forms.CharField(label="Titel der Fortbildung", max_length=160)
    institution = forms.CharField(label="Wo gelernt", max_length=160, help_text="Akademie, Hochschule, Träger")
    completed_on = GermanDateField(label="Abgeschlossen am")
    minutes = MinutesField(
        label="Dauer", max_value=MOST_MINUTES, help_text="Ohne Pausen, in Stunden. Zum Beispiel 24 oder 7:30."
    )

    field_order = ["workplace", "curriculum", "title", "institution", "completed_on", "minutes", "file"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = request.actor  # type: ignore[attr-defined]
        own = request.place.kind == "portal"  # type: ignore[attr-defined]
        of = Membership.objects.exclude(office=None)
        rows = of.filter(person=actor.person) if own else of.filter(organisation=actor.place)
        self.fields["workplace"] = WorkplaceField(by_name=not own)
        self.offer("workplace", people_on(rows, actor.today, "office").select_related("office"))
        self.offer("curriculum", curricula_on(actor.today))
        self.order_fields(self.field_order)
        self.fields["file"].label = "Zertifikat oder Teilnahmebescheinigung"

    def values(self) -> dict[str, Any]:
        values = super().values()
        works = values.pop("workplace")
        return values | {"person": works.person_id, "office": works.office_id}


class DecisionForm(UseCaseForm):
    reason = forms.CharField(
        label="Begründung",
        max_length=Recognition._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Fachkraft und Arbeitgeber lesen sie.",
    )


class RequirementForm(UseCaseForm):
    curriculum = CurriculumField(Curriculum.objects.none(), label="Was nötig ist", empty_label=None)
    roles = forms.MultipleChoiceField(
        label="Für wen",
        choices=[(r.value, r.label) for r in Role if r in OFFICE_ROLES | PROVIDER_ROLES],
        widget=forms.CheckboxSelectMultiple,
    )
    within_months = forms.IntegerField(
        label="Frist in Monaten", initial=12, min_value=0, max_value=120, help_text="Gezählt vom Beginn der Tätigkeit."
    )
    begins = GermanDateField(label="Gilt ab", help_text="Wer schon da ist, hat die Frist von diesem Tag an.")

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("curriculum", curricula_on(today))


class RevokeForm(UseCaseForm):
    why = forms.ChoiceField(label="Grund", choices=Certificate.RevokeReason.choices, widget=forms.RadioSelect)


class EndRequirementForm(UseCaseForm):
    ends = GermanDateField(label="Letzter Tag")


class ConductForm(UseCaseForm):
    certificate_date = GermanDateField(label="Datum des Führungszeugnisses")
    inspected_on = GermanDateField(label="Eingesehen am")
    clear = forms.TypedChoiceField(
        label="Ergebnis",
        choices=[("yes", "kein einschlägiger Eintrag"), ("no", "einschlägiger Eintrag (§ 72a Abs. 1 SGB VIII)")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
