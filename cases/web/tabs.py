"""The tabs of „Fälle & Beratungen“: `tabs=case_tabs(request.actor)` in a list page's context, and
`{% include "components/tabs.html" %}` in its block `before_list`. Each topic adds its line to TABS."""

from enum import StrEnum

from django.urls import reverse

from cases.policy import CasePerm
from cases.policy.helps import HelpPerm
from cases.policy.items import ItemPerm
from cases.policy.resources import ResourcePerm
from cases.policy.teams import SessionPerm, TeamPerm
from kernel.access.actor import Actor
from kernel.access.policy import policy_of

TABS: list[tuple[str, str, StrEnum]] = [
    ("Fälle", "cases", CasePerm.VIEW),
    ("Beratungen", "items", ItemPerm.VIEW),
    ("Kalender", "sessions", SessionPerm.VIEW),
    ("Teams", "teams", TeamPerm.VIEW),
    ("Hilfen", "helps", HelpPerm.VIEW),
    ("Ressourcenkarte", "resources", ResourcePerm.VIEW),
]


def case_tabs(actor: Actor) -> list[dict[str, str]]:
    """Cases, consultations, calendar, teams, resources and helps, as far as the actor may see them."""
    return [{"label": label, "url": reverse(name)} for label, name, perm in TABS if policy_of(perm).allows(actor, perm)]
