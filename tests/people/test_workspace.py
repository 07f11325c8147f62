"""A provider's workspace: what is due and what it has in all counties, and never more than the county itself shows."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.db.models import F
from django.test import Client

from cases.usecases import conference_dates, sessions, teams
from contracts.models import BudgetLine, Contract
from contracts.usecases import budget, conclusion, due, ending, engagement, overview, territory
from contracts.usecases.corrections import correct_line
from contracts.usecases.hours import record_hours, remove_hours
from contracts.usecases.hours_months import approve_months, reopen_month, submit_month
from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, bound, transaction_in
from tenants.people.actors import enter_organisation
from tenants.people.models import Membership, Person
from tenants.worklist.items import Kind
from tenants.worklist.models import OwnBudget, OwnEngagement, OwnRole, WorkItem
from tenants.worklist.queries import open_items_for, own_budgets_for, own_roles_for
from tests.database import set_up
from tests.factories import conferences, people
from tests.factories import contracts as make

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = dt.timedelta(days=1)


def employ(who: Person, role: Role, *offices: tuple[Place, Role]) -> Actor:
    """Someone of alpha with a role at the provider and roles in offices, as the workspace has them."""
    with set_up():
        Membership.objects.create(person=who, organisation_id="alpha", role=role, begins=TODAY - 100 * DAY)
    for office, there in offices:
        people.membership(who, office, there, "alpha")
    with transaction_in(_alpha()):
        return enter_organisation(who.pk, _alpha(), TODAY)


def _alpha() -> Place:
    return Place("organisation", "alpha", "p_alpha", "public", "Alpha")


def browser_of(actor: Actor) -> Client:
    browser = Client(headers={"host": "hilfenetz.localhost"})
    browser.force_login(people.account(people._named(Person(pk=actor.person))))
    return browser


def stored(model: Any) -> list[dict[str, Any]]:
    rows = model.objects.filter(done_at=None) if model is WorkItem else model.objects.all()
    kept = [f.attname for f in model._meta.fields if not (f.name == "id" and model not in (OwnEngagement, OwnRole))]
    return sorted(rows.values(*kept), key=str)


def fed() -> list[list[dict[str, Any]]]:
    return [stored(model) for model in (OwnEngagement, OwnRole, OwnBudget, WorkItem)]


def rebuilt() -> list[list[dict[str, Any]]]:
    overview.rebuild()
    due.rebuild()
    conference_dates.rebuild()
    return fed()


def test_r1_what_is_fed_with_each_change_is_what_a_rebuild_computes(nord):
    planner, finance = people.actor(nord, Role.PLANNER), people.actor(nord, Role.FINANCE)
    worker = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    manager = people.actor(nord, Role.PROVIDER_MANAGER, "alpha")
    with transaction_in(nord):
        contract, where = make.contract("alpha", "beta"), make.district()
        make.engagement("beta")
        given = {"begins": make.LONG_AGO, "remark": ""}
        row = make.engagement("alpha")
        engagement.change_engagement(actor=planner, engagement=row, ends=TODAY, **given)
        assert [e["ends"] for e in stored(OwnEngagement)] == [TODAY]
        engagement.change_engagement(actor=planner, engagement=row, ends=None, **given)
        overview.feed_engagements("beta")  # made without its use case
        given = {"field_of_help": "education", "begins": contract.begins, "contract": contract}
        role = engagement.assign_role(
            actor=planner, district=where, organisation=contract.parties.get(organisation="alpha").organisation,
            kind="network_partner", **given,
        )  # fmt: skip
        assert rebuilt() == fed() and len(stored(OwnRole)) == 1
        territory.rename_district(actor=planner, district=where, name="Neustadt", begins=TODAY)
        assert stored(OwnRole)[0]["district"] == "Neustadt" and rebuilt() == fed()

        line = make.line(contract, amount=Decimal("1200.00"), minutes=6000)
        assert not stored(OwnBudget)  # a draft is not shown to the provider
        line = budget.release_line(actor=finance, line=line)
        first = line.instalments.order_by("number")[0]
        budget.pay_instalment(actor=finance, instalment=first, paid_on=TODAY)
        correct_line(actor=finance, line=line, posted_on=TODAY, reason="Rechenfehler", amount=Decimal("100.00"))
        (row,) = stored(OwnBudget)
        assert (row["amount"], row["paid"], row["used"]) == (Decimal("1300.00"), first.amount, 0)
        before = fed()
        assert rebuilt() == before

        plain = {"district": where, "minutes": 90, "work_kind": "no_case", "contact": "direct", "role": role}
        record_hours(actor=worker, worked_on=TODAY, **plain)
        month = submit_month(actor=worker, month=TODAY)
        approve_months(actor=manager, months=[month])
        assert stored(OwnBudget)[0]["used"] == 90
        before = fed()
        assert rebuilt() == before
        reopen_month(actor=manager, month=month, return_reason="Ein Tag fehlt")
        assert stored(OwnBudget)[0]["used"] == 0
        engagement.change_role(
            actor=planner, role=role, kind="network_partner", field_of_help="education", begins=role.begins,
            ends=None, purpose="", contract=None,
        )  # fmt: skip
        before = fed()
        assert stored(OwnRole)[0]["contract"] == "" and rebuilt() == before


def test_the_command_rebuilds_what_was_lost(nord, capsys):
    with transaction_in(nord):
        make.role()
        budget_line = make.line(make.contract("alpha"))
        BudgetLine.objects.filter(pk=budget_line.pk).update(
            state="released", released_at="2026-01-01T00:00Z", released_by=uuid7()
        )
    call_command("rebuild_workspace", "nord")
    with transaction_in(nord):
        assert stored(OwnRole) and stored(OwnBudget)


def months_due() -> list[tuple[str, Any]]:
    return list(
        WorkItem.objects.filter(kind__in=due.OF_MONTHS, done_at=None).order_by("kind").values_list("kind", "person")
    )


def test_r12_hours_are_due_from_the_first_entry_until_they_are_handed_in_and_approved(nord):
    worker = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    manager = people.actor(nord, Role.PROVIDER_MANAGER, "alpha")
    with transaction_in(nord):
        role = make.role()
        plain = {"district": role.district, "minutes": 60, "work_kind": "no_case", "contact": "direct"}
        entry = record_hours(actor=worker, worked_on=TODAY, **plain)
        assert months_due() == [("hours_missing", worker.person)]
        assert WorkItem.objects.get(kind="hours_missing").due_on.day == due.SUBMIT_ON_THE
        remove_hours(actor=worker, entry=entry)
        assert months_due() == []
        record_hours(actor=worker, worked_on=TODAY, **plain)
        month = submit_month(actor=worker, month=TODAY)
        assert months_due() == [("hours_to_approve", None)]
        approve_months(actor=manager, months=[month])
        assert months_due() == []
        reopen_month(actor=manager, month=month, return_reason="Ein Tag fehlt")
        assert months_due() == [("hours_missing", worker.person)]


def kinds_of(contract: Contract) -> list[tuple[str, str, dt.date]]:
    rows = WorkItem.objects.filter(subject=str(contract.pk), done_at=None).order_by("organisation")
    return [(row.kind, row.organisation_id, row.due_on) for row in rows]


def test_r4_signatures_and_the_end_of_a_contract_are_due_as_the_contract_goes_on(nord):
    with people.acting(nord, Role.PLANNER) as planner:
        ends = TODAY + 200 * DAY
        contract = make.contract("alpha", "beta", state="decided", begins=TODAY, ends=ends, decided_on=TODAY)
        make.selection(contract, decided_on=TODAY, reason="geeignet")
        own, alpha, beta = contract.parties.order_by(F("organisation").asc(nulls_first=True))
        given = {"contract": contract, "function": "Vorstand", "signed_on": TODAY}
        conclusion.sign(actor=planner, party=alpha, **given)
        until = TODAY + due.SIGN_WITHIN
        assert kinds_of(contract) == [("signature_outstanding", "beta", until)]
        for party in (own, beta):
            conclusion.sign(actor=planner, party=party, **given)
        assert kinds_of(contract) == []
        contract = conclusion.put_in_force(actor=planner, contract=contract)
        assert kinds_of(contract) == [("contract_ending", "alpha", ends), ("contract_ending", "beta", ends)]
        to = TODAY + 100 * DAY
        ending.give_notice(
            actor=planner, contract=contract, notice_on=TODAY, terminates_on=to, termination_reason="Haushalt"
        )
        assert {day for _, _, day in kinds_of(contract)} == {to}
        ending.withdraw_notice(actor=planner, contract=contract)
        assert {day for _, _, day in kinds_of(contract)} == {ends}


def test_r17_a_session_is_a_day_in_an_office_for_those_who_sit_in_the_team(nord):
    lead = people.actor(nord, Role.ASD_LEAD)
    helper = people.actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        where = make.district()
        conferences.team_member(where, helper.person, "alpha")
        given = {"held_on": TODAY + 7 * DAY, "starts_at": dt.time(9), "ends_at": dt.time(11)}
        session = sessions.plan_session(actor=lead, district=where, place="Rathaus", **given)
        item = WorkItem.objects.get(kind=Kind.CONFERENCE, done_at=None)
        assert (item.person, item.due_on, item.code, item.subject) == (
            helper.person,
            given["held_on"],
            "",
            str(session.pk),
        )
        member = where.team.get(person=helper.person)
        teams.change_team_member(actor=lead, member=member, begins=member.begins, ends=TODAY)
        assert not WorkItem.objects.filter(kind=Kind.CONFERENCE, done_at=None).exists()
        teams.change_team_member(actor=lead, member=member, begins=member.begins, ends=None)
        assert WorkItem.objects.filter(kind=Kind.CONFERENCE, done_at=None).count() == 1
        sessions.cancel_session(actor=lead, session=session)
        assert not WorkItem.objects.filter(kind=Kind.CONFERENCE, done_at=None).exists()


def give(place: Place, **more: Any) -> None:
    """One of each in an office for alpha."""
    key = place.key
    with set_up():
        for kind in Kind:
            WorkItem.objects.create(
                office_id=key, organisation_id="alpha", kind=kind, subject=str(uuid7()), code=key, due_on=TODAY,
                person=more.get(kind),
            )  # fmt: skip
        OwnRole.objects.create(
            id=uuid7(), office_id=key, organisation_id="alpha", district=f"Raum {key}", sort_key=key, kind="lead",
            field_of_help="education", contract="RV-1", begins=TODAY,
        )  # fmt: skip
        OwnBudget.objects.create(
            office_id=key, organisation_id="alpha", contract=uuid7(), number=f"RV-{key}", year=TODAY.year,
            amount=Decimal("987654.32"), paid=Decimal("1.00"), minutes=600, used=60,
        )  # fmt: skip


WORKER = {Kind.TASK_DUE, Kind.HOURS_MISSING, Kind.CONFERENCE}
ADMIN = {
    Kind.INSTALMENT_EXPECTED, Kind.SIGNATURE_OUTSTANDING, Kind.CONTRACT_ENDING, Kind.PROOF_DUE, Kind.PROOF_QUERY,
}  # fmt: skip
MANAGER = ADMIN | {Kind.TASK_DUE, Kind.HOURS_TO_APPROVE}


def seen(actor: Actor) -> dict[str, set[str]]:
    with transaction_in(_alpha()):
        found: dict[str, set[str]] = {}
        for item in open_items_for(actor):
            found.setdefault(item.office_id, set()).add(item.kind)
        return found


@pytest.mark.parametrize(
    ("role", "kinds"), [(Role.PROVIDER_WORKER, WORKER), (Role.PROVIDER_ADMIN, ADMIN), (Role.PROVIDER_MANAGER, MANAGER)]
)
def test_it_shows_what_the_role_in_that_county_sees_there(nord, sued, role, kinds):
    """The role at the provider itself opens nothing: whoever leads it may be a worker in a county, or nothing."""
    for place in (nord, sued):
        give(place)
    actor = employ(people.person(), Role.PROVIDER_MANAGER, (nord, role))
    assert seen(actor) == {"nord": kinds | {Kind.INSTRUCTION_ENDING}, "sued": {Kind.INSTRUCTION_ENDING}}
    with transaction_in(_alpha()):
        assert {r.office_id for r in own_roles_for(actor)} == {"nord"}
        lead = role != Role.PROVIDER_WORKER
        assert {r.office_id for r in own_budgets_for(actor)} == ({"nord"} if lead else set())


def test_a_worker_sees_neither_money_nor_other_peoples_hours(nord):
    who = people.person()
    give(nord, **{Kind.HOURS_MISSING: people.person("Andere").pk, Kind.CONFERENCE: who.pk})
    actor = employ(who, Role.PROVIDER_WORKER, (nord, Role.PROVIDER_WORKER))
    assert seen(actor) == {"nord": {Kind.TASK_DUE, Kind.CONFERENCE}}
    with set_up():
        WorkItem.objects.filter(kind=Kind.CONFERENCE).update(due_on=TODAY - DAY)
    assert seen(actor) == {"nord": {Kind.TASK_DUE}}  # it was yesterday
    with set_up():
        WorkItem.objects.filter(kind=Kind.CONFERENCE).update(due_on=TODAY)
    browser = browser_of(actor)
    for path in ("", "kalender/", "vergleich/", "rollen/"):
        page = browser.get(f"/traeger/alpha/{path}")
        assert page.status_code == 200 and "987.654" not in page.content.decode()
    assert browser.get("/traeger/alpha/budgets/").status_code == 403


def test_r19_nothing_of_a_county_without_a_valid_instruction(nord):
    give(nord)
    who = people.person()
    actor = employ(who, Role.PROVIDER_MANAGER)
    people.membership(who, nord, Role.PROVIDER_MANAGER, "alpha", instructed_until=TODAY - DAY)
    assert seen(actor) == {"nord": {Kind.INSTRUCTION_ENDING}}
    page = browser_of(actor).get("/traeger/alpha/vergleich/").content.decode()
    assert "Noch kein Landkreis" in page


def test_a_new_provider_reads_what_to_do_first():
    administers = employ(people.person(), Role.PROVIDER_ADMIN)
    page = browser_of(administers).get("/traeger/alpha/").content.decode()
    assert "Noch arbeitet Ihr Träger in keinem Landkreis mit." in page and "/traeger/alpha/personen/einladen/" in page


def test_counties_stand_side_by_side_and_one_click_leads_there(nord, sued):
    for place in (nord, sued):
        give(place)
    leads = Role.PROVIDER_MANAGER
    browser = browser_of(employ(people.person(), leads, (nord, leads), (sued, leads)))
    page = browser.get("/traeger/alpha/vergleich/").content.decode()
    assert "1.975.308,64" in page and "http://nord.hilfenetz.localhost/" in page  # the sum of both
    assert browser.get("/", headers={"host": "sued.hilfenetz.localhost"}).status_code == 200  # signed in there as well
    assert "987.654,32" not in browser.get(f"/traeger/alpha/vergleich/?year={TODAY.year - 1}").content.decode()
    for path, word in (("vergleich", "nord"), ("budgets", "RV-sued"), ("rollen", "Raum nord")):
        assert word in browser.get(f"/traeger/alpha/{path}/").content.decode().replace("Nord", "nord")
        table = browser.get(f"/traeger/alpha/{path}/?export=csv")
        assert table.status_code == 200 and len(table.content.decode("utf-8-sig").splitlines()) == 3
        assert browser.get(f"/traeger/alpha/{path}/?export=xlsx").status_code == 200


def test_the_comparison_costs_the_same_queries_for_one_county_and_two(nord, sued, django_assert_max_num_queries):
    leads, counts = Role.PROVIDER_MANAGER, {}
    browser = browser_of(employ(people.person(), leads, (nord, leads), (sued, leads)))
    for place in (nord, sued):
        give(place)
        for path in ("vergleich", "budgets", "rollen", "kalender"):
            browser.get(f"/traeger/alpha/{path}/")
            with django_assert_max_num_queries(25) as queries:
                browser.get(f"/traeger/alpha/{path}/")
            counts.setdefault(path, set()).add(len(queries))
    assert all(len(found) == 1 for found in counts.values()), counts


@pytest.mark.parametrize("model", [OwnRole, OwnBudget])
def test_the_database_shows_an_office_and_a_provider_their_own_rows(nord, sued, alpha, beta, model):
    for place in (nord, sued):
        give(place)
    for place, mine in ((nord, {"nord"}), (sued, {"sued"}), (alpha, {"nord", "sued"}), (beta, set())):
        with bound(place), transaction.atomic():
            assert set(model.objects.values_list("office", flat=True)) == mine
    for place, attack in (
        (alpha, lambda: model.objects.all().delete()),
        (alpha, lambda: model.objects.update(number="x") if model is OwnBudget else model.objects.update(kind="x")),
        (nord, lambda: model.objects.bulk_create([_of_sued(model)])),
    ):
        with bound(place), pytest.raises(ProgrammingError), transaction.atomic():
            attack()


def _of_sued(model: Any) -> Any:
    with set_up():
        row = model.objects.get(office="sued")
    row.pk = uuid7()
    return row


def test_who_leaves_hands_over_what_is_open_shown_before_and_after(nord, sued):
    """Issue 5.5: by county, by code; and the step itself ends all access."""
    who, admin = people.person("Mira Muster"), employ(people.person(), Role.PROVIDER_ADMIN)
    employ(who, Role.PROVIDER_WORKER, (nord, Role.PROVIDER_WORKER), (sued, Role.PROVIDER_WORKER))
    with set_up():
        for place, whom in ((nord, who.pk), (sued, who.pk), (sued, uuid7())):
            WorkItem.objects.create(
                office_id=place.key, organisation_id="alpha", kind=Kind.HOURS_MISSING, person=whom, due_on=TODAY,
                subject=str(uuid7()), code=f"10/{place.key}",
            )  # fmt: skip
    browser = browser_of(admin)
    path = f"/traeger/alpha/personen/{who.pk}/"
    form = browser.get(f"{path}beenden/")
    before = form.content.decode()
    assert before.count("10/nord") == 1 and before.count("10/sued") == 1
    assert (
        browser.post(f"{path}beenden/", {"submission": form.context["form"]["submission"].value()}).status_code == 302
    )
    after = browser.get(path).content.decode()
    assert "Arbeitet nicht mehr" in after and "10/nord" in after and "10/sued" in after
    assert people.client(nord, who=who).get("/").status_code == 403
    manager = browser_of(employ(people.person("Leitung"), Role.PROVIDER_MANAGER))
    assert "10/nord" not in manager.get(path).content.decode()
