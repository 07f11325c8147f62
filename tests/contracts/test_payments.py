"""Accounts, payment runs, what comes back and what is set off (R11)."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts import sepa
from contracts.models import BankAccount, PaymentRun
from contracts.usecases import accounts as verbs
from contracts.usecases import budget
from contracts.usecases import payments as single
from contracts.usecases import runs as cases
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.tenancy.place import transaction_in
from tenants.worklist.models import WorkItem
from tests.factories import contracts as make
from tests.factories import people

pytestmark = pytest.mark.django_db
GOOD, OTHER, WRONG = make.iban(1), make.iban(2), "DE30199999991234567890"


@pytest.fixture
def two(nord):
    """Two people of the office's finance, in a transaction of it."""
    first = people.actor(nord, Role.FINANCE, who=people.person("Finanzen 1"))
    second = people.actor(nord, Role.FINANCE, who=people.person("Finanzen 2"))
    with transaction_in(nord):
        yield first, second


def working(actor, ahead=0):
    from kernel.calendar import working_day_from

    return working_day_from(actor.today + timedelta(days=ahead), actor.settings.get("state", "NW"))


def prepared(first, *instalments, **fields):
    return cases.prepare_run(
        actor=first,
        debtor=make.account(None),
        execute_on=fields.pop("execute_on", working(first)),
        instalments=instalments,
        **fields,
    )


def test_r11_an_iban_with_a_wrong_check_digit_is_refused_with_a_sentence(two):
    alpha = make.engagement().organisation
    for iban, sentence in [
        (WRONG, "Die Prüfziffer dieser IBAN stimmt nicht"),
        (GOOD[:-1], "zu kurz oder zu lang"),
        ("Konto 12", "Das ist keine IBAN"),
        ("", "zu kurz oder zu lang|keine IBAN"),
    ]:
        with pytest.raises(RuleViolation, match=sentence) as refused:
            verbs.record_account(actor=two[0], organisation=alpha, holder="Alpha", iban=iban, begins=date(2026, 1, 1))
        assert refused.value.field == "iban"
    with pytest.raises(RuleViolation, match="kein BIC"):
        verbs.record_account(actor=two[0], organisation=alpha, holder="A", iban=GOOD, bic="?", begins=date(2026, 1, 1))


def test_r11_who_recorded_an_account_does_not_confirm_it(two):
    first, second = two
    account = verbs.record_account(
        actor=first, organisation=make.engagement().organisation, holder="Alpha", iban=GOOD, begins=date(2026, 1, 1)
    )
    with pytest.raises(RuleViolation, match="Vier-Augen-Prinzip"):
        verbs.confirm_account(actor=first, account=account)
    account = verbs.confirm_account(actor=second, account=account)
    assert account.confirmed_by == second.person
    with pytest.raises(RuleViolation, match="schon bestätigt"):
        verbs.confirm_account(actor=second, account=account)
    with pytest.raises(RuleViolation, match="ist bestätigt"):
        verbs.discard_account(actor=second, account=account)


def test_r11_another_account_is_a_new_row_from_a_day_on(two):
    first, _ = two
    old = make.account("alpha")
    new = {"organisation": old.organisation, "holder": "Alpha", "iban": OTHER}
    with pytest.raises(RuleViolation, match="frühestens heute"):
        verbs.record_account(actor=first, begins=first.today - timedelta(days=1), **new)
    changed = verbs.record_account(actor=first, begins=first.today, **new)
    old.refresh_from_db()
    assert (old.iban, old.ends) == (GOOD, first.today - timedelta(days=1))
    with pytest.raises(RuleViolation, match="wartet schon ein Konto"):
        verbs.record_account(actor=first, begins=first.today + timedelta(days=9), **new)
    with pytest.raises(RuleViolation, match="späteren Tag"):
        verbs.record_account(actor=first, begins=first.today, **new)
    verbs.discard_account(actor=first, account=changed)
    old.refresh_from_db()
    assert old.ends is None and BankAccount.objects.count() == 1


