"""The five offices as YAML tells them: sources in words, dates that count from the demo's day."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from dateutil.relativedelta import relativedelta

FOLDER = Path(__file__).parent / "offices"
OFFICES = ("arnsberg", "herten", "saarbruecken", "trier_saarburg", "vogelsberg")
SOURCES = {
    "seed": "Quelle: Pressebericht",
    "follow-up": "Quelle: späterer öffentlicher Bericht",
    "derived": "aus einem Bericht abgeleitet",
    "invented": "erfunden",
}
_RELATIVE = re.compile(r"Y([+-]\d+)?(?:-(\d\d)-(\d\d))?|T([+-]\d+)?|M\+(\d+)")

type Fact = dict[str, Any]


class Calendar:
    """Reads dates relative to the demo's day: Y-2-01-01, Y+1 (a year), T+40, M+1 (first of next month)."""

    def __init__(self, today: date) -> None:
        self.today = today

    def resolve(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.resolve(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.resolve(inner) for inner in value]
        if isinstance(value, str) and (match := _RELATIVE.fullmatch(value)):
            return self._relative(value, match)
        return value

    def _relative(self, value: str, match: re.Match[str]) -> date | int:
        if value.startswith("T"):
            return self.today + timedelta(days=int(match[4] or 0))
        if value.startswith("M"):
            return self.today.replace(day=1) + relativedelta(months=int(match[5]))
        year = self.today.year + int(match[1] or 0)
        return date(year, int(match[2]), int(match[3])) if match[2] else year


def load_office(key: str, today: date) -> Fact:
    """An office's facts with what every office of the demo has beside its story."""
    facts = _read(key, today)
    common = _read("_every_office", today)
    first = facts["organisations"][0]["key"]
    for contract in common["contracts"]:
        _name_first(contract, first)
    facts["contracts"] += common["contracts"]
    facts.setdefault("offers", common["offers"])
    facts["organisations"] = [
        common["organisation"] | o if o["key"] == common["organisation"]["key"] else o for o in facts["organisations"]
    ]
    return facts


def load_offices(today: date) -> list[Fact]:
    """All offices; a provider that several of them name is described by the first that does so in full."""
    offices = [load_office(key, today) for key in OFFICES]
    described = {o["key"]: o for office in offices for o in office["organisations"] if "name" in o}
    for office in offices:
        office["organisations"] = [described[o["key"]] | o for o in office["organisations"]]
    return offices


def _read(name: str, today: date) -> Fact:
    resolved: Fact = Calendar(today).resolve(yaml.safe_load((FOLDER / f"{name}.yaml").read_text()))
    return resolved


def _name_first(contract: Fact, first: str) -> None:
    for part in (contract["parties"], contract.get("budget", {}).get("shares", {})):
        if "first" in part:
            part[first] = part.pop("first")
    for applicant in contract.get("selection", {}).get("applicants", ()):
        if applicant["organisation"] == "first":
            applicant["organisation"] = first


def remark(fact: Fact, prefix: str = "") -> str:
    """The note and the source of a fact, as `remark` shows it."""
    note, source = fact.get(f"{prefix}note", ""), SOURCES[fact[f"{prefix}source"]]
    return f"{note} {source[0].upper()}{source[1:]}." if note else f"{source[0].upper()}{source[1:]}."


def years(budget: Fact) -> range:
    """The years of a budget, first and last included."""
    first, last = budget["years"]
    return range(first, last + 1)
