"""Filters of proofs of use."""

import django_filters as filters

from contracts.api.filters.shared import OrganisationFilter, key
from contracts.models import Proof
from kernel.api.filters import choice, yes_or_no


class ProofFilter(filters.FilterSet):
    contract = key("contract_id", "Vertrag")
    organisation = OrganisationFilter()
    year = filters.NumberFilter(label="Jahr", min_value=1990, max_value=2100, decimal_places=0)
    state = choice(choices=Proof.State, label="Stand")


class QueryFilter(filters.FilterSet):
    proof = key("proof_id", "Verwendungsnachweis")
    answered = yes_or_no(label="beantwortet", field_name="answered_on", lookup_expr="isnull", exclude=True)
