"""Roles in an office: given, ended, and never the last administrator's."""

from datetime import timedelta

import pytest

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import transaction_in
from tenants.people.actors import NoAccess, enter_office
from tenants.people.models import Instruction, Membership
from tenants.people.usecases.memberships import end_membership, grant_role, record_instruction
from tenants.worklist.models import WorkItem
from tests.database import set_up
from tests.factories import people as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = clock.today()


def may_enter(who, place, day=TODAY) -> bool:
    with transaction_in(place):
        try:
            enter_office(who.pk, place, day)
        except NoAccess:
            return False
    return True


def test_ended_at_once(nord):
    who = make.person()
    row = make.membership(who, nord, Role.PLANNER)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        end_membership(actor=admin, membership=row)
        assert Entry.objects.get(verb="end_membership").fields == ["ends"]
    assert not may_enter(who, nord)


def test_ended_after_a_last_day(nord):
    who = make.person()
    row = make.membership(who, nord, Role.PLANNER)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        end_membership(actor=admin, membership=row, last_day=TODAY + 5 * DAY)
    assert may_enter(who, nord, TODAY + 5 * DAY) and not may_enter(who, nord, TODAY + 6 * DAY)


@pytest.mark.parametrize("begins", [TODAY, TODAY + 30 * DAY])
def test_a_role_from_today_or_later_is_taken_back(nord, begins):
    who = make.person()
    row = make.membership(who, nord, Role.PLANNER, begins=begins)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        end_membership(actor=admin, membership=row)
    assert not may_enter(who, nord) and not may_enter(who, nord, begins)


@pytest.mark.parametrize(
    ("ends", "last_day", "sentence"),
    [
        (None, TODAY - DAY, "Vergangenheit"),
        (TODAY + DAY, TODAY + 2 * DAY, "So lange"),
        (TODAY - DAY, None, "schon beendet"),
    ],
)
def test_an_end_that_does_not_fit_is_refused(nord, ends, last_day, sentence):
    row = make.membership(make.person(), nord, Role.PLANNER, ends=ends)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin, pytest.raises(RuleViolation, match=sentence):
        end_membership(actor=admin, membership=row, last_day=last_day)


def test_the_last_administrator_stays(nord):
    admin = make.actor(nord, Role.OFFICE_ADMIN)
    with transaction_in(nord):
        own = Membership.objects.get(person=admin.person)
        with pytest.raises(RuleViolation, match="letzte Person"):
            end_membership(actor=admin, membership=own)
    other = make.membership(make.person(), nord, Role.OFFICE_ADMIN, ends=TODAY + DAY)
    with transaction_in(nord), pytest.raises(RuleViolation, match="letzte Person"):
        end_membership(actor=admin, membership=own, last_day=TODAY + 5 * DAY)
    make.membership(make.person(), nord, Role.OFFICE_ADMIN)
    with transaction_in(nord):
        end_membership(actor=admin, membership=own)
    assert other.ends


def test_another_offices_people_are_out_of_reach(nord, sued):
    row = make.membership(make.person(), sued, Role.PLANNER)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin, pytest.raises(Denied):
        end_membership(actor=admin, membership=row)


