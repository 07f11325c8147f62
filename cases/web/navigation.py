"""Entries of the main navigation for cases."""

from cases.policy import CasePerm
from cases.policy.helps import CommissionPerm, HelpMoneyPerm, LetterPerm
from cases.policy.protection import NoticePerm, ProtectionPerm
from kernel.web.navigation import NavItem

ITEMS = [
    NavItem("Aufträge", "cases", "commissions", CommissionPerm.VIEW, 19, also=("/aufgaben/",)),
    NavItem("Umfang der Hilfen", "cases", "help-amounts", HelpMoneyPerm.VIEW, 21),
    NavItem("Briefe an Familien", "mail", "letters", LetterPerm.VIEW, 88),
    NavItem(
        "Fälle & Beratungen", "cases", "cases", CasePerm.VIEW, 20, also=("/hilfen/", "/hilfeplaene/", "/beratungen/", "/aufgaben/")
    ),
    NavItem("Kinderschutz", "danger", "protections", ProtectionPerm.VIEW, 22, also=("/mitteilungen/",)),
    NavItem("Mitteilung § 8a", "danger", "provider-notices", NoticePerm.SEND, 22),
]
