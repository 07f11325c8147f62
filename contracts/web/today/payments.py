"""Instalments that are due or expected."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from contracts import queries
from contracts.models import BudgetLine
from contracts.policy import InstalmentPerm, instalment_policy
from contracts.web.today.shared import MOST
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

PAYMENTS = timedelta(days=21)


def due(actor: Actor) -> Iterator[Due]:
    if instalment_policy.allows(actor, InstalmentPerm.VIEW):
        yield from payments(actor)


def payments(actor: Actor) -> Iterator[Due]:
    can_pay = instalment_policy.allows(actor, InstalmentPerm.PAY)
    if not can_pay and not actor.organisations():
        return
    open_ones = queries.instalments_for(actor).filter(
        paid_on=None, due_on__lte=actor.today + PAYMENTS, line__state=BudgetLine.State.RELEASED
    )
    for row in open_ones[:MOST]:
        yield Due(
            f"{words.money(row.amount)} an {row.line.organisation}"
            if can_pay
            else f"Abschlag über {words.money(row.amount)} erwartet",
            f"Abschlag {row.number}, {row.line.under}, {row.line.year}",
            row.due_on,
            url=reverse("line", args=[row.line_id]),
            icon="euro",
            action="Zahlung eintragen" if can_pay else "Ansehen",
            action_url=reverse("instalment-pay", args=[row.pk]) if can_pay else reverse("line", args=[row.line_id]),
            badge="überfällig" if row.due_on < actor.today else "",
            tone="warning",
        )
