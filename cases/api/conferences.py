"""District teams, series and sessions; the same rules as on the pages."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from cases.models import Attendance, CalendarFeed, SessionSeries, TeamMember, TeamSession
from cases.policy.items import item_policy
from cases.policy.teams import (
    FeedPerm,
    SeriesPerm,
    SessionPerm,
    TeamPerm,
    feed_policy,
    series_policy,
    session_policy,
    team_policy,
)
from cases.queries.teams import can_join_team
from cases.usecases import feeds, sessions, teams
from contracts.api.filters.shared import key
from contracts.api.outputs.shared import DistrictRef, OrganisationRef
from contracts.policy import district_policy
from kernel.api.commands import Command, change, command, creation
from kernel.api.filters import day
from kernel.api.serializers import Input, ModelInput, Nothing, Output, RowField, RowsField
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from tenants.people.models import Membership


class TeamMemberOutput(Output):
    district = DistrictRef(read_only=True)
    organisation = OrganisationRef(read_only=True, allow_null=True)

    class Meta:
        model = TeamMember
        fields = ["id", "version", "district", "person", "organisation", "function", "begins", "ends"]


class TeamMemberChange(ModelInput):
    class Meta:
        model = TeamMember
        fields = ["function", "begins", "ends"]


class MembershipField(serializers.PrimaryKeyRelatedField):
    """Somebody's access to the office; only who works with families can join a team."""

    default_error_messages = RowField.default_error_messages

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Membership.objects.none(), pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> Any:
        return can_join_team(self.context["view"].actor)


class TeamMemberInput(TeamMemberChange):
    district = RowField(district_policy)
    membership = MembershipField()

    class Meta(TeamMemberChange.Meta):
        fields = ["district", "membership", *TeamMemberChange.Meta.fields]


class TeamMemberFilter(filters.FilterSet):
    district = key("district_id", "Raum")
    person = filters.UUIDFilter(label="Person")


class TeamMemberViewSet(Listed, Retrieved, PolicyViewSet):
    policy = team_policy
    permissions = {"list": TeamPerm.VIEW, "retrieve": TeamPerm.VIEW}
    serializer_class = TeamMemberOutput
    filterset_class = TeamMemberFilter
    tag, about = "Raumteams", "Wer von wann bis wann im Team eines Raums ist, vom Amt oder von einem Träger."
    summaries = {"list": "Raumteams auflisten", "retrieve": "Ein Mitglied lesen"}

    create = creation(teams.add_team_member, TeamMemberInput, "Ins Team aufnehmen")
    partial_update = change(teams.change_team_member, TeamMemberChange, "Zeit im Team ändern oder beenden")

    def among(self) -> QuerySet:
        return TeamMember.objects.select_related("district", "organisation").order_by("district", "begins", "id")


SERIES = ["rhythm", "begins", "ends", "starts_at", "ends_at", "place"]


class SeriesOutput(Output):
    district = DistrictRef(read_only=True)

    class Meta:
        model = SessionSeries
        fields = ["id", "version", "district", *SERIES]


class SessionSeriesInput(ModelInput):
    district = RowField(district_policy)
    moderator = serializers.UUIDField(required=False, allow_null=True, default=None)
    skip_holidays = serializers.BooleanField(required=False, default=True)

    class Meta:
        model = SessionSeries
        fields = ["district", *SERIES, "moderator", "skip_holidays"]


class SeriesFilter(filters.FilterSet):
    district = key("district_id", "Raum")


class SeriesViewSet(Listed, Retrieved, PolicyViewSet):
    policy = series_policy
    permissions = {"list": SeriesPerm.VIEW, "retrieve": SeriesPerm.VIEW}
    serializer_class = SeriesOutput
    filterset_class = SeriesFilter
    tag, about = "Sitzungen", "Wann ein Team tagt. Eine Reihe legt ihre Sitzungen an; jede darf abweichen."
    summaries = {"list": "Reihen auflisten", "retrieve": "Eine Reihe lesen"}

    create = creation(sessions.plan_series, SessionSeriesInput, "Reihe von Sitzungen planen")

    def among(self) -> QuerySet:
        return SessionSeries.objects.select_related("district").order_by("-begins", "id")


