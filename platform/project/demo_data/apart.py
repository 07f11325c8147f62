"""The resource map of each district, and a few processes under § 8a with a provider's notice. All invented."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from cases.models import (
    AssessmentPart,
    CaseFile,
    CasePerson,
    Protection,
    ProtectionMember,
    ProtectionStep,
    ProviderNotice,
    Resource,
)
from contracts.models import District, DistrictBorder, ProviderRole
from kernel.keys import sort_key
from project.demo_data.facts import Fact
from project.demo_data.people import case_workers, office_person, workers_of
from project.demo_data.seeds import Seed

MOST, LEAST = 100, 60
THINGS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("club", "Sportverein {place}", "Fußball, Turnen und Tanzen für Kinder ab vier Jahren.", ("Sport", "Kinder"), "Mo bis Do ab 16 Uhr"),
    ("place", "Spielplatz am Weiher {place}", "Schatten, Wasser und Bänke für Gespräche.", ("draußen", "Kleinkinder"), "immer"),
    ("school", "Grundschule {place}", "Offener Ganztag, Schulsozialarbeit im Haus.", ("Schule", "Ganztag"), "Mo bis Fr 7:30 bis 16 Uhr"),
    ("day_care", "Kita Regenbogen {place}", "Familienzentrum mit Elterncafé und Kleiderkammer.", ("Kita", "Elterncafé"), "Mo bis Fr 7 bis 16:30 Uhr"),
    ("offer", "Hausaufgabenhilfe {place}", "Ehrenamtliche helfen beim Lernen, auch in den Ferien.", ("Schule", "Lernen"), "Di und Do 14 bis 17 Uhr"),
    ("service", "Schuldnerberatung {place}", "Kostenlose Beratung, auch beim Ausfüllen von Anträgen.", ("Geld", "Beratung"), "nach Absprache"),
    ("person", "Lesepatin in {place}", "Liest einmal in der Woche vor und hört zu.", ("Lesen", "Ehrenamt"), "mittwochs"),
    ("offer", "Reparaturtreff {place}", "Fahrräder und Geräte gemeinsam reparieren. Jugendliche sind willkommen.", ("Jugend", "Werkstatt"), "freitags 15 bis 18 Uhr"),
    ("club", "Chor und Band {place}", "Singen und Musik machen, Instrumente werden verliehen.", ("Musik", "Jugend"), "donnerstags 18 Uhr"),
    ("place", "Bücherei {place}", "Bücher, Spiele und ein ruhiger Platz zum Arbeiten.", ("Lesen", "ruhiger Ort"), "Di bis Sa 10 bis 18 Uhr"),
    ("service", "Hebammensprechstunde {place}", "Rund um Schwangerschaft und das erste Jahr.", ("Baby", "Gesundheit"), "montags 9 bis 12 Uhr"),
    ("offer", "Mittagstisch {place}", "Warmes Essen für kleines Geld, gemeinsam an einem Tisch.", ("Essen", "Nachbarschaft"), "Mo bis Fr 12 bis 13:30 Uhr"),
)  # fmt: skip
STREETS = ("Am Musterplatz", "Beispielweg", "Probegasse", "Lindenring", "Mühlenpfad")
CONCERNS = (
    "Das Kind kommt seit drei Wochen ohne Frühstück und in zu dünner Kleidung in die Kita.",
    "Nachbarn hören nachts lautes Streiten, das jüngste Kind weint lange.",
    "Ein Jugendlicher erzählt, er habe seit Tagen nicht zu Hause geschlafen.",
    "Beim Hausbesuch lagen Medikamente offen in Reichweite eines Zweijährigen.",
)
SEEN = {
    "care": ("Kleidung und Essen reichen nicht immer.", "concern"),
    "health": ("Vorsorge ist nachgeholt.", "good"),
    "parents": ("Die Mutter nimmt Hilfe an und hält Absprachen ein.", "unclear"),
    "child": ("„Am liebsten bin ich bei Oma.“", "concern"),
    "protective": ("Die Großmutter wohnt im Haus und ist jeden Tag da.", "good"),
}


def store_apart(facts: Fact, today: date) -> None:
    """Within the office's transaction, after its districts and cases are there."""
    seed = Seed(f"apart {facts['key']}")
    districts = list(District.objects.filter(ends=None))
    workers = case_workers(facts)
    _resources(seed, districts, workers, today)
    _processes(seed, facts, workers, today)
    _notices(seed, facts, today)


