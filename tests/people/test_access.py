"""Who may enter an office or an organisation on a day."""

from datetime import timedelta

import pytest
from django.test import Client

from kernel import clock
from kernel.access.actor import Role
from kernel.tenancy.place import transaction_in
from tenants.people.actors import NoAccess, enter_office, enter_organisation
from tenants.people.models import Instruction, Membership
from tenants.registry.models import Office
from tenants.registry.places import forget_places
from tests.database import set_up
from tests.factories import people as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def why_not(who, place, day=None):
    with transaction_in(place), pytest.raises(NoAccess) as refused:
        enter_office(who.pk, place, day or clock.today())
    return refused.value.why


def test_r19_no_dated_instruction_no_access(nord):
    who = make.person()
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    assert why_not(who, nord) == "instruction"
    browser = make.client(nord, who=who)
    answer = browser.get("/")
    assert answer.status_code == 403 and "Unterweisung" in answer.content.decode()


def test_r19_an_expired_instruction_closes_the_office_the_day_after(nord):
    who, until = make.person(), clock.today() + 10 * DAY
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=until)
    with transaction_in(nord):
        assert enter_office(who.pk, nord, until).organisations() == {"alpha"}
    assert why_not(who, nord, until + DAY) == "instruction"


@pytest.mark.parametrize(
    "elsewhere", [{"office_id": "sued", "organisation_id": "alpha"}, {"office_id": "nord", "organisation_id": "beta"}]
)
def test_r19_an_instruction_of_another_office_or_for_another_provider_opens_nothing(nord, elsewhere):
    who = make.person()
    row = make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    with set_up():
        Instruction.objects.create(
            person=who, begins=clock.today() - DAY, ends=clock.today() + DAY, recorded_by=row.pk, **elsewhere
        )
    assert why_not(who, nord) == "instruction"


def test_office_staff_needs_no_instruction(nord):
    assert make.actor(nord, Role.CASE_WORKER).roles == {Role.CASE_WORKER}


@pytest.mark.parametrize(("begins", "ends"), [(-10, -1), (1, None), (1, 5)])
def test_only_todays_membership_counts(nord, begins, ends):
    who, today = make.person(), clock.today()
    make.membership(who, nord, Role.CASE_WORKER, begins=today + begins * DAY, ends=ends and today + ends * DAY)
    assert why_not(who, nord) == "membership"
    answer = make.client(nord, who=who).get("/")
    assert answer.status_code == 403 and "heute nicht zu dieser Stelle" in answer.content.decode()


def test_the_last_day_counts(nord):
    who = make.person()
    make.membership(who, nord, Role.CASE_WORKER, ends=clock.today())
    with transaction_in(nord):
        assert enter_office(who.pk, nord, clock.today()).roles == {Role.CASE_WORKER}


def test_one_office_opens_no_other(nord, sued):
    browser = make.client(nord, Role.OFFICE_ADMIN)
    assert browser.get("/").status_code == 200
    assert browser.get("/", headers={"host": "sued.hilfenetz.localhost"}).status_code == 403


def test_a_membership_for_a_provider_in_an_office_opens_no_workspace(nord, alpha):
    who = make.person()
    make.membership(who, nord, Role.PROVIDER_ADMIN, "alpha")
    with transaction_in(alpha), pytest.raises(NoAccess):
        enter_organisation(who.pk, alpha, clock.today())
    browser = make.client(nord, who=who)
    assert browser.get("/traeger/alpha/", headers={"host": "hilfenetz.localhost"}).status_code == 403


def test_a_suspended_office_is_closed_to_its_own_people(nord):
    browser = make.client(nord, Role.OFFICE_ADMIN)
    with set_up():
        Office.objects.filter(key="nord").update(status="suspended")
    forget_places()
    try:
        assert browser.get("/").status_code == 503
    finally:
        forget_places()


def test_a_provider_sees_no_other_providers_people(alpha, beta):
    for key in ("alpha", "beta"):
        with set_up():
            Membership.objects.create(
                person=make.person(key), organisation_id=key, role=Role.PROVIDER_WORKER, begins=clock.today()
            )
    with transaction_in(alpha):
        assert [m.display_name for m in Membership.objects.all()] == ["alpha"]


def test_unknown_workspaces_are_not_found(nord):
    assert Client(headers={"host": "hilfenetz.localhost"}).get("/traeger/gibt-es-nicht/").status_code == 404
