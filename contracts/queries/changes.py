"""What changed between two versions of a contract, in words (R4)."""

from datetime import date
from typing import Any

from contracts.models import Agreement, Contract
from kernel.web import words

FIELDS = (
    "subject",
    "regime",
    "field_of_help",
    "ends",
    "schedule",
    "surplus_rule",
    "surplus_percent",
    "direct_percent",
    "corridor_percent",
    "notice_months",
    "low_threshold",
    *Contract.CHECKLIST,
)
LABELS = {f.name: str(f.verbose_name) for f in Contract._meta.fields}


def changes(before: Contract, after: Contract) -> list[str]:
    """Sentences on terms, days of payment, parties and agreements; empty if nothing differs."""
    found = [
        f"{LABELS[name]}: {_shown(before, name)} → {_shown(after, name)}"
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    if before.own_dates != after.own_dates:
        found.append(f"Zahlungstermine: {dates_in_words(before)} → {dates_in_words(after)}")
    return found + _parties(before, after) + _agreements(before, after)


def dates_in_words(contract: Contract) -> str:
    return ", ".join(f"{day}.{month}." for month, day in contract.own_dates) or words.NOTHING


def _shown(contract: Contract, name: str) -> str:
    value: Any = getattr(contract, name)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if name.endswith("_percent"):
        return words.percent(value, 2)
    if name == "ends" and value is None:
        return "ohne Ende"
    if isinstance(value, date):
        return words.day(value)
    display = getattr(contract, f"get_{name}_display", None)
    return str(display() if display else value)


def _parties(before: Contract, after: Contract) -> list[str]:
    old, new = ({p.organisation_id: p for p in c.parties.all()} for c in (before, after))
    return [
        *(f"{_name(new[key])} ist dazugekommen" for key in new if key not in old),
        *(f"{_name(old[key])} ist nicht mehr Partei" for key in old if key not in new),
        *(
            f"{_name(new[key])}: {new[key].signatories} statt {old[key].signatories} Unterschriften"
            for key in new
            if key in old and new[key].signatories != old[key].signatories
        ),
    ]


def _name(party: Any) -> str:
    return str(party.organisation or "Jugendamt")


def _agreements(before: Contract, after: Contract) -> list[str]:
    old, new = ({(a.kind, a.begins, a.summary): a for a in c.agreements.all()} for c in (before, after))
    return [
        *(f"Neu vereinbart, {_agreement(new[key])}" for key in new if key not in old),
        *(f"Nicht mehr vereinbart: {_agreement(old[key])}" for key in old if key not in new),
        *(
            f"{new[key].get_kind_display()} ab {words.day(new[key].begins)} endet nun "
            + (f"am {words.day(new[key].ends)}" if new[key].ends else "nicht mehr")
            for key in new
            if key in old and new[key].ends != old[key].ends
        ),
    ]


def _agreement(row: Agreement) -> str:
    return f"{row.get_kind_display()} {words.period(row.begins, row.ends)}: {row.summary}"
