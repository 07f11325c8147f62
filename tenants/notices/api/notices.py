"""A person's own notices in the office."""

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from kernel.api.commands import command
from kernel.api.filters import yes_or_no
from kernel.api.serializers import Output
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.notices.models import Notice
from tenants.notices.policy import NoticePerm, notice_policy
from tenants.notices.usecases import reading
from tenants.worklist.models import Event


class EventOutput(Output):
    class Meta:
        model = Event
        fields = ["id", "kind", "done", "organisation", "subject", "code", "due_on", "at"]


class NoticeOutput(Output):
    event = EventOutput(read_only=True)
    version = serializers.IntegerField(read_only=True)

    class Meta:
        model = Notice
        fields = ["id", "version", "event", "at", "read_at"]


class NoticeFilter(filters.FilterSet):
    unread = yes_or_no(label="ungelesen", field_name="read_at", lookup_expr="isnull")


class NoticeViewSet(Listed, Retrieved, PolicyViewSet):
    policy = notice_policy
    permissions = {"list": NoticePerm.VIEW, "retrieve": NoticePerm.VIEW}
    serializer_class = NoticeOutput
    filterset_class = NoticeFilter
    tag, about = "Benachrichtigungen", "Was der angemeldeten Person in diesem Amt gemeldet wurde."
    summaries = {"list": "Eigene Benachrichtigungen", "retrieve": "Eine Benachrichtigung lesen"}

    read_notice = command(reading.read_notice, "Als gelesen markieren", path="read")
    read_all_notices = command(
        reading.read_all_notices, "Alle als gelesen markieren", path="read-all", on_list=True, status=204
    )

    def among(self) -> QuerySet:
        return Notice.objects.select_related("event")


ROUTES = {"notices": NoticeViewSet}
