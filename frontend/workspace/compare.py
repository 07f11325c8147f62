"""What a provider has in all its counties, side by side: counties in a year, budgets, roles."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from frontend.workspace import compare_tables as tables
from kernel.access.actor import Actor
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.registry.models import Office
from tenants.worklist.models import OwnBudget
from tenants.worklist.policy import OwnBudgetPerm, OwnRolePerm, own_budget_policy
from tenants.worklist.queries import own_budgets_for, own_roles_for


@page(OwnRolePerm.VIEW)
def counties(request: HttpRequest, organisation: str) -> HttpResponse:
    year = tables.chosen_year(request)
    money = own_budget_policy.allows(request.actor, OwnBudgetPerm.VIEW)
    return list_page(
        request,
        "people/counties.html",
        rows=_counties(request.actor, year),
        table=tables.CountyTable if money else tables.CountyRolesTable,
        filterset=tables.CountyFilter if money else None,
        filename="vergleich",
        tabs=_tabs(request.actor, organisation),
        year=year,
        money=money,
        empty_title="Noch kein Landkreis.",
        empty_text="Hier steht jedes Jugendamt, in dem Ihr Träger eine Rolle oder ein Budget hat und Sie selbst Zugang haben.",
    )


@page(OwnBudgetPerm.VIEW)
def budgets(request: HttpRequest, organisation: str) -> HttpResponse:
    return list_page(
        request,
        "people/own_budgets.html",
        rows=own_budgets_for(request.actor),
        table=tables.BudgetTable,
        filterset=tables.BudgetFilter,
        filename="budgets",
        tabs=_tabs(request.actor, organisation),
        empty_title="Keine Budgets gefunden.",
        empty_text="Ein Budget steht hier, sobald ein Jugendamt es freigegeben hat. Ändern Sie sonst die Auswahl.",
    )


@page(OwnRolePerm.VIEW)
def roles(request: HttpRequest, organisation: str) -> HttpResponse:
    return list_page(
        request,
        "people/own_roles.html",
        rows=own_roles_for(request.actor),
        table=tables.RoleTable,
        filterset=tables.RoleFilter,
        filename="rollen",
        tabs=_tabs(request.actor, organisation),
        empty_title="Keine Rollen gefunden.",
        empty_text="Rollen in Räumen vergibt das Jugendamt. Ändern Sie sonst die Auswahl.",
    )


def _tabs(actor: Actor, organisation: str) -> list[dict[str, str]]:
    named = [("Landkreise und Städte", "workspace-counties"), ("Rollen", "workspace-roles")]
    if own_budget_policy.allows(actor, OwnBudgetPerm.VIEW):
        named.insert(1, ("Budgets", "workspace-budgets"))
    return [{"label": label, "url": reverse(name, args=[organisation])} for label, name in named]


def _counties(actor: Actor, year: int) -> QuerySet[Any]:
    """Each office with the roles of today and the sums of the year, in one query."""
    today = Q(begins__lte=actor.today) & (Q(ends=None) | Q(ends__gte=actor.today))
    roles = own_roles_for(actor).filter(today, office=OuterRef("pk")).order_by().values("office")
    money = own_budgets_for(actor).filter(year=year, office=OuterRef("pk")).order_by().values("office")

    def total(name: str) -> Subquery:
        return Subquery(money.annotate(sum=Sum(name)).values("sum"), output_field=OwnBudget._meta.get_field(name))

    sums = {name: total(name) for name in ("amount", "paid", "minutes", "used")}
    number = Subquery(roles.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    rows = Office.objects.annotate(roles=number, **sums).exclude(roles=None, amount=None)
    return rows.annotate(left=F("amount") - F("paid"), minutes_left=F("minutes") - F("used")).order_by("name")
