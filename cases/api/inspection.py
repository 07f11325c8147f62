"""What people ask about their own data, and the office's answers (Art. 15, 16, 21 DSGVO)."""

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from cases.models import PersonRequest
from cases.policy.file import person_policy
from cases.policy.inspection import RequestPerm, request_policy
from cases.usecases import inspection
from contracts.api.filters.shared import key
from kernel.api.commands import command, creation
from kernel.api.filters import yes_or_no
from kernel.api.serializers import ModelInput, Output, RowField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved


def _texts(*, by_label: bool = False) -> serializers.ListField:
    text = serializers.CharField()
    return serializers.ListField(child=serializers.DictField(child=text) if by_label else text, read_only=True)


class InspectionOutput(serializers.Serializer):
    """What is stored, why, from whom, for whom, for how long; nothing of others, nothing of § 8a."""

    stored, said, requests = _texts(by_label=True), _texts(by_label=True), _texts(by_label=True)
    more, recipients = _texts(), _texts()
    purpose = serializers.CharField(read_only=True)
    term = serializers.CharField(read_only=True)
    origin = serializers.CharField(read_only=True)


class PersonRequestOutput(Output):
    person = serializers.UUIDField(source="person_id", read_only=True)

    class Meta:
        model = PersonRequest
        fields = ["id", "version", "person", "kind", "text", "received_on", "answer", "answered_on"]


class PersonRequestInput(ModelInput):
    person = RowField(person_policy)

    class Meta:
        model = PersonRequest
        fields = ["person", "kind", "received_on", "text"]


class PersonRequestAnswerInput(ModelInput):
    class Meta:
        model = PersonRequest
        fields = ["answer", "answered_on"]
        extra_kwargs = {
            "answer": {"required": True, "allow_blank": False},
            "answered_on": {"required": True, "allow_null": False},
        }


class RequestFilter(filters.FilterSet):
    person = key("person_id", "Person")
    answered = yes_or_no(label="beantwortet", field_name="answered_on", lookup_expr="isnull", exclude=True)


class RequestViewSet(Listed, Retrieved, PolicyViewSet):
    policy = request_policy
    permissions = {"list": RequestPerm.VIEW, "retrieve": RequestPerm.VIEW}
    serializer_class = PersonRequestOutput
    filterset_class = RequestFilter
    tag, about = (
        "Anliegen zu eigenen Daten",
        "Auskunft, Berichtigung und Widerspruch; eine Antwort ist binnen eines Monats fällig.",
    )
    summaries = {"list": "Anliegen auflisten", "retrieve": "Ein Anliegen lesen"}

    create = creation(inspection.record_request, PersonRequestInput, "Ein Anliegen eintragen")
    answer_request = command(inspection.answer_request, "Beantworten", path="answer", takes=PersonRequestAnswerInput)

    def among(self) -> QuerySet:
        return PersonRequest.objects.all()


ROUTES = {"person-requests": RequestViewSet}
