"""The lists of districts, providers, contracts, budgets, instalments and hours."""

import django_filters
import django_tables2
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from contracts.models import (
    BudgetLine,
    Contract,
    District,
    Engagement,
    FieldOfHelp,
    HoursEntry,
    Instalment,
    ProviderRole,
    WorkKind,
)
from contracts.policy import district_policy, engagement_policy
from contracts.web.fields import contracts as visible_contracts
from contracts.web.words import kind_word
from kernel.access.actor import Actor
from kernel.web.fields import GermanDateField
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, MinutesColumn, MoneyColumn, NumberColumn, Table
from tenants.registry.models import Organisation

CONTRACT_TONES = {
    "draft": "neutral",
    "negotiation": "info",
    "decided": "info",
    "signed": "info",
    "in_force": "success",
    "expired": "neutral",
    "terminated": "warning",
    "superseded": "neutral",
}
LINE_TONES = {"draft": "neutral", "released": "success"}
ROLE_TONES = {
    "lead": "accent",
    "network_partner": "info",
    "cooperation_partner": "success",
    "public_provider": "warning",
    "outside": "neutral",
}


class DayFilter(django_filters.DateFilter):
    field_class = GermanDateField


class SearchFilter(django_filters.CharFilter):
    """Text looked for in several columns."""

    def __init__(self, *columns: str, **kwargs: object) -> None:
        super().__init__(**{"label": "Suchen", **kwargs})
        self.columns = columns

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        condition = Q()
        for column in self.columns:
            condition |= Q(**{f"{column}__icontains": value.replace("\x00", "")})
        return qs.filter(condition) if value else qs


def actor_of(request: HttpRequest | None) -> Actor:
    return request.actor  # type: ignore[union-attr]


def organisations_of(request: HttpRequest | None) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=engagement_policy.rows(actor_of(request)).values("organisation"))


def districts_of(request: HttpRequest | None) -> QuerySet[District]:
    return district_policy.rows(actor_of(request))


def contracts_of(request: HttpRequest | None) -> QuerySet[Contract]:
    return visible_contracts(actor_of(request))


class DistrictTable(Table):
    caption = "Räume"
    name = django_tables2.Column(linkify=lambda record: reverse("district", args=[record.pk]), order_by="sort_key")
    providers = NumberColumn(verbose_name="Träger heute")
    open_centres = NumberColumn(verbose_name="Zentren")
    begins = DayColumn(verbose_name="seit")
    ends = DayColumn(verbose_name="bis")
    remark = django_tables2.Column(orderable=False)

    class Meta:
        model = District
        fields = ("name", "providers", "open_centres", "begins", "ends", "remark")


class DistrictFilter(django_filters.FilterSet):
    q = SearchFilter("name", "centres__name")
    closed = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle",
        method="by_state",
        choices=[("open", "bestehend"), ("closed", "geschlossen")],
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        closed = Q(ends__lt=actor_of(self.request).today)
        return qs.filter(closed) if value == "closed" else qs.exclude(closed)


class EngagementTable(Table):
    caption = "Träger"
    organisation = django_tables2.Column(
        verbose_name="Träger",
        accessor="organisation__name",
        linkify=lambda record: reverse("provider", args=[record.pk]),
        order_by="organisation__sort_key",
    )
    kind = django_tables2.Column(
        verbose_name="Art", accessor="organisation__get_kind_display", order_by="organisation__kind"
    )
    town = django_tables2.Column(verbose_name="Ort", accessor="organisation__town")
    begins = DayColumn(verbose_name="seit")
    ends = DayColumn(verbose_name="bis")

    class Meta:
        model = Engagement
        fields = ("organisation", "kind", "town", "begins", "ends")


class EngagementFilter(django_filters.FilterSet):
    q = SearchFilter("organisation__name", "organisation__town")


class RoleTable(Table):
    caption = "Rollen"
    organisation = django_tables2.Column(
        accessor="organisation__name", order_by="organisation__sort_key", verbose_name="Träger"
    )
    district = django_tables2.Column(
        order_by="district__sort_key", linkify=lambda record: reverse("district", args=[record.district_id])
    )
    kind = django_tables2.Column(verbose_name="Rolle")
    field_of_help = django_tables2.Column(verbose_name="Hilfefeld")
    begins = DayColumn(verbose_name="ab")
    ends = DayColumn(verbose_name="bis")
    purpose = django_tables2.Column(orderable=False)

    def render_kind(self, record: ProviderRole) -> str:
        return kind_word(record.kind, actor_of(self.request))

    class Meta:
        model = ProviderRole
        fields = ("organisation", "district", "kind", "field_of_help", "begins", "ends", "purpose")


class RoleFilter(django_filters.FilterSet):
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    kind = django_filters.ChoiceFilter(choices=ProviderRole.Kind, label="Rolle", empty_label="alle")
    field_of_help = django_filters.ChoiceFilter(choices=FieldOfHelp, label="Hilfefeld", empty_label="alle")
    on = DayFilter(label="am", method="on_day")

    def on_day(self, qs: QuerySet, name: str, value: object) -> QuerySet:
        return qs.filter(Q(ends=None) | Q(ends__gte=value), begins__lte=value)


