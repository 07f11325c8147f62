"""A worker, a browser and a case, for the pages of the case file."""

import pytest

from cases.models import CaseFile
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from tests.factories import cases as make
from tests.factories.people import client, membership, person


@pytest.fixture
def me(nord):
    who = person("Frieda Fachkraft")
    membership(who, nord, Role.CASE_WORKER)
    return who


@pytest.fixture
def browser(nord, me):
    return client(nord, who=me)


@pytest.fixture
def case(nord, me) -> CaseFile:
    with transaction_in(nord):
        row = make.case(worker=me.pk, number="51-7")
        make.person(row, given_name="Mia", family_name="Müller-Straße")
    return row