class AttendanceOutput(Output):
    class Meta:
        model = Attendance
        fields = ["member"]


SESSION = ["held_on", "starts_at", "ends_at", "place", "moderator"]


class SessionOutput(Output):
    district = DistrictRef(read_only=True)
    attendances = AttendanceOutput(many=True, read_only=True)

    class Meta:
        model = TeamSession
        fields = ["id", "version", "district", "series", "state", *SESSION, "invited_at", "attendances"]


class SessionChange(ModelInput):
    class Meta:
        model = TeamSession
        fields = SESSION


class SessionInput(SessionChange):
    district = RowField(district_policy)

    class Meta(SessionChange.Meta):
        fields = ["district", *SESSION]


class SessionAttendanceInput(Input):
    members = RowsField(team_policy, max_length=100)


class MoveInput(Input):
    item = RowField(item_policy)
    up = serializers.BooleanField()


class SessionFilter(filters.FilterSet):
    district = key("district_id", "Raum")
    series = key("series_id", "Reihe")
    state = filters.ChoiceFilter(label="Stand", choices=TeamSession.State.choices)
    held_from = day(label="ab", field_name="held_on", lookup_expr="gte")
    held_until = day(label="bis", field_name="held_on", lookup_expr="lte")


class SessionViewSet(Listed, Retrieved, PolicyViewSet):
    policy = session_policy
    permissions = {"list": SessionPerm.VIEW, "retrieve": SessionPerm.VIEW}
    serializer_class = SessionOutput
    filterset_class = SessionFilter
    tag, about = (
        "Sitzungen",
        "Sitzungen der Teams mit Moderation und Anwesenheit; worum es geht, steht bei den Beratungen.",
    )
    summaries = {"list": "Sitzungen auflisten", "retrieve": "Eine Sitzung lesen"}

    create = creation(sessions.plan_session, SessionInput, "Sitzung planen")
    partial_update = change(sessions.change_session, SessionChange, "Sitzung ändern")
    invite_team = command(sessions.invite_team, "Team einladen", path="invite")
    cancel_session = command(sessions.cancel_session, "Sitzung absagen", path="cancel")
    begin_session = command(sessions.begin_session, "Sitzung eröffnen", path="begin")
    end_session = command(sessions.end_session, "Sitzung beenden", path="end")
    note_attendance = command(
        sessions.note_attendance, "Anwesenheit eintragen", path="attendance", takes=SessionAttendanceInput, method="put"
    )
    move_on_agenda = command(sessions.move_on_agenda, "Tagesordnung ändern", path="order", takes=MoveInput)

    def among(self) -> QuerySet:
        return (
            TeamSession.objects.select_related("district")
            .prefetch_related("attendances")
            .order_by("held_on", "starts_at", "id")
        )


class FeedOutput(Output):
    address = serializers.SerializerMethodField(help_text="nur beim Anlegen; danach kennt sie niemand mehr")

    class Meta:
        model = CalendarFeed
        fields = ["id", "version", "created_at", "revoked_at", "address"]

    def get_address(self, row: Any) -> str:
        return str(getattr(row, "address", ""))


class OpenFeed(Command):
    """Shows the new address this once."""

    def _answer(self, view: Any, result: Any) -> Response:
        return view.shown(result, self.status)  # type: ignore[no-any-return]


class FeedViewSet(Listed, Retrieved, PolicyViewSet):
    policy = feed_policy
    permissions = {"list": FeedPerm.OWN, "retrieve": FeedPerm.OWN}
    serializer_class = FeedOutput
    tag, about = (
        "Sitzungen",
        "Die eigene Adresse für ein Kalenderprogramm: zufällig, jederzeit zu sperren, ohne Angaben zu Fällen.",
    )
    summaries = {"list": "Eigene Kalenderadressen auflisten", "retrieve": "Eine Kalenderadresse lesen"}

    create = creation(feeds.open_feed, Nothing, "Neue Adresse; die bisherige gilt nicht mehr", kind=OpenFeed)
    revoke_feed = command(feeds.revoke_feed, "Adresse sperren", path="revoke")


ROUTES = {
    "calendar-feeds": FeedViewSet,
    "team-members": TeamMemberViewSet,
    "session-series": SeriesViewSet,
    "team-sessions": SessionViewSet,
}
