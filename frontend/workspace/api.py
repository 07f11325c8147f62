"""The workspace as data: what is due in all counties, own roles and budgets, own people and their access.

For a signed-in person only. A token belongs to one office, which let it in; none spans several (docs/adr/0004).
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from kernel.access.actor import Role
from kernel.api.authentication import SessionAuthentication
from kernel.api.filters import DatedFilter, choice, day
from kernel.api.serializers import Output
from kernel.api.viewsets import Listed, PolicyViewSet
from tenants.people.models import Membership
from tenants.people.policy import StaffPerm, staff_policy
from tenants.people.queries import STATUS, staff_for
from tenants.worklist import queries
from tenants.worklist.models import OwnBudget, OwnRole, WorkItem
from tenants.worklist.policy import (
    OwnBudgetPerm,
    OwnRolePerm,
    WorklistPerm,
    own_budget_policy,
    own_role_policy,
    worklist_policy,
)


class OfWorkspace(Listed):
    """A list over all counties of the provider in the address; the query is the page's."""

    authentication_classes: Sequence[type[BaseAuthentication]] = [SessionAuthentication]
    sessions_only: ClassVar[bool] = True
    query: ClassVar[Any]
    tag, about = "Arbeitsplatz des Trägers", "Alle Jugendämter auf einmal, je so weit, wie die Person es dort sieht."

    def get_queryset(self: Any) -> Any:
        if getattr(self, "swagger_fake_view", False):  # asked by drf-spectacular, for the model only
            return self.policy.model._default_manager.none()
        return type(self).query(self.actor)

    def list(self, request: Request, **of_address: str) -> Any:
        return super().list(request)


class WorkItemOutput(Output):
    class Meta:
        model = WorkItem
        fields = ["id", "office", "kind", "subject", "code", "person", "amount", "due_on"]


class WorkItemFilter(filters.FilterSet):
    office = filters.CharFilter(label="Jugendamt")
    kind = choice(choices=WorkItem.Kind.choices, label="was")
    due_from = day(field_name="due_on", lookup_expr="gte", label="fällig ab")
    due_until = day(field_name="due_on", lookup_expr="lte", label="fällig bis")


class WorkItemViewSet(OfWorkspace, PolicyViewSet):
    policy, query = worklist_policy, queries.open_items_for
    permissions = {"list": WorklistPerm.VIEW}
    serializer_class, filterset_class = WorkItemOutput, WorkItemFilter
    summaries = {"list": "Was fällig ist, nach Tagen"}


class OwnRoleOutput(Output):
    class Meta:
        model = OwnRole
        fields = ["id", "office", "district", "kind", "field_of_help", "contract", "begins", "ends"]


class OwnRoleFilter(DatedFilter):
    office = filters.CharFilter(label="Jugendamt")


class OwnRoleViewSet(OfWorkspace, PolicyViewSet):
    policy, query = own_role_policy, queries.own_roles_for
    permissions = {"list": OwnRolePerm.VIEW}
    serializer_class, filterset_class = OwnRoleOutput, OwnRoleFilter
    summaries = {"list": "Eigene Rollen in Räumen"}


class OwnBudgetOutput(Output):
    left = serializers.DecimalField(14, 2, read_only=True, help_text="noch offen, EUR")
    minutes_left = serializers.IntegerField(read_only=True, help_text="noch frei")

    class Meta:
        model = OwnBudget
        fields = [
            "id", "office", "contract", "number", "year", "amount", "paid", "left", "minutes", "used", "minutes_left",
        ]  # fmt: skip


class OwnBudgetFilter(filters.FilterSet):
    office = filters.CharFilter(label="Jugendamt")
    year = filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100)


class OwnBudgetViewSet(OfWorkspace, PolicyViewSet):
    policy, query = own_budget_policy, queries.own_budgets_for
    permissions = {"list": OwnBudgetPerm.VIEW}
    serializer_class, filterset_class = OwnBudgetOutput, OwnBudgetFilter
    summaries = {"list": "Eigene Budgets, EUR und Minuten"}


class StaffOutput(Output):
    status = serializers.CharField(read_only=True, help_text=", ".join(f"{k}: {v}" for k, v in STATUS.items()))
    instructed_until = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Membership
        fields = ["id", "person", "display_name", "office", "role", "begins", "ends", "status", "instructed_until"]


class StaffFilter(filters.FilterSet):
    office = filters.CharFilter(label="Jugendamt")
    role = choice(choices=[(role.value, role.label) for role in Role if role.of_provider], label="Rolle")
    status = choice(choices=list(STATUS.items()), label="Zugang")


def staff_by_name(actor: Any) -> QuerySet[Any]:
    return staff_for(actor).order_by("sort_key", "office", "begins", "id")


class StaffViewSet(OfWorkspace, PolicyViewSet):
    policy, query = staff_policy, staff_by_name
    permissions = {"list": StaffPerm.VIEW}
    serializer_class, filterset_class = StaffOutput, StaffFilter
    summaries = {"list": "Eigene Personen und ihr Zugang je Jugendamt"}


ROUTES = {
    "work-items": WorkItemViewSet,
    "own-roles": OwnRoleViewSet,
    "own-budgets": OwnBudgetViewSet,
    "staff": StaffViewSet,
}
