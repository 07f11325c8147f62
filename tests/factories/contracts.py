"""Districts, roles, contracts and budgets, written straight into an office's schema."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from schwifty import IBAN

from contracts.models import (
    BankAccount,
    BudgetLine,
    CaseReference,
    Centre,
    Contract,
    District,
    Engagement,
    HoursEntry,
    Instalment,
    Invoice,
    Party,
    ProviderRole,
)
from contracts.usecases.references import random_number
from kernel import clock
from kernel.keys import uuid7

LONG_AGO = date(2020, 1, 1)


def district(name: str = "Mitte", **fields: Any) -> District:
    return District.objects.create(name=name, **({"begins": LONG_AGO} | fields))


def centre(where: District | None = None, name: str = "Treff", **fields: Any) -> Centre:
    return Centre.objects.create(district=where or district(), name=name, **({"opened_on": LONG_AGO} | fields))


def engagement(organisation: str = "alpha", **fields: Any) -> Engagement:
    found = Engagement.objects.filter(organisation=organisation).first()
    return found or Engagement.objects.create(organisation_id=organisation, **({"begins": LONG_AGO} | fields))


def role(where: District | None = None, organisation: str = "alpha", **fields: Any) -> ProviderRole:
    engagement(organisation)
    return ProviderRole.objects.create(
        district=where or district(),
        organisation_id=organisation,
        **({"kind": "network_partner", "begins": LONG_AGO} | fields),
    )


def contract(*organisations: str, state: str = "in_force", **fields: Any) -> Contract:
    """A contract in some state; with providers as parties (alpha if none is named)."""
    started = state in ("in_force", "expired", "terminated", "superseded")
    decided = state not in ("draft", "negotiation")
    row = Contract.objects.create(
        **{
            "number": f"V-{uuid7().hex[-8:]}",
            "subject": "Sozialräumliche Arbeit",
            "state": state,
            "begins": date(2026, 1, 1),
            "in_force_since": date(2026, 1, 1) if started else None,
            "decision_body": "Jugendhilfeausschuss" if decided else "",
            "decided_on": date(2025, 11, 1) if decided else None,
        }
        | dict.fromkeys(Contract.CHECKLIST, True)
        | fields
    )
    Party.objects.create(contract=row, organisation=None)
    for organisation in organisations or ("alpha",):
        engagement(organisation)
        Party.objects.create(contract=row, organisation_id=organisation)
    return row


def line(under: Contract | None = None, organisation: str = "alpha", **fields: Any) -> BudgetLine:
    released = {"released_at": timezone.now(), "released_by": uuid7()} if fields.get("state") == "released" else {}
    return BudgetLine.objects.create(
        contract=under or contract(organisation),
        organisation_id=organisation,
        **({"year": clock.today().year, "amount": Decimal("100000.01"), "minutes": 60_000} | released | fields),
    )


def instalment(of: BudgetLine | None = None, number: int = 1, **fields: Any) -> Instalment:
    of = of or line(state="released")
    return Instalment.objects.create(
        line=of, number=number, **({"due_on": clock.today() + timedelta(days=7), "amount": of.amount} | fields)
    )


def reference(organisation: str = "alpha", where: District | None = None, **fields: Any) -> CaseReference:
    return CaseReference.objects.create(
        number=random_number(),
        organisation_id=organisation,
        district=where or district(),
        **({"begins": LONG_AGO} | fields),
    )


def hours(under: ProviderRole | None = None, worker: Any = None, **fields: Any) -> HoursEntry:
    under = under or role()
    return HoursEntry.objects.create(
        role=under,
        district=under.district,
        organisation_id=under.organisation_id,
        worker=worker or uuid7(),
        **({"worked_on": clock.today(), "minutes": 90, "work_kind": "no_case", "contact": "direct"} | fields),
    )


def iban(number: int) -> str:
    """A German account number with true check digits at a bank that does not exist."""
    return str(IBAN.generate("DE", bank_code="19999999", account_code=f"{number:010d}"))


def account(organisation: str | None = "alpha", **fields: Any) -> BankAccount:
    """A confirmed account of a provider, or of the office."""
    if organisation:
        engagement(organisation)
    defaults = {"holder": organisation or "Jugendamt", "iban": iban(1), "begins": LONG_AGO}
    people = {"recorded_by": uuid7(), "confirmed_by": uuid7()}
    return BankAccount.objects.create(organisation_id=organisation, **(defaults | people | fields))


def invoice(of: BudgetLine | None = None, **fields: Any) -> Invoice:
    """A bill on a line outside every contract."""
    if of is None:
        of = BudgetLine.objects.filter(contract=None, organisation=engagement().organisation_id).first()
    of = of or BudgetLine.objects.create(
        organisation_id="alpha",
        year=clock.today().year,
        amount=Decimal("50000"),
        state="released",
        released_at=timezone.now(),
        released_by=uuid7(),
    )
    day = clock.today()
    return Invoice.objects.create(
        line=of,
        **(
            {"number": "R-1", "issued_on": day, "received_on": day, "due_on": day, "amount": Decimal("480.00")} | fields
        ),
    )
