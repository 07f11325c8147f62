"""An office's webhooks and what was sent to them."""

from dataclasses import dataclass
from typing import Any

import django_filters as filters
from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from kernel.api.commands import Command, change, command, creation, removal
from kernel.api.filters import choice
from kernel.api.serializers import Input, ModelInput, Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.notices.api.notices import EventOutput
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.policy import DeliveryPerm, EndpointPerm, delivery_policy, endpoint_policy
from tenants.notices.usecases import webhooks


class WebhookOutput(Output):
    secret = serializers.SerializerMethodField(help_text="nur in der Antwort auf das Anlegen und Erneuern, sonst leer")

    class Meta:
        model = Endpoint
        fields = ["id", "version", "name", "url", "kinds", "paused_at", "old_until", "secret"]

    def get_secret(self, row: Endpoint) -> str:
        return getattr(row, "secret", "")


class WebhookInput(ModelInput):
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=[(k.value, k.label) for k in webhooks.KINDS]))

    class Meta:
        model = Endpoint
        fields = ["name", "url", "kinds"]


class SecretRenewalInput(Input):
    at_once = serializers.BooleanField(
        default=False, help_text="das bisherige gilt ab sofort nicht mehr; sonst noch sieben Tage neben dem neuen"
    )


@dataclass(frozen=True, slots=True)
class Once(Command):
    """Answers with the record just made or changed: it alone knows the secret."""

    def _answer(self, view: Any, result: Model) -> Response:
        made = {"Location": view.request.build_absolute_uri(f"{view.request.path}/{result.pk}")}
        answer: Response = view.shown(result, self.status, **(made if self.status == 201 else {}))
        return answer


class WebhookViewSet(Listed, Retrieved, PolicyViewSet):
    policy = endpoint_policy
    permissions = {"list": EndpointPerm.VIEW, "retrieve": EndpointPerm.VIEW}
    serializer_class = WebhookOutput
    tag, about = "Webhooks", "Adressen anderer Systeme, die Ereignisse dieses Amts erhalten (Standard Webhooks)."
    summaries = {"list": "Webhooks", "retrieve": "Einen Webhook lesen"}

    create = creation(webhooks.create_endpoint, WebhookInput, "Webhook anlegen", kind=Once)
    partial_update = change(webhooks.change_endpoint, WebhookInput, "Webhook ändern")
    destroy = removal(webhooks.delete_endpoint, "Webhook löschen")
    renew_secret = command(
        webhooks.renew_secret, "Geheimnis erneuern", path="renew-secret", takes=SecretRenewalInput, kind=Once
    )
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
