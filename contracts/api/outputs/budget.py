"""How budget lines and their ledger look."""

from typing import Any

from rest_framework import serializers

from contracts.api.outputs.shared import ContractRef, DistrictRef, OrganisationRef
from contracts.models import (
    BudgetLine,
)
from kernel.api.serializers import Output

EUR: dict[str, Any] = {"read_only": True, "max_digits": 14, "decimal_places": 2}


class LineOutput(Output):
    contract = ContractRef(read_only=True, allow_null=True, help_text="null: für Hilfen außerhalb von Verträgen")
    organisation = OrganisationRef(read_only=True)
    district = DistrictRef(read_only=True, allow_null=True, help_text="null: alle Räume")
    approved = serializers.DecimalField(**EUR, help_text="Betrag mit allen Buchungen, in EUR")
    approved_minutes = serializers.IntegerField(read_only=True, help_text="vereinbarte Minuten mit allen Buchungen")
    paid = serializers.DecimalField(**EUR, help_text="davon gezahlt oder verrechnet, in EUR")
    invoiced = serializers.DecimalField(**EUR, help_text="in Rechnung gestellt, in EUR")
    delivered = serializers.IntegerField(read_only=True, help_text="davon geleistet, in Minuten")

    class Meta:
        model = BudgetLine
        fields = [
            "id",
            "version",
            "contract",
            "organisation",
            "year",
            "district",
            "work_kind",
            "setting",
            "amount",
            "minutes",
            "posts",
            "corridor_percent",
            "state",
            "released_at",
            "remark",
            "approved",
            "approved_minutes",
            "paid",
            "invoiced",
            "delivered",
        ]
        extra_kwargs = {"amount": {"help_text": "in EUR"}, "minutes": {"help_text": "vereinbarte Minuten"}}


class LedgerEntryOutput(serializers.Serializer):
    day = serializers.DateField()
    kind = serializers.CharField()
    text = serializers.CharField()
    approved = serializers.DecimalField(**EUR, allow_null=True)
    minutes = serializers.IntegerField(allow_null=True, help_text="vereinbart")
    paid = serializers.DecimalField(**EUR, allow_null=True)
    due = serializers.DecimalField(**EUR, allow_null=True, help_text="noch zu zahlen")
    delivered = serializers.IntegerField(allow_null=True, help_text="geleistete Minuten")
    source: Any = serializers.CharField(help_text="run, invoice, readjustment, hours oder leer")
    key = serializers.CharField(allow_null=True, help_text="Schlüssel dazu; bei hours der Monat")


class CourseOutput(serializers.Serializer):
    unit = serializers.CharField(help_text="minutes oder EUR")
    first = serializers.DateField(source="span.first")
    last = serializers.DateField(source="span.last")
    elapsed_days = serializers.IntegerField(source="elapsed")
    days = serializers.IntegerField(source="span.days")
    approved = serializers.DecimalField(**EUR)
    done = serializers.DecimalField(**EUR)
    forecast = serializers.DecimalField(**EUR, allow_null=True, help_text="Kennzahl 9, nach Tagen")
    deviation = serializers.DecimalField(
        **EUR, allow_null=True, help_text="Prognose gegen Vereinbartes, in Prozentpunkten"
    )
    corridor = serializers.DecimalField(**EUR)
    outside = serializers.BooleanField()


class LedgerOutput(serializers.Serializer):
    line = LineOutput()
    course = CourseOutput(allow_null=True)
    entries = LedgerEntryOutput(many=True, help_text="ihre Summen sind die Summen des Postens")
