"""Districts, roles, contracts and budgets, written straight into an office's schema."""

import hashlib
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from schwifty import IBAN

from contracts.models import (
    Agreement,
    Allocation,
    AllocationShare,
    Applicant,
    BankAccount,
    BudgetLine,
    CaseReference,
    Centre,
    CentreMember,
    Contact,
    Contract,
    District,
    Document,
    DocumentVersion,
    Engagement,
    HoursEntry,
    HoursImport,
    HoursMonth,
    HoursTimer,
    Instalment,
    Invoice,
    InvoiceItem,
    Negotiation,
    Offer,
    OfferDate,
    Party,
    Payment,
    PaymentRun,
    Posting,
    Proof,
    ProofFigure,
    ProofQuery,
    ProviderRole,
    Rate,
    Readjustment,
    Selection,
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


def hours_month(worker: Any, month: date, organisation: str = "alpha", **fields: Any) -> HoursMonth:
    """A worker's month; approved ones were approved by somebody else."""
    now = timezone.now()
    stamps = {
        "submitted": {"submitted_at": now},
        "approved": {"submitted_at": now, "approved_at": now, "approved_by": uuid7()},
    }.get(fields.get("state", ""), {})
    return HoursMonth.objects.create(worker=worker, organisation_id=organisation, month=month, **(stamps | fields))


def timer(worker: Any, where: District | None = None, **fields: Any) -> HoursTimer:
    return HoursTimer.objects.create(
        worker=worker,
        district=where or role().district,
        **({"organisation_id": "alpha", "work_kind": "case", "started_at": clock.now()} | fields),
    )


def closed_year(under: Contract, year: int, organisation: str = "alpha") -> Proof:
    """A proof of use that is settled."""
    now = timezone.now()
    people = {"prepared_by": uuid7(), "reviewed_by": uuid7(), "decided_by": uuid7()}
    return Proof.objects.create(
        contract=under.file,
        organisation_id=organisation,
        year=year,
        due_on=date(year + 1, 3, 31),
        state="closed",
        submitted_at=now,
        decided_at=now,
        closed_at=now,
        accepted=Decimal("1.00"),
        **people,
    )


def outside_line(organisation: str = "alpha", **fields: Any) -> BudgetLine:
    """A released line outside every contract."""
    engagement(organisation)
    defaults = {"year": clock.today().year, "amount": Decimal("50000"), "state": "released"}
    return BudgetLine.objects.create(
        organisation_id=organisation, **(defaults | {"released_at": timezone.now(), "released_by": uuid7()} | fields)
    )


def rate(of: BudgetLine | None = None, **fields: Any) -> Rate:
    of = of or outside_line()
    return Rate.objects.create(
        line=of, **({"unit": "hour", "amount": Decimal("60.00"), "begins": date(of.year, 1, 1)} | fields)
    )


def item(of: Invoice | None = None, **fields: Any) -> InvoiceItem:
    of = of or invoice()
    first = date(of.line.year, 1, 1)
    defaults = {"begins": first, "ends": first, "unit": "hour", "quantity": Decimal(8), "rate": Decimal("60.00")}
    return InvoiceItem.objects.create(invoice=of, **(defaults | fields))


def posting(of: BudgetLine | None = None, **fields: Any) -> Posting:
    of = of or line(state="released")
    defaults = {"kind": "correction", "posted_on": clock.today(), "amount": Decimal("-10.00"), "reason": "Zählfehler"}
    return Posting.objects.create(line=of, **(defaults | {"recorded_by": uuid7()} | fields))


def readjustment(of: BudgetLine | None = None, **fields: Any) -> Readjustment:
    """A proposal on a released line."""
    of = of or line(state="released")
    defaults = {"trigger": "Mehr Fälle als geplant", "proposal": "Mehr Stunden", "amount": Decimal("1000.00")}
    today = clock.today()
    stored = {
        "forecast_amount": of.amount,
        "forecast_minutes": of.minutes,
        "proposed_on": today,
        "proposed_by": uuid7(),
    }
    return Readjustment.objects.create(line=of, **(defaults | stored | fields))


def allocation(of: BudgetLine | None = None) -> Allocation:
    """A split with one share."""
    of = of or line()
    row = Allocation.objects.create(
        contract=of.contract, year=of.year, total=of.amount, method="percent", basis="Vereinbart", recorded_by=uuid7()
    )
    AllocationShare.objects.create(allocation=row, line=of, weight=100, exact=of.amount, amount=of.amount)
    return row


def member(of: Centre, who: Any, organisation: str | None = None, **fields: Any) -> CentreMember:
    """Someone in a centre's team; `who` is a person's key."""
    return CentreMember.objects.create(
        centre=of, person=who, organisation_id=organisation, **({"function": "Beratung", "begins": LONG_AGO} | fields)
    )


def offer(at: Centre | None = None, name: str = "Elterncafé", **fields: Any) -> Offer:
    return Offer.objects.create(centre=at or centre(), name=name, **({"begins": LONG_AGO} | fields))


def offer_date(of: Offer | None = None, **fields: Any) -> OfferDate:
    return OfferDate.objects.create(
        offer=of or offer(),
        **({"held_on": clock.today(), "begins_at": time(15), "ends_at": time(17)} | fields),
    )


def contact(at: Centre | None = None, who: Any = None, **fields: Any) -> Contact:
    at = at or centre()
    return Contact.objects.create(
        centre=at,
        district=at.district,
        **({"kind": "walk_in", "happened_on": clock.today(), "recorded_by": who or uuid7()} | fields),
    )


def run(*instalments: Instalment, **fields: Any) -> PaymentRun:
    """A prepared run with these instalments."""
    defaults = {"number": PaymentRun.objects.count() + 1, "execute_on": clock.today(), "prepared_by": uuid7()}
    total = sum((i.amount for i in instalments), Decimal(0))
    made = PaymentRun.objects.create(**({"debtor": account(None), "total": total} | defaults | fields))
    for row in instalments:
        Payment.objects.create(
            run=made, instalment=row, amount=row.amount, holder="Alpha", iban=iban(1), purpose=f"Abschlag {row.number}"
        )
    return made


def proof(of: BudgetLine | None = None, **fields: Any) -> Proof:
    """A proof of a line's year with one figure."""
    of = of or line(state="released", year=clock.today().year - 1)
    made = Proof.objects.create(
        contract=of.contract,
        organisation=of.organisation,
        year=of.year,
        **({"due_on": clock.today() + timedelta(days=30)} | fields),
    )
    ProofFigure.objects.create(
        proof=made, line=of, ledger_minutes=600, ledger_direct=300, ledger_paid=of.amount, minutes=600
    )
    return made


def proof_query(of: Proof | None = None, **fields: Any) -> ProofQuery:
    of = of or proof(state="query", prepared_by=uuid7(), reviewed_by=uuid7())
    return ProofQuery.objects.create(
        proof=of, **({"question": "Warum so wenig?", "asked_on": clock.today(), "asked_by": uuid7()} | fields)
    )


def version(of: Contract, *, state: str = "draft", relation: str = "amendment", **fields: Any) -> Contract:
    """A later version of a contract's file, with the parties of the one before."""
    parties = [p.organisation_id for p in of.parties.all() if p.organisation_id]
    return contract(
        *parties, state=state, root=of.file, previous=of, relation=relation, **({"begins": date(2026, 7, 1)} | fields)
    )


def agreement(of: Contract, kind: str = "cost", **fields: Any) -> Agreement:
    return Agreement.objects.create(
        contract=of, kind=kind, **({"summary": "Fachleistungsstunde 72,40 €", "begins": date(2026, 1, 1)} | fields)
    )


def negotiation(of: Contract, **fields: Any) -> Negotiation:
    return Negotiation.objects.create(contract=of, **({"held_on": clock.today(), "topic": "Entgelte"} | fields))


def selection(of: Contract, procedure: str = "interest", **fields: Any) -> Selection:
    return Selection.objects.create(contract=of, procedure=procedure, **fields)


def applicant(to: Selection, organisation: str = "alpha", **fields: Any) -> Applicant:
    return Applicant.objects.create(
        selection=to, organisation_id=organisation, **({"received_on": clock.today()} | fields)
    )


def document(of: Contract, content: bytes = b"%PDF-1.7 Vertragstext", **fields: Any) -> Document:
    paper = Document.objects.create(contract=of.file, **({"title": "Vertragstext"} | fields))
    DocumentVersion.objects.create(
        document=paper,
        number=1,
        filename="Vertragstext.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=uuid7(),
    )
    return paper


def hours_import(recorded_by: Any, organisation: str = "alpha", **fields: Any) -> HoursImport:
    """A file of hours that waits to be booked."""
    digest = uuid7().hex * 2
    defaults = {"filename": "stunden.csv", "sha256": digest, "content": b"Datum;Dauer\r\n", "rows": 1, "minutes": 90}
    return HoursImport.objects.create(organisation_id=organisation, recorded_by=recorded_by, **(defaults | fields))
