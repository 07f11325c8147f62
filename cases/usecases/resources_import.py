"""A table of resources: each row is judged first; nothing is taken over while one is wrong. Sent again, it changes (R24)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from cases.models import Resource
from cases.policy.resources import ResourcePerm
from cases.usecases.resources import checked, keep
from contracts.models import District
from contracts.policy import district_policy
from kernel.access.actor import Actor
from kernel.access.errors import RuleViolation
from kernel.access.use_case import also_changed, use_case
from kernel.documents.sheets import Limits, Sheet, Unreadable, read_sheet
from kernel.keys import sort_key
from kernel.web.fields import clean_text

LIMITS = Limits(size=5_000_000, rows=5_000)
COLUMNS = {
    "name": "Name",
    "kind": "Art",
    "districts": "Räume",
    "description": "Was dort möglich ist",
    "tags": "Schlagworte",
    "opening": "Zeiten",
    "address": "Anschrift",
    "contact": "Ansprechstelle",
    "phone": "Telefon",
    "email": "E-Mail",
    "website": "Internet",
    "latitude": "Breite",
    "longitude": "Länge",
}
REQUIRED = ("name", "kind", "districts")
PASSED_OVER = ("zuletzt bestätigt",)  # what the export has beside
KINDS = {sort_key(kind.label): kind for kind in Resource.Kind}


@dataclass(slots=True)
class Line:
    """One row of the file: what becomes of it, or what is wrong with it."""

    number: int
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    districts: list[District] = field(default_factory=list)
    row: Resource | None = None  # which it changes
    fault: str = ""

    @property
    def result(self) -> str:
        return self.fault or ("wird geändert" if self.row else "wird neu eingetragen")


def check_file(actor: Actor, content: bytes) -> list[Line]:
    """Judge each row; stores nothing. Raises for a file that is no such table."""
    try:
        sheet = read_sheet(content, LIMITS)
    except Unreadable as unreadable:
        raise RuleViolation(unreadable.message, field="file") from unreadable
    places = _columns(sheet)
    if len(sheet.rows) == 1:
        raise RuleViolation("Unter der Überschrift steht keine Zeile.", field="file")
    open_now = Q(ends=None) | Q(ends__gte=actor.today)
    known = {sort_key(d.name): d for d in district_policy.rows(actor).filter(open_now)}
    there = {(r.sort_key, sort_key(r.address)): r for r in Resource.objects.filter(closed_on=None)}
    lines, seen = [], dict[tuple[str, str], int]()
    for row in sheet.rows[1:]:
        cells = {n: clean_text(row.cells[i] or "") for n, i in places.items() if i < len(row.cells)}
        line = Line(row.number, cells.get("name", "")[:160])
        key = (sort_key(line.name), sort_key(cells.get("address", "")))
        try:
            line.values, line.districts = _values(cells, known)
            if key in seen:
                raise RuleViolation(f"Steht schon in Zeile {seen[key]}.")
        except RuleViolation as violation:
            column = COLUMNS.get(violation.field or "")
            line.fault = f"{column}: {violation.message}" if column else violation.message
        seen.setdefault(key, row.number)
        line.row = there.get(key)
        lines.append(line)
    return lines


@use_case(ResourcePerm.IMPORT)
def import_resources(*, actor: Actor, content: bytes) -> Resource:
    """Take over all rows of a file, or none; what has the same name and address is changed."""
    lines = check_file(actor, content)
    if wrong := [line for line in lines if line.fault]:
        raise RuleViolation(f"Nichts ist übernommen. Zeile {wrong[0].number}: {wrong[0].fault}", field="file")
    kept = [keep(actor, line.row or Resource(), line.districts, _beside(line.row, line.values)) for line in lines]
    for row in kept[:-1]:
        also_changed(row, "name")
    return kept[-1]


def _beside(row: Resource | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the file; what it has no column for stays as it is."""
    return {name: getattr(row, name) for name in COLUMNS if name != "districts"} | dict(values) if row else dict(values)


def _columns(sheet: Sheet) -> dict[str, int]:
    """Where each column stands. Raises for one that does not exist, is there twice or is missing."""
    by_label = {sort_key(label): name for name, label in COLUMNS.items()}
    found: dict[str, int] = {}
    for place, cell in enumerate(sheet.rows[0].cells):
        label = clean_text(cell or "")
        name = by_label.get(sort_key(label))
        if not label or sort_key(label) in map(sort_key, PASSED_OVER):
            continue
        if name is None:
            raise RuleViolation(f"Die Spalte „{label[:60]}“ kennen wir nicht. Nehmen Sie die Vorlage.", field="file")
        if name in found:
            raise RuleViolation(f"Die Spalte „{COLUMNS[name]}“ steht zweimal da.", field="file")
        found[name] = place
    if missing := [COLUMNS[name] for name in REQUIRED if name not in found]:
        raise RuleViolation(f"Es fehlt die Spalte „{missing[0]}“.", field="file")
    return found


def _values(cells: dict[str, str], known: dict[str, District]) -> tuple[dict[str, Any], list[District]]:
    kind = KINDS.get(sort_key(cells.get("kind", "")))
    if kind is None:
        raise RuleViolation(
            "Diese Art gibt es nicht. Möglich: " + ", ".join(k.label for k in Resource.Kind), field="kind"
        )
    districts = []
    for name in filter(None, map(str.strip, cells.get("districts", "").split(","))):
        if sort_key(name) not in known:
            raise RuleViolation(f"„{name[:60]}“ gibt es heute nicht.", field="districts")
        districts.append(known[sort_key(name)])
    if not districts:
        raise RuleViolation("Nennen Sie mindestens einen.", field="districts")
    values: dict[str, Any] = {k: v for k, v in cells.items() if k not in ("districts", "kind")}
    for name in values:
        column: Any = Resource._meta.get_field(name)
        if name != "tags" and (longest := column.max_length) and len(values[name]) > longest:
            raise RuleViolation(f"Höchstens {longest} Zeichen.", field=name)
    if "tags" in values:
        values["tags"] = values["tags"].split(",")
    for name in ("latitude", "longitude"):
        if name in values:
            values[name] = _degrees(values[name], name)
    if values.get("email"):
        try:
            validate_email(values["email"])
        except ValidationError:
            raise RuleViolation("Das ist keine E-Mail-Adresse.", field="email") from None
    return {k: v for k, v in checked(kind=kind, **values).items() if k in cells}, districts


def _degrees(text: str, name: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
        return round(value, 5) if value.is_finite() else _no_degrees(name)
    except InvalidOperation:
        return _no_degrees(name)


def _no_degrees(name: str) -> Decimal:
    raise RuleViolation("Schreiben Sie die Zahl so: 51,43211.", field=name)
