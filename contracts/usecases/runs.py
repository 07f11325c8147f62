"""Payment runs: prepared by one, approved by another, executed once (R11)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from contracts.models import BankAccount, Instalment, Invoice, Payment, PaymentRun
from contracts.policy.payments import RunPerm
from contracts.queries.payments import accounts_on, line_of, office_accounts, payable_instalments, payable_invoices
from contracts.sepa import InvalidFile, pain001
from contracts.usecases.overview import feed_lines
from contracts.usecases.payments import paid
from kernel.access.actor import Actor
from kernel.access.constraints import explained
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.calendar import working_day_from
from kernel.web import words

State = PaymentRun.State
BUSY = "Jemand anderes bereitet gerade einen Zahlungslauf vor. Laden Sie die Seite neu."
TWICE = "{} steht schon in einem anderen Zahlungslauf."


@use_case(RunPerm.PREPARE)
def prepare_run(
    *,
    actor: Actor,
    debtor: BankAccount,
    execute_on: date,
    instalments: Sequence[Instalment] = (),
    invoices: Sequence[Invoice] = (),
) -> PaymentRun:
    """Put what is due into a run; each instalment and invoice is in one live run at most (R11)."""
    _check_day(actor, execute_on)
    if not office_accounts(execute_on).filter(pk=debtor.pk).exists():
        raise RuleViolation("Von diesem Konto kann an diesem Tag nicht gezahlt werden.", field="debtor")
    if not instalments and not invoices:
        raise RuleViolation("Wählen Sie mindestens eine Zahlung aus.", field="instalments")
    due: list[Instalment | Invoice] = [*_still_payable(instalments), *_invoices_still_payable(invoices)]
    accounts = accounts_on(execute_on, (row.line.organisation_id for row in due))
    last = PaymentRun.objects.aggregate(last=Max("number"))["last"] or 0
    with explained(contracts_paymentrun_number_key=(BUSY, None)):
        run = PaymentRun.objects.create(
            number=last + 1, execute_on=execute_on, debtor=debtor, total=Decimal(0), prepared_by=actor.person
        )
    for row in due:
        _add(run, row, accounts.get(row.line.organisation_id))
    run.save()
    return run


def _check_day(actor: Actor, day: date) -> None:
    if day < actor.today:
        raise RuleViolation("Der Tag der Ausführung liegt in der Vergangenheit.", field="execute_on")
    working = working_day_from(day, str(actor.settings.get("state", "NW")))
    if working != day:
        raise RuleViolation(
            f"Am {words.day_text(day)} wird nicht gebucht. Der nächste Arbeitstag ist der {words.day_text(working)}.",
            field="execute_on",
        )


def _still_payable(instalments: Sequence[Instalment]) -> list[Instalment]:
    chosen = Instalment.objects.select_for_update(of=("self",)).filter(pk__in=[i.pk for i in instalments])
    rows = list(payable_instalments(date.max, chosen))
    found = {row.pk for row in rows}
    for missing in (i for i in instalments if i.pk not in found):
        name = f"Abschlag {missing.number} {missing.line.organisation} {missing.line.year}"
        if Payment.objects.filter(instalment=missing, live=True).exists():
            raise RuleViolation(TWICE.format(name), field="instalments")
        raise RuleViolation(f"{name} ist schon gezahlt, verrechnet oder nicht freigegeben.", field="instalments")
    return rows


def _invoices_still_payable(invoices: Sequence[Invoice]) -> list[Invoice]:
    rows = list(payable_invoices(date.max).select_for_update(of=("self",)).filter(pk__in=[i.pk for i in invoices]))
    found = {row.pk for row in rows}
    for missing in (i for i in invoices if i.pk not in found):
        if Payment.objects.filter(invoice=missing, live=True).exists():
            raise RuleViolation(TWICE.format(str(missing)), field="invoices")
        raise RuleViolation(f"{missing} ist schon gezahlt oder nicht freigegeben.", field="invoices")
    return rows


def _add(run: PaymentRun, row: Instalment | Invoice, account: BankAccount | None) -> None:
    line = row.line
    if account is None:
        raise RuleViolation(
            f"Für {line.organisation} gibt es am {words.day_text(run.execute_on)} kein bestätigtes Konto."
            " Tragen Sie eines ein und lassen Sie es bestätigen.",
            field="instalments",
        )
    instalment = row if isinstance(row, Instalment) else None
    invoice = row if isinstance(row, Invoice) else None
    amount = row.amount - row.offset if isinstance(row, Instalment) else row.amount
    name = f"Abschlag {row.number}" if instalment else f"Rechnung {row.number}"
    with explained(
        payment_instalment_once=(TWICE.format(name), "instalments"),
        payment_invoice_once=(TWICE.format(name), "invoices"),
    ):
        payment = Payment.objects.create(
            run=run,
            instalment=instalment,
            invoice=invoice,
            amount=amount,
            holder=account.holder,
            iban=account.iban,
            bic=account.bic,
            purpose=f"{name} {line.under} {line.year}"[:140],
        )
    also_changed(payment, "run", "instalment", "invoice", "amount")
    run.total += amount


@use_case(RunPerm.APPROVE, on="run")
def approve_run(*, actor: Actor, run: PaymentRun) -> PaymentRun:
    """A second person lets the run go to the bank, once, and only as the accounts are confirmed today (R11)."""
    if run.state != State.PREPARED:
        raise RuleViolation(f"Dieser Zahlungslauf ist schon „{run.get_state_display()}“. Freigegeben wird einmal.")
    if run.prepared_by == actor.person:
        raise RuleViolation(
            "Sie haben diesen Zahlungslauf vorbereitet. Freigeben muss ihn eine zweite Person (Vier-Augen-Prinzip)."
        )
    if run.execute_on < actor.today:
        raise RuleViolation(
            "Der Tag der Ausführung ist vorbei. Ziehen Sie den Lauf zurück und bereiten Sie einen neuen vor."
        )
    payments = list(_live(run))
    _same_accounts(run, payments)
    run.state, run.approved_by, run.approved_at = State.APPROVED, actor.person, timezone.now()
    try:
        pain001(run, payments)
    except InvalidFile as error:
        raise RuleViolation(
            "Aus diesem Lauf entsteht keine gültige SEPA-Datei. Prüfen Sie Empfänger und Verwendungszweck."
        ) from error
    run.save()
    return run


def _live(run: PaymentRun) -> list[Payment]:
    rows = run.payments.filter(live=True).select_related("instalment__line", "invoice__line")
    return list(rows.order_by("id"))


def _same_accounts(run: PaymentRun, payments: Sequence[Payment]) -> None:
    accounts = accounts_on(run.execute_on, (line_of(p).organisation_id for p in payments))
    for payment in payments:
        account = accounts.get(line_of(payment).organisation_id)
        if account is None or account.iban != payment.iban:
            raise RuleViolation(
                f"Das Konto von {payment.holder} hat sich geändert. Ziehen Sie den Lauf zurück und bereiten Sie ihn neu vor."
            )
    if not office_accounts(run.execute_on).filter(pk=run.debtor_id).exists():
        raise RuleViolation("Das Konto des Amts gilt an diesem Tag nicht mehr. Ziehen Sie den Lauf zurück.")


@use_case(RunPerm.EXECUTE, on="run")
def execute_run(*, actor: Actor, run: PaymentRun, paid_on: date) -> PaymentRun:
    """The bank has carried the run out: what is in it is paid (R11)."""
    if run.state == State.PAID:
        raise RuleViolation(f"Dieser Zahlungslauf ist schon ausgeführt ({words.day(run.paid_on)}).")
    if run.state != State.APPROVED:
        raise RuleViolation(
            f"Ausgeführt wird nur ein freigegebener Zahlungslauf. Dieser ist „{run.get_state_display()}“."
        )
    if paid_on > actor.today:
        raise RuleViolation("Das Datum der Ausführung liegt in der Zukunft.", field="paid_on")
    if paid_on < run.execute_on:
        raise RuleViolation(
            f"Der Lauf war für den {words.day_text(run.execute_on)} bestimmt. Früher führt ihn die Bank nicht aus.",
            field="paid_on",
        )
    run.state, run.paid_on = State.PAID, paid_on
    run.save()
    payments = _live(run)
    for payment in payments:
        paid(actor, payment, paid_on)
    feed_lines(line_of(payment) for payment in payments)
    return run


@use_case(RunPerm.PREPARE, on="run")
def withdraw_run(*, actor: Actor, run: PaymentRun) -> PaymentRun:
    """Take a run back before it is executed; what was in it is open again."""
    if run.state == State.PAID:
        raise RuleViolation("Dieser Zahlungslauf ist ausgeführt. Tragen Sie ein, was die Bank zurückgegeben hat.")
    if run.state == State.WITHDRAWN:
        raise RuleViolation("Dieser Zahlungslauf ist schon zurückgezogen.")
    run.state = State.WITHDRAWN
    run.save()
    for payment in _live(run):
        payment.live = False
        payment.save()
        also_changed(payment, "live")
    return run
