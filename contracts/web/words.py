"""The office's own words for what the law and the field call otherwise."""

from contracts.models import ProviderRole
from kernel.access.actor import Actor


def district_word(actor: Actor, plural: bool = False) -> str:
    """What the office calls a district: Bezirk, Wirkungsraum, Planungsregion …"""
    return str(actor.settings["words"]["district"][int(plural)])


def kind_word(kind: str, actor: Actor) -> str:
    """What the office calls a provider's role in a district."""
    own = actor.settings["words"].get("lead_provider") if kind == ProviderRole.Kind.LEAD else None
    return str(own or ProviderRole.Kind(kind).label)
