"""The invented life of districts: history, borders, teams of centres, offers with who came, contacts (R3, R23b)."""

import json
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from math import ceil, sqrt
from uuid import UUID

from django.db.models import Model

from contracts.models import (
    Centre,
    CentreMember,
    CentrePeriod,
    Contact,
    District,
    DistrictBorder,
    DistrictName,
    DistrictSuccession,
    Offer,
    OfferDate,
)
from kernel.calendar import working_day_from
from project.demo_data.facts import SOURCES, Fact, remark
from project.demo_data.people import case_workers, workers_of
from project.demo_data.seeds import Seed
from project.demo_data.structure import Structure

DAY = timedelta(days=1)
OFFERS_A_CENTRE = 3
WEEKS_BACK, WEEKS_AHEAD = 40, 6
UNCOUNTED_DAYS = 6  # the latest dates are not counted yet
CONTACT_DAYS = 420
WEEKDAYS = (1, 3, 4)  # of a centre's offers
POINTS = 4  # of an edge between two corners
CONTACT_COLUMNS = (
    "id",
    "centre_id",
    "district_id",
    "organisation_id",
    "kind",
    "happened_on",
    "recorded_by",
)

type Point = tuple[float, float]
type Row = tuple[object, ...]


@dataclass
class Territory:
    """What stands beside the structure; `instances` are to be stored in this order, contacts by their columns."""

    instances: list[Model] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)


def build_territory(built: Structure) -> Territory:
    """The same rows for the same facts and the same day."""
    made = Territory()
    seed = Seed(f"territory {built.facts['key']}")
    _history(built, made, seed)
    _borders(built, made, seed)
    centres = [c for c in built.instances if isinstance(c, Centre)]
    open_ones = [c for c in centres if c.opened_on and c.opened_on <= built.today]
    offers = _ordered(built.facts["offers"])
    for number, centre in enumerate(open_ones):
        team = _team(built, made, seed, centre, number)
        chosen = [offers[(number + i) % len(offers)] for i in range(OFFERS_A_CENTRE)]
        for slot, fact in enumerate(chosen):
            _offer(built, made, seed, centre, fact, slot, team[slot % len(team)][1])
        _contacts(built, made, seed, centre, team)
    return made


def _ordered(offers: list[Fact]) -> list[Fact]:
    return sorted(offers, key=lambda o: list(SOURCES).index(o["source"]))


def _history(built: Structure, made: Territory, seed: Seed) -> None:
    """Former names, and districts that were merged or split before the present ones began."""
    history: Fact = built.facts.get("history", {})
    for fact in history.get("renamed", ()):
        district = built.districts[fact["district"]]
        names = [(district.begins, fact["before"]), (fact["begins"], fact.get("name", district.name))]
        for begins, name in names:
            made.instances.append(DistrictName(id=seed.key(begins), district=district, name=name, begins=begins))
    former: dict[str, District] = {}
    for fact in history.get("former", ()):
        former[fact["name"]] = district = District(
            id=seed.key(fact["begins"]),
            name=fact["name"],
            begins=fact["begins"],
            ends=fact["ends"],
            remark=remark(fact),
        )
        made.instances.append(district)
    for fact in history.get("former", ()):
        for name in fact["followed_by"]:
            successor, begins = built.districts[name], fact["ends"] + DAY
            made.instances.append(
                DistrictSuccession(
                    id=seed.key(begins), predecessor=former[fact["name"]], successor=successor, begins=begins
                )
            )
    for fact in history.get("centres", ()):
        centre = next(c for c in built.instances if isinstance(c, Centre) and c.name == fact["centre"])
        opened = centre.opened_on or fact["begins"] - DAY
        for begins, name in ((opened, fact["before"]), (fact["begins"], centre.name)):
            made.instances.append(
                CentrePeriod(id=seed.key(begins), centre=centre, district=centre.district, name=name, begins=begins)
            )


