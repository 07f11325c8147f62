"""Who gets a place in a course: one order for all offices and providers, fair shares, never above capacity (R26)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Denied
from kernel.tenancy.place import as_owner, transaction_in
from tenants.training.models import Course, CourseShare, Registration
from tenants.training.parts import parted
from tenants.training.queries.courses import offered_for, proposed_shares, registrations_for, seats_of
from tenants.training.tasks import place_all
from tenants.training.usecases.courses import change_course, set_shares
from tenants.training.usecases.registrations import (
    cancel_colleague,
    cancel_registration,
    register,
    register_colleague,
)
from tests import database
from tests.contracts.test_districts import refused
from tests.database import set_up
from tests.factories import people
from tests.factories import training as make

TODAY, DAY = clock.today(), timedelta(days=1)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Carry out something and what was left for after its commit."""

    def run(place, use_case, **given):
        with django_capture_on_commit_callbacks(execute=True), transaction_in(place):
            return use_case(**given)

    return run


def state_of(row: Registration) -> tuple[str, int | None]:
    with set_up():
        row.refresh_from_db()
    return row.state, row.seat


def colleague(organisation: str, name: str):
    who = people.person(name)
    make.employ(who, organisation)
    return who


@pytest.mark.django_db
def test_r26_places_go_by_registration_over_offices_and_providers(nord, alpha, commit):
    make.let_in(nord, "alpha")
    manager, worker = make.provider_actor(alpha), people.actor(nord, Role.CASE_WORKER)
    with set_up():
        course = make.course(capacity=2)
    first = commit(alpha, register_colleague, actor=manager, course=course, person=colleague("alpha", "A").pk)
    second = commit(nord, register, actor=worker, course=course, person=worker.person)
    third = commit(alpha, register_colleague, actor=manager, course=course, person=colleague("alpha", "B").pk)
    assert [state_of(r) for r in (first, second, third)] == [("placed", 1), ("placed", 2), ("waiting", None)]
    commit(nord, cancel_registration, actor=worker, registration=second)
    assert state_of(second) == ("cancelled", None)
    assert state_of(third) == ("placed", 2), "the waiting list moves up by itself"


@pytest.mark.django_db
def test_r26_shares_keep_places_for_others_until_their_day(nord, alpha, beta, commit):
    manager = make.provider_actor(alpha)
    make.let_in(nord, "alpha")
    with set_up():
        course = make.course(capacity=3, shares_until=TODAY)
        for key, places in (("alpha", 1), ("beta", 1), (None, 1)):
            CourseShare.objects.create(course=course, organisation_id=key, places=places)
    mine = [
        commit(alpha, register_colleague, actor=manager, course=course, person=colleague("alpha", name).pk)
        for name in "AB"
    ]
    assert [state_of(r)[0] for r in mine] == ["placed", "waiting"], "the others' places stay free"
    with set_up():
        Course.objects.filter(pk=course.pk).update(shares_until=TODAY - DAY)
    place_all()
    assert state_of(mine[1])[0] == "placed", "after that day all go by order"


@pytest.mark.django_db
def test_r26_who_may_not_register_hears_why(nord, sued, alpha, commit):
    make.let_in(nord, "alpha")
    manager, worker = make.provider_actor(alpha), people.actor(nord, Role.CASE_WORKER)
    who, stranger = colleague("alpha", "A"), colleague("beta", "Fremd")
    with set_up():
        course = make.course()
        late = make.course(registers_until=TODAY - DAY)
        draft = make.course(state="draft")
    commit(alpha, register_colleague, actor=manager, course=course, person=who.pk)
    with transaction_in(alpha):
        with refused("person", "schon angemeldet"):
            register_colleague(actor=manager, course=course, person=who.pk)
        with refused("person", "arbeitet heute nicht bei Ihnen"):
            register_colleague(actor=manager, course=course, person=stranger.pk)
        with refused(None, "war bis"):
            register_colleague(actor=manager, course=late, person=who.pk)
        with refused(None, "noch nicht offen"):
            register_colleague(actor=manager, course=draft, person=who.pk)
    with transaction_in(nord):
        with refused("person", "arbeitet heute nicht bei Ihnen"):
            register(actor=worker, course=course, person=who.pk)
        other = people.person("Kollege")
        people.membership(other, nord, Role.CASE_WORKER)
        with pytest.raises(Denied):
            register(actor=worker, course=course, person=other.pk)
    with transaction_in(alpha):
        simple = make.provider_actor(alpha, Role.PROVIDER_WORKER)
        with pytest.raises(Denied):
            register_colleague(actor=simple, course=course, person=colleague("alpha", "C").pk)


@pytest.mark.django_db
def test_r26_one_who_has_two_employers_registers_once(nord, alpha, beta, commit):
    """The other's registration cannot be seen, but the database knows it."""
    who = colleague("alpha", "Beides")
    make.employ(who, "beta")
    for key in ("alpha", "beta"):
        make.let_in(nord, key)
    with set_up():
        course = make.course()
    commit(alpha, register_colleague, actor=make.provider_actor(alpha), course=course, person=who.pk)
    manager = make.provider_actor(beta)
    with transaction_in(beta), refused("person", "schon angemeldet"):
        register_colleague(actor=manager, course=course, person=who.pk)


