"""Lists of a provider's own people over all offices."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from frontend.administration.people_tables import INVITATION_STATES, INVITATION_TONES, role_choices
from kernel.access.actor import PROVIDER_ROLES
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, Table
from tenants.people.models import Invitation, Membership
from tenants.people.queries import STATUS, STATUS_TONES
from tenants.registry.models import Office
from tenants.worklist.models import WorkItem

OWN = "beim Träger"


def slug(table: Table) -> str:
    return table.request.resolver_match.kwargs["organisation"]  # type: ignore[union-attr]


def offices_here(request: HttpRequest | None) -> QuerySet[Office]:
    here = Membership.objects.filter(organisation=request.actor.place)  # type: ignore[union-attr]
    return Office.objects.filter(pk__in=here.exclude(office=None).values("office")).order_by("name")


class StaffTable(Table):
    caption = "Eigene Personen und ihr Zugang je Jugendamt"
    display_name = django_tables2.Column(
        verbose_name="Name",
        order_by="sort_key",
        linkify=lambda record, table: reverse("colleague", args=[slug(table), record.person_id]),
    )
    office = django_tables2.Column(verbose_name="Wo", accessor="office__name", default=OWN)
    role = django_tables2.Column(verbose_name="Rolle", accessor="get_role_display", order_by="role")
    status = BadgeColumn(tones=STATUS_TONES, labels=STATUS, verbose_name="Zugang")
    instructed_until = DayColumn(verbose_name="unterwiesen bis")
    begins = DayColumn(verbose_name="ab")
    ends = DayColumn(verbose_name="bis")

    class Meta(Table.Meta):
        model = Membership
        fields = ("display_name", "office", "role", "status", "instructed_until", "begins", "ends")


class StaffFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", method="by_name")
    office = django_filters.ModelChoiceFilter(queryset=offices_here, label="Jugendamt", empty_label="alle")
    role = django_filters.ChoiceFilter(label="Rolle", empty_label="alle", choices=role_choices(PROVIDER_ROLES))
    status = django_filters.ChoiceFilter(
        label="Zugang", empty_label="alle außer beendete", choices=list(STATUS.items())
    )

    def by_name(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(display_name__icontains=value.replace("\x00", ""))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("status") else rows.exclude(status="ended")


class ColleagueTable(Table):
    """Where one person works for the provider."""

    caption = "Rollen"
    office = django_tables2.Column(verbose_name="Wo", accessor="office__name", default=OWN, orderable=False)
    role = django_tables2.Column(verbose_name="Rolle", accessor="get_role_display", orderable=False)
    status = BadgeColumn(tones=STATUS_TONES, labels=STATUS, verbose_name="Zugang", orderable=False)
    instructed_until = DayColumn(verbose_name="unterwiesen bis", orderable=False)
    begins = DayColumn(verbose_name="ab", orderable=False)
    ends = DayColumn(verbose_name="bis", orderable=False)

    class Meta(Table.Meta):
        model = Membership
        fields = ("office", "role", "status", "instructed_until", "begins", "ends")


class OpenTable(Table):
    """What is open for one person; the code is a month or a number, never a case."""

    caption = "Offenes je Jugendamt"
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name", orderable=False)
    kind = django_tables2.Column(verbose_name="Was", accessor="get_kind_display", orderable=False)
    code = CodeColumn(verbose_name="Kennung", orderable=False)
    due_on = DayColumn(verbose_name="fällig am", orderable=False)

    class Meta(Table.Meta):
        model = WorkItem
        fields = ("office", "kind", "code", "due_on")


class StaffInvitationTable(Table):
    caption = "Offene Einladungen"
    name = django_tables2.Column(
        linkify=lambda record, table: reverse("staff-invitation", args=[slug(table), record.pk])
    )
    email = django_tables2.Column(verbose_name="E-Mail-Adresse")
    role = django_tables2.Column(verbose_name="Rolle", accessor="get_role_display", order_by="role")
    state = BadgeColumn(tones=INVITATION_TONES, labels=INVITATION_STATES, verbose_name="Stand", orderable=False)
    created_at = DayColumn(verbose_name="eingeladen am")
    expires_at = DayColumn(verbose_name="Link gilt bis")

    class Meta(Table.Meta):
        model = Invitation
        fields = ("name", "email", "role", "state", "created_at", "expires_at")
