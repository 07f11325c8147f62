"""Suspected endangerment runs apart (R20, § 8a)."""

import pytest
from django.http import Http404

from cases.models import Item, Protection
from cases.policy.protection import ProtectionPerm, protection_policy
from cases.policy.scopes import sheets_of_own_team
from cases.usecases.protection import open_process, raise_concern
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.access.errors import Denied
from kernel.audit.models import Entry
from kernel.audit.reads import collecting
from kernel.tenancy.place import transaction_in
from tests.contracts.test_districts import refused
from tests.factories import cases as make
from tests.factories import conferences as sheets
from tests.factories import contracts
from tests.factories.people import acting, actor

pytestmark = pytest.mark.django_db


def in_session(of, *members, **fields):
    """An item on an agenda of today, with these people of alpha in the district's team."""
    for who in members:
        sheets.team_member(of.district, who, "alpha")
    return sheets.item(of, **fields)


def test_r20_whoever_sits_in_the_team_raises_a_concern_and_the_item_leaves_the_room(nord):
    member = actor(nord, Role.PROVIDER_WORKER, "alpha")
    other = actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        case = make.case()
        child = make.person(case)
        item = in_session(case, member.person, other.person)
        row = raise_concern(actor=member, item=item, concern="Das Kind erzählt von Schlägen")
        assert (row.source, row.case, list(row.persons.all())) == ("consultation", case, [child])
        assert Item.objects.get().state == Item.State.MOVED
        for who in (member, other):
            assert not Item.objects.filter(sheets_of_own_team(who, Role.PROVIDER_WORKER)).exists()
            assert not protection_policy.rows(who).exists(), "not even who raised it follows what becomes of it"
        written = Entry.objects.filter(model="cases.protection").values_list("fields", "reason")
        assert "Schl" not in str(list(written))
        with refused(None, "nicht mehr offen"):
            raise_concern(actor=actor_with(case, member), item=item)


def actor_with(case, someone):
    """The same person as the case's worker: the item stays visible to whoever works on the case."""
    case.worker = someone.person
    case.save()
    return someone


def test_r20_nobody_outside_the_team_raises_from_its_room(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as stranger:
        item = in_session(make.case())
        with pytest.raises(Denied):
            raise_concern(actor=stranger, item=item, concern="Neugier")
        assert not Protection.objects.exists()


def test_r20_only_those_in_charge_and_the_lead_know_of_it(nord):
    people = {role: actor(nord, role, "alpha" if role.of_provider else None) for role in OFFICE_ROLES | PROVIDER_ROLES}
    worker, colleague = actor(nord, Role.CASE_WORKER), actor(nord, Role.CASE_WORKER)
    with transaction_in(nord), collecting():
        case = make.case(worker=worker.person)
        row = make.protection(case, colleague.person)
        assert not protection_policy.rows(worker).exists(), "the case's own worker is not in charge of it"
        assert protection_policy.rows(colleague).get() == row
        seeing = {role for role, who in people.items() if protection_policy.rows(who).exists()}
        assert seeing == {Role.ASD_LEAD}
        with pytest.raises(Http404):
            protection_policy.fetch(worker, ProtectionPerm.VIEW, pk=row.pk)


def test_r20_the_cases_own_worker_who_raises_is_in_charge(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        case = make.case(worker=worker.person)
        row = raise_concern(actor=worker, item=in_session(case, presenter=worker.person))
        assert row.members.get().responsible and row.concern


def test_r20_a_process_begins_without_a_consultation(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        where = contracts.district()
        row = open_process(actor=worker, district=where, concern="Anruf der Schule", source="outside")
        assert row.assess_until > worker.today and row.state == Protection.State.RAISED
        with refused("concern", "beobachtet"):
            open_process(actor=worker, district=where, concern=" ", source="outside")
        with refused("source", "woher"):
            open_process(actor=worker, district=where, concern="Anruf", source="consultation")
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as outside, pytest.raises(Denied):
        open_process(actor=outside, district=where, concern="Anruf", source="outside")
