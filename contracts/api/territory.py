"""Districts, centres, providers' engagement and their roles (R1–R3)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contracts import queries
from contracts.api import filters, inputs, outputs
from contracts.policy import (
    CentrePerm,
    DistrictPerm,
    EngagementPerm,
    RolePerm,
    centre_policy,
    district_policy,
    engagement_policy,
    role_policy,
)
from contracts.usecases import engagement, territory
from kernel.api.commands import change, creation
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class DistrictViewSet(Listed, Retrieved, PolicyViewSet):
    policy = district_policy
    permissions = {"list": DistrictPerm.VIEW, "retrieve": DistrictPerm.VIEW, "timeline": RolePerm.VIEW}
    serializer_class = outputs.DistrictOutput
    filterset_class = filters.DistrictFilter
    tag, about = "Räume", "Räume des Amts mit ihren Daten; geschlossene bleiben erhalten."
    summaries = {
        "list": "Räume auflisten",
        "retrieve": "Einen Raum lesen",
        "timeline": "Zentren und Rollen eines Raums im Lauf der Zeit",
    }

    create = creation(territory.create_district, inputs.DistrictInput, "Raum anlegen")
    partial_update = change(territory.change_district, inputs.DistrictInput, "Raum ändern oder schließen")

    def among(self) -> QuerySet:
        return queries.districts_for(self.actor)

    @extend_schema(responses=outputs.TimelineOutput)
    @action(detail=True)
    def timeline(self, request: Request, pk: UUID) -> Response:
        district = self.get_object()
        content: dict[str, Any] = {
            "district": district,
            "begins": district.begins,
            "ends": district.ends,
            "centres": centre_policy.rows(self.actor)
            .filter(district=district)
            .select_related("district")
            .order_by("opened_on", "id"),
            "roles": queries.roles_for(self.actor).filter(district=district).order_by("begins", "id"),
        }
        return Response(outputs.TimelineOutput(content, context=self.get_serializer_context()).data)


class CentreViewSet(Listed, Retrieved, PolicyViewSet):
    policy = centre_policy
    permissions = {"list": CentrePerm.VIEW, "retrieve": CentrePerm.VIEW}
    serializer_class = outputs.CentreOutput
    filterset_class = filters.CentreFilter
    tag, about = (
        "Zentren",
        "Orte, an die Familien ohne Antrag kommen. Die Eröffnung kann auf Tag, Monat oder Jahr bekannt sein.",
    )
    summaries = {"list": "Zentren auflisten", "retrieve": "Ein Zentrum lesen"}

    create = creation(territory.create_centre, inputs.CentreInput, "Zentrum anlegen")
    partial_update = change(territory.change_centre, inputs.CentreInput, "Zentrum ändern, eröffnen oder schließen")

    def among(self) -> QuerySet:
        return centre_policy.rows(self.actor).select_related("district")


class EngagementViewSet(Listed, Retrieved, PolicyViewSet):
    policy = engagement_policy
    permissions = {"list": EngagementPerm.VIEW, "retrieve": EngagementPerm.VIEW}
    serializer_class = outputs.EngagementOutput
    filterset_class = filters.EngagementFilter
    tag, about = "Träger", "Träger, die in diesem Amt mitarbeiten, und von wann bis wann."
    summaries = {"list": "Träger des Amts auflisten", "retrieve": "Die Mitarbeit eines Trägers lesen"}

    create = creation(engagement.engage_organisation, inputs.EngagementInput, "Träger aufnehmen")
    partial_update = change(engagement.change_engagement, inputs.EngagementChangeInput, "Mitarbeit ändern oder beenden")

    def among(self) -> QuerySet:
        return queries.engagements_for(self.actor)


class RoleViewSet(Listed, Retrieved, PolicyViewSet):
    policy = role_policy
    permissions = {"list": RolePerm.VIEW, "retrieve": RolePerm.VIEW}
    serializer_class = outputs.RoleOutput
    filterset_class = filters.RoleFilter
    tag, about = (
        "Rollen",
        "Datierte Rollen der Träger in den Räumen; federführend ist je Raum, Hilfefeld und Tag höchstens einer.",
    )
    summaries = {"list": "Rollen auflisten", "retrieve": "Eine Rolle lesen"}

    create = creation(engagement.assign_role, inputs.RoleInput, "Rolle vergeben")
    partial_update = change(engagement.change_role, inputs.RoleChangeInput, "Rolle ändern oder beenden")

    def among(self) -> QuerySet:
        return queries.roles_for(self.actor)


ROUTES = {
    "districts": DistrictViewSet,
    "centres": CentreViewSet,
    "engagements": EngagementViewSet,
    "roles": RoleViewSet,
}
