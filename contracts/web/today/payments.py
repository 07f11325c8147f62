"""What is to be paid, approved, executed or confirmed, and what a provider expects."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Sum
from django.urls import reverse

from contracts.models import BudgetLine, Payment, PaymentRun
from contracts.policy import InstalmentPerm, instalment_policy
from contracts.policy.payments import AccountPerm, RunPerm, account_policy, run_policy
from contracts.queries.payments import accounts_for, instalments_for, payable_instalments, runs_for
from contracts.web.today.shared import MOST
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

PAYMENTS = timedelta(days=21)
SOON = timedelta(days=7)
State = PaymentRun.State


def due(actor: Actor) -> Iterator[Due]:
    if run_policy.allows(actor, RunPerm.PREPARE):
        yield from proposal(actor)
        yield from runs(actor)
    if account_policy.allows(actor, AccountPerm.CONFIRM):
        yield from accounts(actor)
    if instalment_policy.allows(actor, InstalmentPerm.VIEW):
        yield from payments(actor)


def proposal(actor: Actor) -> Iterator[Due]:
    """What is due within a week and in no run yet, as one thing to do."""
    rows = payable_instalments(actor.today + SOON).order_by()
    found = rows.aggregate(count=Count("pk"), sum=Sum(F("amount") - F("offset")))
    if found["count"]:
        until = words.day(actor.today + SOON)
        address = f"{reverse('run-new')}?bis={until}"
        number = "1 Abschlag" if found["count"] == 1 else f"{words.number(found['count'])} Abschläge"
        yield Due(
            f"{number} über {words.money(found['sum'])} zur Zahlung vorschlagen",
            f"Bis {until} fällig und in keinem Zahlungslauf",
            actor.today,
            url=address,
            icon="euro",
            action="Zahlungslauf vorbereiten",
            action_url=address,
        )


def runs(actor: Actor) -> Iterator[Due]:
    """Runs that wait for the approval of someone else than who prepared them, or for their execution."""
    waiting = runs_for(actor).filter(state__in=(State.PREPARED, State.APPROVED)).order_by("execute_on")
    for run in waiting[:MOST]:
        link = reverse("run", args=[run.pk])
        own = run.state == State.PREPARED and run.prepared_by == actor.person
        approve = run.state == State.PREPARED
        yield Due(
            f"{run} {'freigeben' if approve else 'zur Bank geben und als ausgeführt eintragen'}",
            f"{words.money(run.total)}, Ausführung am {words.day(run.execute_on)}",
            run.execute_on,
            url=link,
            icon="sign" if approve else "euro",
            action="Ansehen" if own else "Prüfen und freigeben" if approve else "Öffnen",
            action_url=link,
            badge="wartet auf eine zweite Person" if own else "",
            tone="info",
        )


def accounts(actor: Actor) -> Iterator[Due]:
    """Accounts that someone else recorded and that wait for a second pair of eyes."""
    waiting = accounts_for(actor).filter(confirmed_by=None).exclude(recorded_by=actor.person)
    for account in waiting[:MOST]:
        link = reverse("account-bank", args=[account.pk])
        yield Due(
            f"Konto von {account.holder} bestätigen",
            f"Gilt ab {words.day(account.begins)}, gezahlt wird darauf erst nach der Bestätigung",
            max(account.begins, actor.today),
            url=link,
            icon="check",
            action="Vergleichen",
            action_url=link,
        )


def payments(actor: Actor) -> Iterator[Due]:
    can_pay = instalment_policy.allows(actor, InstalmentPerm.PAY)
    if not can_pay and not actor.organisations():
        return
    open_ones = instalments_for(actor).filter(
        paid_on=None, due_on__lte=actor.today + PAYMENTS, line__state=BudgetLine.State.RELEASED
    )
    if can_pay:  # what is in a run is that run's business
        open_ones = open_ones.exclude(Exists(Payment.objects.filter(instalment=OuterRef("pk"), live=True)))
    for row in open_ones[:MOST]:
        yield Due(
            f"{words.money(row.amount - row.offset)} an {row.line.organisation}"
            if can_pay
            else f"Abschlag über {words.money(row.amount - row.offset)} erwartet",
            f"Abschlag {row.number}, {row.line.under}, {row.line.year}",
            row.due_on,
            url=reverse("line", args=[row.line_id]),
            icon="euro",
            action="Zahlung eintragen" if can_pay else "Ansehen",
            action_url=reverse("instalment-pay", args=[row.pk]) if can_pay else reverse("line", args=[row.line_id]),
            badge="zurückgekommen" if row.returned_on else "überfällig" if row.due_on < actor.today else "",
            tone="warning",
        )
