"""Who must have what by when, and how many have it (R26): one query, by office, provider or what an app above adds.

In an office row level security leaves its own memberships, in a provider's place the provider's in all offices.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest

from kernel.access.actor import Actor
from tenants.people.models import Membership
from tenants.training.models import Certificate, Requirement
from tenants.training.queries.record import SOON, people_on

STATES = {"valid": "gültig", "soon": "läuft bald aus", "lacking": "fehlt", "overdue": "überfällig"}
STATE_TONES = {"valid": "success", "soon": "warning", "lacking": "info", "overdue": "danger"}


@dataclass(frozen=True, slots=True)
class Grouping:
    """What the people are counted by, as SQL: a key over memberships `m` (with the join it needs), then its name and order."""

    key: str
    label: str
    order: str
    names: str  # joined to the counted groups `g`, by their key
    join: str = ""


BY_OFFICE = Grouping("m.office_id", "o.name", "o.name", "JOIN registry_office o ON o.key = g.key")
BY_PROVIDER = Grouping(
    "m.organisation_id",
    "coalesce(nullif(o.short_name, ''), o.name, 'Jugendamt')",
    "coalesce(o.sort_key, '')",
    "LEFT JOIN registry_organisation o ON o.key = g.key",
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the people of a group: how many must have it, have it valid, have it run out in six months, lack it."""

    requirement: str
    curriculum: str
    group: str
    label: str
    needed: int
    valid: int  # with those that run out soon
    soon: int
    lacking: int
    overdue: int  # of those who lack it
    next_due: date | None  # the next day by which somebody needs it

    @property
    def percent(self) -> int:
        return round(self.valid * 100 / self.needed)


# People who must have it, each once per group; until when they have it; and how they stand. The database cannot know how
# many rows the rights leave: what they limit is read first, people are grouped before each counts for several requirements
# (by person first: few comparisons of text), and a full join keeps it from comparing everybody with everything.
STANDING = """
WITH systems AS MATERIALIZED (
    SELECT id FROM people_person WHERE technical
), learned AS MATERIALIZED (
    SELECT person_id, curriculum_id, valid_until FROM training_certificate WHERE revoked_at IS NULL
), people AS MATERIALIZED (
    SELECT m.person_id, {key} AS key, m.role, m.office_id, min(m.begins) AS begins
    FROM people_membership m
    {join}
    WHERE m.begins <= %(today)s AND (m.ends IS NULL OR m.ends >= %(today)s)
        AND m.person_id NOT IN (SELECT id FROM systems)
    GROUP BY 1, 2, 3, 4
), staff AS (
    SELECT p.person_id, p.key, r.id AS requirement, r.curriculum_id, true AS must,
        (greatest(min(p.begins), r.begins) + make_interval(months => r.within_months))::date AS due
    FROM training_requirement r JOIN people p ON p.office_id = r.office_id AND p.role = ANY(r.roles)
    WHERE r.begins <= %(today)s AND (r.ends IS NULL OR r.ends >= %(today)s)
    GROUP BY 1, 2, 3, r.begins, r.within_months
), held AS (
    SELECT person_id, curriculum_id, max(coalesce(valid_until, 'infinity'::date)) AS until FROM learned GROUP BY 1, 2
), standing AS (
    SELECT s.requirement, curriculum_id, s.key, person_id, h.until,
        CASE WHEN h.until < %(today)s THEN greatest(s.due, h.until) ELSE s.due END AS due,
        CASE WHEN h.until > %(soon)s THEN 'valid' WHEN h.until >= %(today)s THEN 'soon' ELSE 'lacking' END AS state
    FROM staff s FULL JOIN held h USING (person_id, curriculum_id)
    WHERE coalesce(s.must, false)
)
"""
COVERAGE = """
, groups AS (
    SELECT requirement, curriculum_id, key, count(*) AS needed, count(*) FILTER (WHERE state <> 'lacking') AS valid,
        count(*) FILTER (WHERE state = 'soon') AS soon, count(*) FILTER (WHERE state = 'lacking') AS lacking,
        count(*) FILTER (WHERE state = 'lacking' AND due < %(today)s) AS overdue,
        min(due) FILTER (WHERE state = 'lacking' AND due >= %(today)s) AS next_due
    FROM standing GROUP BY 1, 2, 3
)
SELECT g.requirement, c.title, coalesce(g.key::text, ''), {label}, needed, valid, soon, lacking, overdue, next_due
FROM groups g JOIN training_curriculum c ON c.id = g.curriculum_id {names}
ORDER BY c.sort_key, {order}, g.requirement
"""


