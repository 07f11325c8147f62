"""Lists of an office's people, their instructions, open invitations, and other systems' access."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.web.tables import ActionColumn, BadgeColumn, DayColumn, Table
from tenants.people.models import ApiClient, Instruction, Invitation, Membership
from tenants.people.queries import STATUS, STATUS_TONES
from tenants.registry.models import Organisation

INVITATION_STATES = {
    "open": "offen",
    "expired": "Link abgelaufen",
    "accepted": "angenommen",
    "withdrawn": "zurückgezogen",
}
INVITATION_TONES = {"open": "info", "expired": "warning"}


def role_choices(roles: Any) -> list[tuple[str, str]]:
    return [(role.value, role.label) for role in Role if role in roles]


def organisations_here(request: HttpRequest | None) -> QuerySet[Organisation]:
    here = Membership.objects.filter(office=request.actor.place)  # type: ignore[union-attr]
    return Organisation.objects.filter(pk__in=here.values("organisation"))


class PeopleTable(Table):
    caption = "Personen und Rollen"
    display_name = django_tables2.Column(
        verbose_name="Name", order_by="sort_key", linkify=lambda record: reverse("person", args=[record.person_id])
    )
    role = django_tables2.Column(verbose_name="Rolle", accessor="get_role_display", order_by="role")
    organisation = django_tables2.Column(verbose_name="Träger", order_by="organisation__sort_key")
    status = BadgeColumn(tones=STATUS_TONES, labels=STATUS, verbose_name="Stand")
    begins = DayColumn(verbose_name="ab")
    ends = DayColumn(verbose_name="bis")
    instructed_until = DayColumn(verbose_name="unterwiesen bis")

    class Meta:
        model = Membership
        fields = ("display_name", "role", "organisation", "status", "begins", "ends", "instructed_until")


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", method="by_name")
    role = django_filters.ChoiceFilter(
        label="Rolle", empty_label="alle", choices=role_choices(OFFICE_ROLES | PROVIDER_ROLES)
    )
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_here, label="Träger", empty_label="alle")
    status = django_filters.ChoiceFilter(label="Stand", empty_label="alle außer beendete", choices=list(STATUS.items()))

    def by_name(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(display_name__icontains=value.replace("\x00", ""))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("status") else rows.exclude(status="ended")


class RolesTable(Table):
    """One person's roles."""

    caption = "Rollen"
    show_caption = False
    role = django_tables2.Column(verbose_name="Rolle", accessor="get_role_display", orderable=False)
    organisation = django_tables2.Column(verbose_name="Träger", orderable=False)
    status = BadgeColumn(tones=STATUS_TONES, labels=STATUS, verbose_name="Stand", orderable=False)
    begins = DayColumn(verbose_name="ab", orderable=False)
    ends = DayColumn(verbose_name="bis", orderable=False)
    instruct = ActionColumn(
        "Unterweisung festhalten",
        lambda m: reverse("instruct", args=[m.pk]) if m.organisation_id and m.status != "ended" else None,
    )
    end = ActionColumn("Beenden", lambda m: reverse("role-end", args=[m.pk]) if m.status != "ended" else None)

    class Meta:
        model = Membership
        fields = ("role", "organisation", "status", "begins", "ends", "instruct", "end")


class InstructionTable(Table):
    caption = "Unterweisungen"
    organisation = django_tables2.Column(verbose_name="für", orderable=False)
    begins = DayColumn(verbose_name="unterwiesen am", orderable=False)
    ends = DayColumn(verbose_name="gilt bis", orderable=False)

    class Meta:
        model = Instruction
        fields = ("organisation", "begins", "ends")


class InvitationTable(Table):
    caption = "Offene Einladungen"
    name = django_tables2.Column(linkify=lambda record: reverse("invitation-sent", args=[record.pk]))
    email = django_tables2.Column(verbose_name="E-Mail-Adresse")
    role = django_tables2.Column(verbose_name="Rolle", accessor="get_role_display", order_by="role")
    organisation = django_tables2.Column(verbose_name="Träger", order_by="organisation__sort_key")
    state = BadgeColumn(tones=INVITATION_TONES, labels=INVITATION_STATES, verbose_name="Stand", orderable=False)
    created_at = DayColumn(verbose_name="eingeladen am")
    expires_at = DayColumn(verbose_name="Link gilt bis")

    class Meta:
        model = Invitation
        fields = ("name", "email", "role", "organisation", "state", "created_at", "expires_at")


class InvitationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name oder Adresse", method="by_text")

    def by_text(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        text = value.replace("\x00", "")
        return qs.filter(Q(name__icontains=text) | Q(email__icontains=text))


class ClientTable(Table):
    caption = "Zugänge anderer Systeme"
    name = django_tables2.Column(linkify=lambda record: reverse("api-client", args=[record.pk]))
    client_id = django_tables2.Column(verbose_name="Kennung")
    role = django_tables2.Column(verbose_name="Rolle", orderable=False)
    created_at = DayColumn(verbose_name="angelegt am")
    revoked_at = DayColumn(verbose_name="gesperrt am")

    class Meta:
        model = ApiClient
        fields = ("name", "client_id", "role", "created_at", "revoked_at")

    def render_role(self, value: str) -> str:
        return Role(value).label

    value_role = render_role
