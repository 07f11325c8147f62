"""Accounts, payment runs and proofs of use by API: the same rules, account numbers masked (R11, R14)."""

from datetime import date
from typing import Any

import pytest

from kernel.access.actor import Role
from kernel.calendar import working_day_from
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(api: Any, nord: Any) -> Any:
    return api(nord, Role.FINANCE, who=people.person("Finanzen 1"))


@pytest.fixture
def second(api: Any, nord: Any) -> Any:
    return api(nord, Role.FINANCE, who=people.person("Finanzen 2"))


def test_r11_an_account_is_masked_and_confirmed_by_another(nord: Any, finance: Any, second: Any) -> None:
    with transaction_in(nord):
        make.engagement()
    body = {"organisation": "alpha", "holder": "Alpha e.V.", "iban": make.iban(1), "begins": "2026-01-01"}
    wrong = finance.post("bank-accounts", body | {"iban": "DE00199999990000000001"})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["pointer"] == "#/iban"
    made = finance.post("bank-accounts", body)
    assert made.status_code == 201
    account = made.json()
    assert account["iban"] == f"{make.iban(1)[:4]} … {make.iban(1)[-4:]}" and account["confirmed"] is False
    path, seen = f"bank-accounts/{account['id']}/confirm", f'"{account["version"]}"'
    assert "Vier-Augen-Prinzip" in finance.post(path, if_match=seen).json()["detail"]
    assert second.post(path, if_match=seen).json()["confirmed"] is True


def test_r11_a_run_by_api(nord: Any, finance: Any, second: Any) -> None:
    with transaction_in(nord):
        make.account("alpha")
        debtor, instalment = make.account(None), make.instalment(due_on=date.today())
    body = {
        "debtor": str(debtor.pk),
        "execute_on": str(working_day_from(date.today(), "NW")),
        "instalments": [str(instalment.pk)],
    }
    run = finance.post("payment-runs", body).json()
    assert (run["count"], run["total"]) == (1, "100000.01")
    twice = finance.post("payment-runs", body)
    assert twice.status_code == 422 and "anderen Zahlungslauf" in twice.json()["detail"]
    approved = second.post(f"payment-runs/{run['id']}/approve", if_match=f'"{run["version"]}"').json()
    assert approved["state"] == "approved"
    payment = finance.get(f"payments?run={run['id']}").json()["results"][0]
    assert payment["standing"] == "waiting" and "…" in payment["iban"]


def test_r14_a_proof_by_api(nord: Any, api: Any, finance: Any) -> None:
    lead = api(nord, Role.PROVIDER_MANAGER, "alpha")
    with transaction_in(nord):
        proof = make.proof()
    row = lead.get(f"proofs/{proof.pk}").json()
    figure = {"figure": row["figures"][0]["id"], "minutes": 600, "staff_cost": "100000.01"}
    body = {"report": "Unser Bericht.", "figures": [figure]}
    below = body | {"figures": [figure | {"staff_cost": "-1.00"}]}
    version = f'"{row["version"]}"'
    assert lead.send("PUT", f"proofs/{proof.pk}/report", below, if_match=version).status_code == 422
    row = lead.send("PUT", f"proofs/{proof.pk}/report", body, if_match=version).json()
    row = lead.post(f"proofs/{proof.pk}/submit", if_match=f'"{row["version"]}"').json()
    assert row["state"] == "submitted"
    assert finance.get(f"proofs/{proof.pk}").json()["report"] == "Unser Bericht."
    row = finance.post(f"proofs/{proof.pk}/review", if_match=f'"{row["version"]}"').json()
    row = finance.post(f"proofs/{proof.pk}/ask", {"question": "Warum?"}, if_match=f'"{row["version"]}"').json()
    assert row["state"] == "query"
    query = lead.get(f"proof-queries?proof={proof.pk}&answered=false").json()["results"][0]
    answer = lead.post(f"proof-queries/{query['id']}/answer", {"answer": "Darum."}, if_match=f'"{query["version"]}"')
    assert answer.status_code == 200
    assert finance.get(f"proofs/{proof.pk}").json()["state"] == "in_review"
