"""The parts of a case's page. A topic adds its own to TABS: label, name of the address (with the case's key), permission."""

from enum import StrEnum

from django.urls import reverse

from cases.models import CaseFile
from cases.policy import CasePerm
from cases.policy.consents import ConsentPerm
from cases.policy.file import NotePerm, PaperPerm, PersonPerm
from cases.policy.helps import HelpPerm
from cases.policy.items import ItemPerm
from kernel.access.actor import Actor
from kernel.access.policy import policy_of

TABS: list[tuple[str, str, StrEnum]] = [
    ("Überblick", "case", CasePerm.VIEW),
    ("Familie", "case-persons", PersonPerm.VIEW),
    ("Notizen", "case-notes", NotePerm.VIEW),
    ("Hilfen", "case-helps", HelpPerm.VIEW),
    ("Unterlagen", "case-papers", PaperPerm.VIEW),
    ("Beratungen", "case-items", ItemPerm.VIEW),
    ("Einwilligungen", "consents", ConsentPerm.VIEW),
    ("Einsicht", "case-readers", CasePerm.VIEW),
]


def file_tabs(actor: Actor, case: CaseFile) -> list[dict[str, str]]:
    """The tabs of a case that the actor may open."""
    return [
        {"label": label, "url": reverse(name, args=[case.pk])}
        for label, name, permission in TABS
        if policy_of(permission).allows(actor, permission)
    ]
