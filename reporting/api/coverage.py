"""Training coverage in the API (R26): numbers, no names."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.viewsets import PolicyViewSet
from reporting.coverage import GROUPINGS
from tenants.training.policy.record import RequirementPerm, requirement_policy
from tenants.training.queries.coverage import coverage_of, plan_of

ABOUT = {
    "office": "des ganzen Jugendamts",
    "provider": "je Träger",
    "district": "je Raum",
    "team": "je Zentrumsteam",
}


class CoverageOutput(serializers.Serializer):
    requirement = serializers.UUIDField(read_only=True)
    curriculum = serializers.CharField(read_only=True)
    group = serializers.CharField(read_only=True, help_text="Schlüssel, leer für die eigenen Leute des Jugendamts")
    name = serializers.CharField(source="label", read_only=True)
    needed = serializers.IntegerField(read_only=True)
    valid = serializers.IntegerField(read_only=True)
    soon = serializers.IntegerField(read_only=True, help_text="davon laufen in sechs Monaten aus")
    lacking = serializers.IntegerField(read_only=True)
    overdue = serializers.IntegerField(read_only=True, help_text="davon überfällig")
    next_due = serializers.DateField(read_only=True, allow_null=True)


class SeatsOutput(serializers.Serializer):
    curriculum = serializers.CharField(read_only=True)
    year = serializers.IntegerField(read_only=True)
    quarter = serializers.IntegerField(read_only=True)
    needed = serializers.IntegerField(read_only=True)
    planned = serializers.IntegerField(read_only=True)
    missing = serializers.IntegerField(read_only=True)


class CoverageViewSet(PolicyViewSet):
    policy = requirement_policy
    permissions = dict.fromkeys([*GROUPINGS, "plan"], RequirementPerm.VIEW)
    serializer_class = CoverageOutput
    tag, about = (
        "Fortbildung",
        "Wie viele einen Nachweis brauchen, haben, bald nicht mehr haben; und welche Plätze fehlen.",
    )
    summaries = {name: f"Abdeckung {about}" for name, about in ABOUT.items()} | {
        "plan": "Nötige Plätze des nächsten Jahres"
    }

    @extend_schema(responses=CoverageOutput(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def office(self, request: Request) -> Response:
        return self._by("office")

    @extend_schema(responses=CoverageOutput(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def provider(self, request: Request) -> Response:
        return self._by("provider")

    @extend_schema(responses=CoverageOutput(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def district(self, request: Request) -> Response:
        return self._by("district")

    @extend_schema(responses=CoverageOutput(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def team(self, request: Request) -> Response:
        return self._by("team")

    @extend_schema(responses=SeatsOutput(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def plan(self, request: Request) -> Response:
        return Response(SeatsOutput(plan_of(self.actor), many=True).data)

    def _by(self, name: str) -> Response:
        return Response(CoverageOutput(coverage_of(self.actor, GROUPINGS[name]), many=True).data)
