"""Whoever changes what a room shows, on whatever page: those who have it open are told, by keys only."""

from typing import Any

from django.db import connection, models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cases.models import Consent, ConsentGiver, ConsentRecipient, HelpBlock, Item, SheetEntry, SheetText
from kernel.live.notices import tell

PARTS = (SheetText, SheetEntry, HelpBlock)
CONSENTS = (Consent, ConsentGiver, ConsentRecipient)


def in_office() -> bool:
    """Whether this is an office's own transaction; the owner, who moves and loads data, tells nobody."""
    return (getattr(connection, "role", None) or "").startswith("o_")


@receiver([post_save, post_delete])
def changed(sender: type[models.Model], instance: Any, **given: Any) -> None:
    """A consent given or revoked changes what the readers of all the case's sheets may see (R17)."""
    if not (issubclass(sender, (Item, *PARTS, *CONSENTS)) and in_office()):
        return
    if isinstance(instance, Item):
        tell(instance.pk, "item")
    elif isinstance(instance, PARTS):
        tell(instance.item_id, "sheet")
    else:
        case = instance.case_id if isinstance(instance, Consent) else instance.consent.case_id
        for item in Item.objects.filter(case=case).exclude(state__in=Item.OVER).values_list("pk", flat=True):
            tell(item, "consent")