def _resources(seed: Seed, districts: Sequence[District], workers: Sequence[UUID], today: date) -> None:
    borders = {b.district_id: b.geometry for b in DistrictBorder.objects.all()}
    count = min(max(len(districts) * len(THINGS), LEAST), MOST)
    rows, places = [], []
    through = Resource.districts.through
    for number in range(count):
        where = districts[number % len(districts)]
        round_, thing = divmod(number // len(districts), len(THINGS))
        kind, name, description, tags, opening = THINGS[thing]
        confirmed = today - timedelta(days=seed.random.choice((20, 60, 120, 200, 300, 420)))
        position = _inside(seed, borders.get(where.pk))
        row = Resource(
            id=seed.key(confirmed),
            version=1,
            kind=kind,
            name=name.format(place=where.name) + (f" {round_ + 1}" if round_ else ""),
            description=description,
            tags=list(tags),
            tag_text=" ".join(tags),
            opening=opening,
            address=f"{seed.random.choice(STREETS)} {seed.random.randint(1, 80)}",
            contact="über das Zentrum" if kind == "person" else "",
            phone=f"0000 {seed.random.randint(1000, 9999)}",
            website=f"https://{seed.random.randint(100, 999)}.example" if kind in ("club", "school") else "",
            latitude=position and position[1],
            longitude=position and position[0],
            last_confirmed_on=confirmed,
            confirmed_by=seed.random.choice(workers),
        )
        row.sort_key = sort_key(row.name)
        rows.append(row)
        places.append(through(resource_id=row.pk, district_id=where.pk))
    Resource.objects.bulk_create(rows)
    through.objects.bulk_create(places)


def _inside(seed: Seed, geometry: Any) -> tuple[Decimal, Decimal] | None:
    """A place within the border; one in five is not on the map, as in life."""
    if not geometry or seed.random.random() < 0.2:
        return None
    ring = geometry["coordinates"][0][0]
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    for _ in range(60):
        x, y = seed.random.uniform(min(xs), max(xs)), seed.random.uniform(min(ys), max(ys))
        if within(ring, x, y):
            return Decimal(f"{x:.5f}"), Decimal(f"{y:.5f}")
    return None


def within(ring: Sequence[Sequence[float]], x: float, y: float) -> bool:
    """Whether a point lies in a ring: how often a ray to the right crosses its edges."""
    inside = False
    for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _processes(seed: Seed, facts: Fact, workers: Sequence[UUID], today: date) -> None:
    """One just raised, one being assessed, one with a protection concept, one closed."""
    cases = list(CaseFile.objects.filter(ends=None, persons__role="child").distinct().order_by("number")[:4])
    for number, case in enumerate(cases):
        raised = today - timedelta(days=(0, 2, 30, 120)[number])
        row = Protection(
            id=seed.key(raised),
            number=f"S-{seed.random.randint(100_000, 999_999)}",
            case=case,
            district=case.district,
            source=("outside", "office", "outside", "office")[number],
            state=("raised", "assessing", "concept", "closed")[number],
            concern=CONCERNS[number],
            raised_by=workers[0],
            raised_at=datetime.combine(raised, time(9, 30), UTC),
            assess_until=raised + timedelta(days=1),
        )
        if number > 0:
            row.family_involved = True
        if number > 1:
            row.outcome, row.begins = "latent", raised
            row.assessed_at = datetime.combine(raised + timedelta(days=1), time(14), UTC)
            row.concept = (
                "Die Großmutter holt das Kind täglich ab. Die Fachkraft kommt zweimal in der Woche unangemeldet."
            )
            row.concept_review_on = raised + timedelta(days=42)
        if number > 2:
            row.ends = row.closed_on = raised + timedelta(days=80)
        row.save()
        row.persons.set(CasePerson.objects.filter(case=case, role="child"))
        first = workers[number % len(workers)]
        pair = [first, next((w for w in workers if w != first), office_person(facts, "leitung"))]
        for who in pair[: 1 if number == 0 else 2]:
            ProtectionMember(id=seed.key(raised), protection=row, person=who, responsible=who == pair[0]).save()
        for topic, (seen, weight) in SEEN.items() if number else ():
            AssessmentPart(
                id=seed.key(raised), protection=row, topic=topic, seen=seen, weight=weight, written_by=pair[0]
            ).save()
        if number:
            done = raised + timedelta(days=1)
            ProtectionStep(
                id=seed.key(raised), protection=row, text="Hausbesuch zu zweit", due_on=done, done_on=done, person=pair[0],
                result="Alle angetroffen, Wohnung in Ordnung.",
            ).save()  # fmt: skip
        if number in (1, 2):
            ProtectionStep(
                id=seed.key(raised), protection=row, text="Gespräch mit der Kita", due_on=today + timedelta(days=3), person=pair[0]
            ).save()  # fmt: skip


def _notices(seed: Seed, facts: Fact, today: date) -> None:
    """One that waits for the lead, one whose receipt is confirmed."""
    roles = list(ProviderRole.objects.filter(ends=None).order_by("begins", "id")[:2])
    for number, role in enumerate(roles):
        sent = today - timedelta(days=1 + 9 * number)
        ProviderNotice(
            id=seed.key(sent),
            organisation_id=role.organisation_id,
            author=workers_of(facts, today)[role.organisation_id, today.year][0],
            district=role.district,
            about="Ein Kind aus unserer Nachmittagsgruppe, 7 Jahre",
            concern="Das Kind möchte abends nicht nach Hause und hat zweimal von Schlägen erzählt.",
            done="Wir haben mit dem Kind gesprochen und die Leitung informiert.",
            expert_on=sent,
            family_told=number == 1,
            not_told_reason="" if number == 1 else "Der Vater hat dem Kind gedroht, wenn es etwas erzählt.",
            received_by=office_person(facts, "leitung") if number == 1 else None,
            received_at=datetime.combine(sent + timedelta(days=1), time(8), UTC) if number == 1 else None,
        ).save()
