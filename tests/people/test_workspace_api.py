"""The workspace as data: for a signed-in person, no more than its pages show; no token reaches it (issue 5.8)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel.access.actor import Role
from kernel.access.errors import RuleViolation
from kernel.tenancy.place import PORTAL
from tenants.people.models import Instruction, Membership
from tenants.people.usecases.clients import create_client, revoke_client
from tests.database import set_up
from tests.factories import people
from tests.people.test_tokens import api_client, found, token_of  # noqa: F401
from tests.people.test_workspace import DAY, TODAY, browser_of, employ, give

pytestmark = pytest.mark.django_db
LEAD, WORKER = Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER
LISTS = ("work-items", "own-roles", "own-budgets", "staff")
HERE = "/api/v1/traeger/alpha/"


def rows(browser: Client, name: str, **query: object) -> list[dict[str, object]]:
    answer = browser.get(f"{HERE}{name}", {"limit": 100, **query})
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def test_a_lead_reads_all_counties_at_once_with_what_the_pages_show(nord, sued):
    for place in (nord, sued):
        give(place)
    browser = browser_of(employ(people.person(), LEAD, (nord, LEAD), (sued, LEAD)))
    for name in LISTS[:3]:
        assert {row["office"] for row in rows(browser, name)} == {"nord", "sued"}
        assert {row["office"] for row in rows(browser, name, office="sued")} == {"sued"}
    budget = rows(browser, "own-budgets", office="nord")[0]
    assert (budget["left"], budget["minutes_left"]) == (str(Decimal("987653.32")), 540)
    assert {row["kind"] for row in rows(browser, "work-items", kind="proof_due")} == {"proof_due"}
    assert rows(browser, "work-items", due_from=str(TODAY + DAY)) == []
    assert {row["office"] for row in rows(browser, "staff")} == {None, "nord", "sued"}
    assert browser.get(f"{HERE}work-items?bogus=1").status_code == 400


def test_r19_it_gives_nothing_that_the_person_could_not_see_in_the_county(nord, sued):
    for place in (nord, sued):
        give(place)
    worker = browser_of(employ(people.person(), WORKER, (nord, WORKER)))
    assert {row["office"] for row in rows(worker, "own-roles")} == {"nord"}
    assert {row["kind"] for row in rows(worker, "work-items") if row["office"] == "nord"} <= {
        "task_due", "hours_missing", "conference", "instruction_ending",
    }  # fmt: skip
    assert worker.get(f"{HERE}own-budgets").status_code == 403
    who = people.person("Ohne Unterweisung")
    lead = browser_of(employ(who, LEAD))
    people.membership(who, nord, LEAD, "alpha", instructed_until=TODAY - DAY)
    for name in ("own-roles", "own-budgets"):
        assert rows(lead, name) == []


def test_strangers_other_providers_and_whoever_left_get_nothing(nord, alpha, beta):
    give(nord)
    who = people.person("Geht")
    leaving = browser_of(employ(who, LEAD, (nord, LEAD)))
    assert rows(leaving, "work-items")
    with set_up():
        Membership.objects.filter(person=who).update(ends=TODAY - DAY)
    nobody = Client(headers={"host": "hilfenetz.localhost"})
    official = people.client(nord, Role.OFFICE_ADMIN)
    official.defaults["HTTP_HOST"] = "hilfenetz.localhost"
    for browser, status in ((nobody, 401), (leaving, 403), (official, 403)):
        for name in LISTS:
            answer = browser.get(f"{HERE}{name}", headers={"host": "hilfenetz.localhost"})
            assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), name
    lead = browser_of(employ(people.person(), LEAD))
    for elsewhere in ("beta", "gibt-es-nicht", "", "../alpha"):
        assert lead.get(f"/api/v1/traeger/{elsewhere}/staff").status_code in (403, 404)
    assert lead.get(f"{HERE}staff", headers={"host": "nord.hilfenetz.localhost"}).status_code == 404  # no office has it
    assert lead.post(f"{HERE}staff", {}, content_type="application/json").status_code == 405


def test_no_token_spans_offices(nord, sued, alpha, django_capture_on_commit_callbacks):
    """A provider's system has a client in each office that let it in; each token is good there and nowhere else."""
    give(nord)
    people.membership(people.person("Erste"), nord, WORKER, "alpha")
    people.membership(people.person("Erste"), sued, WORKER, "alpha")
    tokens = {}
    for place in (nord, sued):
        with django_capture_on_commit_callbacks(execute=True), people.acting(place, Role.OFFICE_ADMIN) as admin:
            with pytest.raises(RuleViolation, match="Trägerleitung"):
                create_client(actor=admin, name="Software", role=LEAD)
            with pytest.raises(RuleViolation, match="Schweigepflicht"):
                create_client(actor=admin, name="Software", role=LEAD, organisation="alpha")
            tokens[place.key] = create_client(
                actor=admin, name="Software", role=LEAD, organisation="alpha", instructed=True
            )
    lead = browser_of(employ(people.person(), LEAD, (nord, LEAD)))
    for key, made in tokens.items():
        header = {"Authorization": f"Bearer {token_of(made)}"}
        for office in ("nord", "sued"):
            answer = Client().get("/api/v1/me", headers={"host": f"{office}.hilfenetz.localhost", **header})
            assert answer.status_code == (200 if office == key else 403)
            if office == key:
                assert [(r["role"], r["organisation"]) for r in answer.json()["roles"]] == [(LEAD, "alpha")]
        for name in LISTS:  # nor does a session beside it help
            for browser in (Client(), lead):
                answer = browser.get(f"{HERE}{name}", headers={"host": "hilfenetz.localhost", **header})
                assert answer.status_code == 401, answer.content
        page = Client().get("/traeger/alpha/", headers={"host": "hilfenetz.localhost", **header})
        assert page.status_code == 302 and "/konto/login/" in page["Location"]
    token = {"Authorization": f"Bearer {token_of(tokens['nord'])}", "host": "nord.hilfenetz.localhost"}
    assert Client().get("/api/v1/me", headers=token).status_code == 200
    with people.acting(nord, Role.OFFICE_ADMIN) as admin:
        revoke_client(actor=admin, client=tokens["nord"])
        ended = Instruction.objects.get(person=tokens["nord"].person_id)
        assert ended.ends < ended.begins  # the office's consent ended with it
    assert Client().get("/api/v1/me", headers=token).status_code == 401


