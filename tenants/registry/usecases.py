"""An office's own settings: its words, its look, and whether it requires a second factor."""

from typing import Any

from kernel.access.actor import Actor
from kernel.access.use_case import use_case
from tenants.registry.models import Office
from tenants.registry.places import forget_places
from tenants.registry.policy import OfficePerm

OWN = ("words", "monogram", "accent", "uses_leads", "require_mfa")  # what the office's database role may change


@use_case(OfficePerm.CHANGE, on="office")
def change_settings(*, actor: Actor, office: Office, words: dict[str, Any], **settings: Any) -> Office:
    """Change what is the office's own to decide; the other processes follow within seconds."""
    office.words = office.words | words
    for name, value in settings.items():
        setattr(office, name, value)
    office.save(update_fields=OWN)
    forget_places()
    return office
