"""Districts over time: renamed, split, merged, closed; what was true on a day stays answerable (R3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from contracts.models import Centre, District, ProviderRole
from contracts.queries.territory import districts_for, roles_not_followed, valid_on
from contracts.usecases.centres import create_centre
from contracts.usecases.contacts import record_contact
from contracts.usecases.engagement import assign_role
from contracts.usecases.names import take_up_names
from contracts.usecases.succession import Part, merge_districts, split_district
from contracts.usecases.territory import change_district, close_district, create_district, rename_district
from kernel.access.actor import Actor, Role
from kernel.access.errors import Denied, RuleViolation
from kernel.audit.models import Entry
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories.people import acting, actor

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JULY = date(2024, 7, 1)


def names_on(planner: Actor, day: date) -> set[str]:
    return {d.name_then for d in districts_for(planner, day).filter(valid_on(day))}


@contextmanager
def refused(field: str, match: str) -> Iterator[None]:
    """The rule is broken at this field, with this sentence."""
    with pytest.raises(RuleViolation, match=match) as violation:
        yield
    assert violation.value.field == field


def test_r3_a_renamed_district_keeps_its_former_name_for_former_days(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = rename_district(actor=planner, district=make.district("Bahnhof"), name="Mitte", begins=JULY)
        assert row.name == "Mitte"
        assert (row.name_on(JULY - DAY), row.name_on(JULY)) == ("Bahnhof", "Mitte")
        assert names_on(planner, JULY - DAY) == {"Bahnhof"} and names_on(planner, planner.today) == {"Mitte"}


def test_r3_a_name_planned_for_a_day_does_not_show_before_it_and_then_does(nord):
    with acting(nord, Role.PLANNER) as planner:
        soon = planner.today + 10 * DAY
        row = rename_district(actor=planner, district=make.district("Bahnhof"), name="Mitte", begins=soon)
        assert row.name == str(row) == "Bahnhof" and row.name_on(soon) == "Mitte"
        assert names_on(planner, planner.today) == {"Bahnhof"} and names_on(planner, soon) == {"Mitte"}
        assert take_up_names(soon - DAY) == 0
        assert take_up_names(soon) == 1 and take_up_names(soon) == 0
        assert District.objects.get().name == "Mitte"


def test_r3_the_name_is_right_on_the_page_even_before_the_nightly_job_ran(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = make.district("Bahnhof")
        rename_district(actor=planner, district=row, name="Mitte", begins=planner.today + DAY)
        assert names_on(planner, planner.today + DAY) == {"Mitte"}


def test_a_correction_changes_the_name_in_force_and_no_other(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = rename_district(actor=planner, district=make.district("Bahnhof"), name="Mite", begins=JULY)
        fields = {"begins": row.begins, "ends": None, "pilot": False, "remark": ""}
        row = change_district(actor=planner, district=row, name="Mitte", **fields)
        row = District.objects.get()
        assert (row.name, row.name_on(JULY - DAY), row.name_on(JULY)) == ("Mitte", "Bahnhof", "Mitte")


def test_a_name_is_free_only_if_no_district_has_it_then(nord):
    with acting(nord, Role.PLANNER) as planner:
        row, other = make.district("Nord"), make.district("Süd")
        with refused("name", "gibt es schon"):
            rename_district(actor=planner, district=row, name="süd", begins=JULY)
        rename_district(actor=planner, district=other, name="Hafen", begins=planner.today + DAY)
        with refused("name", "gibt es schon"):  # still called so today
            create_district(actor=planner, name="Süd", begins=planner.today)
        with refused("name", "gibt es schon"):  # planned
            create_district(actor=planner, name="Hafen", begins=planner.today)
        assert create_district(actor=planner, name="Süd", begins=planner.today + DAY).pk


@pytest.mark.parametrize(
    ("begins", "name", "field", "sentence"),
    [
        (make.LONG_AGO, "Neu", "begins", "seit dem 01.01.2020"),
        (date(2019, 1, 1), "Neu", "begins", "späteren Tag"),
        (JULY, "Nord", "name", "heißt der Raum"),
    ],
)
def test_a_rename_lies_within_the_districts_life_and_changes_something(nord, begins, name, field, sentence):
    with acting(nord, Role.PLANNER) as planner, refused(field, sentence):
        rename_district(actor=planner, district=make.district("Nord"), name=name, begins=begins)


def test_r3_a_split_district_ends_the_day_before_and_others_begin(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = make.district("West", pilot=True)
        east, west = make.centre(row, "Treff Ost"), make.centre(row, "Treff West")
        parts = [Part("Westen", [west]), Part("Mitte-West", [east])]
        row = split_district(actor=planner, district=row, begins=JULY, parts=parts)
        assert row.ends == JULY - DAY
        assert {(d.name, d.begins, d.pilot) for d in District.objects.exclude(pk=row.pk)} == {
            ("Westen", JULY, True),
            ("Mitte-West", JULY, True),
        }
        moved = Centre.objects.prefetch_related("periods__district").get(name="Treff Ost")
        assert moved.district.name == "Mitte-West"
        assert (moved.district_on(JULY - DAY).name, moved.district_on(JULY).name) == ("West", "Mitte-West")
        assert names_on(planner, JULY - DAY) == {"West"} and names_on(planner, JULY) == {"Westen", "Mitte-West"}
        counts = {d.name_then: d.open_centres for d in districts_for(planner, JULY - DAY)}
        assert counts["West"] == 2
        models = set(Entry.objects.filter(verb="split_district").values_list("model", flat=True))
        assert {"contracts.district", "contracts.districtsuccession", "contracts.centreperiod"} <= models


def test_r3_in_a_planned_split_centres_stay_until_the_day_has_come(nord):
    with acting(nord, Role.PLANNER) as planner:
        soon = planner.today + 30 * DAY
        row = make.district("West")
        centre = make.centre(row)
        split_district(
            actor=planner, district=row, begins=soon, parts=[Part("Westen", [centre]), Part("Mitte")]
        )  # fmt: skip
        assert Centre.objects.get().district.name == "West"
        take_up_names(soon)
        assert Centre.objects.get().district.name == "Westen"


def test_r3_counts_stay_with_the_district_of_their_day(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        row = make.district("West")
        centre = make.centre(row)
        contact = record_contact(actor=worker, centre=centre, kind="walk_in", happened_on=worker.today - 5 * DAY)
    planner = actor(nord, Role.PLANNER)
    with transaction_in(nord):
        parts = [Part("Westen", [centre]), Part("Mitte")]
        with refused("begins", "schon Kontakte gezählt"):
            split_district(actor=planner, district=row, begins=planner.today - 5 * DAY, parts=parts)
        split_district(actor=planner, district=row, begins=planner.today, parts=parts)
        contact.refresh_from_db()
        assert contact.district.name == "West"
    worker = actor(nord, Role.CASE_WORKER)
    with transaction_in(nord):
        fresh = Centre.objects.get(pk=centre.pk)
        today = record_contact(actor=worker, centre=fresh, kind="walk_in")
        late = record_contact(actor=worker, centre=fresh, kind="walk_in", happened_on=worker.today - DAY)
        assert (today.district.name, late.district.name) == ("Westen", "West")


def test_a_split_before_the_districts_begin_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = make.district("West", begins=JULY)
        for day in (JULY, JULY - DAY):
            with refused("begins", "West gibt es seit dem 01.07.2024"):
                split_district(actor=planner, district=row, begins=day, parts=[Part("A"), Part("B")])


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([Part("A")], "mindestens zwei"),
        ([Part("A"), Part("ä")], "denselben Namen"),
        ([Part("A"), Part("Süd")], "gibt es schon"),
    ],
)
def test_a_split_needs_two_districts_with_names_of_their_own(nord, parts, sentence):
    with acting(nord, Role.PLANNER) as planner:
        make.district("Süd")
        with pytest.raises(RuleViolation, match=sentence):
            split_district(actor=planner, district=make.district("West"), begins=JULY, parts=parts)


def test_in_a_split_each_centre_has_one_place(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = make.district("West")
        centre, foreign = make.centre(row), make.centre(make.district("Süd"), "Fremd")
        for parts in (
            [Part("A"), Part("B")],
            [Part("A", [centre]), Part("B", [centre])],
            [Part("A", [centre, foreign]), Part("B")],
        ):
            with refused("parts", "Zentrum"):
                split_district(actor=planner, district=row, begins=JULY, parts=parts)


def test_a_part_may_keep_the_old_name(nord):
    with acting(nord, Role.PLANNER) as planner:
        split_district(
            actor=planner, district=make.district("West"), begins=JULY, parts=[Part("West"), Part("Hafen")]
        )  # fmt: skip
        assert names_on(planner, planner.today) == {"West", "Hafen"}


def test_a_district_is_followed_once_and_its_end_is_then_fixed(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = make.district("West")
        split_district(actor=planner, district=row, begins=JULY, parts=[Part("A"), Part("B")])
        with refused("begins", "folgen schon andere"):
            split_district(actor=planner, district=row, begins=JULY, parts=[Part("C"), Part("D")])
        with refused("ends", "folgen andere"):
            close_district(actor=planner, district=row, ends=planner.today)
        successor = District.objects.get(name="A")
        with refused("begins", "hervorgegangen"):
            change_district(
                actor=planner, district=successor, name="A", begins=JULY - DAY, ends=None, pilot=False, remark=""
            )


def test_r2_r3_a_merger_carries_roles_over_where_only_one_led(nord):
    with acting(nord, Role.PLANNER) as planner:
        one, two = make.district("Nord"), make.district("Süd")
        make.centre(two, "Treff Süd")
        for where in (one, two):
            make.role(where, "alpha", kind="lead")
            make.role(where, "beta", ends=date(2025, 12, 31) if where is one else date(2026, 12, 31))
        merge_districts(actor=planner, district=one, others=[two], begins=JULY, name="Mitte", carry_roles=True)
        merged = District.objects.get(name="Mitte")
        roles = {(r.organisation_id, r.kind, r.begins, r.ends) for r in merged.roles.all()}
        assert roles == {("alpha", "lead", JULY, None), ("beta", "network_partner", JULY, date(2026, 12, 31))}
        assert set(ProviderRole.objects.exclude(district=merged).values_list("ends", flat=True)) == {JULY - DAY}
        assert Centre.objects.get().district == merged
        assert roles_not_followed(planner, merged) == []


def test_r2_where_two_led_neither_leads_after_the_merger_and_it_is_said(nord):
    """Overlapping leads after a merger: none is carried over, and the database lets only one be named."""
    with acting(nord, Role.PLANNER) as planner:
        one, two = make.district("Nord"), make.district("Süd")
        make.role(one, "alpha", kind="lead")
        make.role(two, "beta", kind="lead")
        merge_districts(actor=planner, district=one, others=[two], begins=JULY, name="Mitte", carry_roles=True)
        merged = District.objects.get(name="Mitte")
        assert not merged.roles.exists()
        assert {r.organisation_id for r in roles_not_followed(planner, merged)} == {"alpha", "beta"}
        lead = {"district": merged, "kind": "lead", "field_of_help": "education", "begins": JULY}
        alpha, beta = (make.engagement(o).organisation for o in ("alpha", "beta"))
        assign_role(actor=planner, organisation=alpha, **lead)
        with refused("begins", "schon ein Träger federführend"):
            assign_role(actor=planner, organisation=beta, **lead)


def test_r3_without_carrying_over_roles_end_the_day_before(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role(make.district("West"))
        row = split_district(actor=planner, district=role.district, begins=JULY, parts=[Part("A"), Part("B")])
        role.refresh_from_db()
        assert role.ends == row.ends == JULY - DAY
        assert ProviderRole.objects.count() == 1
        assert len(roles_not_followed(planner, District.objects.get(name="A"))) == 1


def test_a_planned_role_goes_along_or_the_split_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role(make.district("West"), begins=planner.today + 40 * DAY)
        given = {"district": role.district, "begins": planner.today + DAY, "parts": [Part("A"), Part("B")]}
        with refused("carry_roles", "eine Rolle"):
            split_district(actor=planner, **given)
        split_district(actor=planner, carry_roles=True, **given)
        assert {(r.district.name, r.begins) for r in ProviderRole.objects.all()} == {
            ("A", role.begins),
            ("B", role.begins),
        }


def test_r12_hours_already_booked_keep_their_district(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role(make.district("West"))
        make.hours(role)
        with refused("begins", "schon Stunden gebucht"):
            split_district(
                actor=planner, district=role.district, begins=planner.today, parts=[Part("A"), Part("B")]
            )  # fmt: skip


def test_a_succession_to_itself_is_refused(nord):
    with acting(nord, Role.PLANNER) as planner:
        row = make.district("Nord")
        for others in ([row], [row, make.district("Süd")]):
            with refused("others", "nicht mit sich selbst"):
                merge_districts(actor=planner, district=row, others=others, begins=JULY, name="Mitte")
        with refused("others", "Wählen Sie"):
            merge_districts(actor=planner, district=row, others=[], begins=JULY, name="Mitte")


def test_a_district_with_running_roles_centres_or_later_contacts_does_not_close(nord):
    with acting(nord, Role.PLANNER) as planner:
        role = make.role(make.district("West"))
        with refused("ends", "Beenden Sie zuerst die Rolle"):
            close_district(actor=planner, district=role.district, ends=planner.today)
        centre = make.centre(make.district("Süd"))
        with refused("ends", "Zentrum Treff besteht"):
            close_district(actor=planner, district=centre.district, ends=planner.today)
        centre.closed_on = planner.today - 2 * DAY
        centre.save()
        make.contact(centre)
        with refused("ends", "Kontakte gezählt"):
            close_district(actor=planner, district=centre.district, ends=planner.today - DAY)
        assert close_district(actor=planner, district=centre.district, ends=planner.today).ends == planner.today
        with refused("district", "nur bis zum"):
            create_centre(
                actor=planner, district=District.objects.get(name="Süd"), name="Neu", opened_on=JULY, precision="day"
            )


def test_only_planner_and_administrator_change_the_territory(nord):
    for role in set(Role) - {Role.PLANNER, Role.OFFICE_ADMIN, Role.OPERATOR, Role.SELF}:
        with acting(nord, role, "alpha" if role.of_provider else None) as someone, pytest.raises(Denied):
            rename_district(actor=someone, district=make.district(), name="Anders", begins=JULY)
