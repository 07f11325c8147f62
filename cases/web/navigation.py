"""Entries of the main navigation for cases."""

from cases.policy import CasePerm
from cases.policy.helps import CommissionPerm, HelpMoneyPerm, LetterPerm
from cases.policy.items import ItemPerm
from cases.policy.protection import NoticePerm, ProtectionPerm
from cases.policy.resources import ResourcePerm
from cases.policy.teams import SessionPerm
from kernel.web.navigation import NavItem

UNDER = (
    "/faelle/", "/beratungen/", "/sitzungen/", "/raumteams/", "/einwilligungen/", "/hilfen/", "/hilfeplaene/", "/aufgaben/",
    "/ressourcen/",
)  # fmt: skip
# Who may not open the first of these comes to the next.
ITEMS = [
    NavItem("Aufträge", "cases", "commissions", CommissionPerm.VIEW, 19, also=("/aufgaben/",)),
    NavItem("Umfang der Hilfen", "cases", "help-amounts", HelpMoneyPerm.VIEW, 21),
    NavItem("Briefe an Familien", "mail", "letters", LetterPerm.VIEW, 88),
    NavItem("Fälle & Beratungen", "cases", "cases", CasePerm.VIEW, 20, also=UNDER),
    NavItem("Fälle & Beratungen", "cases", "items", ItemPerm.VIEW, 20, also=UNDER),
    NavItem("Fälle & Beratungen", "calendar", "sessions", SessionPerm.VIEW, 20, also=UNDER),
    NavItem("Ressourcenkarte", "map", "resources", ResourcePerm.VIEW, 20, unless=SessionPerm.VIEW),
    NavItem("Kinderschutz", "danger", "protections", ProtectionPerm.VIEW, 22, also=("/mitteilungen/",)),
    NavItem("Mitteilung § 8a", "danger", "provider-notices", NoticePerm.SEND, 22),
]
