"""Contracts that wait for a step or end."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from contracts.policy import ContractPerm, HoursPerm, contract_policy, hours_policy
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
    if contract_policy.allows(actor, ContractPerm.VIEW) and not hours_policy.allows(actor, HoursPerm.RECORD):
        yield from contracts(actor)


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
