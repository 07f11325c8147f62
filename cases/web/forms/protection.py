"""The forms of child protection."""

from typing import Any
from uuid import UUID

from django import forms

from cases.models import AssessmentPart, CaseFile, Protection, ProtectionStep, ProviderNotice
from cases.policy import case_policy
from cases.queries.staff import staff
from contracts.models import District
from contracts.queries.names import names_of
from contracts.web.fields import CHOOSE, ChoiceOf, districts, own_districts
from kernel.access.actor import Actor, Role
from kernel.web import words
from kernel.web.fields import GermanDateField
from kernel.web.forms import UseCaseForm

PROFESSIONALS = (Role.CASE_WORKER, Role.ASD_LEAD)


def of(model: Any, name: str, **kwargs: Any) -> Any:
    """The form field of a column, with its length."""
    return model._meta.get_field(name).formfield(**kwargs)


class CaseByNumber(UseCaseForm):
    """With a case, found by its file number among those that the actor may see."""

    case = forms.CharField(
        label="Aktenzeichen", max_length=40, required=False, help_text="Nur wenn es schon einen Fall gibt."
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_case(self) -> CaseFile | None:
        number = self.cleaned_data["case"].strip()
        found: CaseFile | None = case_policy.rows(self.actor).filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError("Diesen Fall gibt es hier nicht. Prüfen Sie das Aktenzeichen.")
        return found


def person_field(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=UUID)


class OpenForm(CaseByNumber):
    district = ChoiceOf(District.objects.none(), label="Raum")
    source = forms.ChoiceField(
        label="Herkunft",
        choices=[(s.value, s.label) for s in (Protection.Source.OUTSIDE, Protection.Source.OFFICE)],
    )
    concern = of(Protection, "concern", help_text="Was wurde gesehen oder gesagt, wann, von wem?")

    field_order = ["district", "case", "source", "concern"]

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer("district", districts(actor))
        self.fields["district"].label = word


class MemberForm(UseCaseForm):
    person = person_field("Fachkraft")
    responsible = forms.BooleanField(label="federführend", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", CHOOSE), *staff(actor, *PROFESSIONALS).items()]  # type: ignore[attr-defined]


class OwnMemberForm(UseCaseForm):
    """One of those who are in charge already."""

    person = person_field("Fachkraft")

    def __init__(self, *args: Any, actor: Actor, protection: Protection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [m.person for m in protection.members.all()]
        names = names_of(actor, keys)
        self.fields["person"].choices = [("", CHOOSE), *((k, names.get(k, words.NOTHING)) for k in keys)]  # type: ignore[attr-defined]


class SheetForm(UseCaseForm):
    """The whole assessment sheet, two fields a topic; the version of each part goes with it."""

    def __init__(self, *args: Any, protection: Protection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {part.topic: part for part in protection.parts.all()}
        for topic in AssessmentPart.Topic:
            part = known.get(topic) or AssessmentPart(topic=topic)
            self.fields[f"seen_{topic.value}"] = of(
                AssessmentPart, "seen", label=f"{topic.label}: was wir wissen", initial=part.seen
            )
            self.fields[f"weight_{topic.value}"] = forms.ChoiceField(
                label=f"{topic.label}: Einschätzung", choices=AssessmentPart.Weight, initial=part.weight
            )
            self.fields[f"version_{topic.value}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=part.version, min_value=0
            )
        for name, field in self.fields.items():
            if name.startswith("seen_"):
                field.widget.attrs["rows"] = 3

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "parts": [
                {"topic": t.value, "seen": data[f"seen_{t}"], "weight": data[f"weight_{t}"], "version": data[f"version_{t}"]}
                for t in AssessmentPart.Topic
            ]
        }  # fmt: skip


class FamilyForm(UseCaseForm):
    involved = forms.TypedChoiceField(
        label="Sind Eltern und Kind einbezogen?",
        coerce=lambda value: value == "yes",
        choices=[("yes", "ja"), ("no", "nein, das würde den Schutz gefährden")],
        widget=forms.RadioSelect,
    )
    why = of(Protection, "not_involved_reason", label="Wenn nein: warum nicht?", required=False)


class OutcomeForm(UseCaseForm):
    outcome = forms.ChoiceField(label="Ergebnis", choices=Protection.Outcome, widget=forms.RadioSelect)
    risk_since = GermanDateField(
        label="Gefährdungsphase seit", required=False, help_text="Nur bei einer Gefährdung. Leer heißt: seit heute."
    )


class ConceptForm(UseCaseForm):
    concept = of(Protection, "concept", required=True, help_text="Was schützt das Kind, wer tut was, wer prüft es?")
    concept_review_on = GermanDateField(label="Schutzkonzept prüfen am")


class StepForm(OwnMemberForm):
    text = of(ProtectionStep, "text", label="Was ist zu tun?")
    due_on = GermanDateField(label="Bis")

    field_order = ["text", "due_on", "person"]


class DoneForm(UseCaseForm):
    step = forms.TypedChoiceField(label="Schritt", coerce=UUID)
    done_on = GermanDateField(label="Erledigt am")
    result = of(ProtectionStep, "result", required=False)

    def __init__(self, *args: Any, protection: Protection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = protection.steps.filter(done_on=None)
        self.fields["step"].choices = [("", CHOOSE), *((s.pk, s.text[:80]) for s in rows)]  # type: ignore[attr-defined]


class EndRiskForm(UseCaseForm):
    ends = GermanDateField(label="Gefährdungsphase bis")


class CloseForm(UseCaseForm):
    closed_on = GermanDateField(label="Abgeschlossen am")


class NoticeForm(UseCaseForm):
    district = ChoiceOf(District.objects.none(), label="Raum")
    reference_number = of(
        ProviderNotice, "reference_number", required=False, help_text="Nur wenn Sie an dem Fall arbeiten."
    )
    about = of(ProviderNotice, "about", help_text="Name, Alter, Anschrift, soweit Sie sie wissen.")
    concern = of(ProviderNotice, "concern", help_text="Was haben Sie gesehen oder gehört, wann?")
    done = of(ProviderNotice, "done", required=False)
    expert_on = GermanDateField(
        label="Insoweit erfahrene Fachkraft beraten am",
        required=False,
        help_text="Leer, wenn es dafür keine Zeit gab.",
    )
    family_told = forms.BooleanField(label="Mit der Familie besprochen", required=False)
    not_told_reason = of(ProviderNotice, "not_told_reason", label="Wenn nicht: warum?", required=False)

    def __init__(self, *args: Any, actor: Actor, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", own_districts(actor))
        self.fields["district"].label = word


class TakeUpForm(CaseByNumber):
    responsible = person_field("Federführende Fachkraft")

    field_order = ["responsible", "case"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["responsible"].choices = [("", CHOOSE), *staff(actor, *PROFESSIONALS).items()]  # type: ignore[attr-defined]