def test_only_administrators_end_and_instruct(nord):
    row = make.membership(make.person(), nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    for role, organisation in ((Role.PLANNER, None), (Role.PROVIDER_ADMIN, "alpha")):
        with make.acting(nord, role, organisation) as someone:
            for use_case, given in ((end_membership, {}), (record_instruction, {"instructed_on": TODAY})):
                with pytest.raises(Denied):
                    use_case(actor=someone, membership=row, **given)


def test_r19_the_instruction_opens_the_office_for_a_year(nord):
    who = make.person()
    row = make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        done = record_instruction(actor=admin, membership=row, instructed_on=TODAY)
        assert done.ends.replace(year=done.ends.year - 1) == TODAY
        assert WorkItem.objects.get(subject=str(who.pk)).due_on == done.ends
    assert may_enter(who, nord) and not may_enter(who, nord, done.ends + DAY)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"instructed_on": TODAY + DAY}, "instructed_on"),
        ({"instructed_on": TODAY - 800 * DAY}, "valid_until"),
        ({"instructed_on": TODAY, "valid_until": TODAY - DAY}, "valid_until"),
    ],
)
def test_r19_an_instruction_that_has_not_happened_or_is_over_is_refused(nord, given, field):
    row = make.membership(make.person(), nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin, pytest.raises(RuleViolation) as refused:
        record_instruction(actor=admin, membership=row, **given)
    assert refused.value.field == field


def test_r19_the_instruction_ends_with_the_last_role_for_the_provider(nord):
    who = make.person()
    one = make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    two = make.membership(who, nord, Role.PROVIDER_MANAGER, "alpha", instructed_until=None)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        end_membership(actor=admin, membership=one)
        assert Instruction.objects.filter(ends__gte=TODAY).exists()
        end_membership(actor=admin, membership=two)
        assert not Instruction.objects.filter(ends__gte=TODAY).exists()
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    assert not may_enter(who, nord)  # named again, the office has to instruct again


def test_a_further_role_for_someone_known_here(nord, sued):
    who, stranger = make.person(), make.person("Fremd")
    make.membership(who, nord, Role.PLANNER)
    make.membership(stranger, sued, Role.PLANNER)
    with make.acting(nord, Role.OFFICE_ADMIN) as admin:
        grant_role(actor=admin, person=who.pk, role=Role.COORDINATOR, begins=TODAY)
        for given, sentence in (
            ({"person": who.pk, "role": Role.PLANNER}, "schon"),
            ({"person": stranger.pk, "role": Role.PLANNER}, "gehört nicht"),
            ({"person": who.pk, "role": Role.PROVIDER_WORKER}, "passt nicht"),
            (
                {"person": who.pk, "role": Role.PROVIDER_WORKER, "organisation": "alpha"},
                "arbeitet die Person hier nicht",
            ),
        ):
            with pytest.raises(RuleViolation, match=sentence):
                grant_role(actor=admin, begins=TODAY, **given)


def test_the_pages_of_the_administrator(nord):
    who = make.person("Zoë Äpfel")
    row = make.membership(who, nord, Role.PROVIDER_WORKER, "alpha", instructed_until=None)
    browser = make.client(nord, Role.OFFICE_ADMIN)
    page = browser.get("/verwaltung/personen/?status=waiting").content.decode()
    assert "Zoë Äpfel" in page and "Unterweisung fehlt" in page
    assert "Zoë Äpfel" not in browser.get("/verwaltung/personen/?status=active").content.decode()
    assert "Zoë" in browser.get("/verwaltung/personen/?export=csv").content.decode("utf-8-sig")
    person = f"/verwaltung/personen/{who.pk}/"
    assert browser.get(person).status_code == 200
    for step, given in (("unterweisung", {"instructed_on": "heute"}), ("beenden", {})):
        path = f"/verwaltung/rollen/{row.pk}/{step}/"
        form = browser.get(path)
        assert form.status_code == 200
        answer = browser.post(path, {"submission": form.context["form"]["submission"].value(), **given})
        assert (answer.status_code, answer.get("Location")) == (302, person)
    assert browser.get(person).status_code == 200
    with set_up():
        assert Membership.objects.get(pk=row.pk).ends < TODAY


def test_the_list_costs_the_same_queries_for_one_and_many(nord, django_assert_max_num_queries):
    browser = make.client(nord, Role.OFFICE_ADMIN)
    browser.get("/verwaltung/personen/")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(40) as seen:
            assert browser.get("/verwaltung/personen/").status_code == 200
        counts.append(len(seen))
        for n in range(5):
            make.membership(make.person(f"P {n}"), nord, Role.PROVIDER_WORKER, "alpha")
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "path",
    [
        "/verwaltung/personen/?role=%00&status='&q=%00",
        "/verwaltung/personen/?page=-1&sort=-nichts",
        "/verwaltung/personen/00000000-0000-0000-0000-000000000000/",
        "/verwaltung/zugaenge/%00/",
        "/verwaltung/einladungen/00000000-0000-0000-0000-000000000000/",
    ],
)
def test_hostile_addresses_break_nothing(nord, path):
    assert make.client(nord, Role.OFFICE_ADMIN).get(path).status_code in (200, 404)


def test_others_do_not_see_the_administration(nord):
    for role, organisation in ((Role.PLANNER, None), (Role.PROVIDER_ADMIN, "alpha")):
        browser = make.client(nord, role, organisation)
        for path in ("personen/", "personen/einladen/", "einladungen/", "zugaenge/", "zugaenge/neu/"):
            assert browser.get(f"/verwaltung/{path}").status_code == 403
