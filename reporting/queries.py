"""Indicators as SQL over the office's cases, hours and budgets: families reached, hours, utilisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from contracts.models import District
from kernel.access.actor import Actor
from reporting.policy import FiguresPerm, figures_policy


@dataclass(frozen=True, slots=True)
class Reach:
    """A district's year: distinct families (indicator 6) and minutes booked."""

    district: UUID
    year: int
    families: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Use:
    """A provider's year: minutes contracted so far and delivered under the same contracts (utilisation)."""

    organisation: str
    year: int
    contracted: int
    delivered: int


def districts_for(actor: Actor) -> list[District]:
    return list(figures_policy.rows(actor, FiguresPerm.VIEW))


REACH = """
WITH families AS (
    SELECT c.district_id, y.year, count(*) AS families
    FROM cases_casefile c
    CROSS JOIN LATERAL generate_series(
        extract(year FROM c.begins)::int, extract(year FROM least(c.ends, %(today)s))::int
    ) AS y (year)
    WHERE c.begins <= %(today)s AND c.district_id = ANY(%(districts)s)
    GROUP BY 1, 2
), hours AS (
    SELECT h.district_id, extract(year FROM h.worked_on)::int AS year, sum(h.minutes) AS minutes
    FROM contracts_hoursentry h
    WHERE h.worked_on <= %(today)s AND h.district_id = ANY(%(districts)s)
    GROUP BY 1, 2
)
SELECT district_id, year, coalesce(families, 0), coalesce(minutes, 0)
FROM families FULL JOIN hours USING (district_id, year)
ORDER BY year, district_id
"""


def reach_for(actor: Actor, districts: Iterable[District]) -> list[Reach]:
    """Families whose case ran on at least one day of the year, and hours booked, per district and year.

    The running year counts up to the actor's day. A family is one case file, however many young people (indicator 6).
    """
    rows = _rows(REACH, {"today": actor.today, "districts": [d.pk for d in districts]})
    return [Reach(*row) for row in rows]


USE = """
WITH term AS (
    SELECT l.contract_id, l.organisation_id, l.year, sum(l.minutes) AS minutes,
        greatest(c.begins, make_date(l.year, 1, 1)) AS first,
        least(c.ends, make_date(l.year, 12, 31)) AS last
    FROM contracts_budgetline l JOIN contracts_contract c ON c.id = l.contract_id
    WHERE l.state = 'released' AND l.minutes > 0 AND c.begins <= %(today)s
    GROUP BY 1, 2, 3, c.begins, c.ends
), delivered AS (
    SELECT r.contract_id, h.organisation_id, extract(year FROM h.worked_on)::int AS year, sum(h.minutes) AS minutes
    FROM contracts_hoursentry h JOIN contracts_providerrole r ON r.id = h.role_id
    WHERE h.worked_on <= %(today)s AND r.contract_id IS NOT NULL
    GROUP BY 1, 2, 3
)
SELECT coalesce(nullif(o.short_name, ''), o.name), t.year,
    round(sum(t.minutes * (least(t.last, %(today)s) - t.first + 1)::numeric / (t.last - t.first + 1)))::int,
    coalesce(sum(d.minutes), 0)::int
FROM term t
JOIN registry_organisation o ON o.key = t.organisation_id
LEFT JOIN delivered d USING (contract_id, organisation_id, year)
WHERE t.first <= t.last AND t.first <= %(today)s
GROUP BY o.key, t.year
ORDER BY o.sort_key, t.year
"""


def use_for(actor: Actor) -> list[Use]:
    """Utilisation = delivered / contracted, per provider and year; the running year's contracted minutes count by days."""
    if not figures_policy.allows(actor, FiguresPerm.VIEW):
        return []
    return [Use(*row) for row in _rows(USE, {"today": actor.today})]


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
