"""Every route, as everyone: own office, other office, other provider, nobody; and the walk finds what is left open."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import path
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from cases.models import CalendarFeed, CaseFile, LetterRules, LetterTemplate, SessionSeries
from contracts.api.outputs import hours as outputs
from contracts.models import District
from contracts.policy import HoursPerm, hours_policy
from kernel import clock
from kernel.access.actor import OFFICE_ROLES, PROVIDER_ROLES, Role
from kernel.access.policy import PolicyError
from kernel.api.viewsets import Listed, PolicyViewSet, Retrieved
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import Place, bound, transaction_in
from kernel.web.stamps import Access
from project import urls_api
from tenants.people.actors import enter_office
from tenants.registry.models import Organisation
from tests.api.walk import Caller, Route, routes, violations
from tests.factories import cases, conferences, contracts, groups, helps, notices, people, training

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(nord: Place) -> dict[type[Model], Model]:
    """A row of each kind, all of the provider alpha."""
    with bound(nord):
        where = contracts.district()
        role = contracts.role(where)
        line = contracts.line(state="released")
        entry = contracts.hours(role)
        found = [
            where,
            centre := contracts.centre(where),
            offer := contracts.offer(centre, organisation_id="alpha"),
            contracts.offer_date(offer),
            contracts.member(centre, uuid7()),
            contracts.contact(centre, organisation_id="alpha"),
            contracts.engagement(),
            role,
            line.contract,
            contracts.document(line.contract),
            line,
            instalment := contracts.instalment(line),
            run := contracts.run(instalment),
            run.payments.get(),
            contracts.account(),
            query := contracts.proof_query(),
            query.proof,
            contracts.reference(where=where),
            contracts.posting(line),
            contracts.allocation(line),
            contracts.readjustment(line),
            rate := contracts.rate(),
            contracts.item(contracts.invoice(rate.line, number="R-9")).invoice,
            entry,
            contracts.hours_month(entry.worker, entry.worked_on.replace(day=1)),
            contracts.timer(entry.worker, where),
            contracts.hours_import(entry.worker),
            *cases.apart(where),
            *notices.around("nord", people.person()),
            Entry.objects.create(place="nord", via="test", verb="x", model="m", record="1"),
            *training.rows(),
        ]
        file = cases.case(where)
        cases.filled(file)
        beside(where, file)
        lying = [model.objects.first() for model in apps.get_app_config("cases").get_models()]
    found += [row for row in lying if row]
    found += record_rows(nord)
    found += [people.join_request(), Organisation.objects.get(pk="alpha")]
    found += groups.rows("nord", "sued")
    return {type(row): row for row in found}


def record_rows(nord: Place) -> list[Model]:
    """What lies in the shared schema about a worker of alpha."""
    who = people.person()
    people.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    return [
        training.record_certificate(who, organisation="alpha"),
        training.record_recognition(who, organisation="alpha"),
        training.record_requirement(),
        training.record_assurance("alpha"),
    ]


def beside(where: District, file: CaseFile) -> None:
    """A team with its calendar, what followed a consultation, and how letters are written."""
    conferences.around(where)
    helps.block(helps.followed(file))
    SessionSeries.objects.create(
        district=where, rhythm="weekly", begins=clock.today(), ends=clock.today(), starts_at=time(9), ends_at=time(10)
    )
    CalendarFeed.objects.create(person=uuid7(), token_hash="0" * 64)
    LetterRules.objects.create()
    LetterTemplate.objects.create(
        kind="plan", filename="brief.docx", content=b"x", sha256="0" * 64, uploaded_by=uuid7()
    )


@pytest.fixture
def callers(nord: Place, sued: Place, monkeypatch: pytest.MonkeyPatch) -> list[Caller]:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "person", "1000000/minute")
    found = [
        Caller("nobody", people.client(nord), None, 401),
        Caller("planner of another office", _at(nord, people.client(sued, Role.PLANNER)), None, 403),
        Caller(
            "worker of the provider in another office",
            _at(nord, people.client(sued, Role.PROVIDER_WORKER, "alpha")),
            None,
            403,
        ),
    ]
    for role in sorted(OFFICE_ROLES):
        found.append(_member(nord, role))
    for organisation in ("alpha", "beta"):
        found += [_member(nord, role, organisation) for role in sorted(PROVIDER_ROLES)]
    return found


def _at(place: Place, browser: Any) -> Any:
    browser.defaults["HTTP_HOST"] = f"{place.key}.hilfenetz.localhost"
    return browser


def _member(place: Place, role: Role, organisation: str | None = None) -> Caller:
    someone = people.person()
    people.membership(someone, place, role, organisation)
    with transaction_in(place):
        actor = enter_office(someone.pk, place, clock.today())
    return Caller(f"{role} {organisation or ''}".strip(), people.client(place, who=someone), actor)


@pytest.mark.parametrize("everyone", [False, pytest.param(True, marks=pytest.mark.full)])
def test_everyone_everywhere(
    callers: list[Caller], nord: Place, rows: dict[type[Model], Model], everyone: bool
) -> None:
    """In `make test` of those who must get the same one asks, another at each address; in `make test-full` all do."""
    found = list(routes())
    assert len(found) > 25
    assert violations(callers, nord, rows, found, everyone=everyone) == []


class OpenToAll(APIView):
    """Forgot everything."""

    access = Access("api", frozenset())
    permission_classes: list[type] = []
    throttle_classes: list[type] = []

    def get(self, request: Any) -> Response:
        return Response([])


class OpenRows(Listed, Retrieved, PolicyViewSet):
    """Forgot the rows."""

    policy = hours_policy
    permissions = {"list": HoursPerm.VIEW, "retrieve": HoursPerm.VIEW}
    serializer_class = outputs.HoursOutput

    def get_queryset(self) -> QuerySet:
        return hours_policy.model.objects.all()

    def get_object(self) -> Any:
        return self.get_queryset().get(pk=self.kwargs["pk"])


class OpenDoor(Listed, PolicyViewSet):
    """Forgot the permission."""

    policy = hours_policy
    permissions = {"list": HoursPerm.VIEW}
    serializer_class = outputs.HoursOutput

    def may_enter(self) -> None:
        pass


@pytest.fixture
def left_open() -> Iterator[list[Route]]:
    known = list(urls_api.urlpatterns)
    urls_api.urlpatterns[:0] = [
        path("open-to-all", OpenToAll.as_view()),
        path("open-rows", OpenRows.as_view({"get": "list"}, detail=False)),
        path("open-rows/<uuid:pk>", OpenRows.as_view({"get": "retrieve"}, detail=True)),
        path("open-door", OpenDoor.as_view({"get": "list"}, detail=False)),
    ]
    yield [route for route in routes() if "/open-" in route.path]
    urls_api.urlpatterns[:] = known


def test_the_walk_finds_what_is_left_open(
    callers: list[Caller], nord: Place, rows: dict[type[Model], Model], left_open: list[Route]
) -> None:
    found = "\n".join(violations(callers, nord, rows, left_open))
    assert "nobody: GET api/v1/open-to-all: 200 instead of [401]" in found
    assert "provider_manager beta: GET api/v1/open-rows: shows 1 rows too many" in found
    assert "provider_manager beta: GET api/v1/open-rows/<uuid:pk>: 200 instead of [404]" in found
    assert "planner: GET api/v1/open-door: 200 instead of [403]" in found


def test_an_action_without_a_permission_raises_at_once() -> None:
    with pytest.raises(PolicyError, match="without a permission: list"):
        type("Forgotten", (Listed, PolicyViewSet), {"policy": hours_policy})
    with pytest.raises(PolicyError, match="without a permission: destroy"):
        type("Forgotten", (PolicyViewSet,), {"policy": hours_policy, "destroy": lambda self, request, pk: None})


def test_a_view_without_a_stamp_is_refused(nord: Place) -> None:
    class Unstamped(APIView):
        permission_classes: list[type] = []

    urls_api.urlpatterns.insert(0, path("unstamped", Unstamped.as_view()))
    try:
        browser = people.client(nord)
        browser.raise_request_exception = False
        assert browser.get("/api/v1/unstamped").status_code in (403, 500)
    finally:
        del urls_api.urlpatterns[0]
