"""Teams, offers with dates, and contacts before any case (R3, R23b)."""

from datetime import date, time, timedelta

import pytest

from contracts.models import Centre, Contact, OfferDate
from contracts.queries.offers import can_join, contact_counts, members_of, uncounted_dates
from contracts.usecases.centres import add_member, change_member, close_centre, create_centre, relocate_centre
from contracts.usecases.contacts import record_contact, undo_contact
from contracts.usecases.names import take_up_names
from contracts.usecases.offers import (
    Rhythm,
    cancel_date,
    change_date,
    change_offer,
    count_attendance,
    create_offer,
    days_of,
    plan_dates,
    reinstate_date,
)
from kernel.access.actor import Role
from kernel.access.errors import AlreadySubmitted, Denied, RuleViolation
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tenants.people.models import Membership
from tests.contracts.test_districts import refused
from tests.factories import contracts as make
from tests.factories.people import acting, actor, membership, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AFTERNOON = {"begins_at": time(15), "ends_at": time(17)}


def test_r3_a_planned_centre_opens_and_is_moved_by_date(nord):
    with acting(nord, Role.PLANNER) as planner:
        where, other = make.district("West"), make.district("Süd")
        planned = create_centre(actor=planner, district=where, name="Treff", opened_on=None, precision="planned")
        assert not planned.is_open_on(planner.today)
        with refused("closed_on", "noch nicht eröffnet"):
            close_centre(actor=planner, centre=planned, closed_on=planner.today)
        centre = make.centre(where, "Laden")
        soon = planner.today + 7 * DAY
        moved = relocate_centre(actor=planner, centre=centre, name="Ladenlokal", district=other, begins=soon)
        assert (moved.name, moved.district) == ("Laden", where)
        assert moved.district_on(soon) == other and moved.period_on(soon).name == "Ladenlokal"
        take_up_names(soon)
        assert Centre.objects.get(pk=centre.pk).name == "Ladenlokal"


def test_a_centre_is_not_moved_before_it_opened_nor_to_where_it_is(nord):
    with acting(nord, Role.PLANNER) as planner:
        centre = make.centre()
        given = {"centre": centre, "district": centre.district}
        with refused("begins", "gibt es seit dem"):
            relocate_centre(actor=planner, name="Neu", begins=make.LONG_AGO, **given)
        with refused("name", "gilt an diesem Tag schon"):
            relocate_centre(actor=planner, name="Treff", begins=planner.today, **given)


def test_a_centre_with_later_dates_does_not_close(nord):
    with acting(nord, Role.PLANNER) as planner:
        held = make.offer_date(held_on=planner.today + 7 * DAY)
        centre = held.offer.centre
        with refused("closed_on", "noch Termine"):
            close_centre(actor=planner, centre=centre, closed_on=planner.today)
        cancel_date(actor=planner, date=held)
        assert not close_centre(actor=planner, centre=centre, closed_on=planner.today).is_open_on(planner.today + DAY)


def test_r3_a_team_is_made_of_people_of_this_office(nord, sued):
    inside, outside = person("Anna Amt"), person("Otto Außen")
    here, there = membership(inside, nord, Role.CASE_WORKER), membership(outside, sued, Role.CASE_WORKER)
    of_alpha = membership(inside, nord, Role.PROVIDER_WORKER, "alpha")
    with acting(nord, Role.PLANNER) as planner:
        centre = make.centre()
        offered = set(can_join(planner))
        assert {here, of_alpha} <= offered and there not in offered
        given = {"centre": centre, "function": "Beratung", "begins": planner.today}
        member = add_member(actor=planner, membership=here, **given)
        assert (member.person, member.organisation_id) == (inside.pk, None)
        assert [m.person_name for m in members_of(planner, centre)] == ["Anna Amt"]
        with refused("begins", "schon im Team"):
            add_member(actor=planner, membership=of_alpha, **given)
        with refused("membership", "nicht in diesem Amt"):
            add_member(actor=planner, membership=there, **given)
        with refused("begins", "keinen Zugang"):
            add_member(actor=planner, membership=here, **given | {"begins": date(2001, 1, 1)})
        ended = change_member(
            actor=planner, member=member, function="Leitung", begins=planner.today, ends=planner.today
        )  # fmt: skip
        assert ended.ends == planner.today
        assert add_member(actor=planner, membership=of_alpha, **given | {"begins": planner.today + DAY}).pk


def test_a_guessed_membership_of_another_office_is_not_even_seen(nord, sued):
    there = membership(person("Otto Außen"), sued, Role.CASE_WORKER)
    with acting(nord, Role.PLANNER):
        assert not Membership.objects.filter(pk=there.pk).exists()


