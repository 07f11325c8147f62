"""From the rows of a table to cases that can be taken over: one row per person, a file number over several rows is one case.

Every fault names its row and its column; a case with a fault is not taken over, the others are.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cases.models import CaseFile, CasePerson
from cases.queries.staff import staff
from cases.usecases.persons import OLDEST, PersonData
from contracts.models import District
from contracts.policy import district_policy
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.documents.sheets import Row, Sheet
from kernel.keys import sort_key
from kernel.web.fields import clean_text, parse_day

SHEET = "Fälle"
COLUMNS = {
    "number": "Aktenzeichen",
    "district": "Raum",
    "worker": "Fachkraft",
    "begins": "Beginn",
    "ends": "Ende",
    "referral": "Gemeldet von",
    "concern": "Anliegen",
    "role": "Rolle",
    "given_name": "Vorname",
    "family_name": "Nachname",
    "birth_date": "Geburtsdatum",
    "sex": "Geschlecht",
    "custodial": "Sorgeberechtigt",
    "address": "Anschrift",
    "phone": "Telefon",
}
NEEDED = ("number", "district", "worker", "begins")
OF_PERSON = ("role", "given_name", "family_name", "birth_date", "sex", "custodial", "address", "phone")
EXCEL_EPOCH = dt.date(1899, 12, 30)
SERIALS = range(367, 73_051)  # 1901 to 2099
ROLES = {sort_key(r.label): r.value for r in CasePerson.Role} | {
    "kind": "child", "sohn": "child", "tochter": "child", "vormund": "guardian", "pfleger": "guardian",
    "partner": "partner", "partnerin": "partner", "grossmutter": "relative", "grossvater": "relative",
}  # fmt: skip
SEXES = {sort_key(s.label): s.value for s in CasePerson.Sex} | {s.value: s.value for s in CasePerson.Sex} | {"w": "f"}
REFERRALS = {sort_key(r.label): r.value for r in CaseFile.Referral} | {
    "eltern": "parents", "kita": "day_care", "polizei": "court", "gericht": "court", "arzt": "health",
}  # fmt: skip
YES, NO = {"ja", "x", "1", "true", "wahr"}, {"", "nein", "0", "false", "falsch", "-"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, in a sentence."""

    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Wanted:
    """A case as the table has it."""

    number: str
    district: District
    worker: UUID
    begins: dt.date
    ends: dt.date | None = None
    referral: str = ""
    concern: str = ""
    persons: list[PersonData] = field(default_factory=list)
    row: int = 0

    def register(self) -> dict[str, Any]:
        """What the register holds of it."""
        names = ("district", "worker", "begins", "ends", "referral", "concern")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Reading:
    """The cases of a table that can be taken over, and what is wrong with the others."""

    cases: list[Wanted]
    faults: list[Fault]
    refused: int


class Wrong(Exception):
    """A cell that cannot be understood."""


def read_cases(actor: Actor, sheet: Sheet) -> Reading:
    """All rows as cases; raises `RuleViolation` if the columns are not those of the template."""
    heading, *rows = sheet.rows
    places = _places(heading)
    if not rows:
        raise RuleViolation("Unter der Überschrift steht keine Zeile. Tragen Sie Fälle ein.", field="file")
    known = _Known(actor)
    cases: dict[str, Wanted] = {}
    faults: list[Fault] = []
    refused: set[str] = set()
    for row in rows:
        values, wrong = _values(sheet, row, places, known)
        number = values.get("number", f"?{row.number}")
        wrong = wrong or _joined(cases, number, values, row.number)
        if wrong:
            faults += wrong
            refused.add(number)
    return Reading([c for n, c in cases.items() if n not in refused], faults, len(refused))


def _places(heading: Row) -> dict[str, int]:
    names = {sort_key(label): name for name, label in COLUMNS.items()}
    places: dict[str, int] = {}
    for place, cell in enumerate(heading.cells):
        name = names.get(sort_key(clean_text(cell).rstrip("*: ")))
        if name in places:
            raise RuleViolation(f"Die Spalte „{COLUMNS[name]}“ steht zweimal da. Löschen Sie eine.", field="file")
        if name:
            places[name] = place
    if missing := [COLUMNS[name] for name in NEEDED if name not in places]:
        raise RuleViolation(f"Als Überschrift fehlt: {', '.join(missing)}. Nehmen Sie die Vorlage.", field="file")
    return places


class _Known:
    """Districts and workers, read once."""

    def __init__(self, actor: Actor) -> None:
        self.today = actor.today
        self.districts: dict[str, District] = {}
        for district in district_policy.rows(actor).order_by("-begins"):
            self.districts.setdefault(sort_key(district.name), district)
        self.workers: dict[str, list[UUID]] = {}
        for person, name in staff(actor).items():
            self.workers.setdefault(sort_key(name), []).append(person)