class ContractTable(Table):
    caption = "Verträge"
    number = CodeColumn(linkify=lambda record: reverse("contract", args=[record.pk]))
    subject = django_tables2.Column(order_by="sort_key")
    state = BadgeColumn(tones=CONTRACT_TONES)
    providers = NumberColumn(verbose_name="Träger")
    begins = DayColumn(verbose_name="Beginn")
    ends = DayColumn(verbose_name="Ende")

    class Meta:
        model = Contract
        fields = ("number", "subject", "state", "providers", "begins", "ends")


class ContractFilter(django_filters.FilterSet):
    q = SearchFilter("number", "subject", "parties__organisation__name")
    state = django_filters.ChoiceFilter(choices=Contract.State, label="Stand", empty_label="alle")
    regime = django_filters.ChoiceFilter(choices=Contract.Regime, label="Rechtsgrundlage", empty_label="alle")
    on = DayFilter(label="gültig am", method="on_day")

    def on_day(self, qs: QuerySet, name: str, value: object) -> QuerySet:
        return qs.filter(Q(ends=None) | Q(ends__gte=value), in_force_since__lte=value)


class LineTable(Table):
    caption = "Budgetposten"
    organisation = django_tables2.Column(
        accessor="organisation__name",
        order_by="organisation__sort_key",
        verbose_name="Träger",
        linkify=lambda record: reverse("line", args=[record.pk]),
    )
    year = NumberColumn(verbose_name="Jahr")
    contract = CodeColumn(accessor="contract__number", verbose_name="Vertrag")
    amount = MoneyColumn(verbose_name="Betrag", total=True)
    paid = MoneyColumn(verbose_name="gezahlt", total=True)
    minutes = MinutesColumn(verbose_name="vereinbart", total=True)
    delivered = MinutesColumn(verbose_name="geleistet")
    state = BadgeColumn(tones=LINE_TONES)

    def render_year(self, value: int) -> str:
        return str(value)

    class Meta:
        model = BudgetLine
        fields = ("organisation", "year", "contract", "amount", "paid", "minutes", "delivered", "state")


class LineFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100)
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    contract = django_filters.ModelChoiceFilter(queryset=contracts_of, label="Vertrag", empty_label="alle")
    state = django_filters.ChoiceFilter(choices=BudgetLine.State, label="Stand", empty_label="alle")


class InstalmentTable(Table):
    caption = "Abschläge"
    due_on = DayColumn(verbose_name="fällig", linkify=lambda record: reverse("line", args=[record.line_id]))
    organisation = django_tables2.Column(
        accessor="line__organisation__name", order_by="line__organisation__sort_key", verbose_name="Träger"
    )
    line = CodeColumn(accessor="line__contract__number", verbose_name="Vertrag")
    number = NumberColumn(verbose_name="Nr.")
    amount = MoneyColumn(total=True)
    paid_on = DayColumn(verbose_name="gezahlt")

    class Meta:
        model = Instalment
        fields = ("due_on", "organisation", "line", "number", "amount", "paid_on")


class InstalmentFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(
        queryset=organisations_of, label="Träger", empty_label="alle", field_name="line__organisation"
    )
    paid = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle",
        method="by_paid",
        choices=[("open", "offen"), ("late", "überfällig"), ("paid", "gezahlt")],
    )
    since = DayFilter(label="fällig ab", field_name="due_on", lookup_expr="gte")
    until = DayFilter(label="fällig bis", field_name="due_on", lookup_expr="lte")

    def by_paid(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "paid":
            return qs.exclude(paid_on=None)
        return qs.filter(paid_on=None, **({"due_on__lt": actor_of(self.request).today} if value == "late" else {}))


class HoursTable(Table):
    caption = "Stunden"
    worked_on = DayColumn(verbose_name="Tag")
    minutes = MinutesColumn(verbose_name="Dauer", total=True)
    district = django_tables2.Column(order_by="district__sort_key")
    work_kind = django_tables2.Column(verbose_name="Arbeitsart")
    contact = django_tables2.Column(verbose_name="Kontakt")
    references = django_tables2.Column(verbose_name="Fälle", orderable=False)
    organisation = django_tables2.Column(
        accessor="organisation__name", order_by="organisation__sort_key", verbose_name="Träger"
    )

    worker_name = django_tables2.Column(verbose_name="Fachkraft", orderable=False)

    def before_render(self, request: HttpRequest) -> None:
        """Who worked is the provider's to know, not the office's."""
        if not request.actor.organisations():
            self.columns.hide("worker_name")

    def render_references(self, value: object, record: HoursEntry) -> str:
        return ", ".join(sorted(r.number for r in record.references.all()))

    value_references = render_references

    class Meta:
        model = HoursEntry
        fields = (
            "worked_on",
            "minutes",
            "district",
            "work_kind",
            "contact",
            "references",
            "worker_name",
            "organisation",
        )


class OwnHoursTable(HoursTable):
    worked_on = DayColumn(verbose_name="Tag", linkify=lambda record: reverse("hours-change", args=[record.pk]))


class HoursFilter(django_filters.FilterSet):
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    work_kind = django_filters.ChoiceFilter(choices=WorkKind, label="Arbeitsart", empty_label="alle")
    reference = django_filters.CharFilter(label="Fallreferenz", field_name="references__number", lookup_expr="exact")
    since = DayFilter(label="ab", field_name="worked_on", lookup_expr="gte")
    until = DayFilter(label="bis", field_name="worked_on", lookup_expr="lte")
