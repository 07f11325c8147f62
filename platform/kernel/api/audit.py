"""The audit as a list, for the administrator and the auditor; reading it is itself in it."""

from typing import Any

import django_filters as filters
from rest_framework.request import Request

from kernel.api.filters import day, yes_or_no
from kernel.api.serializers import Output
from kernel.api.viewsets import Listed, PolicyViewSet
from kernel.audit.models import Entry
from kernel.audit.policy import AuditPerm, audit_policy
from kernel.audit.reads import note_read


class EntryOutput(Output):
    class Meta:
        model = Entry
        fields = ["id", "at", "person", "via", "verb", "model", "record", "fields", "reason", "address"]


class EntryFilter(filters.FilterSet):
    person = filters.UUIDFilter(label="Person")
    verb = filters.CharFilter(label="Handlung", max_length=100)
    model = filters.CharFilter(label="Art des Eintrags", max_length=100)
    record = filters.CharFilter(label="Schlüssel des Eintrags", max_length=64)
    read = yes_or_no(label="Einsicht (true) oder Änderung (false)", method="by_kind")
    since = day(label="ab", field_name="at", lookup_expr="date__gte")
    until = day(label="bis", field_name="at", lookup_expr="date__lte")

    def by_kind(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(verb="read") if value else queryset.exclude(verb="read")


class EntryViewSet(Listed, PolicyViewSet):
    policy = audit_policy
    permissions = {"list": AuditPerm.VIEW}
    serializer_class = EntryOutput
    filterset_class = EntryFilter
    tag, about = "Protokoll", "Wer wann was getan oder eingesehen hat. Nie Inhalte, nur Kennungen und Feldnamen."
    summaries = {"list": "Protokoll lesen"}

    def among(self) -> Any:
        return Entry.objects.order_by("-at", "-id")

    def list(self, request: Request) -> Any:
        note_read(Entry)
        return super().list(request)
