"""Hours and case references (R12)."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.response import Response

from contracts.api.filters import hours as filters
from contracts.api.inputs import hours as inputs
from contracts.api.inputs.hours import ManyInput, SeveralInput, WeekInput
from contracts.api.outputs import hours as outputs
from contracts.policy import HoursPerm, ReferencePerm, hours_policy, reference_policy
from contracts.queries import hours as queries
from contracts.usecases import hours, hours_bulk, hours_week, references
from contracts.usecases.hours_bulk import RowFaults
from kernel.api.commands import Command, change, command, creation, removal
from kernel.api.problems import ApiError, Fault
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


class ManyCommand(Command):
    """Says for each entry what is wrong with it."""

    def run(self, view: Any) -> Response:
        try:
            return super().run(view)
        except RowFaults as wrong:
            faults = [Fault(f.message, f"#/entries/{f.row}" + (f"/{f.field}" if f.field else "")) for f in wrong.faults]
            raise ApiError(422, wrong.message, faults=faults) from wrong


class HoursViewSet(Listed, Retrieved, PolicyViewSet):
    policy = hours_policy
    permissions = {"list": HoursPerm.VIEW, "retrieve": HoursPerm.VIEW}
    serializer_class = outputs.HoursOutput
    filterset_class = filters.HoursFilter
    tag, about = "Stunden", "Geleistete Arbeit der Träger. Wer sie geleistet hat, wird nicht ausgegeben."
    summaries = {"list": "Stunden auflisten", "retrieve": "Einen Eintrag lesen"}

    create = creation(hours.record_hours, inputs.HoursInput, "Eigene Stunden eintragen")
    partial_update = change(hours.change_hours, inputs.HoursInput, "Eigenen Eintrag berichtigen")
    destroy = removal(hours.remove_hours, "Eigenen Eintrag zurücknehmen")
    record_several = command(
        hours.record_several,
        "Eigene Stunden auf mehrere Fälle eintragen",
        path="several",
        takes=SeveralInput,
        on_list=True,
        status=204,
    )
    record_many = command(
        hours_bulk.record_many,
        "Bis zu 1000 eigene Einträge auf einmal, alle oder keinen",
        path="many",
        takes=ManyInput,
        on_list=True,
        status=204,
        kind=ManyCommand,
    )
    copy_week = command(
        hours_week.copy_week,
        "Die Woche davor übernehmen, soweit die Regeln es erlauben",
        path="copy-week",
        takes=WeekInput,
        on_list=True,
        status=204,
    )

    def among(self) -> QuerySet:
        return queries.hours_for(self.actor)


class ReferenceViewSet(Listed, Retrieved, PolicyViewSet):
    policy = reference_policy
    permissions = {"list": ReferencePerm.VIEW, "retrieve": ReferencePerm.VIEW}
    serializer_class = outputs.ReferenceOutput
    filterset_class = filters.ReferenceFilter
    tag, about = (
        "Fallreferenzen",
        "Zufällige Nummern, unter denen Träger buchen. Nur das Amt weiß, zu welchem Fall sie gehören.",
    )
    summaries = {"list": "Fallreferenzen auflisten", "retrieve": "Eine Fallreferenz lesen"}

    create = creation(references.issue_reference, inputs.ReferenceInput, "Fallreferenz vergeben")

    def among(self) -> QuerySet:
        return reference_policy.rows(self.actor).select_related("organisation", "district")


ROUTES = {"hours": HoursViewSet, "case-references": ReferenceViewSet}
