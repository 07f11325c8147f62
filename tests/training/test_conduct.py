"""R25: of certificates of conduct only the employer knows, and no longer than the law allows (§ 72a(5) SGB VIII)."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import ProgrammingError, transaction

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import PORTAL, transaction_in
from tenants.people.models import Membership
from tenants.training.models import ConductAssurance, ConductCheck
from tenants.training.policy.record import assurance_policy
from tenants.training.queries.conduct import due_checks, staff_checked
from tenants.training.usecases.conduct import delete_due_checks, give_assurance, record_check, remove_check
from tests.database import set_up
from tests.factories import people as make
from tests.factories import training
from tests.training.test_record import employ, manager

pytestmark = pytest.mark.django_db
DAY, TODAY = timedelta(days=1), clock.today()
NIGHT = date(2026, 8, 28)


def test_r25_no_office_nor_the_service_itself_sees_a_check_even_by_sql(nord, beta):
    who = make.person()
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    training.record_check(who)
    for place in (nord, PORTAL):
        with transaction_in(place), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ConductCheck.objects.exists()
    with transaction_in(beta):
        assert not ConductCheck.objects.exists()


def test_r25_a_new_check_replaces_the_earlier_one(alpha):
    who = make.person()
    employ(who)
    leads = manager(alpha)
    given = {"person": who.pk, "certificate_date": TODAY - 9 * DAY, "inspected_on": TODAY, "clear": True}
    with transaction_in(alpha):
        record_check(actor=leads, **given | {"clear": False})
        row = record_check(actor=leads, **given)
        assert ConductCheck.objects.get() == row
        for wrong, sentence in (
            ({"inspected_on": TODAY + DAY}, "in der Zukunft"),
            ({"certificate_date": TODAY + DAY}, "jünger als die Einsicht"),
            ({"person": make.person("Fremd").pk}, "arbeitet nicht für Ihren Träger"),
        ):
            with pytest.raises(RuleViolation, match=sentence):
                record_check(actor=leads, **given | wrong)
        remove_check(actor=leads, check=row)
        assert not ConductCheck.objects.exists()


def test_r25_who_is_missing_too_old_or_refused_is_listed(alpha):
    people = {name: make.person(name) for name in ("Alt", "Fehlt", "Gut", "Nein", "Weg")}
    for who in people.values():
        employ(who)
    with set_up():
        Membership.objects.filter(person=people["Weg"]).update(ends=TODAY - DAY)
    five = TODAY - relativedelta(years=5)
    training.record_check(people["Alt"], certificate_date=five - DAY, inspected_on=five)
    training.record_check(people["Gut"], certificate_date=five, inspected_on=five)
    training.record_check(people["Nein"], clear=False)
    leads = manager(alpha)
    with transaction_in(alpha):
        states = dict(staff_checked(leads).values_list("display_name", "state"))
    assert states == {"Alt": "old", "Fehlt": "missing", "Gut": "checked", "Nein": "refused", "Leitung": "missing"}


def test_r25_the_office_sees_the_assurance_and_it_is_given_only_when_all_are_checked(nord, sued, alpha):
    first, second = make.person("Eins"), make.person("Zwei")
    for who in (first, second):
        make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    training.record_check(first)
    leads = manager(alpha)
    with transaction_in(alpha):
        with pytest.raises(RuleViolation, match="Bei einer Person fehlt"):
            give_assurance(actor=leads, office="nord")
        with pytest.raises(RuleViolation, match="arbeitet heute niemand"):
            give_assurance(actor=leads, office="sued")
    training.record_check(second)
    with transaction_in(alpha):
        give_assurance(actor=leads, office="nord")
    with make.acting(nord, Role.TRAINING) as organiser:
        row = assurance_policy.rows(organiser).get()
        assert (row.people, row.organisation_id, row.given_on) == (2, "alpha", TODAY)
    with transaction_in(sued):
        assert not ConductAssurance.objects.exists()


@pytest.mark.parametrize(
    ("periods", "goes"),
    [
        ([], True),  # nothing followed
        ([(date(2026, 9, 1), date(2026, 8, 31))], True),  # taken back before it began
        ([(date(2026, 9, 1), None)], False),  # begins soon
        ([(date(2020, 1, 1), None)], False),
        ([(date(2020, 1, 1), NIGHT)], False),  # the last day
        ([(date(2020, 1, 1), date(2026, 3, 1))], False),  # six months are over on 1 September
        ([(date(2020, 1, 1), date(2026, 2, 28))], True),  # over today
        ([(date(2020, 1, 1), date(2026, 2, 28)), (date(2020, 1, 1), date(2026, 5, 1))], False),
        ([(date(2020, 1, 1), date(2025, 1, 1)), (date(2026, 8, 1), None)], False),  # came back
    ],
)
def test_r25_a_check_goes_at_once_without_activity_else_six_months_after_it(alpha, periods, goes):
    who = make.person()
    for begins, ends in periods:
        employ(who, begins=begins, ends=ends)
    employ(who, "beta", begins=date(2020, 1, 1))  # another employer keeps nothing alive
    training.record_check(who)
    with transaction_in(alpha):
        assert due_checks(NIGHT).exists() is goes


def test_r25_at_the_end_of_a_short_month_the_term_is_not_exceeded(alpha):
    who = make.person()
    employ(who, begins=date(2020, 1, 1), ends=date(2025, 8, 31))
    training.record_check(who)
    with transaction_in(alpha):
        assert not due_checks(date(2026, 2, 27)).exists()
        assert due_checks(date(2026, 2, 28)).exists()


def test_r25_the_night_deletes_in_each_providers_place_and_leaves_a_trace(alpha, beta):
    gone, stays = make.person("Nie da"), make.person("Da")
    employ(stays)
    training.record_check(gone)
    training.record_check(stays)
    training.record_check(gone, "beta")
    with transaction_in(alpha):
        delete_due_checks()
        assert ConductCheck.objects.get().person_id == stays.pk
        assert Entry.objects.get(verb="delete_due_checks").place == "alpha"
    with set_up():
        assert ConductCheck.objects.filter(organisation="beta").exists()