def coverage_of(actor: Actor, by: Grouping) -> list[Coverage]:
    """Coverage in the actor's place, today."""
    return [Coverage(*row) for row in _rows(STANDING + COVERAGE, actor, by)]


@dataclass(frozen=True, slots=True)
class Seats:
    """A curriculum's quarter of next year: places that will be needed, and those of courses that are planned."""

    curriculum: str
    year: int
    quarter: int
    needed: int
    planned: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.planned, 0)


# Who lacks it needs a place by the day it is due, who has it by the day it runs out; what is due before, at once.
PLAN = """
, needs AS (
    SELECT curriculum_id, person_id, greatest(min(CASE state WHEN 'lacking' THEN due ELSE until END), %(first)s) AS day
    FROM standing GROUP BY 1, 2
), quarters AS (
    SELECT curriculum_id, extract(quarter FROM day)::int AS quarter, count(*) AS needed
    FROM needs WHERE day <= %(last)s GROUP BY 1, 2
), planned AS (
    SELECT curriculum_id, extract(quarter FROM first_day)::int AS quarter, sum(capacity) AS places
    FROM training_course
    WHERE office_id = %(place)s AND state IN ('draft', 'open') AND first_day BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2
)
SELECT c.title, q.quarter, q.needed, coalesce(p.places, 0)
FROM quarters q JOIN training_curriculum c ON c.id = q.curriculum_id
LEFT JOIN planned p USING (curriculum_id, quarter)
ORDER BY c.sort_key, q.quarter
"""


def plan_of(actor: Actor) -> list[Seats]:
    """The places that next year needs, from the gaps of today (R26)."""
    year = actor.today.year + 1
    given = {"first": date(year, 1, 1), "last": date(year, 12, 31), "place": actor.place}
    return [
        Seats(title, year, quarter, needed, planned)
        for title, quarter, needed, planned in _rows(STANDING + PLAN, actor, BY_OFFICE, **given)
    ]


def _rows(sql: str, actor: Actor, by: Grouping, **given: Any) -> list[tuple[Any, ...]]:
    sql = sql.format(**asdict(by))  # parts of ours, nothing that was typed
    dates = {"today": actor.today, "soon": actor.today + SOON}
    with connection.cursor() as cursor:
        cursor.execute(sql, dates | given)
        return cursor.fetchall()


class _Due(Func):
    """The later of two days and some months."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + "
    output_field = DateField()


def standing_of(rows: QuerySet[Membership], requirement: Requirement, today: date) -> QuerySet[Any]:
    """Each of these people who must have it: `until` (None: not at all or without end), `due` and `state`."""
    must = people_on(rows.filter(office=requirement.office_id, role__in=requirement.roles), today)
    held = Certificate.objects.filter(person=OuterRef("person"), curriculum=requirement.curriculum_id, revoked_at=None)
    until = held.order_by().values("person").annotate(until=Max("valid_until")).values("until")
    months = Func(
        Value(requirement.within_months), function="make_interval", template="make_interval(months => %(expressions)s)"
    )
    lacks = ~Exists(held.filter(Q(valid_until=None) | Q(valid_until__gte=today)))
    dated = must.annotate(
        until=Case(
            When(Exists(held.filter(valid_until=None)), then=None), default=Subquery(until), output_field=DateField()
        ),
        begun=_Due(Greatest("begins", Value(requirement.begins)), months),
    )
    return dated.annotate(
        due=Case(When(lacks, then=Greatest("begun", "until")), output_field=DateField())
    ).annotate(
        state=Case(
            When(lacks & Q(due__lt=today), then=Value("overdue")),
            When(lacks, then=Value("lacking")),
            When(until__lte=today + SOON, then=Value("soon")),
            default=Value("valid"),
            output_field=CharField(),
        )
    )  # fmt: skip
