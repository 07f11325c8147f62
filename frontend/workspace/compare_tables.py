"""Lists that compare what a provider has in its counties."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from contracts.models import ProviderRole
from contracts.models.terms import FieldOfHelp
from kernel.web.tables import CodeColumn, DayColumn, MinutesColumn, MoneyColumn, NumberColumn, Table
from tenants.registry.models import Office
from tenants.registry.places import office_url
from tenants.worklist.models import OwnBudget, OwnRole
from tenants.worklist.queries import own_budgets_for, own_roles_for

OFFICE_URLS = "project.urls_office"
YEARS = range(1990, 2101)
KINDS, FIELDS = dict(ProviderRole.Kind.choices), dict(FieldOfHelp.choices)


def chosen_year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in YEARS else request.actor.today.year


def at(office: str, name: str) -> str:
    """A page in an office; the person is signed in there as well."""
    return office_url(office, reverse(name, urlconf=OFFICE_URLS))


def years_of(request: HttpRequest | None) -> list[tuple[int, int]]:
    rows = own_budgets_for(request.actor).order_by("-year").values_list("year", flat=True)  # type: ignore[union-attr]
    return [(year, year) for year in rows.distinct()]


def offices_of(request: HttpRequest | None) -> QuerySet[Office]:
    here = own_roles_for(request.actor).order_by().values("office")  # type: ignore[union-attr]
    money = own_budgets_for(request.actor).order_by().values("office")  # type: ignore[union-attr]
    return Office.objects.filter(Q(pk__in=here) | Q(pk__in=money)).order_by("name")


class CountyRolesTable(Table):
    caption = "Rollen je Jugendamt"
    name = django_tables2.Column(verbose_name="Jugendamt", linkify=lambda record: at(record["key"], "today"))
    roles = NumberColumn(verbose_name="Rollen heute", total=True)


class CountyTable(CountyRolesTable):
    caption = "Rollen und Budgets je Jugendamt"
    amount = MoneyColumn(verbose_name="Budget", total=True)
    paid = MoneyColumn(verbose_name="gezahlt", total=True)
    left = MoneyColumn(verbose_name="noch offen", total=True)
    minutes = MinutesColumn(verbose_name="Stunden", total=True)
    used = MinutesColumn(verbose_name="freigegeben", total=True)
    minutes_left = MinutesColumn(verbose_name="noch frei", total=True)


class BudgetTable(Table):
    caption = "Budgets in allen Landkreisen und Städten"
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name")
    number = CodeColumn(
        verbose_name="Vertrag",
        empty_values=(None,),
        linkify=lambda record: office_url(record.office_id, contract_path(record)),
    )
    year = django_tables2.Column(verbose_name="Jahr")
    amount = MoneyColumn(total=True)
    paid = MoneyColumn(total=True)
    left = MoneyColumn(verbose_name="noch offen", total=True)
    minutes = MinutesColumn(total=True)
    used = MinutesColumn(total=True)
    minutes_left = MinutesColumn(verbose_name="noch frei", total=True)

    class Meta(Table.Meta):
        model = OwnBudget
        fields = ("office", "number", "year", "amount", "paid", "left", "minutes", "used", "minutes_left")

    def render_number(self, value: str) -> str:
        return value or "außerhalb von Verträgen"


def contract_path(row: OwnBudget) -> str:
    if row.contract is None:
        return reverse("lines", urlconf=OFFICE_URLS)
    return reverse("contract", args=[row.contract], urlconf=OFFICE_URLS)


class BudgetFilter(django_filters.FilterSet):
    office = django_filters.ModelChoiceFilter(queryset=offices_of, label="Jugendamt", empty_label="alle")
    year = django_filters.ChoiceFilter(label="Jahr", empty_label="alle", choices=[])

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.filters["year"].extra["choices"] = years_of(self.request)


class RoleTable(Table):
    caption = "Rollen in allen Landkreisen und Städten"
    office = django_tables2.Column(verbose_name="Jugendamt", accessor="office__name")
    district = django_tables2.Column(verbose_name="Raum", order_by="sort_key")
    kind = django_tables2.Column(verbose_name="Rolle")
    field_of_help = django_tables2.Column(verbose_name="Hilfefeld")
    contract = CodeColumn(verbose_name="Vertrag")
    begins = DayColumn(verbose_name="ab")
    ends = DayColumn(verbose_name="bis")

    class Meta(Table.Meta):
        model = OwnRole
        fields = ("office", "district", "kind", "field_of_help", "contract", "begins", "ends")

    def render_kind(self, value: str) -> str:
        return str(KINDS.get(value, value))

    def render_field_of_help(self, value: str) -> str:
        return str(FIELDS.get(value, value))


class RoleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Raum", method="by_district")
    office = django_filters.ModelChoiceFilter(queryset=offices_of, label="Jugendamt", empty_label="alle")
    kind = django_filters.ChoiceFilter(label="Rolle", empty_label="alle", choices=ProviderRole.Kind.choices)
    valid = django_filters.ChoiceFilter(
        label="gilt", empty_label="heute", choices=[("all", "auch früher und später")], method="all_of_them"
    )

    def by_district(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(district__icontains=value.replace("\x00", ""))

    def all_of_them(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows, today = super().filter_queryset(queryset), self.request.actor.today
        if self.form.cleaned_data.get("valid"):
            return rows
        return rows.filter(Q(ends=None) | Q(ends__gte=today), begins__lte=today)
