"""Providers' roles in districts."""

from datetime import date, timedelta

import pytest

from contracts.models import ProviderRole
from contracts.usecases.engagement import assign_role, change_engagement, change_role
from contracts.usecases.territory import change_district
from kernel.access.actor import Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from tests.factories import contracts as make
from tests.factories.people import acting, actor

pytestmark = pytest.mark.django_db
FIELDS = {"kind": "lead", "field_of_help": "education", "begins": date(2025, 10, 1)}


def test_r2_two_leads_in_the_same_district_field_and_time_are_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        where = make.district("Hüsten")
        alpha, beta = (make.engagement(o).organisation for o in ("alpha", "beta"))
        assign_role(actor=planner, district=where, organisation=alpha, **FIELDS)
        with pytest.raises(RuleViolation) as refused:
            assign_role(actor=planner, district=where, organisation=beta, **FIELDS | {"begins": date(2026, 5, 1)})
        assert refused.value.field == "begins"
        assert "federführend" in refused.value.message
        assert ProviderRole.objects.count() == 1


def test_r2_leads_may_follow_each_other_and_differ_in_field(nord):
    with acting(nord, Role.PLANNER) as planner:
        where = make.district()
        alpha, beta = (make.engagement(o).organisation for o in ("alpha", "beta"))
        assign_role(actor=planner, district=where, organisation=alpha, **FIELDS | {"ends": date(2026, 9, 30)})
        assign_role(actor=planner, district=where, organisation=beta, **FIELDS | {"begins": date(2026, 10, 1)})
        assign_role(actor=planner, district=where, organisation=beta, **FIELDS | {"field_of_help": "integration"})
        assert ProviderRole.objects.count() == 3


def test_end_before_begin_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        with pytest.raises(RuleViolation) as refused:
            assign_role(
                actor=planner,
                district=make.district(),
                organisation=make.engagement().organisation,
                **FIELDS | {"ends": date(2025, 9, 30)},
            )
        assert refused.value.field == "ends"


def test_r1_a_cooperation_partner_needs_a_purpose(nord):
    with acting(nord, Role.PLANNER) as planner, pytest.raises(RuleViolation, match="Zweck"):
        assign_role(
            actor=planner,
            district=make.district(),
            organisation=make.engagement().organisation,
            **FIELDS | {"kind": "cooperation_partner"},
        )


def test_a_role_lies_within_the_engagement_and_the_district(nord):
    with acting(nord, Role.PLANNER) as planner:
        engaged = make.engagement(ends=date(2026, 6, 30)).organisation
        with pytest.raises(RuleViolation, match="arbeitet in dieser Zeit nicht"):
            assign_role(actor=planner, district=make.district(), organisation=engaged, **FIELDS)
        with pytest.raises(RuleViolation, match="Den Raum gibt es"):
            assign_role(
                actor=planner,
                district=make.district("Neu", begins=date(2026, 1, 1)),
                organisation=engaged,
                **FIELDS | {"ends": date(2026, 6, 30)},
            )


def test_r12_a_role_cannot_shrink_below_its_booked_hours(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role()
        make.hours(role)
        with pytest.raises(RuleViolation, match="schon Stunden gebucht"):
            change_role(
                actor=planner,
                role=role,
                kind=role.kind,
                field_of_help=role.field_of_help,
                purpose="",
                begins=role.begins,
                ends=planner.today - timedelta(days=1),
            )


def test_only_planner_and_administrator_assign_roles(nord):
    for role in set(Role) - {Role.PLANNER, Role.OFFICE_ADMIN, Role.OPERATOR, Role.SELF}:
        with acting(nord, role, "alpha" if role.of_provider else None) as someone, pytest.raises(Denied):
            assign_role(actor=someone, district=make.district(), organisation=make.engagement().organisation, **FIELDS)


def test_an_actor_of_another_office_is_denied(nord, sued):
    stranger = actor(sued, Role.PLANNER)
    with acting(nord, Role.PLANNER), pytest.raises(Denied):
        assign_role(actor=stranger, district=make.district(), organisation=make.engagement().organisation, **FIELDS)


def test_the_audit_names_record_and_fields_but_no_content(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = assign_role(
            actor=planner,
            district=make.district(),
            organisation=make.engagement().organisation,
            **FIELDS | {"remark": "streng geheim"},
        )
        entry = Entry.objects.get(record=str(role.pk))
    assert (entry.verb, entry.person, entry.place) == ("assign_role", planner.person, "nord")
    assert "remark" in entry.fields
    assert "geheim" not in str(vars(entry))


def test_an_engagement_keeps_covering_its_roles(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role(begins=date(2025, 1, 1))
        engagement = make.engagement()
        for begins, ends, field in [(date(2025, 2, 1), None, "begins"), (make.LONG_AGO, date(2026, 6, 30), "ends")]:
            with pytest.raises(RuleViolation) as refused:
                change_engagement(actor=planner, engagement=engagement, begins=begins, ends=ends, remark="")
            assert refused.value.field == field
        with pytest.raises(RuleViolation, match="schon vorher eine Rolle"):
            change_district(
                actor=planner,
                district=role.district,
                name="Mitte",
                begins=date(2025, 2, 1),
                ends=None,
                pilot=False,
                remark="",
            )
