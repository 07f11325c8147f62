"""What may be sent of teams, offers, their dates and contacts."""

from typing import Any

from rest_framework import serializers

from contracts.api.inputs.shared import OrganisationField
from contracts.models import CentreMember, Contact, Offer, OfferDate
from contracts.policy import centre_policy
from contracts.usecases.offers import Rhythm
from kernel.api.serializers import Input, ModelInput, RowField
from tenants.people.models import Membership


class MembershipField(serializers.PrimaryKeyRelatedField):
    """A person's membership in this office, by its key."""

    default_error_messages = {
        "does_not_exist": "Das gibt es hier nicht.",
        "incorrect_type": "Geben Sie den Schlüssel als Text an.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Membership.objects.none(), pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> Any:
        return Membership.objects.filter(office=self.context["view"].actor.place, person__technical=False)


class MemberInput(ModelInput):
    centre = RowField(centre_policy)
    membership = MembershipField()

    class Meta:
        model = CentreMember
        fields = ["centre", "membership", "function", "begins", "ends"]


class MemberChangeInput(ModelInput):
    class Meta:
        model = CentreMember
        fields = ["function", "begins", "ends"]


class OfferChangeInput(ModelInput):
    organisation = OrganisationField(required=False, allow_null=True, default=None)

    class Meta:
        model = Offer
        fields = ["name", "organisation", "description", "audience", "begins", "ends"]


class OfferInput(OfferChangeInput):
    centre = RowField(centre_policy)

    class Meta:
        model = Offer
        fields = ["centre", *OfferChangeInput.Meta.fields]


class DateInput(ModelInput):
    class Meta:
        model = OfferDate
        fields = ["held_on", "begins_at", "ends_at", "place", "places"]


class SeriesInput(DateInput):
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, default=Rhythm.ONCE)
    until = serializers.DateField(required=False, allow_null=True)
    skip_holidays = serializers.BooleanField(default=False)

    class Meta:
        model = OfferDate
        fields = [*DateInput.Meta.fields, "rhythm", "until", "skip_holidays"]


class AttendanceInput(Input):
    adults = serializers.IntegerField(min_value=0, max_value=9999)
    children = serializers.IntegerField(min_value=0, max_value=9999)


class ContactInput(ModelInput):
    centre = RowField(centre_policy)

    class Meta:
        model = Contact
        fields = ["centre", "kind", "happened_on"]
        extra_kwargs = {"happened_on": {"required": False}}
