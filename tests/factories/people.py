"""People and their memberships, made with the owner's rights, as an invitation would have made them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from kernel import clock
from kernel.access.actor import Actor, Role
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tenants.people.actors import enter_office
from tenants.people.models import Account, Instruction, Membership, Person, hash_of, new_token
from tenants.registry.models import JoinRequest
from tests.database import set_up


def person(name: str = "Erika Beispiel") -> Person:
    with set_up():
        return Person.objects.create(name=name)


def membership(
    who: Person,
    place: Place,
    role: Role,
    organisation: str | None = None,
    *,
    begins: date | None = None,
    ends: date | None = None,
    instructed_until: date | None | str = "default",
) -> Membership:
    """A membership, for provider staff with an instruction (R19) until a day; None: never instructed."""
    today = clock.today()
    with set_up():
        row = Membership.objects.create(
            person=who,
            office_id=place.key,
            organisation_id=organisation,
            role=role,
            begins=begins or today - timedelta(days=1000),
            ends=ends,
        )
        until = today + timedelta(days=300) if instructed_until == "default" else instructed_until
        if role.of_provider and until:
            Instruction.objects.create(
                person=who,
                office_id=place.key,
                organisation_id=organisation,
                begins=today - timedelta(days=900),
                ends=until,
                recorded_by=uuid7(),
            )
    return row


def actor(place: Place, role: Role, organisation: str | None = None, *, who: Person | None = None) -> Actor:
    """Someone with one role in an office, as a request would find them."""
    who = who or person(f"{role.label} {organisation or place.key}")
    membership(who, place, role, organisation)
    with transaction_in(place):
        return enter_office(who.pk, place, clock.today())


def account(who: Person, email: str = "") -> Account:
    with set_up():
        return Account.objects.create_user(email or f"{uuid7()}@nord.example", "ein-langes-passwort", person=who)


def client(
    place: Place, role: Role | None = None, organisation: str | None = None, *, who: Person | None = None
) -> Client:
    """A signed-in browser at an office's address; without a role nobody is signed in."""
    browser = Client(headers={"host": f"{place.key.replace('_', '-')}.hilfenetz.localhost"})
    if role:
        acting = actor(place, role, organisation, who=who)
        who = Person(pk=acting.person)
    if who:
        account_of = Account.objects.filter(person=who.pk).first() or account(_named(who))
        browser.force_login(account_of)
    return browser


def _named(who: Person) -> Person:
    with set_up():
        return Person.objects.get(pk=who.pk)


def join_request(name: str = "Lindenhof e.V.", **given: Any) -> JoinRequest:
    """A confirmed request of a provider to join; with `office_id`, accepted by that office."""
    now = timezone.now()
    decided = {"decided_by": uuid7(), "decided_at": now} if given.get("office_id") else {}
    who = {"name": name, "town": "Nordstadt", "contact": "Karla Kern", "email": "k.kern@lindenhof.example"}
    with set_up():
        return JoinRequest.objects.create(
            **{"token_hash": hash_of(new_token()), "confirmed_at": now} | who | decided | given
        )


@contextmanager
def acting(place: Place, role: Role, organisation: str | None = None) -> Iterator[Actor]:
    """A transaction in the place with an actor in it, as a page has it."""
    someone = actor(place, role, organisation)
    with transaction_in(place):
        yield someone
