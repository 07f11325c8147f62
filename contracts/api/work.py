"""Hours and case references (R12)."""

from django.db.models import QuerySet

from contracts import queries
from contracts.api import filters, inputs, outputs
from contracts.policy import HoursPerm, ReferencePerm, hours_policy, reference_policy
from contracts.usecases import hours, references
from kernel.api.commands import change, creation, removal
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


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
