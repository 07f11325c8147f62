"""Finding providers that the service knows, and deciding on those that ask to join it (R1)."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from kernel.api.commands import command
from kernel.api.serializers import Input, Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.people.usecases import joining
from tenants.registry.models import JoinRequest, Organisation
from tenants.registry.policy import JoinRequestPerm, OrganisationPerm, join_request_policy, organisation_policy
from tenants.registry.queries import matching

TAG = "Träger"


class FindFilter(filters.FilterSet):
    q = filters.CharFilter(label="Name oder Ort, auch ungefähr", method="by_name_or_place", max_length=160)

    def by_name_or_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return matching(rows, value)


class OrganisationFound(Output):
    id = serializers.CharField(source="pk", read_only=True, help_text="der Schlüssel des Trägers")

    class Meta:
        model = Organisation
        fields = ["id", "name", "short_name", "kind", "town"]


class OrganisationViewSet(Listed, PolicyViewSet):
    policy = organisation_policy
    permissions = {"list": OrganisationPerm.FIND}
    serializer_class = OrganisationFound
    filterset_class = FindFilter
    tag, about = TAG, "Träger, die der Dienst kennt, auch die anderer Jugendämter: zum Finden und Aufnehmen."
    summaries = {"list": "Träger nach Name oder Ort finden"}


class JoinRequestOutput(Output):
    class Meta:
        model = JoinRequest
        fields = ["id", "version", "name", "town", "contact", "email", "confirmed_at", "office", "decided_at"]


class RefuseInput(Input):
    refusal = serializers.ChoiceField(choices=JoinRequest.Refusal.choices, help_text="steht in der Mail an den Träger")


class JoinRequestViewSet(Listed, Retrieved, PolicyViewSet):
    policy = join_request_policy
    permissions = {"list": JoinRequestPerm.VIEW, "retrieve": JoinRequestPerm.VIEW}
    serializer_class = JoinRequestOutput
    filterset_class = FindFilter
    tag, about = (
        TAG,
        "Anmeldungen neuer Träger, die auf ein Jugendamt warten; mit `office` angenommen und noch nicht angelegt.",
    )
    summaries = {"list": "Anmeldungen auflisten", "retrieve": "Eine Anmeldung lesen"}

    accept_request = command(joining.accept_request, "Anmeldung annehmen", path="accept")
    refuse_request = command(joining.refuse_request, "Anmeldung ablehnen", path="refuse", takes=RefuseInput)


ROUTES = {"organisations": OrganisationViewSet, "join-requests": JoinRequestViewSet}
