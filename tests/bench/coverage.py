"""Coverage of 10,000 workers by provider and by district, under row level security, against hand-written SQL as the owner."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from kernel import clock
from kernel.access.actor import Actor, Membership, Role
from kernel.keys import uuid7
from kernel.tenancy.place import as_owner, transaction_in
from tests.bench import ground
from tests.bench.contracts import place_of
from tests.bench.results import Result, seconds

WORKERS, ROUNDS = 10_000, 15
OFFICE = ground.OFFICES[4]

# What somebody would write who has to answer this one question, without offices that must not see each other
BARE = """
SELECT r.id, o.name, count(*), count(*) FILTER (WHERE h.until >= %(today)s),
    count(*) FILTER (WHERE h.until BETWEEN %(today)s AND %(today)s + interval '6 months')
FROM training_requirement r
JOIN (SELECT DISTINCT person_id, office_id, organisation_id, role FROM people_membership
    WHERE begins <= %(today)s AND (ends IS NULL OR ends >= %(today)s)) m
    ON m.office_id = r.office_id AND m.role = ANY(r.roles)
JOIN {group}
LEFT JOIN (SELECT person_id, curriculum_id, max(coalesce(valid_until, 'infinity'::date)) AS until
    FROM training_certificate WHERE revoked_at IS NULL GROUP BY 1, 2) h
    ON h.person_id = m.person_id AND h.curriculum_id = r.curriculum_id
WHERE r.office_id = %(office)s
GROUP BY 1, 2 ORDER BY 1, 2
"""
PROVIDERS = "registry_organisation o ON o.key = m.organisation_id"
DISTRICTS = (
    "(SELECT t.person, d.name FROM o_{office}.cases_teammember t JOIN o_{office}.contracts_district d ON d.id = t.district_id) o"
    " ON o.person = m.person_id"
)


def measure() -> list[Result]:
    from reporting.coverage import BY_DISTRICT
    from tenants.training.queries.coverage import BY_PROVIDER

    ground.fill()
    fill()
    return [
        against_sql("je Träger", BY_PROVIDER, PROVIDERS),
        against_sql("je Raum", BY_DISTRICT, DISTRICTS.format(office=OFFICE)),
    ]


def against_sql(name: str, grouping: Any, group: str) -> Result:
    from tenants.training.queries.coverage import coverage_of

    place, today = place_of(OFFICE), clock.today()
    actor = Actor(uuid7(), "", OFFICE, frozenset({Membership(Role.PLANNER)}), today)
    statement, given = BARE.format(group=group), {"today": today, "office": OFFICE}

    def ours() -> Any:
        with transaction_in(place):
            return [(r.label, r.needed, r.valid) for r in coverage_of(actor, grouping)]

    def theirs() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            return [row[1:4] for row in cursor.fetchall()]

    took, found = fastest(ours)
    with as_owner():
        bare, wanted = fastest(theirs)
    if sorted(found) != sorted(wanted):
        raise RuntimeError(f"Coverage {name} counts otherwise than the bare SQL.")
    return Result(
        f"Abdeckung von {WORKERS} Fachkräften {name} gegen das bloße SQL",
        took / bare,
        "mal so lang",
        2,
        note=f"das Schnellste aus {ROUNDS} Läufen: {took * 1000:.0f} ms mit Rechten, {bare * 1000:.0f} ms als Eigentümer ohne",
    )


def fastest(do: Callable[[], Any]) -> tuple[float, Any]:
    found = do()
    return min(seconds(do) for _ in range(ROUNDS)), found


def fill() -> None:
    """Workers of ten providers in an office, each with up to three certificates; as many elsewhere; all in a district's team."""
    with as_owner(), connection.cursor() as cursor:
        for office, offset in ((OFFICE, 0), (ground.OFFICES[3], WORKERS)):
            _workers(cursor, office, offset)
        cursor.execute(
            f"""INSERT INTO o_{OFFICE}.cases_teammember (id, version, created_at, changed_at, district_id, person,
                organisation_id, function, begins)
            SELECT gen_random_uuid(), 1, now(), now(), d.id, m.person_id, m.organisation_id, '', m.begins
            FROM (SELECT *, row_number() OVER (ORDER BY person_id) AS n FROM public.people_membership
                WHERE office_id = %s AND organisation_id IS NOT NULL) m
            JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM o_{OFFICE}.contracts_district) d ON d.n = 1 + m.n %% 15""",
            [OFFICE],
        )
        cursor.execute("ANALYZE")


def _workers(cursor: Any, office: str, offset: int) -> None:
    given = {"office": office, "offset": offset, "workers": WORKERS, "providers": ground.ORGANISATIONS, "today": clock.today(), "begins": date(2020, 1, 1)}  # fmt: skip
    for statement in (
        """CREATE TEMPORARY TABLE worker AS SELECT gen_random_uuid() AS id, n, (%(providers)s::text[])[1 + n %% 10] AS provider
            FROM generate_series(1, %(workers)s) n""",
        "INSERT INTO people_person (id, name, sort_key, technical) SELECT id, 'Fachkraft ' || n, 'fachkraft ' || n, false FROM worker",
        """INSERT INTO people_membership (id, person_id, display_name, sort_key, office_id, organisation_id, role, begins, created_at)
            SELECT gen_random_uuid(), id, 'Fachkraft ' || n, 'fachkraft ' || n, %(office)s, provider, 'provider_worker',
                %(begins)s::date, now() FROM worker""",
        """INSERT INTO training_curriculum (id, version, created_at, changed_at, office_id, title, sort_key, purpose)
            SELECT gen_random_uuid(), 1, now(), now(), %(office)s, 'Lehrgang ' || n, 'lehrgang ' || n, '' FROM generate_series(1, 3) n""",
        """INSERT INTO training_requirement (id, version, created_at, changed_at, office_id, curriculum_id, roles, within_months, begins)
            SELECT gen_random_uuid(), 1, now(), now(), office_id, id, ARRAY['provider_worker'], 12, %(begins)s::date
            FROM training_curriculum WHERE office_id = %(office)s""",
        """INSERT INTO training_certificate (id, code, person_id, display_name, sort_key, organisation_id, office_id, curriculum_id,
                title, minutes, completed_on, valid_until, issued_by, issued_at, revoke_reason)
            SELECT gen_random_uuid(), substr(md5(w.n || c.title || %(office)s), 1, 16), w.id, 'Fachkraft ' || w.n, 'fachkraft ' || w.n,
                w.provider, %(office)s, c.id, c.title, 480, %(begins)s::date, %(today)s::date - 300 + w.n * 7 %% 900,
                gen_random_uuid(), now(), ''
            FROM worker w JOIN training_curriculum c ON c.office_id = %(office)s
            WHERE w.n %% 4 <> substr(c.title, 10)::int""",
        "DROP TABLE worker",
    ):
        cursor.execute(statement, given)
