"""What lies in the cases of the demo: families with invented names, phases, notes, a stand-in, a hand-over, an emergency.

Only some of the running cases are told in full; the others stay numbers, so that loading stays quick. Names, texts and
keys follow from the office's key alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.models import (
    CaseFile,
    CaseNote,
    CasePerson,
    CasePhase,
    CaseRules,
    CaseTransfer,
    EmergencyAccess,
    OfficeTransfer,
    StandIn,
)
from cases.usecases.persons import free_letter
from kernel.sealed.index import blind_parts
from project.demo_data.seeds import Seed

FULL = 40  # cases per office that are told in full
FAMILIES = (
    "Beispiel", "Muster", "Musterwald", "Beispielhof", "Probenau", "Exempel", "Demofeld", "Musterlind", "Probental",
    "Beispieler", "Mustermeier", "Exempelbach", "Öhlmuster", "Probst-Beispiel", "Musterçelik", "Demowski",
)  # fmt: skip
WOMEN = ("Ada", "Birte", "Canan", "Dana", "Elif", "Frauke", "Greta", "Hanna", "Ilse", "Jana", "Katja", "Lena")
MEN = ("Arne", "Ben", "Cem", "Dirk", "Emil", "Falk", "Goran", "Hannes", "Ivo", "Jörg", "Kai", "Lars")
GIRLS = ("Mia", "Lina", "Nele", "Zoë", "Aylin", "Emma", "Ida", "Jule")
BOYS = ("Ole", "Till", "Jonas", "Can", "Paul", "Noah", "Finn", "Max")
STREETS = ("Lindenweg", "Am Markt", "Schulstraße", "Gartenweg", "Bahnhofstraße", "Mühlengasse")
CONCERNS = (
    ("school", "{child} geht seit den Herbstferien kaum noch zur Schule. Die Familie möchte, dass der Morgen wieder gelingt."),
    ("parents", "Nach der Trennung streiten die Eltern oft. Sie wollen verlässliche Absprachen für {child}."),
    ("day_care", "{child} ist in der Kita oft wütend. Die Mutter wünscht sich Ideen, die zu Hause funktionieren."),
    ("health", "Die Mutter war lange krank. Sie braucht Entlastung, bis sie den Alltag wieder allein schafft."),
    ("young_person", "{child} möchte lernen, allein zurechtzukommen, und sucht eine eigene Wohnung."),
    ("service", "Die Familie ist neu zugezogen und kennt niemanden. Sie sucht Anschluss und Unterstützung bei Ämtern."),
    ("parents", "Die Großmutter übernimmt vieles und stößt an ihre Grenzen. Die Familie möchte die Aufgaben anders verteilen."),
)  # fmt: skip
NOTES = (
    "Hausbesuch. Die Familie hat gezeigt, was schon gut geht: gemeinsames Abendessen, feste Schlafzeiten.",
    "Telefonat mit der Schule: Die Klassenlehrerin bietet morgens ein kurzes Ankommen an.",
    "Gespräch im Zentrum. Nächster Schritt: Nachbarin fragt, ob sie zweimal in der Woche mitläuft.",
    "{child} erzählt vom Fußball. Der Trainer ist eine wichtige Person.",
    "Die Mutter hat den Antrag selbst ausgefüllt und ist stolz darauf.",
)
ENTRUSTED = "Im Vertrauen: {child} möchte lieber bei der Großmutter wohnen und weiß nicht, wie das zu Hause ankommt."


@dataclass
class CaseFiles:
    """The cases told in full, with what lies in them."""

    cases: list[CaseFile] = field(default_factory=list)
    persons: list[CasePerson] = field(default_factory=list)
    phases: list[CasePhase] = field(default_factory=list)
    notes: list[CaseNote] = field(default_factory=list)

    def family_of(self, case: CaseFile) -> list[CasePerson]:
        return [person for person in self.persons if person.case_id == case.pk]


def build_case_files(office: str, cases: Sequence[CaseFile], today: date) -> CaseFiles:
    """The newest running cases of the office in full; the same for the same office and day."""
    seed = Seed(f"case files {office}")
    made = CaseFiles()
    made.cases = sorted((c for c in cases if c.ends is None), key=lambda c: (c.begins, str(c.pk)))[-FULL:]
    for number, case in enumerate(made.cases):
        family = _family(seed, case, number, today)
        child = next(p for p in family if p.role == "child")
        referral, concern = CONCERNS[number % len(CONCERNS)]
        case.referral, case.concern = referral, concern.format(child=child.given_name)
        made.persons += family
        made.phases += _phases(seed, case, today)
        made.notes += _notes(seed, case, child, today)
    return made


def store_case_files(made: CaseFiles, today: date) -> None:
    """In a transaction of the office; sealed columns go through the models."""
    schema = connection.schema_name
    for person in made.persons:
        person.name_parts = blind_parts(schema, person.given_name, person.family_name)
    CaseFile.objects.bulk_update(made.cases, ["referral", "concern"])
    kinds: tuple[list[Any], ...] = (made.persons, made.phases, made.notes)
    for rows in kinds:
        for row in rows:
            row.version = 1
        type(rows[0]).objects.bulk_create(rows)
    CaseRules.objects.create()
    _hand_overs(made, today)


def _family(seed: Seed, case: CaseFile, number: int, today: date) -> list[CasePerson]:
    name, chance = FAMILIES[number % len(FAMILIES)], seed.random
    address = f"{chance.choice(STREETS)} {chance.randint(1, 60)}"
    members: list[tuple[str, str, int, bool]] = [("mother", chance.choice(WOMEN), chance.randint(24, 46), True)]
    if chance.random() < 0.65:
        members.append(("father", chance.choice(MEN), chance.randint(25, 52), chance.random() < 0.8))
    for position in range(chance.choice((1, 1, 2, 2, 3))):
        girl = chance.random() < 0.5
        members.append(
            ("child", chance.choice(GIRLS if girl else BOYS), 3 + position * 3 + chance.randint(0, 6), False)
        )
    if chance.random() < 0.25:
        members.append(("relative", chance.choice(WOMEN), chance.randint(52, 74), False))
    kept: dict[str, tuple[str, str, int, bool]] = {}
    for member in members:
        kept.setdefault(member[1], member)  # no name twice in a family
    members = list(kept.values())
    family: list[CasePerson] = []
    for role, given, age, custodial in members:
        born = date(today.year - age, 1, 1) + timedelta(days=chance.randint(0, 300))
        child = role == "child"
        family.append(
            CasePerson(
                id=seed.key(case.begins),
                case=case,
                role=role,
                letter=free_letter(role, {p.letter for p in family}),
                given_name=given,
                family_name=name,
                birth_date=born,
                sex="f" if given in WOMEN + GIRLS else "m",
                address=address if role != "relative" else "",
                custodial=custodial,
                capable=child and age >= 14,
                living=("parents" if any(m[0] == "father" for m in members) else "one_parent") if child else "",
                german_at_home=chance.random() < 0.7 if child else None,
            )
        )
    return family


def _phases(seed: Seed, case: CaseFile, today: date) -> list[CasePhase]:
    """Clarification, planning, help: as far as the case has come."""
    begins, found = case.begins, []
    for kind, days in (("clarification", (14, 45)), ("planning", (14, 60)), ("help", (5000, 5000))):
        ends = begins + timedelta(days=seed.random.randint(*days))
        last = ends >= today
        found.append(CasePhase(id=seed.key(begins), case=case, kind=kind, begins=begins, ends=None if last else ends))
        if last:
            break
        begins = ends + timedelta(days=1)
    return found


def _notes(seed: Seed, case: CaseFile, child: CasePerson, today: date) -> list[CaseNote]:
    days = max((today - case.begins).days, 1)
    found = []
    for text in seed.random.sample(NOTES, 2 if days > 20 else 1):
        day = case.begins + timedelta(days=seed.random.randint(0, days))
        found.append(_note(seed, case, day, text.format(child=child.given_name)))
    if seed.random.random() < 0.2:
        note = _note(seed, case, case.begins, ENTRUSTED.format(child=child.given_name))
        note.entrusted, note.confider = True, child
        found.append(note)
    return found


def _note(seed: Seed, case: CaseFile, day: date, text: str) -> CaseNote:
    return CaseNote(id=seed.key(day), case=case, author=case.worker, happened_on=day, text=text)


def _hand_overs(made: CaseFiles, today: date) -> None:
    """A stand-in that runs, a case that came over, a family that moves, an emergency that waits for the lead."""
    workers = list(dict.fromkeys(case.worker for case in made.cases))
    if len(workers) < 2:
        return
    first, second = workers[:2]
    StandIn.objects.create(
        worker=first, stand_in=second, begins=today - timedelta(days=2), ends=today + timedelta(days=9)
    )
    own = next(case for case in made.cases if case.worker == first)
    CaseTransfer.objects.create(case=own, before=second, after=first, transferred_on=today - timedelta(days=3))
    moving = next(case for case in made.cases if case.worker == second)
    OfficeTransfer.objects.create(
        case=moving,
        office_name="Jugendamt Weststadt",
        announced_on=max(moving.begins, today - timedelta(days=18)),
        remark="Umzug zum Monatsende. Die Familie möchte dieselbe Begleitung behalten.",
    )
    opened = timezone.make_aware(datetime.combine(today - timedelta(days=1), time(22, 40)), UTC)
    EmergencyAccess.objects.create(
        case=own,
        person=second,
        reason="Anruf der Polizei am Abend, die zuständige Fachkraft war nicht erreichbar.",
        opened_at=opened,
        expires_at=opened + timedelta(hours=24),
    )