def test_r11_a_run_pays_what_is_due_and_only_once(two):
    first, second = two
    make.account("alpha")
    instalment = make.instalment(due_on=first.today)
    run = prepared(first, instalment)
    assert (run.state, run.total, run.payments.get().iban) == ("prepared", instalment.amount, GOOD)
    with pytest.raises(RuleViolation, match="steht schon in einem anderen Zahlungslauf"):
        prepared(first, instalment)
    with pytest.raises(RuleViolation, match=f"steht in Zahlungslauf {run.number}"):
        budget.pay_instalment(actor=first, instalment=instalment, paid_on=first.today)
    with pytest.raises(RuleViolation, match="freigegebener"):
        cases.execute_run(actor=second, run=run, paid_on=run.execute_on)
    with pytest.raises(RuleViolation, match="Vier-Augen-Prinzip"):
        cases.approve_run(actor=first, run=run)
    run = cases.approve_run(actor=second, run=run)
    with pytest.raises(RuleViolation, match="Freigegeben wird einmal"):
        cases.approve_run(actor=second, run=run)


def test_r11_an_executed_run_pays_its_instalments_and_is_executed_once(two, monkeypatch):
    first, second = two
    make.account("alpha")
    instalment = make.instalment(make.line(state="draft"), due_on=first.today)
    line = budget.release_line(actor=first, line=instalment.line)
    run = cases.approve_run(actor=second, run=prepared(first, instalment, execute_on=working(first)))
    if run.execute_on > first.today:  # a weekend: then it is too early to say that it was executed
        with pytest.raises(RuleViolation):
            cases.execute_run(actor=first, run=run, paid_on=first.today)
        PaymentRun.objects.update(execute_on=first.today)
    with pytest.raises(RuleViolation, match="Zukunft"):
        cases.execute_run(actor=first, run=run, paid_on=first.today + timedelta(days=1))
    with pytest.raises(RuleViolation, match="Früher"):
        cases.execute_run(actor=first, run=run, paid_on=first.today - timedelta(days=1))
    run = cases.execute_run(actor=first, run=run, paid_on=first.today)
    instalment.refresh_from_db()
    assert (run.state, instalment.paid_on, instalment.paid_by) == ("paid", first.today, first.person)
    assert not WorkItem.objects.filter(subject=str(instalment.pk), done_at=None).exists()
    with pytest.raises(RuleViolation, match="schon ausgeführt"):
        cases.execute_run(actor=second, run=run, paid_on=first.today)
    with pytest.raises(RuleViolation, match="ist ausgeführt"):
        cases.withdraw_run(actor=second, run=run)
    assert line.year


def test_r11_what_the_bank_gave_back_is_open_again_and_given_back_once(two):
    first, second = two
    make.account("alpha")
    instalment = make.instalment(due_on=first.today)
    run = cases.approve_run(actor=second, run=prepared(first, instalment))
    payment = run.payments.get()
    with pytest.raises(RuleViolation, match="ausgeführt ist"):
        single.return_payment(actor=first, payment=payment, returned_on=first.today, reason="Konto erloschen")
    PaymentRun.objects.update(execute_on=first.today)
    cases.execute_run(actor=first, run=run, paid_on=first.today)
    with pytest.raises(RuleViolation, match="zwischen der Ausführung und heute"):
        single.return_payment(
            actor=first, payment=payment, returned_on=first.today + timedelta(days=1), reason="Konto erloschen"
        )
    with pytest.raises(RuleViolation, match="warum die Bank"):
        single.return_payment(actor=first, payment=payment, returned_on=first.today, reason=" ")
    single.return_payment(actor=first, payment=payment, returned_on=first.today, reason="Konto erloschen")
    instalment.refresh_from_db()
    assert (instalment.paid_on, instalment.returned_on, instalment.return_reason) == (
        None,
        first.today,
        "Konto erloschen",
    )
    assert WorkItem.objects.filter(subject=str(instalment.pk), done_at=None).exists()
    with pytest.raises(RuleViolation, match="schon als zurückgekommen"):
        single.return_payment(actor=first, payment=payment, returned_on=first.today, reason="Konto erloschen")
    assert prepared(second, instalment).payments.get().amount == instalment.amount