def _values(sheet: Sheet, row: Row, places: dict[str, int], known: _Known) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, place in places.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        try:
            if sheet.is_formula(row.number, place, cell) and name not in ("custodial", "phone"):
                raise Wrong("Hier steht eine Formel. Schreiben Sie den Wert hinein.")
            values[name] = _read(name, cell, known)
        except Wrong as wrong:
            faults.append(Fault(row.number, COLUMNS[name], str(wrong)))
    return values, faults


def _read(name: str, cell: Any, known: _Known) -> Any:
    text = _text(cell)
    if name in NEEDED and not text:
        raise Wrong("Hier fehlt eine Angabe.")
    if name in ("begins", "ends", "birth_date"):
        return _day(cell, text, known, birth=name == "birth_date") if text else None
    if name == "district":
        return _one(known.districts, text, "Diesen Raum gibt es hier nicht. Schreiben Sie ihn wie in der Vorlage.")
    if name == "worker":
        found = known.workers.get(sort_key(text), [])
        if len(found) != 1:
            sentence = "Mehrere Fachkräfte heißen so." if found else "Diese Fachkraft gibt es in Ihrem Amt heute nicht."
            raise Wrong(f"{sentence} Legen Sie den Fall einzeln an oder nennen Sie eine andere.")
        return found[0]
    if name == "role":
        return (
            _one(ROLES, text, f"Schreiben Sie eine Rolle: {', '.join(r.label for r in CasePerson.Role)}.")
            if text
            else ""
        )
    if name == "sex":
        return _one(SEXES, text, "Schreiben Sie weiblich, männlich, divers oder lassen Sie es leer.") if text else ""
    if name == "referral":
        return REFERRALS.get(sort_key(text), "other") if text else ""
    if name == "custodial":
        if sort_key(text) not in YES | NO:
            raise Wrong("Schreiben Sie ja oder nein.")
        return sort_key(text) in YES
    column: Any = (CaseFile if name in ("number", "concern") else CasePerson)._meta.get_field(name)
    longest: int = column.max_length
    if len(text) > longest:
        raise Wrong(f"Das ist länger als {longest} Zeichen. Kürzen Sie es.")
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_text(cell)


def _one(words: dict[str, Any], text: str, sentence: str) -> Any:
    if (value := words.get(sort_key(text))) is None:
        raise Wrong(sentence)
    return value


def _day(cell: Any, text: str, known: _Known, *, birth: bool) -> dt.date:
    if isinstance(cell, dt.datetime):
        day = cell.date()
    elif isinstance(cell, dt.date):
        day = cell
    elif text.isdecimal() and int(text) in SERIALS:
        day = EXCEL_EPOCH + dt.timedelta(days=int(text))
    else:
        try:
            day = parse_day(text, known.today)
        except (ValueError, OverflowError):
            raise Wrong("Dieses Datum verstehen wir nicht. Schreiben Sie es so: 3.11.2016.") from None
        if str(day.year) not in text:
            raise Wrong("Schreiben Sie das Jahr mit vier Ziffern: 3.11.2016.")
    if day > known.today:
        raise Wrong("Das Geburtsdatum liegt in der Zukunft." if birth else "Der Tag liegt in der Zukunft.")
    if day.year < known.today.year - OLDEST:
        raise Wrong("Der Tag liegt zu weit zurück. Prüfen Sie das Jahr.")
    return day


def _joined(cases: dict[str, Wanted], number: str, values: dict[str, Any], row: int) -> list[Fault]:
    """The row becomes part of its case; says what contradicts the rows before."""
    person: dict[str, Any] = {name: values.get(name) for name in OF_PERSON if name in values}
    register = {name: values[name] for name in values if name not in OF_PERSON}
    if register.get("ends") and register["ends"] < register["begins"]:
        return [Fault(row, COLUMNS["ends"], "Das Ende liegt vor dem Beginn.")]
    case = cases.setdefault(number, Wanted(**register, row=row))
    for name in ("district", "worker", "begins"):
        if getattr(case, name) != register[name]:
            return [Fault(row, COLUMNS[name], f"In Zeile {case.row} steht für dieses Aktenzeichen etwas anderes.")]
    if person.get("given_name") or person.get("family_name"):
        if not person.get("role"):
            return [Fault(row, COLUMNS["role"], "Hier fehlt die Rolle, zum Beispiel Kind oder Mutter.")]
        data = PersonData(**person)
        if data not in case.persons:
            case.persons.append(data)
    return []
