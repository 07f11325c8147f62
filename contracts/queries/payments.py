"""Instalments, accounts, payment runs, and what is waiting to be paid."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from contracts.models import (
    BankAccount,
    BudgetLine,
    Instalment,
    Invoice,
    Payment,
    PaymentRun,
    Proof,
)
from contracts.policy import (
    instalment_policy,
)
from contracts.policy.payments import account_policy, payment_policy, run_policy
from kernel.access.actor import Actor

LIVE = (PaymentRun.State.PREPARED, PaymentRun.State.APPROVED)


def instalments_for(actor: Actor) -> QuerySet[Instalment]:
    return instalment_policy.rows(actor).select_related("line__organisation", "line__contract")


def instalments_of(actor: Actor, line: BudgetLine) -> QuerySet[Instalment]:
    """The instalments of one line, with the run that each is in or was paid by (`live_payments`)."""
    live = Payment.objects.filter(live=True).select_related("run")
    return (
        instalment_policy.rows(actor)
        .filter(line=line)
        .prefetch_related(Prefetch("payments", queryset=live, to_attr="live_payments"))
    )


def accounts_for(actor: Actor) -> QuerySet[BankAccount]:
    return (
        account_policy.rows(actor)
        .select_related("organisation")
        .order_by(F("organisation__sort_key").asc(nulls_first=True), "-begins", "id")
    )


def confirmed_on(day: date) -> Q:
    """Accounts that may be used on a day."""
    return Q(confirmed_by__isnull=False, begins__lte=day) & (Q(ends=None) | Q(ends__gte=day))


def accounts_on(day: date, organisations: Iterable[str]) -> dict[str, BankAccount]:
    """The confirmed account of each of these providers on a day, by the provider's key."""
    rows = BankAccount.objects.filter(confirmed_on(day), organisation__in=set(organisations))
    return {str(row.organisation_id): row for row in rows}


def office_accounts(day: date) -> QuerySet[BankAccount]:
    """The office's own accounts from which it may pay on a day."""
    return BankAccount.objects.filter(confirmed_on(day), organisation=None).order_by("-begins", "id")


def _in_settled_year() -> Exists:
    return Exists(
        Proof.objects.filter(
            state=Proof.State.CLOSED,
            contract=OuterRef("line__contract"),
            organisation=OuterRef("line__organisation"),
            year=OuterRef("line__year"),
        )
    )


def payable_instalments(until: date, rows: QuerySet[Instalment] | None = None) -> QuerySet[Instalment]:
    """Released, unpaid instalments due up to a day with something left to transfer, in no run, in no settled year."""
    rows = Instalment.objects.all() if rows is None else rows
    return (
        rows.filter(line__state=BudgetLine.State.RELEASED, paid_on=None, due_on__lte=until, offset__lt=F("amount"))
        .exclude(Exists(Payment.objects.filter(instalment=OuterRef("pk"), live=True)))
        .exclude(_in_settled_year())
        .select_related("line__organisation", "line__contract")
        .order_by("due_on", "line__organisation__sort_key", "number", "id")
    )


def payable_invoices(until: date) -> QuerySet[Invoice]:
    """Approved, unpaid invoices due up to a day and in no run."""
    return (
        Invoice.objects.filter(state=Invoice.State.APPROVED, paid_on=None, due_on__lte=until)
        .exclude(Exists(Payment.objects.filter(invoice=OuterRef("pk"), live=True)))
        .select_related("line__organisation", "line__contract")
        .order_by("due_on", "line__organisation__sort_key", "id")
    )


def runs_for(actor: Actor) -> QuerySet[PaymentRun]:
    """Runs with the number of their payments and of those that came back."""
    returned = Q(payments__live=False) & Q(state=PaymentRun.State.PAID)
    return (
        run_policy.rows(actor)
        .select_related("debtor")
        .annotate(count=Count("payments"), returned=Count("payments", filter=returned))
        .order_by("-number")
    )


def payments_for(actor: Actor) -> QuerySet[Payment]:
    """Payments with what they are for and to whom; what a withdrawn run held and what came back is named."""
    return (
        payment_policy.rows(actor)
        .select_related(
            "run",
            "instalment__line__organisation",
            "instalment__line__contract",
            "invoice__line__organisation",
            "invoice__line__contract",
        )
        .annotate(
            standing=Case(
                When(run__state=PaymentRun.State.WITHDRAWN, then=Value("withdrawn")),
                When(live=False, then=Value("returned")),
                When(run__state=PaymentRun.State.PAID, then=Value("paid")),
                default=Value("waiting"),
            )
        )
        .order_by("holder", "id")
    )


def line_of(payment: Payment) -> BudgetLine:
    """The budget line that a payment belongs to."""
    paid: Any = payment.instalment or payment.invoice
    line: BudgetLine = paid.line
    return line
