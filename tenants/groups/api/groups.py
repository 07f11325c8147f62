"""Working groups across offices: their offices, people, files and dates. Files are filed on the pages."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers

from kernel.api.commands import change, command, creation, removal
from kernel.api.filters import day, yes_or_no
from kernel.api.serializers import Input, KeyField, ModelInput, Output, RowField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.groups import queries
from tenants.groups.models import Group, GroupDate, GroupFile, GroupMember, GroupOffice
from tenants.groups.policy import (
    GroupDatePerm,
    GroupFilePerm,
    GroupMemberPerm,
    GroupOfficePerm,
    GroupPerm,
    group_date_policy,
    group_file_policy,
    group_member_policy,
    group_office_policy,
    group_policy,
)
from tenants.groups.usecases import contents, groups
from tenants.people.models import Membership
from tenants.registry.models import Office

KEY = "^[a-z][a-z0-9_]{1,40}$"
TAG = "Arbeitsgruppen"


class GroupOutput(Output):
    joined = serializers.BooleanField(read_only=True, help_text="falsch: das eigene Jugendamt ist eingeladen")

    class Meta:
        model = Group
        fields = ["id", "version", "office", "name", "purpose", "closed_on", "joined"]


class GroupInput(ModelInput):
    class Meta:
        model = Group
        fields = ["name", "purpose"]


class GroupViewSet(Listed, Retrieved, PolicyViewSet):
    policy = group_policy
    permissions = {"list": GroupPerm.VIEW, "retrieve": GroupPerm.VIEW}
    serializer_class = GroupOutput
    tag, about = TAG, "Gruppen mehrerer Jugendämter, etwa zur Fortbildungsplanung. Keine Angaben zu Fällen."
    summaries = {"list": "Arbeitsgruppen auflisten", "retrieve": "Eine Arbeitsgruppe lesen"}

    create = creation(groups.found_group, GroupInput, "Arbeitsgruppe gründen")
    partial_update = change(groups.change_group, GroupInput, "Name oder Zweck ändern")
    close_group = command(groups.close_group, "Arbeitsgruppe beenden", path="close")

    def among(self) -> QuerySet:
        return queries.groups_for(self.actor)


class OfGroup(filters.FilterSet):
    group = filters.UUIDFilter(field_name="group_id", label="Arbeitsgruppe")


class GroupOfficeOutput(Output):
    class Meta:
        model = GroupOffice
        fields = ["id", "version", "group", "office", "invited_on", "joined_on", "left_on"]


class GroupOfficeInput(Input):
    group = RowField(group_policy)
    office = KeyField(Office.objects.all(), KEY)


class GroupOfficeViewSet(Listed, Retrieved, PolicyViewSet):
    policy = group_office_policy
    permissions = {"list": GroupOfficePerm.VIEW, "retrieve": GroupOfficePerm.VIEW}
    serializer_class = GroupOfficeOutput
    filterset_class = OfGroup
    tag, about = TAG, "Welche Jugendämter eingeladen sind, dazugehören oder dabei waren."
    summaries = {"list": "Jugendämter der Gruppen auflisten", "retrieve": "Ein Jugendamt einer Gruppe lesen"}

    create = creation(groups.invite_office, GroupOfficeInput, "Jugendamt einladen")
    accept_group_invitation = command(groups.accept_group_invitation, "Einladung annehmen", path="accept")
    leave_group = command(groups.leave_group, "Einladung ablehnen oder Gruppe verlassen", path="leave")
    remove_office = command(groups.remove_office, "Jugendamt herausnehmen", path="remove")


class MembershipField(serializers.PrimaryKeyRelatedField):
    """A person's membership in this office, by its key."""

    default_error_messages = RowField.default_error_messages

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Membership.objects.none(), pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> Any:
        return Membership.objects.filter(office=self.context["view"].actor.place, person__technical=False)


class GroupMemberOutput(Output):
    class Meta:
        model = GroupMember
        fields = ["id", "version", "group", "office", "organisation", "name", "since"]


class GroupMemberInput(Input):
    group = RowField(group_policy)
    membership = MembershipField()


class GroupMemberViewSet(Listed, Retrieved, PolicyViewSet):
    policy = group_member_policy
    permissions = {"list": GroupMemberPerm.VIEW, "retrieve": GroupMemberPerm.VIEW}
    serializer_class = GroupMemberOutput
    filterset_class = OfGroup
    tag, about = TAG, "Wen die Jugendämter für eine Gruppe benannt haben."
    summaries = {"list": "Mitglieder auflisten", "retrieve": "Ein Mitglied lesen"}

    create = creation(contents.name_for_group, GroupMemberInput, "Person benennen")
    end_member = command(contents.end_member, "Mitarbeit beenden", path="end")


class GroupFileOutput(Output):
    url = serializers.SerializerMethodField(help_text="zum Herunterladen, angemeldet im Browser")

    class Meta:
        model = GroupFile
        fields = [
            "id", "version", "group", "office", "title", "number", "filename", "media_type", "size", "sha256", "url",
        ]  # fmt: skip

    def get_url(self, row: GroupFile) -> str:
        return reverse("group-file", args=[row.pk])


class GroupFileViewSet(Listed, Retrieved, PolicyViewSet):
    policy = group_file_policy
    permissions = {"list": GroupFilePerm.VIEW, "retrieve": GroupFilePerm.VIEW}
    serializer_class = GroupFileOutput
    filterset_class = OfGroup
    tag, about = TAG, "Dateien der Gruppen mit ihren Fassungen."
    summaries = {"list": "Dateien auflisten", "retrieve": "Eine Datei lesen"}

    destroy = removal(contents.remove_file, "Datei des eigenen Jugendamts entfernen")

    def among(self) -> QuerySet:
        return GroupFile.objects.defer("content")


class GroupDateOutput(Output):
    class Meta:
        model = GroupDate
        fields = [
            "id", "version", "group", "office", "title", "held_on", "starts_at", "ends_at", "place", "cancelled",
        ]  # fmt: skip


class GroupDateInput(ModelInput):
    group = RowField(group_policy)

    class Meta:
        model = GroupDate
        fields = ["group", "title", "held_on", "starts_at", "ends_at", "place"]


class GroupDateFilter(OfGroup):
    since = day(field_name="held_on", lookup_expr="gte", label="ab")
    cancelled = yes_or_no(label="abgesagt")


class GroupDateViewSet(Listed, Retrieved, PolicyViewSet):
    policy = group_date_policy
    permissions = {"list": GroupDatePerm.VIEW, "retrieve": GroupDatePerm.VIEW}
    serializer_class = GroupDateOutput
    filterset_class = GroupDateFilter
    tag, about = TAG, "Wann und wo eine Gruppe tagt."
    summaries = {"list": "Termine auflisten", "retrieve": "Einen Termin lesen"}

    create = creation(contents.plan_date, GroupDateInput, "Termin planen")
    cancel_date = command(contents.cancel_date, "Termin absagen", path="cancel")


ROUTES = {
    "groups": GroupViewSet,
    "group-offices": GroupOfficeViewSet,
    "group-members": GroupMemberViewSet,
    "group-files": GroupFileViewSet,
    "group-dates": GroupDateViewSet,
}
