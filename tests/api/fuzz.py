"""The API's description for schemathesis, and a token with which everything can be reached."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck
from rest_framework.settings import api_settings
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

from kernel.access.actor import Role
from kernel.api.documents import description
from kernel.tenancy.place import Place, bound
from tenants.people.usecases.clients import create_client
from tests.factories import cases, contracts, groups, notices, people, training

HOST = "nord.hilfenetz.localhost"
ROLES = [
    (Role.OFFICE_ADMIN, None),
    (Role.FINANCE, None),
    (Role.ASD_LEAD, None),
    (Role.AUDITOR, None),
    (Role.CASE_WORKER, None),
    (Role.TRAINING, None),
    (Role.PROVIDER_MANAGER, "alpha"),
    (Role.PROVIDER_WORKER, "alpha"),
]
QUIET: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
    "database": None,
}
# What the rules of the field refuse is 422, which no description can foretell: positive data may be refused.
CONFIG = schemathesis.Config.from_dict(
    {
        "phases": {"coverage": {"unexpected-methods": ["PUT"]}},
        "checks": {
            "missing_required_header": {"expected-statuses": [401, 428]},
            "positive_data_acceptance": {"enabled": False},
            "negative_data_rejection": {
                "expected-statuses": [400, 401, 403, 404, 405, 406, 409, 411, 412, 415, 422, 428]
            },
        },
    }
)


@pytest.fixture
def token(nord: Place, django_capture_on_commit_callbacks: Any) -> str:
    """A token that may do everything in Nordkreis: a planner's, with more roles."""
    with django_capture_on_commit_callbacks(execute=True), people.acting(nord, Role.OFFICE_ADMIN) as admin:
        client = create_client(actor=admin, name="Prüfung", role=Role.PLANNER)
    for role, organisation in ROLES:
        people.membership(client.person, nord, role, organisation)
    cache.clear()  # the sign-in's own limit counts every test of this module
    given = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": client.secret}
    answer = Client(headers={"host": "hilfenetz.localhost"}).post("/identity/o/api/token", given)
    return str(answer.json()["access_token"])


@pytest.fixture
def rows(nord: Place) -> dict[str, str]:
    """The key of an existing row for each list's address."""
    with bound(nord):
        where = contracts.district()
        draft = contracts.contract("alpha", state="draft")
        line = contracts.line(contracts.contract("alpha"))
        found = {
            "districts": where,
            "centres": contracts.centre(where),
            "engagements": contracts.engagement(),
            "contracts": draft,
            "roles": contracts.role(where),
            "budget-lines": line,
            "instalments": contracts.instalment(line),
            "case-references": contracts.reference(where=where),
            "cases": cases.case(where, "beta"),
        }
        learned = zip(("curricula", "courses", "sessions", "sessions", "registrations"), training.rows(), strict=True)
    who = people.person("Lernende Person")
    people.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    found |= dict(learned) | {
        "training-records": training.record_certificate(who, organisation="alpha"),
        "training-recognitions": training.record_recognition(who, organisation="alpha"),
        "training-requirements": training.record_requirement(),
    }
    names = ("groups", "group-offices", "group-offices", "group-members", "group-files", "group-dates")
    found |= zip(names, groups.rows("nord", "sued"), strict=True)
    found |= zip(("notices", "webhooks", "webhook-deliveries"), notices.around("nord", who), strict=True)
    return {name: str(row.pk) for name, row in found.items()}


@pytest.fixture
def ready(token: str, rows: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The headers to send; rows are there, nothing is limited, and the test's transaction outlives each request."""
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "person", "1000000/minute")
    KNOWN.update(rows)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"Host": HOST, "Authorization": f"Bearer {token}"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


KNOWN: dict[str, str] = {}
schema = schemathesis.openapi.from_dict(json.loads(description("project.urls_office")), config=CONFIG)
schema.app, schema.location = get_wsgi_application(), "/api/v1/schema"


def send(case: Any, headers: dict[str, str]) -> None:
    """Mostly at a row that exists and with a condition that holds, where these are not what is meant to be wrong."""
    right = {location for location, part in case.meta.components.items() if part.mode is GenerationMode.POSITIVE}
    known = KNOWN.get(case.operation.path.split("/")[3])
    if known and ParameterLocation.PATH in right and "id" in case.path_parameters:
        case.path_parameters["id"] = known
    if ParameterLocation.HEADER in right and "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    case.call_and_validate(headers=headers)
