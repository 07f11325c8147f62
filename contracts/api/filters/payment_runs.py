"""Filters of accounts, payment runs and payments."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import PaymentRun
from kernel.api.filters import choice, day, yes_or_no


class AccountFilter(filters.FilterSet):
    organisation = OrganisationFilter()
    office = yes_or_no(label="Konten des Amts", field_name="organisation", lookup_expr="isnull")
    confirmed = yes_or_no(label="bestätigt", field_name="confirmed_by", lookup_expr="isnull", exclude=True)


class RunFilter(filters.FilterSet):
    state = choice(choices=PaymentRun.State, label="Stand")
    execute_from = day(label="Ausführung ab", field_name="execute_on", lookup_expr="gte")
    execute_until = day(label="Ausführung bis", field_name="execute_on", lookup_expr="lte")


class PaymentFilter(filters.FilterSet):
    run = key("run_id", "Zahlungslauf")
    instalment = key("instalment_id", "Abschlag")
    invoice = key("invoice_id", "Rechnung")
