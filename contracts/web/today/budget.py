"""Lines that wait for their release, invoices and readjustments that wait for someone, courses that need a look."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from contracts.models import BudgetLine, Invoice, Readjustment
from contracts.policy import LinePerm, line_policy
from contracts.policy.steering import (
    InvoicePerm,
    ReadjustmentPerm,
    invoice_policy,
    readjustment_policy,
)
from contracts.queries.budget import money_lines_for
from contracts.queries.invoices import invoices_for
from contracts.queries.ledger import rows_of
from contracts.queries.steering import courses_for, readjustments_for
from contracts.web.courses import sentence_of
from contracts.web.today.shared import MOST, State
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

SHOWN = 3  # lines off their course; the page of steering has all


def due(actor: Actor) -> Iterator[Due]:
    if line_policy.allows(actor, LinePerm.RELEASE):
        yield from drafts(actor)
    if invoice_policy.allows(actor, InvoicePerm.CHECK):
        yield from invoices(actor)
    if readjustment_policy.allows(actor, ReadjustmentPerm.DECIDE):
        yield from readjustments(actor)
    if readjustment_policy.allows(actor, ReadjustmentPerm.PROPOSE):
        yield from off_course(actor)


def drafts(actor: Actor) -> Iterator[Due]:
    """Drafts whose contract has a version in force, and those outside every contract."""
    ready = Q(contract__state=State.IN_FORCE) | Q(contract__versions__state=State.IN_FORCE) | Q(contract=None)
    waiting = money_lines_for(actor).filter(ready, state=BudgetLine.State.DRAFT).distinct()
    for line in waiting[:MOST]:
        link = reverse("line", args=[line.pk])
        yield Due(
            f"Budget {line.organisation} {line.year} freigeben",
            f"{words.money(line.amount)}, {line.under}",
            url=link,
            icon="contracts",
            action="Prüfen",
            action_url=link,
        )


def invoices(actor: Actor) -> Iterator[Due]:
    """Invoices to check, and those that someone else checked."""
    mine = Q(state=Invoice.State.CHECKED) & ~Q(checked_by=actor.person)
    waiting = invoices_for(actor).filter(Q(state=Invoice.State.RECEIVED) | mine).order_by("due_on", "id")
    for invoice in waiting[:MOST]:
        link = reverse("invoice", args=[invoice.pk])
        received = invoice.state == Invoice.State.RECEIVED
        yield Due(
            f"Rechnung {invoice.number}: {words.money(invoice.amount)} an {invoice.line.organisation}",
            "Satz und Menge prüfen" if received else "geprüft, wartet auf Ihre Freigabe",
            invoice.due_on,
            url=link,
            icon="euro",
            action="Prüfen" if received else "Ansehen und freigeben",
            action_url=reverse("invoice-check", args=[invoice.pk]) if received else link,
            badge="überfällig" if invoice.due_on < actor.today else "",
            tone="warning",
        )


def readjustments(actor: Actor) -> Iterator[Due]:
    waiting = readjustments_for(actor).filter(state=Readjustment.State.PROPOSED)
    for row in waiting[:MOST]:
        yield Due(
            f"Nachsteuerung {row.line}",
            f"{row.trigger}; vorgeschlagen am {words.day(row.proposed_on)}",
            url=reverse("readjustment", args=[row.pk]),
            icon="contracts",
            action="Beschluss eintragen",
            action_url=reverse("readjustment-decide", args=[row.pk]),
        )


def off_course(actor: Actor) -> Iterator[Due]:
    """Lines of this year whose forecast leaves the corridor and for which nothing is proposed."""
    waiting = Readjustment.objects.filter(state=Readjustment.State.PROPOSED)
    lines = courses_for(actor).filter(year=actor.today.year).exclude(pk__in=waiting.values("line"))
    rows, _ = rows_of(list(lines), actor.today.year, actor.today)
    outside = [row for row in rows if row.course and row.course.outside and row.course.deviation is not None]
    outside.sort(key=lambda row: abs(row.course.deviation), reverse=True)  # type: ignore[union-attr, arg-type]
    for row in outside[:SHOWN]:
        link = reverse("line", args=[row.line.pk])
        yield Due(
            f"Budget {row.line} verlässt den Korridor",
            sentence_of(row.course),  # type: ignore[arg-type]
            url=link,
            icon="warning",
            action="Ansehen",
            action_url=link,
            badge="Abweichung",
            tone="warning",
        )
