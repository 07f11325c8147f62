"""The lists of budget lines, of their ledger and of a split."""

from typing import Any

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.models import AllocationShare, BudgetLine
from contracts.queries.steering import course_of
from contracts.web.courses import bar
from contracts.web.tables.shared import SearchFilter, actor_of, organisations_of
from kernel.web import words
from kernel.web.tables import BadgeColumn, DayColumn, MinutesColumn, MoneyColumn, NumberColumn, Table

LINE_TONES = {"draft": "neutral", "released": "success"}
BAR = {"td": {"class": "hn-pace-cell"}}


class LineTable(Table):
    caption = "Budgetposten"
    organisation = django_tables2.Column(
        order_by="organisation__sort_key",
        verbose_name="Träger",
        linkify=lambda record: reverse("line", args=[record.pk]),
    )
    year = NumberColumn(verbose_name="Jahr")
    contract = django_tables2.Column(accessor="under", order_by="contract__number", verbose_name="Vertrag")
    place = django_tables2.Column(empty_values=(), orderable=False, verbose_name="Für")
    approved = MoneyColumn(verbose_name="bewilligt", total=True)
    paid = MoneyColumn(verbose_name="gezahlt", total=True)
    approved_minutes = MinutesColumn(verbose_name="vereinbart", total=True)
    delivered = MinutesColumn(verbose_name="geleistet")
    pace = django_tables2.Column(empty_values=(), orderable=False, verbose_name="nach Plan", attrs=BAR)
    state = BadgeColumn(tones=LINE_TONES)

    def render_year(self, value: int) -> str:
        return str(value)

    def render_place(self, record: BudgetLine) -> str:
        return place_of(record)

    value_place = render_place

    def render_pace(self, record: BudgetLine) -> SafeString | str:
        return bar(course_of(record, actor_of(self.request).today)) if record.released_at else words.NOTHING

    def value_pace(self, record: BudgetLine) -> Any:
        course = course_of(record, actor_of(self.request).today) if record.released_at else None
        return round(course.pace, 1) if course and course.pace is not None else None

    class Meta:
        model = BudgetLine
        fields = (
            "organisation", "year", "contract", "place", "approved", "paid", "approved_minutes", "delivered", "pace", "state",
        )  # fmt: skip


def place_of(line: BudgetLine) -> str:
    """For what a line is: district, kind of work, setting; all where it says nothing."""
    parts = [str(line.district or ""), line.get_work_kind_display(), line.get_setting_display()]
    return ", ".join(part for part in parts if part) or "alles"


class LineFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100)
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    state = django_filters.ChoiceFilter(choices=BudgetLine.State, label="Stand", empty_label="alle")
    contract = SearchFilter("contract__number", "contract__subject", label="Vertrag")
    kind = django_filters.ChoiceFilter(
        label="Art",
        empty_label="alle",
        method="by_kind",
        choices=[("contract", "aus Verträgen"), ("outside", "außerhalb")],
    )

    def by_kind(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(contract__isnull=value == "outside")


class LedgerTable(Table):
    """A line's entries; each names what made it."""

    caption = "Kontoblatt"
    day = DayColumn(verbose_name="Tag")
    kind = django_tables2.Column(verbose_name="Vorgang", linkify=lambda record, table: table.links(record))
    text = django_tables2.Column(verbose_name="Was")
    approved = MoneyColumn(verbose_name="bewilligt", total=True, default="")
    paid = MoneyColumn(verbose_name="gezahlt", total=True, default="")
    due = MoneyColumn(verbose_name="offen", total=True, default="")
    minutes = MinutesColumn(verbose_name="vereinbart", total=True, default="")
    delivered = MinutesColumn(verbose_name="geleistet", total=True, default="")

    links: Any = staticmethod(lambda entry: None)

    class Meta:
        order_by = "day"


class LedgerLineTable(Table):
    """The lines of a contract's year; each leads to its entries."""

    caption = "Budgetposten"
    organisation = django_tables2.Column(
        accessor="line__organisation__name",
        order_by="line__organisation__sort_key",
        verbose_name="Träger",
        linkify=lambda record: reverse("line-ledger", args=[record.line.pk]),
    )
    place = django_tables2.Column(empty_values=(), orderable=False, verbose_name="Für")
    approved = MoneyColumn(accessor="line__approved", verbose_name="bewilligt", total=True)
    paid = MoneyColumn(accessor="line__paid", verbose_name="gezahlt", total=True)
    open = MoneyColumn(verbose_name="offen", total=True)
    minutes = MinutesColumn(accessor="line__approved_minutes", verbose_name="vereinbart", total=True)
    delivered = MinutesColumn(verbose_name="geleistet")
    pace = django_tables2.Column(empty_values=(), orderable=False, verbose_name="nach Plan", attrs=BAR)

    def render_place(self, record: Any) -> str:
        return place_of(record.line)

    value_place = render_place

    def render_pace(self, record: Any) -> SafeString | str:
        return bar(record.course)

    def value_pace(self, record: Any) -> Any:
        return round(record.course.pace, 1) if record.course and record.course.pace is not None else None


class ShareTable(Table):
    """How a split was calculated."""

    caption = "Anteile"
    organisation = django_tables2.Column(
        accessor="line__organisation__name",
        order_by="line__organisation__sort_key",
        verbose_name="Träger",
        linkify=lambda record: reverse("line", args=[record.line_id]),
    )
    place = django_tables2.Column(empty_values=(), orderable=False, verbose_name="Für")
    weight = NumberColumn(verbose_name="Gewicht", places=4, total=True)
    exact = NumberColumn(verbose_name="genau in €", places=6)
    amount = MoneyColumn(verbose_name="auf den Cent", total=True)
    cents = django_tables2.Column(empty_values=(), orderable=False, verbose_name="gerundet um", attrs=MoneyColumn.attrs)
    now = MoneyColumn(accessor="line__amount", verbose_name="Posten heute")

    def render_place(self, record: AllocationShare) -> str:
        return place_of(record.line)

    value_place = render_place

    def render_cents(self, record: AllocationShare) -> str:
        return rounding(record.amount, record.exact)

    def value_cents(self, record: AllocationShare) -> Any:
        return record.amount - record.exact

    class Meta:
        model = AllocationShare
        fields = ("organisation", "place", "weight", "exact", "amount", "cents", "now")


def rounding(amount: Any, exact: Any) -> str:
    """What the whole cent gave or took, in cents."""
    difference = (amount - exact) * 100
    return f"{'+' if difference > 0 else ''}{words.number(difference, 4)} Cent"
