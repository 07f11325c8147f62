"""Lists of webhooks and of what was sent to them."""

from typing import Any

import django_filters
import django_tables2
from django.utils import timezone
from django.utils.safestring import SafeString

from kernel.web.tables import BadgeColumn, CodeColumn, NumberColumn, Table
from kernel.web.templatetags.ui import badge
from kernel.web.words import NOTHING
from tenants.notices.audience import words_of
from tenants.notices.models import Delivery, Endpoint
from tenants.notices.web.places import at

TONES = {"waiting": "info", "delivered": "success", "failed": "danger"}


def moment(value: Any) -> str:
    return f"{timezone.localtime(value):%d.%m.%Y %H:%M}" if value else NOTHING


class MomentColumn(django_tables2.Column):
    """A day with its time."""

    def render(self, value: Any) -> str:
        return moment(value)

    value = render


class EndpointTable(Table):
    caption = "Webhooks"
    name = django_tables2.Column(linkify=lambda record, table: at(table.request, "webhook", pk=record.pk))
    url = django_tables2.Column(verbose_name="Adresse", orderable=False, attrs={"td": {"class": "hn-breaks"}})
    accepted_at = MomentColumn(verbose_name="zuletzt angenommen")
    paused_at = django_tables2.Column(verbose_name="Stand", empty_values=())

    class Meta:
        model = Endpoint
        fields = ("name", "url", "accepted_at", "paused_at")

    def render_paused_at(self, value: Any) -> SafeString:
        return badge("angehalten", "warning") if value else badge("in Betrieb", "success")

    def value_paused_at(self, value: Any) -> str:
        return "angehalten" if value else "in Betrieb"


def what(delivery: Delivery) -> str:
    return words_of(delivery.event) if delivery.event else "Prüfung"


class DeliveryTable(Table):
    caption = "Was gesendet wurde"
    event = django_tables2.Column(
        verbose_name="Ereignis",
        empty_values=(),
        orderable=False,
        linkify=lambda record, table: at(table.request, "webhook-delivery", pk=record.pk),
    )
    code = CodeColumn(verbose_name="Kennung", accessor="event__code", orderable=False)
    created_at = MomentColumn(verbose_name="gemeldet")
    state = BadgeColumn(tones=TONES, verbose_name="Stand")
    status = NumberColumn(verbose_name="Antwort")
    attempts = NumberColumn(verbose_name="Versuche")
    tried_at = MomentColumn(verbose_name="letzter Versuch")
    next_at = MomentColumn(verbose_name="nächster Versuch")

    class Meta:
        model = Delivery
        fields = ("event", "code", "created_at", "state", "status", "attempts", "tried_at", "next_at")

    def render_event(self, record: Delivery) -> str:
        return what(record)

    value_event = render_event


class DeliveryFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="Stand", empty_label="alle", choices=Delivery.State.choices)
