"""Lines that wait for their release."""

from collections.abc import Iterator

from django.urls import reverse

from contracts import queries
from contracts.models import BudgetLine
from contracts.policy import LinePerm, line_policy
from contracts.web.today.shared import MOST, State
from kernel.access.actor import Actor
from kernel.web import words
from kernel.web.today import Due


def due(actor: Actor) -> Iterator[Due]:
    if line_policy.allows(actor, LinePerm.RELEASE):
        yield from drafts(actor)


def drafts(actor: Actor) -> Iterator[Due]:
    waiting = queries.lines_for(actor).filter(state=BudgetLine.State.DRAFT, contract__state=State.IN_FORCE)
    for line in waiting[:MOST]:
        yield Due(
            f"Budget {line.organisation} {line.year} freigeben",
            f"{words.money(line.amount)}, {line.under}",
            url=reverse("line", args=[line.pk]),
            icon="contracts",
            action="Prüfen",
            action_url=reverse("line", args=[line.pk]),
        )
