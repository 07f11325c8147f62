"""Pages and files of money cost as many queries with three rows as with one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories import people

pytestmark = pytest.mark.django_db
YEAR = clock.today().year


class World:
    """A contract with everything on it; `more` adds another of each kind."""

    def __init__(self):
        self.contract = make.contract("alpha", begins=date(YEAR - 1, 1, 1), in_force_since=date(YEAR - 1, 1, 1))
        self.role = make.role(contract=self.contract)
        self.line = make.line(self.contract, state="released", work_kind="no_case")
        self.outside = make.outside_line()
        self.invoice = make.invoice(self.outside, number="R-0")
        self.proof = make.proof(
            make.line(self.contract, year=YEAR - 1, state="released"), state="query", prepared_by=uuid7()
        )
        self.allocation = make.allocation(make.line(self.contract, work_kind="case"))
        self.run = make.run(make.instalment(self.line, number=50))
        self.count = 0
        self.more()

    def more(self):
        self.count += 1
        n = self.count
        where = make.district(f"Raum {n}")
        provider = make.role(where, contract=self.contract)
        make.instalment(self.line, number=n, amount=Decimal(100))
        make.posting(self.line)
        make.readjustment(make.line(self.contract, district=where, state="released"))
        make.hours(provider, worked_on=date(YEAR, n, 3))
        make.rate(self.outside, begins=date(YEAR, n, 1))
        make.item(self.invoice, reference=make.reference(where=where))
        make.invoice(self.outside, number=f"R-{n}")
        late = make.line(self.contract, district=where, year=YEAR - 1, state="released")
        self.proof.figures.create(line=late, ledger_minutes=0, ledger_direct=0, ledger_paid=0, minutes=0)
        make.proof_query(self.proof)
        share = make.line(self.contract, district=where, work_kind="case")
        self.allocation.shares.create(line=share, weight=1, exact=1, amount=1)
        make.document(self.contract, title=f"Papier {n}")
        make.negotiation(self.contract)
        self.run.payments.create(
            instalment=make.instalment(self.line, number=60 + n),
            amount=1,
            holder=f"H{n}",
            iban=make.iban(n),
            purpose="x",
        )


def pages(world):
    c, line = world.contract.pk, world.line.pk
    named = [
        ("contract", c), ("contract-pdf", c), ("contract-ledger", c), ("contract-hours", c), ("line", line),
        ("line-ledger", line), ("line-hours", line), ("line", world.outside.pk), ("line-ledger", world.outside.pk),
        ("invoice", world.invoice.pk), ("proof", world.proof.pk), ("proof-pdf", world.proof.pk), ("run", world.run.pk),
        ("allocation", world.allocation.pk), ("steering",), ("readjustments",), ("invoices",), ("lines",), ("runs",),
        ("run-new",), ("proofs",), ("instalments",), ("hours",), ("hours-sums",), ("hours-months",), ("contracts",),
        ("roles",), ("districts",),
    ]  # fmt: skip
    return [(name, reverse(name, urlconf="project.urls_office", args=args)) for name, *args in named]


def counts(browser, addresses):
    found = {}
    for name, address in addresses:
        with CaptureQueriesContext(connection) as asked:
            status = browser.get(address).status_code
        found[f"{name} {address[-8:]}"] = (status, len(asked))
    return found


@pytest.mark.parametrize(
    ("role", "organisation"), [(Role.FINANCE, None), (Role.PROVIDER_MANAGER, "alpha")], ids=["office", "provider"]
)
def test_one_row_or_three(nord, role, organisation):
    with transaction_in(nord):
        world = World()
    browser, addresses = people.client(nord, role, organisation), pages(world)
    counts(browser, addresses)
    once = counts(browser, addresses)
    with transaction_in(nord):
        world.more()
        world.more()
    assert counts(browser, addresses) == once