@pytest.mark.parametrize(
    ("first", "rhythm", "until", "expected"),
    [
        ("2026-03-03", Rhythm.ONCE, None, ["2026-03-03"]),
        ("2026-12-28", Rhythm.WEEKLY, "2027-01-11", ["2026-12-28", "2027-01-04", "2027-01-11"]),
        ("2026-03-03", Rhythm.FORTNIGHTLY, "2026-04-01", ["2026-03-03", "2026-03-17", "2026-03-31"]),
        ("2026-03-10", Rhythm.MONTHLY, "2026-05-31", ["2026-03-10", "2026-04-14", "2026-05-12"]),
        ("2026-03-31", Rhythm.MONTHLY, "2026-05-31", ["2026-03-31", "2026-04-28", "2026-05-26"]),
        ("2028-02-29", Rhythm.MONTHLY, "2028-04-30", ["2028-02-29", "2028-03-28", "2028-04-25"]),
    ],
)
def test_r23b_a_series_in_one_step(first, rhythm, until, expected):
    days = days_of(date.fromisoformat(first), rhythm, date.fromisoformat(until) if until else None)
    assert [str(d) for d in days] == expected


@pytest.mark.parametrize(
    ("until", "sentence"), [(None, "bis wann"), ("2026-03-02", "vor dem ersten"), ("2099-01-01", "mehr als 120")]
)
def test_a_series_ends_and_is_not_endless(until, sentence):
    with refused("until", sentence):
        days_of(date(2026, 3, 3), Rhythm.WEEKLY, date.fromisoformat(until) if until else None)


def test_r23b_dates_are_planned_cancelled_and_counted(nord):
    with acting(nord, Role.PLANNER) as planner:
        offer = make.offer()
        first = planner.today - 7 * DAY
        plan_dates(
            actor=planner, offer=offer, held_on=first, rhythm="weekly", until=planner.today, places=12, **AFTERNOON
        )
        past, today = offer.dates.all()
        assert (past.held_on, today.held_on, today.places) == (first, planner.today, 12)
        count_attendance(actor=planner, date=past, adults=7, children=11)
        with pytest.raises(RuleViolation, match="schon gezählt"):
            cancel_date(actor=planner, date=past)
        cancel_date(actor=planner, date=today)
        with pytest.raises(RuleViolation, match="abgesagt"):
            count_attendance(actor=planner, date=today, adults=0, children=0)
        assert not reinstate_date(actor=planner, date=today).cancelled
        with refused("held_on", "um diese Zeit schon"):
            plan_dates(actor=planner, offer=offer, held_on=first, **AFTERNOON)


def test_a_series_leaves_out_holidays_when_asked(nord):
    """1 May 2026 is a Friday."""
    with acting(nord, Role.PLANNER) as planner:
        offer = make.offer()
        series = {"held_on": date(2026, 4, 24), "rhythm": "weekly", "until": date(2026, 5, 8)}
        plan_dates(actor=planner, offer=offer, skip_holidays=True, **series, **AFTERNOON)
        assert [d.held_on.day for d in offer.dates.all()] == [24, 8]
        with refused("held_on", "Feiertage"):
            plan_dates(actor=planner, offer=offer, skip_holidays=True, held_on=date(2026, 5, 1), **AFTERNOON)


def test_dates_lie_within_the_offer_and_end_after_they_begin(nord):
    with acting(nord, Role.PLANNER) as planner:
        offer = make.offer(ends=planner.today)
        tomorrow = planner.today + DAY
        with refused("held_on", "gibt es am"):
            plan_dates(actor=planner, offer=offer, held_on=tomorrow, **AFTERNOON)
        with refused("ends_at", "vor dem Beginn"):
            plan_dates(actor=planner, offer=offer, held_on=planner.today, begins_at=time(17), ends_at=time(17))
        held = make.offer_date(offer)
        with refused("adults", "von 0 bis"):
            count_attendance(actor=planner, date=held, adults=-1, children=0)
        fields = {"name": "X", "begins": offer.begins, "organisation": None, "description": "", "audience": ""}
        with refused("ends", "noch Termine"):
            change_offer(actor=planner, offer=offer, ends=planner.today - DAY, **fields)
        moved = change_date(actor=planner, date=held, held_on=planner.today - DAY, **AFTERNOON)
        assert moved.held_on == planner.today - DAY
        ahead = make.offer_date(make.offer(offer.centre, "Später"), held_on=tomorrow)
        with refused("adults", "in der Zukunft"):
            count_attendance(actor=planner, date=ahead, adults=1, children=1)


