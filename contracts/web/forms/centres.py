"""The forms of centres, their teams, offers, dates and contacts."""

from typing import Any

from django import forms

from contracts.models import Centre, District
from contracts.queries.offers import can_join, open_centres
from contracts.usecases.offers import Rhythm
from contracts.web.fields import ChoiceOf, districts, engaged
from contracts.web.forms.shared import REMARK
from kernel.access.actor import Actor
from kernel.web.fields import ClockField, GermanDateField
from kernel.web.forms import UseCaseForm
from tenants.people.models import Membership
from tenants.registry.models import Organisation


class ChoiceOfPerson(ChoiceOf):
    """A person by name, with where they work."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name}, {obj.organisation or 'Jugendamt'}"


class CentreForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120)
    precision = forms.ChoiceField(label="Eröffnung bekannt", choices=Centre.Precision, initial=Centre.Precision.DAY)
    opened_on = GermanDateField(
        label="Eröffnet am", required=False, help_text="Ist nur Monat oder Jahr bekannt, geben Sie den ersten Tag an."
    )
    closed_on = GermanDateField(label="Letzter Tag", required=False, help_text="Leer lassen, solange es besteht.")
    address = forms.CharField(label="Anschrift", max_length=200, required=False)
    remark = REMARK


class RelocateForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120)
    district = ChoiceOf(District.objects.none(), label="Raum")
    begins = GermanDateField(label="Gilt ab", help_text="Ein Tag in der Zukunft ist möglich.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("district", districts(actor))


class CloseCentreForm(UseCaseForm):
    closed_on = GermanDateField(label="Letzter Tag")


class MemberForm(UseCaseForm):
    function = forms.CharField(label="Aufgabe", max_length=120, help_text="Zum Beispiel „Beratung“ oder „Leitung“.")
    begins = GermanDateField(label="Im Team seit")
    ends = GermanDateField(label="Im Team bis", required=False)


class NewMemberForm(MemberForm):
    membership = ChoiceOfPerson(
        Membership.objects.none(), label="Person", help_text="Zur Wahl steht, wer Zugang zu diesem Amt hat."
    )
    field_order = ("membership",)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("membership", can_join(actor))


class OfferForm(UseCaseForm):
    name = forms.CharField(label="Name", max_length=120)
    audience = forms.CharField(label="Für wen", max_length=120, required=False)
    description = forms.CharField(
        label="Beschreibung", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    organisation = ChoiceOf(Organisation.objects.none(), label="Träger", required=False, empty_label="Jugendamt")
    begins = GermanDateField(label="Gibt es seit")
    ends = GermanDateField(label="Gibt es bis", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = engaged(actor)
        if kept := self.initial.get("organisation"):
            offered = offered | Organisation.objects.filter(pk=kept.pk)
        self.offer("organisation", offered)


class DateForm(UseCaseForm):
    held_on = GermanDateField(label="Tag")
    begins_at = ClockField(label="Von")
    ends_at = ClockField(label="Bis")
    place = forms.CharField(
        label="Ort", max_length=200, required=False, help_text="Leer lassen, wenn es im Zentrum stattfindet."
    )
    places = forms.IntegerField(label="Plätze", min_value=1, max_value=9999, required=False)


class SeriesForm(DateForm):
    rhythm = forms.ChoiceField(label="Wiederholung", choices=Rhythm, initial=Rhythm.ONCE, widget=forms.RadioSelect)
    until = GermanDateField(label="Wiederholt sich bis", required=False, help_text="Nur nötig bei einer Reihe.")
    skip_holidays = forms.BooleanField(label="An gesetzlichen Feiertagen ausfallen lassen", required=False)
    field_order = ("held_on", "begins_at", "ends_at", "rhythm", "until", "skip_holidays")


class AttendanceForm(UseCaseForm):
    adults = forms.IntegerField(label="Erwachsene", min_value=0, max_value=9999)
    children = forms.IntegerField(label="Kinder und Jugendliche", min_value=0, max_value=9999)


class LateContactForm(UseCaseForm):
    """For another day than today; today is two taps."""

    centre = ChoiceOf(Centre.objects.none(), label="Zentrum")
    kind = forms.ChoiceField(label="Art", widget=forms.RadioSelect)
    happened_on = GermanDateField(label="Tag", help_text="Auch „gestern“ oder 3.11.")

    def __init__(self, *args: Any, actor: Actor, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("centre", open_centres(actor))
        self.fields["kind"] = forms.ChoiceField(label="Art", choices=kinds, widget=forms.RadioSelect)
        self.order_fields(["centre", "kind", "happened_on"])
