"""Districts, centres, providers' engagement and their roles (R1–R3)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api.filters import territory as filters
from contracts.api.inputs import territory as inputs
from contracts.api.inputs.territory import (
    BorderInput,
    CloseCentreInput,
    CloseInput,
    HandOverInput,
    MergeInput,
    RelocateInput,
    RenameInput,
    SplitInput,
)
from contracts.api.outputs import territory as outputs
from contracts.api.outputs.territory import GapOutput
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
from contracts.queries import territory as queries
from contracts.queries.coverage import gaps_for
from contracts.usecases import borders, centres, engagement, succession, territory
from kernel.api.commands import change, command, creation
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class DistrictViewSet(Listed, Retrieved, PolicyViewSet):
    policy = district_policy
    permissions = {
        "list": DistrictPerm.VIEW,
        "retrieve": DistrictPerm.VIEW,
        "timeline": RolePerm.VIEW,
        "gaps": RolePerm.VIEW,
    }
    serializer_class = outputs.DistrictOutput
    filterset_class = filters.DistrictFilter
    tag, about = (
        "Räume",
        "Räume des Amts mit ihren Daten; geschlossene bleiben erhalten. `on` zeigt Namen und Zahlen dieses Tages.",
    )
    summaries = {
        "list": "Räume auflisten",
        "retrieve": "Einen Raum lesen",
        "timeline": "Zentren und Rollen eines Raums im Lauf der Zeit",
        "gaps": "Wo ein Träger fehlt oder fehlen wird",
    }

    create = creation(territory.create_district, inputs.DistrictInput, "Raum anlegen")
    partial_update = change(territory.change_district, inputs.DistrictInput, "Angaben zu einem Raum berichtigen")
    rename_district = command(
        territory.rename_district, "Raum ab einem Tag umbenennen", path="rename", takes=RenameInput
    )
    close_district = command(territory.close_district, "Raum schließen", path="close", takes=CloseInput)
    split_district = command(succession.split_district, "Raum teilen", path="split", takes=SplitInput)
    merge_districts = command(
        succession.merge_districts, "Raum mit anderen zusammenlegen", path="merge", takes=MergeInput
    )
    set_border = command(
        borders.set_border, "Grenze als GeoJSON übernehmen", path="border", takes=BorderInput, method="put"
    )

    def among(self) -> QuerySet:
        return queries.districts_for(self.actor, self._day())

    def _day(self) -> date:
        """The day of `?on=`; what is no day the filter refuses."""
        try:
            return date.fromisoformat(self.request.query_params.get("on", ""))
        except ValueError:
            return self.actor.today

    @extend_schema(responses=GapOutput(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def gaps(self, request: Request) -> Response:
        return Response(GapOutput(gaps_for(self.actor), many=True).data)

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

    create = creation(centres.create_centre, inputs.CentreInput, "Zentrum anlegen")
    partial_update = change(centres.change_centre, inputs.CentreInput, "Angaben berichtigen, Zentrum eröffnen")
    relocate_centre = command(
        centres.relocate_centre, "Zentrum ab einem Tag umbenennen oder verlegen", path="relocate", takes=RelocateInput
    )
    close_centre = command(centres.close_centre, "Zentrum schließen", path="close", takes=CloseCentreInput)

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
    hand_over_lead = command(
        engagement.hand_over_lead, "Federführung ab einem Tag wechseln", path="hand-over", takes=HandOverInput
    )

    def among(self) -> QuerySet:
        return queries.roles_for(self.actor)


ROUTES = {
    "districts": DistrictViewSet,
    "centres": CentreViewSet,
    "engagements": EngagementViewSet,
    "roles": RoleViewSet,
}