def test_workers_offer_in_the_centres_of_their_team_only(nord):
    for role, organisation in ((Role.CASE_WORKER, None), (Role.PROVIDER_WORKER, "alpha")):
        with acting(nord, role, organisation) as worker:
            own, other = make.centre(name="Eigenes"), make.centre(make.district("Süd"), name="Anderes")
            make.member(own, worker.person, organisation)
            offer = create_offer(actor=worker, centre=own, name="Elterncafé", begins=worker.today)
            assert plan_dates(actor=worker, offer=offer, held_on=worker.today, **AFTERNOON)
            assert count_attendance(actor=worker, date=OfferDate.objects.get(offer=offer), adults=2, children=3)
            with pytest.raises(Denied):
                create_offer(actor=worker, centre=other, name="Babyclub", begins=worker.today)
            with pytest.raises(Denied):
                plan_dates(actor=worker, offer=make.offer(other), held_on=worker.today, **AFTERNOON)


def test_a_former_member_may_no_longer(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        centre = make.centre()
        make.member(centre, worker.person, ends=worker.today - DAY)
        with pytest.raises(Denied):
            create_offer(actor=worker, centre=centre, name="Elterncafé", begins=worker.today)


def test_a_provider_names_no_other_provider(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        centre, beta = make.centre(), make.engagement("beta").organisation
        make.member(centre, worker.person, "alpha")
        with refused("organisation", "Ihren eigenen Träger"):
            create_offer(actor=worker, centre=centre, name="Café", begins=worker.today, organisation=beta)


def test_heute_asks_the_team_who_came(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        held = make.offer_date()
        make.offer_date(make.offer(make.centre(make.district("Süd"))))
        assert not uncounted_dates(worker)
        make.member(held.offer.centre, worker.person)
        assert list(uncounted_dates(worker)) == [held]


def test_r23b_a_contact_is_counted_without_a_name_and_taken_back(nord):
    with acting(nord, Role.PROVIDER_WORKER, "alpha") as worker:
        centre = make.centre()
        first = record_contact(actor=worker, centre=centre, kind="walk_in")
        last = record_contact(actor=worker, centre=centre, kind="counselling")
        assert (last.organisation_id, last.district, last.happened_on) == ("alpha", centre.district, worker.today)
        with pytest.raises(RuleViolation, match="nur den letzten"):
            undo_contact(actor=worker, contact=first)
        undo_contact(actor=worker, contact=last)
        assert list(Contact.objects.all()) == [first]


def test_r23b_a_second_tap_before_the_page_is_back_counts_once(nord):
    key = uuid7()
    with acting(nord, Role.CASE_WORKER) as worker:
        centre = make.centre()
        record_contact(actor=worker, centre=centre, kind="walk_in", submission=key)
        with pytest.raises(AlreadySubmitted):
            record_contact(actor=worker, centre=centre, kind="walk_in", submission=key)
        assert Contact.objects.count() == 1


def test_nobody_takes_back_what_another_counted(nord):
    with acting(nord, Role.CASE_WORKER) as worker, pytest.raises(Denied):
        undo_contact(actor=worker, contact=make.contact())


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [(1, "happened_on", "Zukunft"), (-93, "happened_on", "bis zu 92 Tage"), (-40, "centre", "nicht geöffnet")],
)
def test_a_contact_was_when_the_centre_was_open(nord, days, field, sentence):
    with acting(nord, Role.CASE_WORKER) as worker:
        centre = make.centre(opened_on=worker.today - 30 * DAY)
        with refused(field, sentence):
            record_contact(actor=worker, centre=centre, kind="walk_in", happened_on=worker.today + days * DAY)


def test_r23b_contacts_are_counts_per_month_centre_and_district(nord):
    with acting(nord, Role.PLANNER) as planner:
        centre = make.centre()
        for day, kind in ((3, "walk_in"), (9, "walk_in"), (9, "counselling")):
            make.contact(centre, happened_on=date(2026, 3, day), kind=kind)
        make.contact(centre, happened_on=date(2026, 2, 1))
        march, february = contact_counts(planner)
        assert (march["month"], march["walk_in"], march["counselling"], march["together"]) == (
            date(2026, 3, 1),
            2,
            1,
            3,
        )
        assert (february["together"], february["district__name"]) == (1, "Mitte")


def test_a_provider_sees_its_own_contacts_and_those_of_its_workers_centres(nord):
    centre = None
    with transaction_in(nord):
        centre, other = make.centre(), make.centre(make.district("Süd"))
        make.contact(centre, organisation_id=None)
        make.contact(other, organisation_id="beta")
        make.contact(other, organisation_id="alpha")
    manager, worker = actor(nord, Role.PROVIDER_MANAGER, "alpha"), actor(nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        make.member(centre, worker.person, "alpha")
        assert sum(row["together"] for row in contact_counts(manager)) == 1
        assert sum(row["together"] for row in contact_counts(worker)) == 2


def test_planners_and_finance_do_not_count(nord):
    for role in (Role.PLANNER, Role.FINANCE, Role.OFFICE_ADMIN):
        with acting(nord, role) as someone, pytest.raises(Denied):
            record_contact(actor=someone, centre=make.centre(), kind="walk_in")
