"""Every page × every role × own office, other office, nobody: default deny, proven by walking the routes."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from cases.models import CaseFile, CaseNote, Item
from kernel.access.actor import Role
from kernel.access.policy import policy_of
from kernel.keys import uuid7
from kernel.tenancy.place import bound, transaction_in
from kernel.web.stamps import access_of
from project.middleware import Gate
from tenants.people.models import ApiClient, Invitation, Membership, Person
from tenants.training.models import Course
from tests.database import set_up
from tests.factories import cases as make_cases
from tests.factories import conferences as make_conferences
from tests.factories import contracts as make
from tests.factories import groups, notices, training
from tests.factories import helps as make_helps
from tests.factories.people import client, join_request, membership, person
from tests.walk import Route, ask, routes, tables_asked

pytestmark = pytest.mark.django_db
ROLES = [r for r in Role if r not in (Role.OPERATOR, Role.SELF)]
PAGES = [r for r in routes("project.urls_office") if not r.pattern.startswith("api/")]
STAMPED = [r for r in PAGES if r.access and r.access.kind == "page"]
# Whose record it is decides: own hours, own feed; a room by who is in the team and moderates (tests/live, tests/cases)
ONLY_ITS_WORKER = {
    "hours-change", "hours-remove", "timer-stop", "timer-discard", "contact-undo", "feed-revoke", "note-pass",
    "letter-template", "letter-template-remove", "room-block", "room-block-remove", "room-clock", "room-entry",
    "room-finish", "room-select", "room-step", "room-text", "room-withdraw",
}  # fmt: skip
# What an office teaches, the others read, and hold courses of it; who asks to join, any office may decide on
COMMON = {"curriculum", "join-request-accept", "join-request-refuse"}


def methods(route: Route) -> list[str]:
    return sorted(route.access.methods & {"GET", "POST"})


def furnish(place, most: int = 9, worker=None, beside=None) -> dict[type[Model], list[str]]:
    """Something of everything in an office, its cases the worker's; returns the keys by kind, at most so many of each."""
    shared = shared_by(place, worker or person(), beside)
    with transaction_in(place):
        where = make.district(f"Raum {place.key}")
        role = make.role(where)
        contract = make.contract(state="draft")
        paid = make.instalment(make.line(make.contract(), state="released"))
        make.run(paid, state="approved", approved_by=uuid7(), approved_at=timezone.now())
        make.account()
        make.proof_query()
        make.line(contract)
        make.applicant(make.selection(contract))
        make.negotiation(contract)
        make.agreement(contract)
        make.document(contract)
        entry = make.hours(role)
        make.hours_month(entry.worker, entry.worked_on.replace(day=1))
        make.hours_import(entry.worker)
        make.timer(entry.worker, where)
        outside = make.outside_line()
        make.rate(outside)
        make.item(make.invoice(outside, number="R-9"))
        make.readjustment(make.posting().line)
        make.allocation(make.line())
        make_cases.filled(make_cases.case(where))
        make_cases.apart(where)
        make_conferences.around(where)
        make_helps.followed(make_cases.case(where))
        centre = make.centre(where, "Zentrum")
        make.offer_date(make.offer(centre))
        make.member(centre, uuid7())
        if worker:
            CaseFile.objects.update(worker=worker.pk)
            Item.objects.update(presenter=worker.pk)
            CaseNote.objects.update(author=worker.pk)
        models = [m for app in settings.TENANT_APPS for m in apps.get_app_config(app.rsplit(".", 1)[-1]).get_models()]
        return shared | {
            model: [str(pk) for pk in model.objects.values_list("pk", flat=True)[:most]] for model in models
        }


def shared_by(place, worker, beside) -> dict[type[Model], list[str]]:
    """Keys of what lies in the shared schema and belongs to the office: people, training, groups (also with another)."""
    rows = [*people_of(place), *notices.around(place.key, worker)]
    who = person(f"Lernende {place.key}")
    with bound(place):
        rows += training.rows(place.key, who)
    rows += [training.record_certificate(who, place.key, course=row) for row in rows if isinstance(row, Course)]
    rows += [training.record_recognition(who, place.key), training.record_requirement(place.key)]
    rows += groups.rows(place.key, *([beside.key] if beside else []))
    if beside:
        rows.append(join_request("Noch nicht entschieden"))  # what every office sees
        theirs = groups.group(beside.key, place.key)
        with set_up():
            rows.append(theirs.participations.get(office=place.key))
    keys: dict[type[Model], list[str]] = defaultdict(list)
    for row in rows:
        keys[type(row)].append(str(row.pk))
    return keys


