"""R26: coverage per district and per centre team, from an office's own teams and the shared certificates."""

from datetime import timedelta

import pytest

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from reporting.coverage import BY_DISTRICT, BY_TEAM
from tenants.training.queries.coverage import coverage_of
from tests.factories import conferences, contracts, people, training

pytestmark = pytest.mark.django_db


def test_r26_teams_and_districts_count_their_members_of_today_once(nord):
    training.record_requirement()
    both, centre_only, gone, other = (people.person(name) for name in ("Beide", "Zentrum", "Weg", "Anderer Träger"))
    for who in (both, centre_only, gone, other):
        people.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    training.record_certificate(both, organisation="alpha")
    planner = people.actor(nord, Role.PLANNER)
    with transaction_in(nord):
        where, elsewhere = contracts.district("Mitte"), contracts.district("West")
        centre = contracts.centre(where, "Treff")
        for who in (both, centre_only):
            contracts.member(centre, who.pk, "alpha")
        contracts.member(centre, gone.pk, "alpha", ends=clock.today() - timedelta(days=1))
        contracts.member(centre, other.pk, "beta")  # there for another provider
        for place in (where, elsewhere):
            conferences.team_member(place, both.pk, "alpha")
        teams = {r.label: (r.needed, r.valid, r.lacking) for r in coverage_of(planner, BY_TEAM)}
        districts = {r.label: (r.needed, r.valid, r.lacking) for r in coverage_of(planner, BY_DISTRICT)}
    assert teams == {"Treff": (2, 1, 1)}
    assert districts == {"Mitte": (2, 1, 1), "West": (1, 1, 0)}
