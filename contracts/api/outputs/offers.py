"""How teams, offers, their dates and contacts look; of a contact nobody is named, nor who counted it."""

from rest_framework import serializers

from contracts.api.outputs.shared import DistrictRef, OrganisationRef
from contracts.models import Centre, CentreMember, Contact, Offer, OfferDate
from kernel.api.serializers import Output


class CentreRef(Output):
    class Meta:
        model = Centre
        fields = ["id", "name"]


class OfferRef(Output):
    class Meta:
        model = Offer
        fields = ["id", "name"]


class MemberOutput(Output):
    centre = CentreRef(read_only=True)
    organisation = OrganisationRef(read_only=True, allow_null=True)
    name = serializers.CharField(source="person_name", read_only=True)

    class Meta:
        model = CentreMember
        fields = ["id", "version", "centre", "name", "organisation", "function", "begins", "ends"]


class OfferOutput(Output):
    centre = CentreRef(read_only=True)
    organisation = OrganisationRef(read_only=True, allow_null=True)
    next_on = serializers.DateField(read_only=True, allow_null=True, help_text="nächster Termin")
    held = serializers.IntegerField(read_only=True, help_text="gezählte Termine in diesem Jahr")
    came = serializers.IntegerField(read_only=True, help_text="Besuche in diesem Jahr")

    class Meta:
        model = Offer
        fields = [
            "id",
            "version",
            "centre",
            "organisation",
            "name",
            "description",
            "audience",
            "begins",
            "ends",
            "next_on",
            "held",
            "came",
        ]


class DateOutput(Output):
    offer = OfferRef(read_only=True)

    class Meta:
        model = OfferDate
        fields = [
            "id",
            "version",
            "offer",
            "held_on",
            "begins_at",
            "ends_at",
            "place",
            "places",
            "cancelled",
            "adults",
            "children",
        ]


class ContactOutput(Output):
    centre = CentreRef(read_only=True)
    district = DistrictRef(read_only=True)

    class Meta:
        model = Contact
        fields = ["id", "version", "centre", "district", "kind", "happened_on"]
