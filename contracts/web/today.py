"""What contracts, budgets, roles and hours put on Heute. A fixed number of queries per role."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.urls import reverse

from contracts import queries
from contracts.models import BudgetLine, Contract, FieldOfHelp, ProviderRole
from contracts.policy import (
    ContractPerm,
    HoursPerm,
    InstalmentPerm,
    LinePerm,
    RolePerm,
    contract_policy,
    hours_policy,
    instalment_policy,
    line_policy,
    role_policy,
)
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

MOST = 12  # rows of a kind; the list behind them has all
WARNING = timedelta(days=365)
PAYMENTS = timedelta(days=21)
State = Contract.State
NEXT_STEP = {
    State.DRAFT: ("Verhandlung beginnen", "contract"),
    State.NEGOTIATION: ("Beschluss eintragen", "contract-decide"),
    State.DECIDED: ("Unterschriften eintragen", "contract"),
    State.SIGNED: ("In Kraft setzen", "contract-in-force"),
}


def due(actor: Actor) -> Iterator[Due]:
    """What is due for the actor, in no particular order."""
    if instalment_policy.allows(actor, InstalmentPerm.VIEW):
        yield from payments(actor)
    if line_policy.allows(actor, LinePerm.RELEASE):
        yield from drafts(actor)
    if contract_policy.allows(actor, ContractPerm.VIEW) and not hours_policy.allows(actor, HoursPerm.RECORD):
        yield from contracts(actor)
    if role_policy.allows(actor, RolePerm.MANAGE):
        yield from gaps(actor)
    if hours_policy.allows(actor, HoursPerm.RECORD):
        yield from hours(actor)


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
            f"Abschlag {row.number}, {row.line.contract.number}, {row.line.year}",
            row.due_on,
            url=reverse("line", args=[row.line_id]),
            icon="euro",
            action="Zahlung eintragen" if can_pay else "Ansehen",
            action_url=reverse("instalment-pay", args=[row.pk]) if can_pay else reverse("line", args=[row.line_id]),
            badge="überfällig" if row.due_on < actor.today else "",
            tone="warning",
        )


def drafts(actor: Actor) -> Iterator[Due]:
    waiting = queries.lines_for(actor).filter(state=BudgetLine.State.DRAFT, contract__state=State.IN_FORCE)
    for line in waiting[:MOST]:
        yield Due(
            f"Budget {line.organisation} {line.year} freigeben",
            f"{words.money(line.amount)}, {line.contract.number}",
            url=reverse("line", args=[line.pk]),
            icon="contracts",
            action="Prüfen",
            action_url=reverse("line", args=[line.pk]),
        )


def contracts(actor: Actor) -> Iterator[Due]:
    """Contracts that wait for a step, and those that end within twelve months."""
    can_edit = contract_policy.allows(actor, ContractPerm.EDIT)
    relevant = Q(state=State.IN_FORCE, ends__range=(actor.today, actor.today + WARNING))
    if can_edit or actor.organisations():
        relevant |= Q(state__in=NEXT_STEP)
    for row in contract_policy.rows(actor).filter(relevant).order_by("ends", "sort_key")[:MOST]:
        link = reverse("contract", args=[row.pk])
        if row.state == State.IN_FORCE:
            yield Due(
                f"{row.subject} läuft aus",
                f"{row.number}, endet am {words.day_text(row.ends)}",
                row.ends,
                url=link,
                icon="contracts",
                action="Ansehen",
                action_url=link,
                badge="läuft aus",
                tone="info",
            )
        else:
            label, page = NEXT_STEP[State(row.state)] if can_edit else ("Ansehen", "contract")
            yield Due(
                f"{row.subject}: {row.get_state_display()}",
                row.number,
                url=link,
                icon="sign",
                action=label,
                action_url=reverse(page, args=[row.pk]),
            )


def gaps(actor: Actor) -> Iterator[Due]:
    """Districts that have or will have no lead in a field that has or needs one, where the office works with leads (R2)."""
    if not actor.settings.get("uses_leads"):
        return
    leads: dict[tuple[object, str], list[tuple[date, date | None]]] = {}
    for role in queries.roles_for(actor).filter(kind=ProviderRole.Kind.LEAD).order_by("begins"):
        leads.setdefault((role.district_id, role.field_of_help), []).append((role.begins, role.ends))
    for district in queries.districts_for(actor).filter(Q(ends=None) | Q(ends__gt=actor.today)):
        for field in FieldOfHelp:
            periods = leads.get((district.pk, field), [])
            if not periods and field != FieldOfHelp.EDUCATION:
                continue
            gap = first_gap(periods, actor.today)
            if gap is None or gap > actor.today + WARNING:
                continue
            yield Due(
                f"Für {district.name} fehlt {'ein Träger' if gap <= actor.today else f'ab {words.day_text(gap)} ein Träger'}.",
                f"{field.label}: Niemand ist dann federführend.",
                None if gap <= actor.today else gap,
                url=reverse("district", args=[district.pk]),
                icon="warning",
                action="Rolle vergeben",
                action_url=reverse("role-new", args=[district.pk]),
                badge="Lücke",
                tone="warning",
            )


def first_gap(periods: list[tuple[date, date | None]], today: date) -> date | None:
    """The first day from today on that no period covers; periods are sorted by their begin."""
    day = today
    for begins, ends in periods:
        if begins > day:
            return day
        if ends is None:
            return None
        day = max(day, ends + timedelta(days=1))
    return day


def hours(actor: Actor) -> Iterator[Due]:
    monday = actor.today - timedelta(days=actor.today.weekday())
    own = hours_policy.rows(actor, HoursPerm.RECORD).filter(worked_on__range=(monday, actor.today)).order_by()
    booked = {row["worked_on"]: row["sum"] for row in own.values("worked_on").annotate(sum=Sum("minutes"))}
    week = sum(booked.values())
    yield Due(
        "Stunden eintragen",
        f"Diese Woche {words.hours(week)} gebucht" if week else "Diese Woche ist noch nichts gebucht",
        actor.today,
        url=reverse("hours"),
        icon="clock",
        action="Eintragen",
        action_url=reverse("hours-new"),
        badge="" if actor.today in booked else "heute noch nichts",
        tone="info",
    )
