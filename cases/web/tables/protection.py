"""Lists of § 8a processes and of providers' notices."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse

from cases.models import AssessmentPart, Protection, ProviderNotice
from contracts.web.tables.shared import SearchFilter, districts_of
from kernel.web.tables import BadgeColumn, DayColumn, NumberColumn, Table

State, Weight = Protection.State, AssessmentPart.Weight
STATES = {State.RAISED: "danger", State.ASSESSING: "warning", State.CONCEPT: "warning", State.CLOSED: "neutral"}
WEIGHTS = {Weight.GOOD: "success", Weight.UNCLEAR: "neutral", Weight.CONCERN: "warning", Weight.DANGER: "danger"}


class ProtectionTable(Table):
    caption = "Verfahren nach § 8a"
    number = django_tables2.Column(linkify=lambda record: reverse("protection", args=[record.pk]))
    district = django_tables2.Column(order_by="district__sort_key")
    state = BadgeColumn(tones=STATES)
    source = django_tables2.Column()
    raised_at = DayColumn(verbose_name="gemeldet")
    assess_until = DayColumn(verbose_name="Einschätzung bis")
    begins = DayColumn(verbose_name="Gefährdung seit")
    ends = DayColumn(verbose_name="Gefährdung bis")
    professionals = NumberColumn(verbose_name="Fachkräfte")
    open_steps = NumberColumn(verbose_name="offene Schritte")

    class Meta:
        model = Protection
        fields = (
            "number", "state", "district", "source", "raised_at", "assess_until", "begins", "ends", "professionals",
            "open_steps",
        )  # fmt: skip


class ProtectionFilter(django_filters.FilterSet):
    q = SearchFilter("number", label="Kennung")
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    state = django_filters.ChoiceFilter(label="Stand", empty_label="alle", choices=State.choices)


class NoticeTable(Table):
    caption = "Mitteilungen der Träger"
    created_at = DayColumn(verbose_name="gesendet", linkify=lambda record: reverse("provider-notice", args=[record.pk]))
    organisation = django_tables2.Column(order_by="organisation__sort_key")
    district = django_tables2.Column(order_by="district__sort_key")
    received_at = DayColumn(verbose_name="Eingang bestätigt")

    class Meta:
        model = ProviderNotice
        fields = ("created_at", "organisation", "district", "received_at")


class NoticeFilter(django_filters.FilterSet):
    district = django_filters.ModelChoiceFilter(queryset=districts_of, label="Raum", empty_label="alle")
    state = django_filters.ChoiceFilter(
        label="Stand",
        empty_label="alle",
        method="by_state",
        choices=[("open", "noch nicht bestätigt"), ("received", "bestätigt")],
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(received_at=None) if value == "open" else qs.exclude(received_at=None)
