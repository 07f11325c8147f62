"""From the rows of a file to work that the rules can judge (R12). Every fault names its row and its column."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.models import CaseReference, District, HoursEntry, WorkKind
from contracts.policy import district_policy
from contracts.usecases.hours_rules import Work
from kernel.access.actor import Actor, Role
from kernel.access.errors import RuleViolation
from kernel.documents.sheets import Row, Sheet
from kernel.keys import sort_key
from kernel.web.fields import clean_text, parse_day, parse_minutes
from tenants.people.models import Membership

SHEET = "Stunden"
COLUMNS = {
    "worker": "Fachkraft",
    "worked_on": "Datum",
    "minutes": "Dauer",
    "district": "Raum",
    "work_kind": "Arbeitsart",
    "contact": "Kontakt",
    "references": "Fälle",
}
OTHER_NAMES = {
    "mitarbeitende": "worker", "tag": "worked_on", "stunden": "minutes", "sozialraum": "district", "bezirk": "district",
    "art": "work_kind", "fall": "references", "fallreferenz": "references", "fallreferenzen": "references",
}  # fmt: skip
EXCEL_EPOCH = dt.date(1899, 12, 30)
SERIALS = range(36_526, 73_051)  # 2000 to 2099
KINDS = {sort_key(k.label): k.value for k in WorkKind} | {"falluebergreifend": WorkKind.CROSS_CASE.value}
CONTACTS = {sort_key(c.label): c.value for c in HoursEntry.Contact} | {"direkt": "direct", "indirekt": "indirect"}
CODE_LETTERS = "ABCDEFGHKLMNPRST"
FORMULA = "Hier steht eine Formel, oder der Text beginnt mit =, +, - oder @. Schreiben Sie den Wert hinein."


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, in a sentence."""

    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Reading:
    """The work in a file by row, and what is wrong with the other rows; `team` if the rows name the workers."""

    works: dict[int, Work] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0
    team: bool = False


class Wrong(Exception):
    """A cell that cannot be understood."""


def read_works(actor: Actor, organisation: str, recorded_by: UUID, sheet: Sheet) -> Reading:
    """All rows as work; raises `RuleViolation` if the columns are not those of the template."""
    heading, *rows = sheet.rows
    places = _places(heading)
    reading = Reading(rows=len(rows), team="worker" in places)
    if not rows:
        raise RuleViolation("Unter der Überschrift steht keine Zeile. Tragen Sie Stunden ein.", field="file")
    known = _Known(actor, organisation, recorded_by, rows, places)
    for row in rows:
        _read_row(sheet, row, places, known, reading)
    return reading


def _places(heading: Row) -> dict[str, int]:
    """Where which column stands."""
    names = {sort_key(label): name for name, label in COLUMNS.items()} | OTHER_NAMES
    places: dict[str, int] = {}
    for place, cell in enumerate(heading.cells):
        name = names.get(sort_key(clean_text(cell).rstrip("*: ")))
        if name in places:
            raise RuleViolation(f"Die Spalte „{COLUMNS[name]}“ steht zweimal da. Löschen Sie eine.", field="file")
        if name:
            places[name] = place
    if missing := [label for name, label in COLUMNS.items() if name != "worker" and name not in places]:
        raise RuleViolation(
            f"In Zeile {heading.number} fehlt als Überschrift: {', '.join(missing)}. Nehmen Sie die Vorlage.",
            field="file",
        )
    return places


class _Known:
    """Districts, case references and workers that the rows name, read once."""

    def __init__(
        self, actor: Actor, organisation: str, recorded_by: UUID, rows: Sequence[Row], places: dict[str, int]
    ) -> None:
        self.today, self.recorded_by = actor.today, recorded_by
        self.districts: dict[str, list[District]] = defaultdict(list)
        for district in district_policy.rows(actor):
            self.districts[district.sort_key].append(district)
        self.workers = workers_of(actor.place, organisation) if "worker" in places else {}
        self.seen: dict[tuple[str, type, Any], Any] = {}
        cells = {_cell(row, places["references"]) for row in rows}
        numbers = {n for cell in cells for n in _numbers(cell)}
        self.cases: dict[str, CaseReference] = {
            r.number: r for r in CaseReference.objects.filter(organisation=organisation, number__in=numbers)
        }

    def read(self, column: str, cell: Any) -> Any:
        """What a cell means; each different one is looked at once. Raises `Wrong`."""
        key = column, type(cell), cell
        if key not in self.seen:
            try:
                self.seen[key] = READERS[column](cell, self)
            except Wrong as wrong:
                self.seen[key] = wrong
        if isinstance(found := self.seen[key], Wrong):
            raise Wrong(str(found))
        return found


@dataclass(slots=True)
class Worker:
    """A worker of the provider in this office: name, code and the days for which the access holds."""

    person: UUID
    name: str
    code: str
    periods: list[tuple[dt.date, dt.date | None]] = field(default_factory=list)

    def works_on(self, day: dt.date) -> bool:
        return any(begins <= day and (ends is None or day <= ends) for begins, ends in self.periods)


def workers_of(place: str, organisation: str) -> dict[str, list[Worker]]:
    """The provider's workers in the office by name and by code; a name may stand for several."""
    people: dict[UUID, Worker] = {}
    held = Membership.objects.filter(office=place, organisation=organisation, role=Role.PROVIDER_WORKER)
    for person, name, begins, ends in held.order_by("sort_key", "id").values_list(
        "person", "display_name", "begins", "ends"
    ):
        people.setdefault(person, Worker(person, name, code_of(person))).periods.append((begins, ends))
    found: dict[str, list[Worker]] = defaultdict(list)
    for worker in people.values():
        found[sort_key(clean_text(worker.name))].append(worker)
        found[sort_key(worker.code)].append(worker)
    return found