def _borders(built: Structure, made: Territory, seed: Seed) -> None:
    """Invented areas beside each other: a grid of quarters with bent edges, one for each district."""
    west, south, east, north = built.facts["area"]
    districts = list(built.districts.values())
    columns = ceil(sqrt(len(districts)))
    rows = ceil(len(districts) / columns)
    bend = 0.16 * min((east - west) / columns, (north - south) / rows)

    def bent(x: float, y: float) -> Point:
        shift = seed.random.uniform
        return round(x + shift(-bend, bend), 5), round(y + shift(-bend, bend) * 0.6, 5)

    straight = len(districts) % columns != 0  # rows of different widths meet in a straight line

    edges: dict[tuple[Point, Point], list[Point]] = {}

    def edge(start: Point, end: Point) -> list[Point]:
        """The way from a corner to the next, the same for the neighbour on the other side."""
        if (end, start) in edges:
            return edges[end, start][::-1]
        if straight and start[1] == end[1] and south + 0.001 < start[1] < north - 0.001:
            return [start, end]
        if (start, end) not in edges:
            between = [
                bent(start[0] + (end[0] - start[0]) * n / POINTS, start[1] + (end[1] - start[1]) * n / POINTS)
                for n in range(1, POINTS)
            ]
            edges[start, end] = [start, *between, end]
        return edges[start, end]

    height = (north - south) / rows
    for number, district in enumerate(districts):
        line, column = divmod(number, columns)
        in_line = min(columns, len(districts) - line * columns)
        width = (east - west) / in_line
        left, right = west + column * width, west + (column + 1) * width
        top, bottom = north - line * height, north - (line + 1) * height
        corners = [
            (round(x, 5), round(y, 5)) for x, y in ((left, bottom), (right, bottom), (right, top), (left, top))
        ]  # fmt: skip
        ring: list[Point] = []
        for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
            ring += edge(start, end)[:-1]
        geometry = {"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]]]}
        made.instances.append(
            DistrictBorder(id=seed.key(district.begins), district=district, geometry=json.dumps(geometry))
        )


def _team(
    built: Structure, made: Territory, seed: Seed, centre: Centre, number: int
) -> list[tuple[UUID, str | None]]:  # fmt: skip
    """One worker of the office and one of each of two providers in the district, and who was there before."""
    office = case_workers(built.facts)
    workers = workers_of(built.facts, built.today)
    present = sorted(
        {r.organisation_id for r in built.roles if r.district_id == centre.district_id and r.begins <= built.today}
        & {r.organisation_id for r in built.roles if r.ends is None or r.ends >= built.today}
    )
    begins = max(centre.opened_on or built.today, date(built.today.year - 3, 1, 1))
    team: list[tuple[UUID, str | None]] = [(office[number % len(office)], None)]
    team += [(workers[key, built.today.year][0], key) for key in present[:2]]
    for (person, organisation), function in zip(team, ("Leitung", "Beratung", "Angebote"), strict=False):
        made.instances.append(
            CentreMember(
                id=seed.key(begins),
                centre=centre,
                person=person,
                organisation_id=organisation,
                function=function,
                begins=begins,
            )
        )
    left = date(built.today.year - 1, 6, 30)
    if begins < left:
        made.instances.append(
            CentreMember(
                id=seed.key(begins),
                centre=centre,
                person=office[(number + 1) % len(office)],
                function="Leitung",
                begins=begins,
                ends=left,
            )
        )
    return team


def _offer(
    built: Structure, made: Territory, seed: Seed, centre: Centre, fact: Fact, slot: int, organisation: str | None
) -> None:
    first = built.today - timedelta(weeks=WEEKS_BACK)
    begins = max(centre.opened_on or first, date(built.today.year - 2, 1, 1))
    offer = Offer(
        id=seed.key(begins),
        centre=centre,
        organisation_id=organisation,
        name=fact["name"],
        description=f"{fact['text']} {remark(fact)}",
        audience=fact["audience"],
        begins=begins,
    )
    made.instances.append(offer)
    start = time(fact["hour"])
    end = time(fact["hour"] + fact.get("hours", 2))
    adults, children = fact["come"]
    day = max(first, begins) + timedelta(days=(WEEKDAYS[slot] - max(first, begins).weekday()) % 7)
    while day <= built.today + timedelta(weeks=WEEKS_AHEAD):
        held = working_day_from(day, built.facts["state"]) == day
        over = day < built.today - timedelta(days=UNCOUNTED_DAYS)
        cancelled = not held or seed.random.random() < 0.04
        counted = over and not cancelled
        made.instances.append(
            OfferDate(
                id=seed.key(min(day, built.today)),
                offer=offer,
                held_on=day,
                begins_at=start,
                ends_at=end,
                place=fact.get("place", ""),
                places=fact.get("places"),
                cancelled=cancelled,
                adults=round(adults * seed.random.uniform(0.6, 1.4)) if counted else None,
                children=round(children * seed.random.uniform(0.6, 1.4)) if counted else None,
            )
        )
        day += timedelta(days=7)


def _contacts(
    built: Structure, made: Territory, seed: Seed, centre: Centre, team: list[tuple[UUID, str | None]]
) -> None:  # fmt: skip
    """One or two on a working day, more counselling with the years; never anybody's name."""
    busy = seed.random.uniform(0.7, 1.6)
    first = max(built.today - timedelta(days=CONTACT_DAYS), centre.opened_on or built.today)
    for offset in range((built.today - first).days):
        day = first + timedelta(days=offset)
        if working_day_from(day, built.facts["state"]) != day:
            continue
        for _ in range(round(busy * seed.random.choice((0, 1, 1, 2, 3)))):
            person, organisation = seed.random.choice(team)
            kind = Contact.Kind.COUNSELLING if seed.random.random() < 0.3 else Contact.Kind.WALK_IN
            made.contacts.append(
                (seed.key(day), centre.id, centre.district_id, organisation, kind.value, day, person)
            )  # fmt: skip
