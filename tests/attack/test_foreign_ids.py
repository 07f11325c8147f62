"""Ids of another office, in addresses and in forms: unknown here, whatever they are there."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import ProviderRole
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tests.factories.contracts import contract, district, engagement
from tests.factories.people import client

pytestmark = pytest.mark.django_db
URLS = "project.urls_office"


@pytest.mark.parametrize(("name", "make"), [("district", district), ("contract", contract)])
def test_a_guessed_id_in_the_address_is_unknown(nord: Place, sued: Place, name: str, make) -> None:
    with transaction_in(sued):
        there = make()
    address = reverse(name, args=[there.pk], urlconf=URLS)
    assert client(sued, Role.PLANNER).get(address).status_code == 200
    assert client(nord, Role.PLANNER).get(address).status_code == 404


def test_a_foreign_key_of_another_office_is_refused_in_a_form(nord: Place, sued: Place) -> None:
    with transaction_in(sued):
        theirs = contract(number="S-1")
    with transaction_in(nord):
        where, mine = district(), contract(number="N-1")
        engagement("alpha")
    browser = client(nord, Role.PLANNER)
    address = reverse("role-new", args=[where.pk], urlconf=URLS)
    given = {
        "organisation": "alpha", "kind": "network_partner", "field_of_help": "education", "begins": str(date(2026, 1, 1)),
    }  # fmt: skip
    refused = browser.post(address, given | {"contract": str(theirs.pk), "submission": str(uuid7())})
    assert refused.status_code == 422
    accepted = browser.post(address, given | {"contract": str(mine.pk), "submission": str(uuid7())})
    assert accepted.status_code == 302
    with transaction_in(nord):
        assert [r.contract_id for r in ProviderRole.objects.all()] == [mine.pk]