def test_a_token_is_refused_at_a_provider_that_has_the_key_of_its_office(api_client, alpha):  # noqa: F811
    """Keys of offices and of organisations are two lists."""
    token = token_of(api_client)
    for place in (replace(alpha, key="nord"), PORTAL):
        assert not hasattr(found(token, place), "client_id")


def test_a_membership_that_has_ended_opens_no_token(nord, api_client):  # noqa: F811
    header = {"Authorization": f"Bearer {token_of(api_client)}", "host": "nord.hilfenetz.localhost"}
    assert Client().get("/api/v1/me", headers=header).status_code == 200
    with set_up():
        Membership.objects.filter(person=api_client.person_id).update(begins=TODAY - 9 * DAY, ends=TODAY - DAY)
    assert Client().get("/api/v1/me", headers=header).status_code == 403


def test_it_costs_the_same_queries_for_one_county_and_two(nord, sued):
    browser, counts = browser_of(employ(people.person(), LEAD, (nord, LEAD), (sued, LEAD))), {}
    for place in (nord, sued):
        give(place)
        for name in LISTS:
            rows(browser, name)
            with CaptureQueriesContext(connection) as asked:
                rows(browser, name)
            counts.setdefault(name, set()).add(len(asked))
    assert all(len(found) == 1 for found in counts.values()), counts


def test_its_description_says_that_no_token_opens_it():
    answer = Client(headers={"host": "hilfenetz.localhost"}).get("/api/v1/schema").json()
    assert len(answer["paths"]) == len(LISTS)
    for path in answer["paths"].values():
        assert path["get"]["security"] == [{"session": []}]
