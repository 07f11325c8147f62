"""Contracts that wait for a step or end."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse

from contracts.models import Contract
from contracts.policy import ContractPerm, HoursPerm, contract_policy, hours_policy
from contracts.queries.contract import ending_until
from contracts.usecases.negotiation import SIX_WEEKS
from contracts.web.today.shared import MOST, WARNING, State
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due

NEXT_STEP = {
    State.DRAFT: ("Verhandlung beginnen", "contract"),
    State.NEGOTIATION: ("Beschluss eintragen", "contract-decide"),
    State.DECIDED: ("Unterschriften eintragen", "contract"),
    State.SIGNED: ("In Kraft setzen", "contract-in-force"),
}


def due(actor: Actor) -> Iterator[Due]:
    if not contract_policy.allows(actor, ContractPerm.VIEW) or hours_policy.allows(actor, HoursPerm.RECORD):
        return
    rows = contract_policy.rows(actor)
    yield from endings(actor, rows)
    if contract_policy.allows(actor, ContractPerm.EDIT) or actor.organisations():
        yield from steps(actor, rows)


def endings(actor: Actor, rows: QuerySet[Contract]) -> Iterator[Due]:
    """Contracts in force that end within twelve months, by agreement or by notice."""
    soon = rows.filter(ending_until(actor, actor.today + WARNING)).order_by("ends", "sort_key")
    for row in soon[:MOST]:
        link = reverse("contract", args=[row.pk])
        noticed = row.terminates_on is not None and row.terminates_on == row.last_day
        yield Due(
            f"{row.subject} ist gekündigt" if noticed else f"{row.subject} läuft aus",
            f"{row.number}, {'gekündigt zum' if noticed else 'endet am'} {words.day_text(row.last_day)}",
            row.last_day,
            url=link,
            icon="contracts",
            action="Ansehen",
            action_url=link,
            badge="gekündigt" if noticed else "läuft aus",
            tone="warning" if noticed else "info",
        )


def steps(actor: Actor, rows: QuerySet[Contract]) -> Iterator[Due]:
    """Contracts on their way; under §§ 78a-g from six weeks after the request on with what either side may do (R5)."""
    can_edit = contract_policy.allows(actor, ContractPerm.EDIT)
    for row in rows.filter(Q(state__in=NEXT_STEP)).order_by("ends", "sort_key")[:MOST]:
        label, page = NEXT_STEP[State(row.state)] if can_edit else ("Ansehen", "contract")
        stuck = (
            row.state == State.NEGOTIATION
            and row.regime == Contract.Regime.RESIDENTIAL
            and row.arbitration_applied_on is None
            and row.negotiation_requested_on is not None
            and row.negotiation_requested_on + SIX_WEEKS <= actor.today
        )
        yield Due(
            f"{row.subject}: {row.get_state_display()}",
            f"{row.number}, seit sechs Wochen ohne Einigung: Jede Seite kann die Schiedsstelle anrufen"
            if stuck
            else row.number,
            url=reverse("contract", args=[row.pk]),
            icon="sign",
            action=label,
            action_url=reverse(page, args=[row.pk]),
            badge="Schiedsstelle" if stuck else "",
            tone="warning",
        )