@pytest.mark.django_db
def test_r26_providers_see_only_courses_where_they_work_and_only_their_people(nord, sued, alpha, beta, commit):
    make.let_in(nord, "alpha")
    with set_up():
        here, there = make.course(title="Hier"), make.course("sued", title="Dort")
        make.registration(here, people.person("Fremd"), organisation_id="beta")
    manager = make.provider_actor(alpha)
    commit(alpha, register_colleague, actor=manager, course=here, person=colleague("alpha", "A").pk)
    with transaction_in(alpha):
        assert [c.title for c in offered_for(manager)] == ["Hier"]
        assert [r.display_name for r in Registration.objects.all()] == ["A"]
    organiser, planner = people.actor(nord, Role.TRAINING), people.actor(sued, Role.PLANNER)
    with transaction_in(nord):
        assert registrations_for(organiser).count() == 2
    with transaction_in(sued):
        assert not registrations_for(planner).exists() and not Registration.objects.exists()
    assert there.title == "Dort"


@pytest.mark.django_db
def test_r26_capacity_never_falls_below_the_places_given(nord):
    organiser = people.actor(nord, Role.TRAINING)
    with transaction_in(nord):
        course = make.course(capacity=5)
        for seat in (1, 5):
            make.registration(course, people.person(f"P{seat}"), seat=seat)
        given = {n: getattr(course, n) for n in ("title", "registers_until")}
        with refused("capacity", "2 Plätze sind schon vergeben"):
            change_course(actor=organiser, course=course, capacity=1, **given)
        change_course(actor=organiser, course=course, capacity=2, **given)
        assert sorted(course.registrations.values_list("seat", flat=True)) == [1, 2]
        course.state = "held"
        course.save()
        with refused(None, "abgeschlossen"):
            change_course(actor=organiser, course=course, capacity=9, **given)


@pytest.mark.django_db
def test_r26_fair_shares_are_proposed_by_people_and_fit(nord, alpha):
    organiser = people.actor(nord, Role.TRAINING)
    for key in ("alpha", "alpha", "alpha", "beta"):
        make.let_in(nord, key)
    with transaction_in(nord):
        course = make.course(capacity=7, shares_until=TODAY)
        shares = proposed_shares(organiser, course)
        assert shares == {"alpha": 4, "beta": 2, None: 1} and sum(shares.values()) == 7
        with refused(None, "mehr als die 7 Plätze"):
            set_shares(actor=organiser, course=course, shares={"alpha": 8})
        set_shares(actor=organiser, course=course, shares=shares)
        assert dict(course.shares.values_list("organisation", "places")) == shares


@pytest.mark.parametrize("whole, weights", [(100, (1, 1, 1)), (1, (3, 3)), (7, (0, 5)), (12345, (17, 23, 0, 60))])
def test_parts_add_up(whole, weights):
    parts = parted(whole, dict(enumerate(weights)))
    assert sum(parts.values()) == whole
    assert all(abs(parts[n] - whole * w / sum(weights)) < 1 for n, w in enumerate(weights))


@pytest.mark.django_db
def test_r26_the_database_gives_each_seat_once(nord):
    with transaction_in(nord):
        course = make.course()
        make.registration(course, people.person("A"), seat=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            make.registration(course, people.person("B"), seat=1)


@pytest.mark.full
def test_r26_a_race_of_50_never_gives_more_than_there_is(places, django_db_blocker):
    """Fifty at once for twenty places, from an office and two providers; then ten cancel at once, and ten move up."""
    with django_db_blocker.unblock(), database.copy("test_race_of_50", database.TEST):
        nord = places["nord"]
        with database.scene(nord):
            organiser = people.actor(nord, Role.TRAINING)
        with as_owner():
            course = make.course(capacity=20)
        actors = []
        for number in range(50):
            place = places[("alpha", "beta", "nord")[number % 3]]
            with database.scene(place):
                if place is nord:
                    actors.append((nord, people.actor(nord, Role.CASE_WORKER, who=people.person(f"P{number}"))))
                else:
                    make.let_in(nord, place.key)
                    who = people.person(f"P{number}")
                    actors.append((place, make.provider_actor(place, Role.PROVIDER_WORKER, who)))

        def enter(given) -> Registration:
            place, actor = given
            try:
                with transaction_in(place):
                    verb = register if place is nord else register_colleague
                    return verb(actor=actor, course=course, person=actor.person)
            finally:
                connection.close()

        def leave(given) -> None:
            (place, actor), row = given
            try:
                with transaction_in(place):
                    verb = cancel_registration if place is nord else cancel_colleague
                    verb(actor=actor, registration=row)
            finally:
                connection.close()

        with ThreadPoolExecutor(25) as pool:
            rows = list(pool.map(enter, actors))
            with transaction_in(nord):
                assert (seats_of(course).placed, seats_of(course).waiting) == (20, 30)
                placed = set(Registration.objects.filter(state="placed").values_list("pk", flat=True))
            leaving = [(a, r) for a, r in zip(actors, rows, strict=True) if r.pk in placed][:10]
            list(pool.map(leave, leaving))
        with transaction_in(nord):
            assert (seats_of(course).placed, seats_of(course).waiting) == (20, 20)
            seats = Registration.objects.filter(state="placed").values_list("seat", flat=True)
            assert sorted(seats) == list(range(1, 21))
        assert organiser
