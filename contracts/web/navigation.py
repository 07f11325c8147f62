"""Where one can go: entries of the main navigation, and the tabs of the two groups of lists."""

from enum import StrEnum

from django.urls import reverse

from contracts.policy import ContractPerm, DistrictPerm, EngagementPerm, HoursPerm, InstalmentPerm, LinePerm, RolePerm
from contracts.policy.hours import ImportPerm, MonthPerm
from contracts.policy.offers import ContactPerm, OfferPerm
from contracts.policy.payments import AccountPerm, RunPerm
from contracts.policy.proofs import ProofPerm
from contracts.policy.steering import InvoicePerm
from contracts.web.words import district_word
from kernel.access.actor import Actor
from kernel.access.policy import policy_of
from kernel.web.navigation import NavItem

MONEY = (
    "/budgets/", "/aufteilungen/", "/steuerung/", "/nachsteuerungen/", "/abschlaege/", "/rechnungen/", "/zahlungslaeufe/",
    "/zahlungen/", "/bankverbindungen/", "/nachweise/", "/stunden/eintraege/", "/stunden/summen/", "/bewerbungen/", "/runden/",
    "/vereinbarungen/", "/dokumente/",
)  # fmt: skip
SPACE = ("/zentren/", "/team/", "/angebote/", "/termine/", "/kontakte/", "/rollen/", "/luecken/", "/traeger/")

ITEMS = [
    NavItem("Kontakt zählen", "people", "contact-count", ContactPerm.RECORD, 14),
    NavItem("Stunden", "clock", "hours-week", HoursPerm.RECORD, 15),
    NavItem("Stunden freigeben", "check", "hours-months", MonthPerm.APPROVE, 16),
    NavItem("Verträge & Budgets", "contracts", "contracts", ContractPerm.VIEW, 30, also=MONEY),
    NavItem("Räume & Angebote", "rooms", "districts", DistrictPerm.VIEW, 40, also=SPACE),
]


def money_tabs(actor: Actor) -> list[dict[str, str]]:
    """Contracts, budgets, instalments and hours, as far as the actor may see them."""
    tabs = [
        ("Verträge", "contracts", ContractPerm.VIEW),
        ("Budgets", "lines", LinePerm.VIEW),
        ("Steuerung", "steering", LinePerm.VIEW),
        ("Abschläge", "instalments", InstalmentPerm.VIEW),
        ("Rechnungen", "invoices", InvoicePerm.VIEW),
        ("Zahlungsläufe", "runs", RunPerm.VIEW),
        ("Bankverbindungen", "accounts-bank", AccountPerm.VIEW),
        ("Nachweise", "proofs", ProofPerm.VIEW),
        ("Stunden", "hours", HoursPerm.VIEW),
    ]
    return _open_to(actor, tabs)


def hours_tabs(actor: Actor) -> list[dict[str, str]]:
    """One's own week, entries, months and files; for the office the list and its sums, beside the money."""
    tabs = [
        ("Woche", "hours-week", HoursPerm.RECORD),
        ("Einträge", "hours", HoursPerm.VIEW),
        ("Monate", "hours-months", MonthPerm.VIEW),
        ("Summen", "hours-sums", HoursPerm.VIEW),
        ("Dateien", "hours-imports", ImportPerm.VIEW),
    ]
    return _open_to(actor, tabs)


def space_tabs(actor: Actor) -> list[dict[str, str]]:
    """Districts, offers, contacts, roles and providers."""
    tabs = [
        (district_word(actor, plural=True), "districts", DistrictPerm.VIEW),
        ("Karte", "district-map", DistrictPerm.VIEW),
        ("Angebote", "offers", OfferPerm.VIEW),
        ("Kontakte", "contacts", ContactPerm.VIEW),
        ("Rollen", "roles", RolePerm.VIEW),
        ("Lücken", "gaps", RolePerm.VIEW),
        ("Träger", "providers", EngagementPerm.VIEW),
    ]
    return _open_to(actor, tabs)


def _open_to(actor: Actor, tabs: list[tuple[str, str, StrEnum]]) -> list[dict[str, str]]:
    return [{"label": label, "url": reverse(name)} for label, name, perm in tabs if policy_of(perm).allows(actor, perm)]
