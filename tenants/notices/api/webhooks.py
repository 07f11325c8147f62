"""An office's webhooks and what was sent to them."""

from dataclasses import dataclass
from typing import Any

import django_filters as filters
from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from kernel.api.commands import Command, change, command, creation, removal
from kernel.api.filters import choice
from kernel.api.serializers import ModelInput, Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.notices.api.notices import EventOutput
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.policy import DeliveryPerm, EndpointPerm, delivery_policy, endpoint_policy
from tenants.notices.usecases import webhooks


class WebhookOutput(Output):
    secret = serializers.SerializerMethodField(help_text="nur in der Antwort auf das Anlegen, sonst leer")

    class Meta:
        model = Endpoint
        fields = ["id", "version", "name", "url", "kinds", "paused_at", "secret"]

    def get_secret(self, row: Endpoint) -> str:
        return getattr(row, "secret", "")


class WebhookInput(ModelInput):
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=[(k.value, k.label) for k in webhooks.KINDS]))

    class Meta:
        model = Endpoint
        fields = ["name", "url", "kinds"]


@dataclass(frozen=True, slots=True)
class Creation(Command):
    """Answers with the record just made: it alone knows the secret."""

    def _answer(self, view: Any, result: Model) -> Response:
        address = view.request.build_absolute_uri(f"{view.request.path}/{result.pk}")
        answer: Response = view.shown(result, self.status, Location=address)
        return answer


class WebhookViewSet(Listed, Retrieved, PolicyViewSet):
    policy = endpoint_policy
    permissions = {"list": EndpointPerm.VIEW, "retrieve": EndpointPerm.VIEW}
    serializer_class = WebhookOutput
    tag, about = "Webhooks", "Adressen anderer Systeme, die Ereignisse dieses Amts erhalten (Standard Webhooks)."
    summaries = {"list": "Webhooks", "retrieve": "Einen Webhook lesen"}

    create = creation(webhooks.create_endpoint, WebhookInput, "Webhook anlegen", kind=Creation)
    partial_update = change(webhooks.change_endpoint, WebhookInput, "Webhook ändern")
    destroy = removal(webhooks.delete_endpoint, "Webhook löschen")
    resume_endpoint = command(webhooks.resume_endpoint, "Angehaltenen Webhook fortsetzen", path="resume")
    send_test = command(webhooks.send_test, "Prüfmeldung senden", path="test")


class DeliveryOutput(Output):
    event = EventOutput(read_only=True, allow_null=True, help_text="leer bei einer Prüfmeldung")

    class Meta:
        model = Delivery
        fields = [
            "id", "version", "endpoint", "event", "created_at", "state", "attempts", "tried_at", "next_at", "status", "fault",
        ]  # fmt: skip


class DeliveryFilter(filters.FilterSet):
    endpoint = filters.UUIDFilter(label="Webhook")
    state = choice(choices=Delivery.State.choices, label="Stand")


class DeliveryViewSet(Listed, Retrieved, PolicyViewSet):
    policy = delivery_policy
    permissions = {"list": DeliveryPerm.VIEW, "retrieve": DeliveryPerm.VIEW}
    serializer_class = DeliveryOutput
    filterset_class = DeliveryFilter
    tag, about = "Webhooks", "Adressen anderer Systeme, die Ereignisse dieses Amts erhalten (Standard Webhooks)."
    summaries = {"list": "Was gesendet wurde", "retrieve": "Eine Meldung lesen"}

    replay_delivery = command(webhooks.replay_delivery, "Noch einmal senden", path="replay")

    def among(self) -> QuerySet:
        return Delivery.objects.select_related("event", "endpoint")


ROUTES = {"webhooks": WebhookViewSet, "webhook-deliveries": DeliveryViewSet}
