"""The list of proofs of use."""

import django_filters
import django_tables2
from django.db.models import QuerySet
from django.urls import reverse

from contracts.models import Proof
from contracts.web.tables.shared import actor_of, contracts_of, organisations_of
from kernel.web.tables import BadgeColumn, CodeColumn, DayColumn, MoneyColumn, NumberColumn, Table

PROOF_TONES = {
    "open": "neutral",
    "submitted": "info",
    "in_review": "info",
    "query": "warning",
    "accepted": "success",
    "partly": "warning",
    "closed": "success",
}


class ProofTable(Table):
    caption = "Verwendungsnachweise"
    organisation = django_tables2.Column(
        accessor="organisation__name",
        order_by="organisation__sort_key",
        verbose_name="Träger",
        linkify=lambda record: reverse("proof", args=[record.pk]),
    )
    year = NumberColumn(verbose_name="Jahr")
    contract = CodeColumn(accessor="contract__number", verbose_name="Vertrag")
    due_on = DayColumn(verbose_name="fällig")
    paid = MoneyColumn(verbose_name="gezahlt", total=True)
    accepted = MoneyColumn(verbose_name="anerkannt", total=True)
    surplus = MoneyColumn(verbose_name="Überschuss", total=True)
    state = BadgeColumn(tones=PROOF_TONES)

    class Meta:
        model = Proof
        fields = ("organisation", "year", "contract", "due_on", "paid", "accepted", "surplus", "state")

    def render_year(self, value: int) -> str:
        return str(value)


class ProofFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100)
    organisation = django_filters.ModelChoiceFilter(queryset=organisations_of, label="Träger", empty_label="alle")
    contract = django_filters.ModelChoiceFilter(queryset=contracts_of, label="Vertrag", empty_label="alle")
    state = django_filters.ChoiceFilter(
        choices=[*Proof.State.choices, ("late", "überfällig")], label="Stand", empty_label="alle", method="by_state"
    )

    def by_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "late":
            return qs.filter(state=Proof.State.OPEN, due_on__lt=actor_of(self.request).today)
        return qs.filter(state=value)
