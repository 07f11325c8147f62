"""Corrections, splits, rates, readjustments, invoices and the ledger as other systems use them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.models import BudgetLine, Contract, Instalment
from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import Place, bound
from tests.api.conftest import Api
from tests.factories import contracts as make

pytestmark = pytest.mark.django_db
YEAR = clock.today().year


@pytest.fixture
def contract(nord: Place) -> Contract:
    first = date(YEAR - 1, 1, 1)
    with bound(nord):
        row = make.contract("alpha", "beta", begins=first, in_force_since=first, corridor_percent=5)
        make.role(contract=row)
    return row


def released(nord: Place, contract: Contract, **fields: Any) -> BudgetLine:
    with bound(nord):
        line = make.line(contract, year=YEAR, state="released", amount=Decimal(1000), minutes=600, **fields)
        make.instalment(line, amount=Decimal(1000), due_on=date(YEAR, 12, 1))
    return line


def test_a_line_has_a_district_and_its_contracts_corridor(
    api: Callable[..., Api], nord: Place, contract: Contract
) -> None:
    planner = api(nord, Role.PLANNER)
    with bound(nord):
        where = make.district("Ost")
    made = planner.post(
        "budget-lines",
        {
            "contract": str(contract.pk),
            "organisation": "alpha",
            "year": YEAR,
            "amount": "10.00",
            "district": str(where.pk),
        },
    )
    assert made.status_code == 201, made.json()
    line = made.json()
    assert (line["district"]["name"], line["corridor_percent"], line["approved"], line["paid"]) == (
        "Ost",
        "5.00",
        "10.00",
        "0.00",
    )
    changed = planner.patch(f"budget-lines/{line['id']}", {"corridor_percent": "2.50", "district": None}, if_match="*")
    assert changed.json()["corridor_percent"] == "2.50" and changed.json()["district"] is None
    assert planner.send("DELETE", f"budget-lines/{line['id']}", if_match="*").status_code == 204


def test_r15_a_correction_is_posted_and_the_ledger_adds_up(
    api: Callable[..., Api], nord: Place, contract: Contract
) -> None:
    line, finance = released(nord, contract), api(nord, Role.FINANCE)
    path = f"budget-lines/{line.pk}"
    refused = finance.post(
        f"{path}/correct", {"posted_on": f"{YEAR}-03-01", "amount": "-2000.00", "reason": "x"}, if_match="*"
    )
    assert refused.status_code == 422 and "höchstens" in refused.json()["detail"]
    done = finance.post(
        f"{path}/correct",
        {"posted_on": f"{YEAR}-03-01", "amount": "-100.50", "minutes": -60, "reason": "Zählfehler"},
        if_match="*",
    )
    assert done.status_code == 200 and done.json()["approved"] == "899.50" and done.json()["amount"] == "1000.00"
    ledger = finance.get(f"{path}/ledger").json()
    entries = ledger["entries"]
    assert sum(Decimal(e["approved"] or 0) for e in entries) == Decimal(ledger["line"]["approved"])
    assert sum(Decimal(e["due"] or 0) for e in entries) == Decimal("899.50")
    assert ledger["course"]["unit"] == "minutes" and ledger["course"]["days"] in (365, 366)
    assert finance.get(f"postings?line={line.pk}").json()["results"][0]["reason"] == "Zählfehler"
    with bound(nord):
        assert Instalment.objects.get(line=line).amount == Decimal("899.50")


def test_r10_a_split_is_exact_and_can_be_taken_back(api: Callable[..., Api], nord: Place, contract: Contract) -> None:
    planner = api(nord, Role.PLANNER)
    body = {"contract": str(contract.pk), "year": YEAR + 1, "method": "percent", "total": "0.05"}
    shares = [{"organisation": "alpha", "weight": "50"}, {"organisation": "beta", "weight": "49.9"}]
    short = planner.post("allocations", body | {"shares": shares})
    assert short.status_code == 422 and "0,1 Prozentpunkte fehlen" in short.json()["detail"]
    shares[1]["weight"] = "50"
    one_cent = planner.post("allocations", body | {"shares": shares, "total": "0.01"})
    assert one_cent.status_code == 422 and one_cent.json()["errors"][0]["pointer"] == "#/total"
    made = planner.post("allocations", body | {"shares": shares})
    assert made.status_code == 201, made.json()
    assert sorted(s["amount"] for s in made.json()["shares"]) == ["0.02", "0.03"]
    assert planner.send("DELETE", f"allocations/{made.json()['id']}", if_match="*").status_code == 204
    assert planner.get(f"budget-lines?year={YEAR + 1}").json()["count"] == 0


def test_r15_a_readjustment_from_proposal_to_posting(api: Callable[..., Api], nord: Place, contract: Contract) -> None:
    line, planner = released(nord, contract), api(nord, Role.PLANNER)
    row = planner.post(
        "readjustments", {"line": str(line.pk), "trigger": "Mehr Fälle", "proposal": "Mehr Geld", "amount": "50.00"}
    ).json()
    today = clock.today().isoformat()
    path = f"readjustments/{row['id']}/decide"
    early = planner.post(
        path, {"body": "Steuerungsgruppe", "decided_on": today, "effective_on": f"{YEAR - 1}-12-31"}, if_match="*"
    )
    assert early.status_code == 422 and early.json()["errors"][0]["pointer"] == "#/effective_on"
    done = planner.post(path, {"body": "Steuerungsgruppe", "decided_on": today, "effective_on": today}, if_match="*")
    assert (done.status_code, done.json()["state"]) == (200, "decided") and done.json()["posting"]


def test_r7_an_invoice_is_checked_and_approved_by_two(api: Callable[..., Api], nord: Place) -> None:
    first, second = api(nord, Role.FINANCE), api(nord, Role.FINANCE)
    with bound(nord):
        make.engagement()
        reference = make.reference()
    line = first.post("budget-lines", {"organisation": "alpha", "year": YEAR, "amount": "1000.00"}).json()
    assert line["contract"] is None
    rate = first.post("rates", {"line": line["id"], "unit": "day", "amount": "100.00", "begins": f"{YEAR}-01-01"})
    assert rate.status_code == 201, rate.json()
    assert first.post(f"budget-lines/{line['id']}/release", if_match="*").status_code == 200
    today = clock.today().isoformat()
    item = {
        "begins": f"{YEAR}-01-01", "ends": f"{YEAR}-01-01", "unit": "day", "quantity": "1", "rate": "100.00",
        "reference": reference.number,
    }  # fmt: skip
    body = {
        "line": line["id"],
        "number": "R-1",
        "issued_on": today,
        "received_on": today,
        "due_on": today,
        "amount": "100.00",
    }
    over = first.post("invoices", body | {"items": [item | {"ends": f"{YEAR + 1}-01-02"}]})
    assert over.status_code == 422 and "Jahreswechsel" in over.json()["detail"]
    made = first.post("invoices", body | {"items": [item]})
    assert made.status_code == 201, made.json()
    assert first.post("invoices", body | {"items": [item]}).status_code == 422
    path = f"invoices/{made.json()['id']}"
    changed = first.patch(path, {"remark": "geprüft mit Anlage"}, if_match="*")
    assert changed.status_code == 200 and changed.json()["items"][0]["reference"] == reference.number
    assert first.post(f"{path}/check", if_match="*").json()["state"] == "checked"
    assert "zweite Person" in first.post(f"{path}/approve", if_match="*").json()["detail"]
    assert second.post(f"{path}/approve", if_match="*").json()["state"] == "approved"


def test_r5_a_78a_rate_is_refused_for_the_past(api: Callable[..., Api], nord: Place) -> None:
    with bound(nord):
        line = make.line(make.contract("alpha", regime="78a"), state="released")
    finance = api(nord, Role.FINANCE)
    answer = finance.post("rates", {"line": str(line.pk), "unit": "day", "amount": "1.00", "begins": "2026-01-01"})
    assert answer.status_code == 422 and "nie rückwirkend" in answer.json()["detail"]
