"""What is on its way out, by keys; and what the archive answered."""

import django_filters as filters
from rest_framework import serializers

from kernel.api.commands import command
from kernel.api.filters import choice, day
from kernel.api.serializers import Input, Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from kernel.retention import usecases
from kernel.retention.access import DisposalPerm, disposal_policy
from kernel.retention.models import Disposal


class DisposalOutput(Output):
    class Meta:
        model = Disposal
        fields = [
            "id", "version", "model", "record", "rule", "state", "due_on", "restricted_on", "offered_on", "answered_on", "deleted_on",
            "rows",
        ]  # fmt: skip


class ArchiveAnswerInput(Input):
    taken = serializers.BooleanField()


class DisposalFilter(filters.FilterSet):
    state = choice(choices=Disposal.State.choices, label="Stand")
    rule = filters.CharFilter(label="Klasse", max_length=60)
    deleted_from = day(label="gelöscht ab", field_name="deleted_on", lookup_expr="gte")


class DisposalViewSet(Listed, Retrieved, PolicyViewSet):
    policy = disposal_policy
    permissions = {"list": DisposalPerm.VIEW, "retrieve": DisposalPerm.VIEW}
    serializer_class = DisposalOutput
    filterset_class = DisposalFilter
    tag, about = (
        "Aussonderung",
        "Was eingeschränkt, dem Archiv angeboten oder gelöscht ist. Nur Kennungen, keine Inhalte.",
    )
    summaries = {"list": "Aussonderung auflisten", "retrieve": "Einen Eintrag lesen"}

    answer_offer = command(
        usecases.answer_offer, "Antwort des Archivs eintragen", path="answer", takes=ArchiveAnswerInput
    )


ROUTES = {"disposals": DisposalViewSet}