def test_r11_the_provider_waits_for_what_is_not_set_off_under_the_code_of_the_release(two):
    first, _ = two
    line = budget.release_line(actor=first, line=make.line(amount=Decimal("400.00")))
    instalment = line.instalments.first()
    item = WorkItem.objects.get(subject=str(instalment.pk))
    assert (item.amount, item.code) == (100, f"{line.under}/{line.year}/1")
    for offset, left in (("40.00", 60), ("0.00", 100)):
        single.offset_instalment(actor=first, instalment=instalment, amount=Decimal(offset), reason="Überzahlung 2025")
        again = WorkItem.objects.get(subject=str(instalment.pk), done_at=None)
        assert (again.pk, again.amount, again.code, again.due_on) == (item.pk, left, item.code, item.due_on)


def test_r11_a_withdrawn_run_leaves_its_instalments_open(two):
    first, _ = two
    make.account("alpha")
    instalment = make.instalment(due_on=first.today)
    run = cases.withdraw_run(actor=first, run=prepared(first, instalment))
    with pytest.raises(RuleViolation, match="schon zurückgezogen"):
        cases.withdraw_run(actor=first, run=run)
    with pytest.raises(RuleViolation, match="zurückgezogen"):
        cases.approve_run(actor=first, run=run)
    assert prepared(first, instalment).number == run.number + 1


def test_r11_a_run_is_not_for_a_past_day_a_holiday_or_nothing(two):
    first, _ = two
    make.account("alpha")
    instalment = make.instalment(due_on=first.today)
    with pytest.raises(RuleViolation, match="Vergangenheit"):
        prepared(first, instalment, execute_on=first.today - timedelta(days=1))
    with pytest.raises(RuleViolation, match=r"wird nicht gebucht. Der nächste Arbeitstag ist der 4\.\s*Januar 2027"):
        prepared(first, instalment, execute_on=date(2027, 1, 1))
    with pytest.raises(RuleViolation, match="mindestens eine Zahlung"):
        prepared(first)


def test_r11_nothing_is_paid_without_a_confirmed_account(two):
    first, second = two
    instalment = make.instalment(due_on=first.today)
    with pytest.raises(RuleViolation, match="kein bestätigtes Konto"):
        prepared(first, instalment)
    make.account("alpha", confirmed_by=None)
    with pytest.raises(RuleViolation, match="kein bestätigtes Konto"):
        prepared(first, instalment)
    with pytest.raises(RuleViolation, match="Von diesem Konto"):
        cases.prepare_run(
            actor=first,
            debtor=make.account(None, confirmed_by=None),
            execute_on=working(first),
            instalments=[instalment],
        )
    BankAccount.objects.filter(organisation="alpha").update(confirmed_by=second.person)
    run = prepared(first, instalment)
    BankAccount.objects.filter(organisation="alpha").update(iban=OTHER)
    with pytest.raises(RuleViolation, match="hat sich geändert"):
        cases.approve_run(actor=second, run=run)