def code_of(person: UUID) -> str:
    """A short code that tells workers of the same name apart; it stands in the template. No spreadsheet takes it for a number."""
    return "".join(CODE_LETTERS[int(digit, 16)] for digit in person.hex[-6:])


def _read_row(sheet: Sheet, row: Row, places: dict[str, int], known: _Known, reading: Reading) -> None:
    values: dict[str, Any] = {}
    for name, place in places.items():
        cell = _cell(row, place)
        try:
            if sheet.is_formula(row.number, place, cell):
                raise Wrong(FORMULA)
            values[name] = known.read(name, cell)
        except Wrong as wrong:
            reading.faults.append(Fault(row.number, COLUMNS[name], str(wrong)))
    if len(values) < len(places):
        return
    day = values["worked_on"]
    try:
        worker = _worker_on(values["worker"], day) if "worker" in values else known.recorded_by
    except Wrong as wrong:
        reading.faults.append(Fault(row.number, COLUMNS["worker"], str(wrong)))
        return
    district = _district_on(values["district"], day)
    reading.works[row.number] = Work(
        worker, district, day, values["minutes"], values["work_kind"], values["contact"], values["references"]
    )


def _cell(row: Row, place: int) -> Any:
    return row.cells[place] if place < len(row.cells) else ""


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_text(cell)


def _day(cell: Any, known: _Known) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = _text(cell)
    if text.isdecimal() and len(text) == 5 and int(text) in SERIALS:
        return EXCEL_EPOCH + dt.timedelta(days=int(text))
    try:
        return parse_day(text, known.today)
    except (ValueError, OverflowError):
        raise Wrong("Dieses Datum verstehen wir nicht. Schreiben Sie es so: 3.11.2026.") from None


def _minutes(cell: Any, known: _Known) -> int:
    span = _span(cell)
    if span is not None:
        return int(span.total_seconds() / 60 + 0.5)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell * 60 + 0.5) if 0 <= cell <= 1000 else 0
    minutes = parse_minutes(clean_text(cell).lower()) if len(str(cell)) <= 60 else None
    if minutes is None:
        raise Wrong("Diese Dauer verstehen wir nicht. Schreiben Sie sie so: 1:30, 1,5 oder 90 min.")
    return minutes


def _span(cell: Any) -> dt.timedelta | None:
    """A cell that a spreadsheet shows as a time of day or a duration."""
    if isinstance(cell, dt.timedelta):
        return cell
    if isinstance(cell, dt.datetime):
        return cell - dt.datetime.combine(EXCEL_EPOCH, dt.time(0))
    if isinstance(cell, dt.time):
        return dt.timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    return None


def _district(cell: Any, known: _Known) -> list[District]:
    if found := known.districts.get(sort_key(_text(cell))):
        return found
    raise Wrong("Diesen Raum gibt es hier nicht. Schreiben Sie ihn wie in der Vorlage.")


def _one_of(words: dict[str, str], sentence: str) -> Callable[[Any, _Known], str]:
    def read(cell: Any, known: _Known) -> str:
        if (value := words.get(sort_key(_text(cell)))) is None:
            raise Wrong(sentence)
        return value

    return read


def _numbers(cell: Any) -> list[str]:
    text = _text(cell)
    for separator in ";/|":
        text = text.replace(separator, ",")
    return [n for part in text.split(",") for n in part.split()] if len(text) <= 500 else [text[:20]]


def _references(cell: Any, known: _Known) -> list[CaseReference]:
    numbers = list(dict.fromkeys(_numbers(cell)))
    if missing := [n for n in numbers if n not in known.cases]:
        raise Wrong(
            f"Diese Fallreferenz kennen wir nicht: {', '.join(n[:20] for n in missing[:5])}. Prüfen Sie die Ziffern."
        )
    return [known.cases[n] for n in numbers]


def _worker(cell: Any, known: _Known) -> list[Worker]:
    if not (text := sort_key(_text(cell))):
        raise Wrong("Hier fehlt die Fachkraft. Nennen Sie Namen oder Kürzel.")
    if found := known.workers.get(text):
        return found
    raise Wrong(
        "Diese Fachkraft arbeitet hier nicht für Ihren Träger. Schreiben Sie Namen oder Kürzel wie in der Vorlage."
    )


def _worker_on(found: Sequence[Worker], day: dt.date) -> UUID:
    then = [w for w in found if w.works_on(day)]
    if not then:
        raise Wrong(f"Diese Fachkraft hatte am {day:%d.%m.%Y} hier keinen Zugang.")
    if len(then) > 1:
        codes = ", ".join(w.code for w in then)
        raise Wrong(f"Mehrere Fachkräfte heißen so. Schreiben Sie das Kürzel: {codes}.")
    return then[0].person


def _district_on(found: Sequence[District], day: dt.date) -> District:
    """Of districts of the same name the one that existed on the day."""
    then = [d for d in found if d.begins <= day and (d.ends is None or day <= d.ends)]
    return (then or found)[0]


READERS: dict[str, Callable[[Any, _Known], Any]] = {
    "worker": _worker,
    "worked_on": _day,
    "minutes": _minutes,
    "district": _district,
    "work_kind": _one_of(KINDS, "Schreiben Sie fallspezifisch, fallübergreifend oder fallunspezifisch."),
    "contact": _one_of(CONTACTS, "Schreiben Sie „mit der Familie“ oder „ohne die Familie“."),
    "references": _references,
}
