"""The register of cases; every read is logged, as on the pages."""

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from cases.models import Assignment, CaseFile
from cases.policy import CasePerm, case_policy
from cases.usecases import register
from contracts.api.filters import key
from contracts.api.inputs import OrganisationField
from contracts.api.outputs import DistrictRef, OrganisationRef, ReferenceRef
from contracts.policy import district_policy
from kernel.api.commands import command, creation
from kernel.api.filters import day, yes_or_no
from kernel.api.serializers import Input, ModelInput, Output, RowField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class AssignmentOutput(Output):
    reference = ReferenceRef(read_only=True)
    organisation = OrganisationRef(source="reference.organisation", read_only=True)
    begins = serializers.DateField(source="reference.begins", read_only=True)
    ends = serializers.DateField(source="reference.ends", read_only=True, allow_null=True)

    class Meta:
        model = Assignment
        fields = ["reference", "organisation", "begins", "ends"]


class CaseOutput(Output):
    district = DistrictRef(read_only=True)
    assignments = AssignmentOutput(many=True, read_only=True)

    class Meta:
        model = CaseFile
        fields = ["id", "version", "number", "district", "begins", "ends", "assignments"]


class CaseInput(ModelInput):
    district = RowField(district_policy)

    class Meta:
        model = CaseFile
        fields = ["number", "district", "begins"]


class ClosingInput(Input):
    ends = serializers.DateField()


class AssignmentInput(Input):
    organisation = OrganisationField()
    begins = serializers.DateField()


class CaseFilter(filters.FilterSet):
    number = filters.CharFilter(label="Aktenzeichen", max_length=40)
    reference = filters.CharFilter(label="Fallreferenz", field_name="assignments__reference__number", max_length=12)
    district = key("district_id", "Raum")
    closed = yes_or_no(label="beendet", field_name="ends", lookup_expr="isnull", exclude=True)
    begun_from = day(label="begonnen ab", field_name="begins", lookup_expr="gte")


class CaseViewSet(Listed, Retrieved, PolicyViewSet):
    policy = case_policy
    permissions = {"list": CasePerm.VIEW, "retrieve": CasePerm.VIEW}
    serializer_class = CaseOutput
    filterset_class = CaseFilter
    tag, about = "Fälle", "Das Register der Fälle ohne Angaben zu Menschen. Jede Einsicht steht im Protokoll."
    summaries = {"list": "Eigene Fälle auflisten", "retrieve": "Einen Fall lesen"}

    create = creation(register.open_case, CaseInput, "Fall eröffnen")
    close_case = command(register.close_case, "Fall beenden", path="close", takes=ClosingInput)
    assign_provider = command(register.assign_provider, "Träger beteiligen", path="assign", takes=AssignmentInput)

    def among(self) -> QuerySet:
        assignments = Assignment.objects.select_related("reference__organisation")
        return CaseFile.objects.select_related("district").prefetch_related(
            Prefetch("assignments", queryset=assignments)
        )
