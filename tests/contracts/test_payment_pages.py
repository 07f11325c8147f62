"""The pages of accounts, payment runs and proofs of use as a browser gets them."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import Payment, PaymentRun, Proof
from contracts.usecases import proofs as cases
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.contracts.test_pages import sent, url
from tests.contracts.test_payments import GOOD, OTHER, WRONG, working
from tests.factories import contracts as make
from tests.factories.people import actor, client, membership, person

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def finance(nord):
    return client(nord, Role.FINANCE, who=person("Finanzen 1"))


@pytest.fixture
def second(nord):
    return client(nord, Role.FINANCE, who=person("Finanzen 2"))


def text(answer):
    page = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", page)


def test_r11_an_account_is_recorded_by_one_and_confirmed_by_another(nord, finance, second):
    with transaction_in(nord):
        make.engagement()
    fields = {"organisation": "alpha", "holder": "Alpha e.V.", "begins": "heute"}
    wrong = finance.post(url("account-bank-new"), sent(iban=WRONG, **fields))
    assert wrong.status_code == 422 and "Die Prüfziffer dieser IBAN stimmt nicht." in wrong.content.decode()
    assert f'value="{WRONG}"' in wrong.content.decode()
    made = finance.post(url("account-bank-new"), sent(iban=" ".join([GOOD[:4], GOOD[4:]]), **fields))
    page = finance.get(made["location"])
    assert "bestätigen muss es eine zweite Person" in text(page)
    assert "Konto bestätigen" not in text(page)
    other = second.get(made["location"])
    assert "Konto bestätigen" in text(other) and "DE" in text(other)
    confirm = made["location"] + "bestaetigen/"
    refused = finance.post(confirm, sent())
    assert refused.status_code == 422 and "Vier-Augen-Prinzip" in text(refused)
    assert second.post(confirm, sent()).status_code == 302


def test_account_numbers_are_whole_for_finance_and_the_provider_itself_only(nord, finance):
    with transaction_in(nord):
        own, foreign = make.account("alpha"), make.account("beta", iban=OTHER)
    whole = " ".join(GOOD[i : i + 4] for i in range(0, 22, 4))
    assert whole in text(finance.get(url("account-bank", own.pk)))
    lead = client(nord, Role.PROVIDER_MANAGER, "alpha")
    assert whole in text(lead.get(url("account-bank", own.pk)))
    assert lead.get(url("account-bank", foreign.pk)).status_code == 404
    auditor = client(nord, Role.AUDITOR)
    for page in (auditor.get(url("account-bank", own.pk)), finance.get(url("accounts-bank"))):
        assert f"{GOOD[:4]} … {GOOD[-4:]}" in text(page) and GOOD[8:16] not in text(page).replace(" ", "")
    assert client(nord, Role.PLANNER).get(url("accounts-bank")).status_code == 403
    exported = finance.get(url("accounts-bank") + "?export=csv").content.decode()
    assert GOOD not in exported and GOOD[:4] in exported


def test_r11_a_run_from_the_proposal_to_the_bank(nord, finance, second):
    with transaction_in(nord):
        today = date.today()
        make.account("alpha")
        debtor = make.account(None, holder="Nordkreis")
        due = make.instalment(due_on=today)
        later = make.instalment(due_on=today + timedelta(days=40), amount=Decimal("70.00"))
        without = make.instalment(make.line(organisation="beta", state="released"), due_on=today)
    page = finance.get(url("run-new")).content.decode()
    assert str(due.pk) in page and str(later.pk) not in page
    assert "kein bestätigtes Konto" in page and f'value="{without.pk}" disabled' in page
    ahead = finance.get(url("run-new") + f"?bis={today + timedelta(days=50):%d.%m.%Y}").content.decode()
    assert str(later.pk) in ahead
    day = working(actor(nord, Role.FINANCE))
    fields = {"debtor": str(debtor.pk), "execute_on": f"{day:%d.%m.%Y}"}
    empty = finance.post(url("run-new"), sent(**fields))
    assert empty.status_code == 422 and "mindestens eine Zahlung" in text(empty)
    past = finance.post(url("run-new"), sent(**fields | {"execute_on": "gestern"}, instalments=[str(due.pk)]))
    assert past.status_code == 422 and "Vergangenheit" in text(past)
    made = finance.post(url("run-new"), sent(**fields, instalments=[str(due.pk)]))
    run = made["location"]
    assert "freigeben muss ihn eine zweite Person" in text(finance.get(run))
    assert finance.get(run + "sepa/").status_code == 404
    assert "Vier-Augen-Prinzip" in text(finance.post(run + "freigeben/", sent()))
    assert second.post(run + "freigeben/", sent()).status_code == 302
    again = second.post(run + "freigeben/", sent())
    assert again.status_code == 422 and "Freigegeben wird einmal" in text(again)
    sepa = second.get(run + "sepa/")
    assert sepa["Content-Disposition"].startswith("attachment") and GOOD in sepa.content.decode()
    with transaction_in(nord):
        PaymentRun.objects.update(execute_on=date.today())
    assert second.post(run + "ausgefuehrt/", sent(paid_on="heute")).status_code == 302
    twice = second.post(run + "ausgefuehrt/", sent(paid_on="heute"))
    assert twice.status_code == 422 and "schon ausgeführt" in text(twice)
    with transaction_in(nord):
        payment = Payment.objects.get()
    back = finance.post(url("payment-return", payment.pk), sent(returned_on="heute", reason="Konto erloschen"))
    assert back.status_code == 302 and "zurückgekommen" in text(finance.get(run))
    twice = finance.post(url("payment-return", payment.pk), sent(returned_on="heute", reason="Konto erloschen"))
    assert twice.status_code == 422 and "schon als zurückgekommen" in text(twice)


def test_r11_an_offset_above_the_instalment_is_refused_at_the_field(nord, finance):
    with transaction_in(nord):
        instalment = make.instalment(amount=Decimal("100.00"))
    answer = finance.post(url("instalment-offset", instalment.pk), sent(amount="100,01", reason="Forderung"))
    assert answer.status_code == 422 and 'id="id_amount_error"' in answer.content.decode()
    done = finance.post(url("instalment-offset", instalment.pk), sent(amount="40,00", reason="Forderung"))
    assert "verrechnet" in text(finance.get(done["location"]))


def test_r14_a_proof_from_the_question_to_the_settled_year(nord, finance, second):
    since = date(2024, 1, 1)
    with transaction_in(nord):
        contract = make.contract("alpha", begins=since, in_force_since=since, subject="Grundlagenvertrag")
        line = make.line(contract, year=YEAR, state="released", amount=Decimal("1000.00"))
        make.instalment(line, due_on=date(YEAR, 3, 1), paid_on=date(YEAR, 3, 1), paid_by=uuid7())
    lead = client(nord, Role.PROVIDER_MANAGER, "alpha")
    asked = finance.post(url("proof-open"), sent(contract=str(contract.pk), year=YEAR, due_on="in 3 Wochen"))
    assert asked.status_code == 422
    due = date.today() + timedelta(days=30)
    asked = finance.post(url("proof-open"), sent(contract=str(contract.pk), year=YEAR, due_on=f"{due:%d.%m.%Y}"))
    assert "Alpha" in text(finance.get(asked["location"]))
    with transaction_in(nord):
        proof = Proof.objects.get()
        figure = proof.figures.get()
    page = url("proof", proof.pk)
    assert "Verwendungsnachweis 2025 einreichen" in text(lead.get("/"))
    rows = {"posten-TOTAL_FORMS": "1", "posten-INITIAL_FORMS": "1", "posten-0-figure": str(figure.pk)}
    wrong = lead.post(
        page + "erstellen/",
        sent(report="Bericht", **rows, **{"posten-0-minutes": "10:00", "posten-0-staff_cost": "-1,00"}),
    )
    assert wrong.status_code == 422 and "mindestens 0 Euro" in text(wrong)
    good = {"posten-0-minutes": "10:00", "posten-0-staff_cost": "900,00"}
    assert lead.post(page + "erstellen/", sent(report="Unser Bericht.", **rows, **good)).status_code == 302
    assert "Unser Bericht." in text(lead.get(page)) and "Unser Bericht." not in text(finance.get(page))
    assert lead.post(page + "einreichen/", sent()).status_code == 302
    assert "Unser Bericht." in text(client(nord, Role.AUDITOR).get(page))
    assert finance.post(page + "pruefen/", sent()).status_code == 302
    assert finance.post(page + "fragen/", sent(question="Warum so wenig?")).status_code == 302
    assert "Rückfrage zum Verwendungsnachweis 2025" in text(lead.get("/"))
    with transaction_in(nord):
        query = proof.queries.get()
    assert lead.post(url("proof-answer", query.pk), sent(answer="Eine Stelle war frei.")).status_code == 302
    own = finance.post(page + "entscheiden/", sent(outcome="accepted", decision_reason="Passt."))
    assert own.status_code == 422 and "Vier-Augen-Prinzip" in text(own)
    shown = text(second.get(page + "entscheiden/"))
    assert "Auffälligkeiten" in shown and "100,00 € sind übrig" in shown
    above = second.post(page + "entscheiden/", sent(outcome="partly", accepted="1.000,01", decision_reason="x"))
    assert above.status_code == 422 and 'id="id_accepted_error"' in above.content.decode()
    assert second.post(page + "entscheiden/", sent(outcome="accepted", decision_reason="Passt.")).status_code == 302
    assert "wird zurückgezahlt" in text(second.get(page + "abschliessen/"))
    assert second.post(page + "abschliessen/", sent()).status_code == 302
    assert "Daran ändert sich nichts mehr" in text(lead.get(page))
    again = finance.post(url("proof-open"), sent(contract=str(contract.pk), year=YEAR, due_on=f"{due:%d.%m.%Y}"))
    assert again.status_code == 422 and "nicht wieder geöffnet" in text(again)
    for reader in (lead, finance):
        pdf = reader.get(page + "pdf/")
        assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_heute_names_what_waits_for_a_second_person(nord, finance, second):
    first = actor(nord, Role.FINANCE)
    with transaction_in(nord):
        make.account("alpha", confirmed_by=None, holder="Alpha e.V.")
        make.run(prepared_by=first.person)
        make.proof(state="submitted", prepared_by=uuid7())
        paid = make.line(state="released", year=date.today().year - 1, organisation="beta")
    page = text(second.get("/"))
    for words in (
        "Konto von Alpha e.V. bestätigen",
        "Zahlungslauf 1 freigeben",
        "von Alpha Jugendhilfe prüfen",
        f"Verwendungsnachweise {paid.year} anfordern",
    ):
        assert words in page, words


@pytest.mark.parametrize("name", ["runs", "accounts-bank", "proofs"])
def test_a_list_costs_the_same_with_one_row_and_with_three(nord, finance, name):
    def furnish():
        make.run(make.instalment(make.line(state="released")))
        make.account(
            "alpha",
            begins=date(2020 + make.BankAccount.objects.count(), 1, 1),
            ends=date(2020 + make.BankAccount.objects.count(), 2, 1),
        )
        make.proof()

    counts = []
    for _ in range(3):
        with transaction_in(nord):
            furnish()
        finance.get(url(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert finance.get(url(name)).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_a_member_without_money_sees_no_proof(nord):
    who = person("Fachkraft")
    membership(who, nord, Role.CASE_WORKER)
    assert client(nord, who=who).get(url("proofs")).status_code == 403


def test_a_proof_is_prepared_before_it_is_seen(nord, finance):
    lead = actor(nord, Role.PROVIDER_MANAGER, "alpha")
    with transaction_in(nord):
        proof = make.proof()
        cases.prepare_proof(actor=lead, proof=proof, report="Noch nicht fertig")
    answer = finance.get(f"/api/v1/proofs/{proof.pk}").json()
    assert (answer["report"], answer["figures"], answer["paid"]) == ("", [], "100000.01")