def test_r11_an_offset_lowers_what_is_transferred(two):
    first, _ = two
    make.account("alpha")
    instalment = make.instalment(due_on=first.today, amount=Decimal("1000.00"))
    for amount in (Decimal("1000.01"), Decimal("-1")):
        with pytest.raises(RuleViolation, match="höchstens 1.000,00"):
            single.offset_instalment(actor=first, instalment=instalment, amount=amount, reason="Rückforderung")
    with pytest.raises(RuleViolation, match="womit Sie verrechnen"):
        single.offset_instalment(actor=first, instalment=instalment, amount=Decimal("1"))
    single.offset_instalment(actor=first, instalment=instalment, amount=Decimal("400.00"), reason="Rückforderung")
    run = prepared(first, instalment)
    assert run.total == Decimal("600.00")
    with pytest.raises(RuleViolation, match="steht in Zahlungslauf"):
        single.offset_instalment(actor=first, instalment=instalment, amount=Decimal("1"), reason="x")
    cases.withdraw_run(actor=first, run=run)
    done = single.offset_instalment(
        actor=first, instalment=instalment, amount=Decimal("1000.00"), reason="Rückforderung"
    )
    assert done.paid_on == first.today
    with pytest.raises(RuleViolation, match="schon gezahlt, verrechnet"):
        prepared(first, instalment)
    assert single.offset_instalment(actor=first, instalment=instalment, amount=Decimal(0)).paid_on is None


def test_r7_an_approved_invoice_is_paid_by_a_run(two):
    first, second = two
    make.account("alpha")
    invoice = make.invoice(state="approved", checked_by=first.person, approved_by=second.person)
    received = make.invoice(state="received", number="R-2")
    with pytest.raises(RuleViolation, match="nicht freigegeben"):
        prepared(first, invoices=[received])
    run = cases.approve_run(actor=second, run=prepared(first, invoices=[invoice]))
    with pytest.raises(RuleViolation, match="steht schon"):
        prepared(first, invoices=[invoice])
    PaymentRun.objects.update(execute_on=first.today)
    cases.execute_run(actor=second, run=run, paid_on=first.today)
    invoice.refresh_from_db()
    assert invoice.paid_on == first.today
    single.return_payment(actor=first, payment=run.payments.get(), returned_on=first.today, reason="Konto erloschen")
    invoice.refresh_from_db()
    assert invoice.paid_on is None


def test_r11_the_file_for_the_bank_is_valid_and_says_the_same_twice(two):
    first, second = two
    make.account("alpha", holder="Träger für Groß & Klein e.V. (Süd)")
    rows = [make.instalment(due_on=first.today, amount=Decimal("0.10")), make.instalment(amount=Decimal("1234567.89"))]
    run = cases.approve_run(actor=second, run=prepared(first, *rows))
    payments = list(run.payments.order_by("id"))
    content = sepa.pain001(run, payments)
    assert content == sepa.pain001(run, payments)
    for text in (
        b"<CtrlSum>1234567.99</CtrlSum>",
        b"Traeger fuer Gross + Klein e.V. (Sued)",
        b"NOTPROVIDED",
        b'Ccy="EUR"',
    ):
        assert text in content
    assert f"<Dt>{run.execute_on}</Dt>".encode() in content
    with pytest.raises(sepa.InvalidFile):
        sepa.check(content.replace(GOOD.encode(), b"x"))


def test_only_finance_pays_and_others_see_no_whole_account(two, nord):
    first, _ = two
    account = make.account("alpha")
    for role in (Role.PLANNER, Role.AUDITOR):
        other = people.actor(nord, role)
        with pytest.raises(Denied):
            prepared(other, make.instalment(due_on=first.today))
        with pytest.raises(Denied):
            verbs.confirm_account(actor=other, account=account)


def test_a_spreadsheet_runs_no_name_as_a_formula(nord):
    browser = people.client(nord, Role.FINANCE, who=people.person("Finanzen 1"))
    second = people.actor(nord, Role.FINANCE, who=people.person("Finanzen 2"))
    with transaction_in(nord):
        make.account("alpha", holder="=HYPERLINK(1)")
        run = prepared(second, make.instalment(due_on=second.today))
        run = cases.approve_run(actor=people.actor(nord, Role.FINANCE, who=people.person("Finanzen 3")), run=run)
    answer = browser.get(f"/zahlungslaeufe/{run.pk}/csv/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert "'=HYPERLINK(1)" in rows[1] and GOOD in rows[1] and "100000,01" in rows[1]
