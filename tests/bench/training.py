"""A course for which 200 people register at once, from five offices and ten providers: never above its capacity."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from typing import Any

from django.db import connection

from kernel import clock
from kernel.access.actor import Actor, Membership, Role
from kernel.tenancy.place import Place, as_owner, transaction_in
from tests.bench import ground
from tests.bench.results import Result, german, seconds

PEOPLE, PLACES, AT_ONCE = 200, 30, 32


def measure() -> list[Result]:
    ground.fill()
    course, actors = furnish()

    def all_at_once() -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda given: _register(course, *given), actors))

    spent = seconds(all_at_once)
    placed, waiting, highest = _seats(course)
    note = f"{PEOPLE} Anmeldungen in {german(spent)} s, {AT_ONCE} zugleich; {placed} Plätze vergeben, {waiting} auf der Warteliste"
    return [
        Result(f"{PEOPLE} Anmeldungen zugleich: vergeben über den {PLACES} Plätzen", placed - PLACES, "Plätze", 0, note=note),
        Result(f"{PEOPLE} Anmeldungen zugleich: frei geblieben", PLACES - placed, "Plätze", 0),
        Result(f"{PEOPLE} Anmeldungen zugleich: höchster Platz", highest, "Nummer", PLACES),
    ]  # fmt: skip


def furnish() -> tuple[Any, list[tuple[Place, Actor]]]:
    """An open course of the first office with all others, and everybody in their own place."""
    from kernel.tenancy.provision import provision_organisation
    from tenants.people import models as people
    from tenants.registry.models import Office, Organisation
    from tenants.training.models import Course, CourseOffice, CourseSession

    today, first = clock.today(), clock.today() + timedelta(days=30)
    actors: list[tuple[Place, Actor]] = []
    with as_owner():
        course = Course.objects.create(
            office_id=ground.OFFICES[0], title="Grundkurs", capacity=PLACES, state="open", first_day=first,
            last_day=first, registers_until=first,
        )  # fmt: skip
        CourseSession.objects.create(course=course, day=first, begins=time(9), ends=time(16))
        for key in ground.OFFICES[1:]:
            CourseOffice.objects.create(course=course, office_id=key)
        offices, providers = Office.objects.in_bulk(ground.OFFICES), Organisation.objects.in_bulk(ground.ORGANISATIONS)
        for provider in providers.values():
            provision_organisation(provider)
        for number in range(PEOPLE):
            who = people.Person.objects.create(name=f"Lernende {number}")
            given: dict[str, Any] = {"person": who, "begins": today}
            if number % 2:
                at = providers[ground.ORGANISATIONS[number // 2 % len(providers)]]
                role, held = Role.PROVIDER_WORKER, Membership(Role.PROVIDER_WORKER, at.key)
                people.Membership.objects.create(organisation=at, role=role, **given)
                people.Membership.objects.create(organisation=at, office_id=ground.OFFICES[0], role=role, **given)
            else:
                at = offices[ground.OFFICES[number // 2 % len(offices)]]
                role, held = Role.CASE_WORKER, Membership(Role.CASE_WORKER)
                people.Membership.objects.create(office=at, role=role, **given)
            actors.append((at.place, Actor(who.pk, who.name, at.key, frozenset({held}), today)))
    return course, actors


def _register(course: Any, place: Place, actor: Actor) -> None:
    from tenants.training.usecases.registrations import register, register_colleague

    try:
        with transaction_in(place):
            verb = register if place.is_office else register_colleague
            verb(actor=actor, course=course, person=actor.person)
    finally:
        connection.close()


def _seats(course: Any) -> tuple[int, int, int]:
    """How many have a place, how many wait, and the highest seat."""
    from tenants.training.models import Registration
    from tenants.training.usecases.places import office_place

    with transaction_in(office_place(course.office_id)):
        rows = list(Registration.objects.filter(course=course).values_list("state", "seat"))
    seats = [seat for state, seat in rows if state == "placed"]
    return len(seats), len(rows) - len(seats), max(seats)
