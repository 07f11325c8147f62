"""The list of contracts."""

from datetime import date
from typing import Any

import django_filters
import django_tables2
from dateutil.relativedelta import relativedelta
from django.db.models import DateField, QuerySet, Value
from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.models import (
    Contract,
)
from contracts.queries.contract import ending_until, in_force_on, without_older
from contracts.web.tables.shared import DayFilter, SearchFilter, actor_of
from kernel.web import words
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, NumberColumn, Table
from kernel.web.templatetags.ui import badge

State = Contract.State
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
AHEAD = relativedelta(months=12)


class StateColumn(BadgeColumn):
    """The state on the day as of which the list is shown."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        state = record.state_on(record.as_of)
        return badge(state.label, self.tones[state])

    def value(self, value: Any, record: Any, bound_column: Any) -> str:
        return str(record.state_on(record.as_of).label)


class WarningColumn(django_tables2.Column):
    """What comes within twelve months: the end, or the day to which notice was given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor="pk", orderable=False, verbose_name="Hinweis", **kwargs)

    def render(self, record: Contract) -> SafeString | str:
        text = coming_end(record, record.as_of)  # type: ignore[attr-defined]
        return badge(text, "warning" if record.terminates_on else "info") if text else words.NOTHING

    def value(self, record: Contract) -> str:
        return coming_end(record, record.as_of)  # type: ignore[attr-defined]


def coming_end(row: Contract, today: date) -> str:
    """That a version in force ends within twelve months, in words."""
    if row.state != State.IN_FORCE or not row.last_day or not today <= row.last_day <= today + AHEAD:
        return ""
    if row.terminates_on == row.last_day:
        return f"gekündigt zum {words.day(row.terminates_on)}"
    months = (row.last_day.year - today.year) * 12 + row.last_day.month - today.month
    if months < 1:
        return "endet diesen Monat"
    return f"endet in {months} {'Monat' if months == 1 else 'Monaten'}"


class ContractTable(Table):
    caption = "Verträge"
    number = CodeColumn(linkify=lambda record: reverse("contract", args=[record.pk]))
    subject = django_tables2.Column(order_by="sort_key")
    state = StateColumn(tones=CONTRACT_TONES)
    providers = NumberColumn(verbose_name="Träger")
    begins = DayColumn(verbose_name="Beginn")
    ends = DayColumn(verbose_name="Ende")
    warning = WarningColumn()

    class Meta:
        model = Contract
        fields = ("number", "subject", "state", "providers", "begins", "ends")


class ContractFilter(django_filters.FilterSet):
    q = SearchFilter("number", "subject", "parties__organisation__name")
    state = django_filters.ChoiceFilter(choices=Contract.State, label="Stand", empty_label="alle")
    regime = django_filters.ChoiceFilter(choices=Contract.Regime, label="Rechtsgrundlage", empty_label="alle")
    soon = django_filters.ChoiceFilter(
        label="Ende", empty_label="alle", method="by_end", choices=[("12", "in den nächsten zwölf Monaten")]
    )
    versions = django_filters.ChoiceFilter(
        label="Fassungen", empty_label="geltende und offene", method="as_chosen", choices=[("all", "auch frühere")]
    )
    on = DayFilter(label="gültig am", method="on_day")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Earlier versions only when they are asked for: by the choice, by a day, or by their state."""
        found = super().filter_queryset(queryset)
        given = self.form.cleaned_data
        asked = given.get("versions") or given.get("on") or given.get("state") == State.SUPERSEDED
        return found if asked else without_older(found)

    def as_chosen(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs

    def by_end(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        actor = actor_of(self.request)
        return qs.filter(ending_until(actor, actor.today + AHEAD))

    def on_day(self, qs: QuerySet, name: str, value: date) -> QuerySet:
        return qs.annotate(as_of=Value(value, output_field=DateField())).filter(in_force_on(value))
