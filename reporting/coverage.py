"""Training coverage by district and by centre team: an office's own teams joined to the certificates of the shared schema (R26)."""

from tenants.training.queries.coverage import BY_OFFICE, BY_PROVIDER, Grouping

# Members of today, for the employer for which they work
BY_TEAM = Grouping(
    "t.centre_id",
    "o.name",
    "o.sort_key",
    "JOIN contracts_centre o ON o.id = g.key",
    """
    JOIN contracts_centremember t ON t.person = m.person_id AND t.organisation_id IS NOT DISTINCT FROM m.organisation_id
        AND t.begins <= %(today)s AND (t.ends IS NULL OR t.ends >= %(today)s)
    """,
)
# Who is in the district's team or in the team of one of its centres
BY_DISTRICT = Grouping(
    "t.district_id",
    "o.name",
    "o.sort_key",
    "JOIN contracts_district o ON o.id = g.key",
    """
    JOIN (
        SELECT person, organisation_id, district_id, begins, ends FROM cases_teammember
        UNION ALL
        SELECT t.person, t.organisation_id, c.district_id, t.begins, t.ends
        FROM contracts_centremember t JOIN contracts_centre c ON c.id = t.centre_id
    ) t ON t.person = m.person_id AND t.organisation_id IS NOT DISTINCT FROM m.organisation_id
        AND t.begins <= %(today)s AND (t.ends IS NULL OR t.ends >= %(today)s)
    """,
)

GROUPINGS = {"provider": BY_PROVIDER, "district": BY_DISTRICT, "team": BY_TEAM, "office": BY_OFFICE}
