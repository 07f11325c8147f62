"""What a provider has in all its counties, side by side: counties in a year, budgets, roles."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from frontend.workspace import compare_tables as tables
from kernel.access.actor import Actor
from kernel.keys import sort_key
from kernel.web.lists import list_page
from kernel.web.stamps import page
from tenants.worklist.policy import OwnBudgetPerm, OwnRolePerm, own_budget_policy
from tenants.worklist.queries import own_budgets_for, own_roles_for

SUMS = ("amount", "paid", "left", "minutes", "used", "minutes_left")


@page(OwnRolePerm.VIEW)
def counties(request: HttpRequest, organisation: str) -> HttpResponse:
    year = tables.chosen_year(request)
    money = own_budget_policy.allows(request.actor, OwnBudgetPerm.VIEW)
    return list_page(
        request,
        "people/counties.html",
        rows=_counties(request.actor, year),
        table=tables.CountyTable if money else tables.CountyRolesTable,
        filename="vergleich",
        per_page=15,
        tabs=_tabs(request.actor, organisation),
        year=year,
        years=_years(request.actor, year) if money else [],
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


def _counties(actor: Actor, year: int) -> list[dict[str, Any]]:
    """Each office with the roles of today and the sums of the year: a query each, however many offices."""
    today = Q(begins__lte=actor.today) & (Q(ends=None) | Q(ends__gte=actor.today))
    roles = own_roles_for(actor).filter(today).order_by().values("office", "office__name").annotate(roles=Count("pk"))
    money = own_budgets_for(actor).filter(year=year).order_by().values("office", "office__name")
    empty: dict[str, Any] = dict.fromkeys(("roles", *SUMS))
    found: dict[str, dict[str, Any]] = {}
    for row in [*roles, *money.annotate(**{f"sum_{name}": Sum(name) for name in SUMS})]:
        county = found.setdefault(row["office"], empty | {"key": row["office"], "name": row["office__name"]})
        county |= {name.removeprefix("sum_"): value for name, value in row.items() if not name.startswith("office")}
    return sorted(found.values(), key=lambda county: sort_key(county["name"]))


def _years(actor: Actor, chosen: int) -> list[dict[str, Any]]:
    """The years with a budget, and the one that is shown."""
    known = own_budgets_for(actor).order_by().values_list("year", flat=True).distinct()
    return [{"year": year, "shown": year == chosen} for year in sorted({*known, chosen, actor.today.year})]