def people_of(place) -> list[Model]:
    """A person, a role, an invitation, a client, a provider that asks to join."""
    who = person(f"Fachkraft {place.key}")
    role = membership(who, place, Role.PROVIDER_WORKER, "alpha")
    with set_up():
        invitation = Invitation.objects.create(
            token_hash=uuid7().hex,
            email="neu@nord.example",
            name="Neu",
            office_id=place.key,
            role=Role.FINANCE,
            begins=make.LONG_AGO,
            invited_by=uuid7(),
            expires_at=timezone.now() + timedelta(days=3),
        )
        access = ApiClient.objects.create(
            client_id=f"c-{uuid7()}", office_id=place.key, person=who, name="Fachverfahren"
        )
        asking = join_request(f"Verein {place.key}", office_id=place.key)
    return [who, role, invitation, access, asking]


def test_there_is_something_to_walk():
    assert len(STAMPED) > 30


def may(role: Role, route: Route) -> bool:
    return policy_of(route.access.permission).allows_role(role, route.access.permission)


def browsers_of(place, worker=None) -> dict[Role, Client]:
    """A browser per role; the case worker's is the worker's."""

    def who(role: Role):
        return worker if role is Role.CASE_WORKER else None

    return {role: client(place, role, "alpha" if role.of_provider else None, who=who(role)) for role in ROLES}


def check(browser: Client, role: Role, route: Route) -> None:
    """Without the permission 403, with it anything but: 404 for a record that nobody knows."""
    for method in methods(route):
        path = route.path(organisation="alpha", step="will")
        status = ask(browser, method, path).status_code
        if not may(role, route):
            assert status == 403, (role, route, method, status)
        elif route.parameters:
            assert status == 404, (role, route, method, status)
        else:
            assert status == (200 if method == "GET" else 422), (role, route, method, status)


def test_each_page_opens_to_who_may_and_to_nobody_else(nord):
    """Of those who may open a page and of those who may not one each, in turn; all of them in `make test-full`."""
    browsers = browsers_of(nord)
    for number, route in enumerate(STAMPED):
        allowed = [r for r in ROLES if may(r, route)]
        for roles in filter(None, (allowed, [r for r in ROLES if r not in allowed])):
            role = roles[number % len(roles)]
            check(browsers[role], role, route)


@pytest.mark.full
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_exactly_what_its_policies_say(nord, role):
    browser = client(nord, role, "alpha" if role.of_provider else None)
    for route in STAMPED:
        check(browser, role, route)


@pytest.mark.parametrize("role", [Role.PLANNER, pytest.param(Role.OFFICE_ADMIN, marks=pytest.mark.full)])
def test_staff_of_another_office_is_refused_everywhere(nord, sued, role):
    browser = client(sued, role)
    for route in PAGES:
        if route.access.kind == "public":
            continue
        for method in methods(route):
            answer = browser.generic(
                method,
                route.path(organisation="alpha"),
                headers={"host": "nord.hilfenetz.localhost"},
            )
            assert answer.status_code == 403, (route, method)


def test_nobody_is_sent_to_the_sign_in_page(nord):
    browser = client(nord)
    for route in PAGES:
        if route.access.kind == "public":
            continue
        for method in methods(route):
            answer = ask(browser, method, route.path(organisation="alpha"))
            assert answer.status_code == 302 and "/konto/login/" in answer["location"], (route, method)


@pytest.mark.full
def test_records_of_another_office_do_not_exist_here(nord, sued):
    """What an address takes here, it does not find when the record is another office's."""
    worker = person("Fachkraft der Fälle")
    foreign, own = furnish(sued, most=3), furnish(nord, worker=worker, beside=sued)
    browsers = browsers_of(nord, worker)
    never = set()
    for route in STAMPED:
        if not route.parameters or "party" in route.parameters or route.name in COMMON:
            continue
        roles = [r for r in ROLES if may(r, route)]
        method = methods(route)[0]  # a page fetches the same way on POST

        def finds(role: Role, key: str, route=route, method=method) -> bool:
            path = route.path(pk=key, organisation="alpha")
            return ask(browsers[role], method, path).status_code not in (403, 404)

        asked = (tables_asked(browsers[role], method, route, organisation="alpha") for role in roles)
        tables: set[str] = next(filter(None, asked), set())
        if Membership._meta.db_table in tables:
            tables |= {Person._meta.db_table}  # the key of somebody whose roles the page asks for
        kinds = [kind for kind in own if kind._meta.db_table in tables]
        opened = next(((r, k) for k in kinds for r in roles if any(finds(r, key) for key in own[k])), None)
        if opened is None:
            never.add(route.name)
        else:
            role, kind = opened
            assert foreign[kind] and not any(finds(role, key) for key in foreign[kind]), (route, kind)
    assert never <= ONLY_ITS_WORKER, " ".join(sorted(never))


def test_every_page_is_stamped():
    unstamped = [
        str(r) for conf in ("project.urls_office", "project.urls_public") for r in routes(conf) if r.access is None
    ]
    assert not unstamped


def test_the_net_catches_a_view_without_a_stamp(nord):
    def careless(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Kinderdaten")

    assert access_of(careless) is None
    with pytest.raises((PermissionError, ImproperlyConfigured)):
        Gate(careless).process_view(RequestFactory().get("/"), careless, (), {})
