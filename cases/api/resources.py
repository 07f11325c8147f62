"""The resource map (R24)."""

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.imports import TableInput
from cases.models import Resource
from cases.policy.resources import ResourcePerm, resource_policy
from cases.queries.resources import matching
from cases.usecases import resources, resources_import
from contracts.api.outputs.shared import DistrictRef
from contracts.policy import district_policy
from kernel.api.commands import change, command, creation
from kernel.api.filters import choice, day, yes_or_no
from kernel.api.serializers import Input, ModelInput, Output, RowsField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved

KNOWN = [
    "kind", "name", "description", "tags", "opening", "address", "contact", "phone", "email", "website", "latitude", "longitude",
]  # fmt: skip


class ResourceOutput(Output):
    districts = DistrictRef(many=True, read_only=True)
    tags = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Resource
        fields = ["id", "version", "districts", *KNOWN, "last_confirmed_on", "closed_on"]


class ResourceInput(ModelInput):
    districts = RowsField(district_policy)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), max_length=12, required=False)

    class Meta:
        model = Resource
        fields = ["districts", *KNOWN]


class ResourceGoneInput(Input):
    closed_on = serializers.DateField()


class ResourceLineOutput(serializers.Serializer):
    row = serializers.IntegerField(source="number", read_only=True)
    name = serializers.CharField(read_only=True)
    fault = serializers.CharField(read_only=True, help_text="leer, wenn nichts dagegen spricht")
    result = serializers.CharField(read_only=True)


class ResourceFilter(filters.FilterSet):
    q = filters.CharFilter(label="Suche in Name, Schlagworten und Beschreibung", method="by_text", max_length=120)
    district = filters.UUIDFilter(field_name="districts", label="Raum", distinct=True)
    kind = choice(choices=Resource.Kind.choices, label="Art")
    closed = yes_or_no(label="gibt es nicht mehr", field_name="closed_on", lookup_expr="isnull", exclude=True)
    confirmed_until = day(label="zuletzt bestätigt bis", field_name="last_confirmed_on", lookup_expr="lte")

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return matching(queryset, value.replace("\x00", ""))


class ResourceViewSet(Listed, Retrieved, PolicyViewSet):
    policy = resource_policy
    permissions = {"list": ResourcePerm.VIEW, "retrieve": ResourcePerm.VIEW, "check_import": ResourcePerm.IMPORT}
    serializer_class = ResourceOutput
    filterset_class = ResourceFilter
    tag, about = "Ressourcen", "Menschen, Orte, Vereine und Angebote, die Familien in einem Raum helfen."
    summaries = {
        "list": "Ressourcen suchen",
        "retrieve": "Eine Ressource lesen",
        "check_import": "Tabelle prüfen; übernommen wird nichts",
    }

    create = creation(resources.add_resource, ResourceInput, "Ressource eintragen")
    partial_update = change(resources.change_resource, ResourceInput, "Ressource ändern")
    confirm_resource = command(resources.confirm_resource, "Bestätigen, dass es noch so ist", path="confirm")
    close_resource = command(
        resources.close_resource, "Vermerken, dass es das nicht mehr gibt", path="close", takes=ResourceGoneInput
    )

    import_resources = command(
        resources_import.import_resources,
        "Alle Zeilen einer Tabelle übernehmen oder keine",
        path="import",
        takes=TableInput,
        on_list=True,
        status=204,
    )

    @extend_schema(request=TableInput, responses=ResourceLineOutput(many=True), filters=False)
    @action(detail=False, methods=["post"], url_path="check-import", pagination_class=None)
    def check_import(self, request: Request) -> Response:
        """What would become of each row."""
        asked = TableInput(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return Response(
            ResourceLineOutput(resources_import.check_file(self.actor, **asked.validated_data), many=True).data
        )

    def among(self) -> QuerySet:
        return Resource.objects.prefetch_related("districts")


ROUTES = {"resources": ResourceViewSet}
