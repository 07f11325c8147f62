"""Everybody who has no business with a case tries its addresses, on pages and by API; and nobody notices a § 8a process (R6, R17, R20)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from cases import models
from cases.models import Item
from cases.usecases.protection import raise_concern
from kernel.access.actor import Role
from kernel.access.use_case import registry
from kernel.audit.models import Entry
from kernel.audit.policy import APART, audit_policy
from kernel.audit.reads import collecting
from kernel.keys import uuid7
from kernel.tenancy.place import Place, transaction_in
from tests.cases.file_pages import url
from tests.factories import cases as make
from tests.factories import conferences, contracts, helps
from tests.factories.people import actor, client, membership, person

pytestmark = pytest.mark.django_db
SECRET = "Blaue Flecken am Arm"
PAGES = {
    models.CaseFile: [
        "case", "case-change", "case-persons", "case-notes", "case-papers", "case-paper-new", "case-readers",
        "case-readers-pdf", "case-items", "case-helps", "case-hand-over", "case-announce", "case-close", "consents",
        "item-new", "help-grant", "note-new", "person-new", "phase-new",
    ],
    models.CasePerson: ["person-change", "person-inspection", "person-inspection-pdf", "person-request-new"],
    models.CaseNote: ["case-note", "note-change", "note-pass"],
    models.CaseDocument: ["case-paper"],
    models.Help: ["help", "help-change", "help-letter", "help-extend", "help-end", "commission"],
    models.HelpPlan: ["plan", "plan-write", "plan-letter", "plan-review"],
    models.Item: [
        "item", "item-change", "item-sheet", "item-check", "room", "room-state", "outcome", "item-decide", "task-new",
        "item-feedback", "minutes", "minutes-pdf", "guest-new",
    ],
    models.ProviderTask: ["task"],
    models.EmergencyAccess: ["emergency-review"],
    models.CaseImport: ["case-import"],
    models.PersonRequest: ["person-request-answer"],
    models.Protection: ["protection", "protection-sheet", "protection-outcome", "protection-concept", "protection-close"],
    models.ProviderNotice: ["provider-notice", "provider-notice-take"],
}  # fmt: skip
API = {
    models.CaseFile: ["cases/{}", "cases/{}/readers", "cases/{}/items"],
    models.CasePerson: ["case-persons/{}", "case-persons/{}/inspection"],
    models.CaseNote: ["case-notes/{}"],
    models.CaseDocument: ["case-documents/{}"],
    models.Help: ["helps/{}", "commissions/{}"],
    models.HelpPlan: ["help-plans/{}"],
    models.Item: ["items/{}", "items/{}/findings", "items/{}/minutes", "outcomes/{}"],
    models.SheetText: ["sheet-texts/{}"],
    models.SheetEntry: ["sheet-entries/{}"],
    models.Guest: ["guests/{}"],
    models.Consent: ["consents/{}"],
    models.ProviderTask: ["provider-tasks/{}"],
    models.CaseImport: ["case-imports/{}"],
    models.PersonRequest: ["person-requests/{}"],
    models.Protection: ["protections/{}"],
    models.ProviderNotice: ["provider-notices/{}"],
}
STRANGERS = [
    (Role.CASE_WORKER, None), (Role.PROVIDER_WORKER, "beta"), (Role.PROVIDER_MANAGER, "beta"), (Role.FINANCE, None),
    (Role.AUDITOR, None), (Role.OFFICE_ADMIN, None), (Role.PLANNER, None), (Role.COORDINATOR, None),
]  # fmt: skip


def at_length(cases: list[tuple[Role, str | None]]) -> list[Any]:
    """For `make test-full`."""
    return [pytest.param(*case, marks=pytest.mark.full) for case in cases]


def furnish() -> dict[type, list[Any]]:
    """A case with everything in it, its items in every state, and what stands apart."""
    where = contracts.district()
    case = make.case(where)
    make.filled(case)
    helps.followed(case)
    models.MinutesDraft.objects.all().delete()
    for state in ("registered", "scheduled"):
        made = conferences.item(case, state)
    conferences.guest(made, uuid7().hex)
    conferences.consent(case.persons.first(), uuid7(), givers=(case.persons.first(),))
    make.person_request(case.persons.first())
    make.protection(case, uuid7())
    make.notice(district=where)
    return {kind: list(kind.objects.all()) for kind in PAGES.keys() | API.keys()}


@pytest.fixture
def rows(nord: Place) -> dict[type, list[Any]]:
    with transaction_in(nord):
        found = furnish()
    assert all(found.values()), [kind for kind, some in found.items() if not some]
    return found


def addresses(rows: dict[type, list[Any]]) -> Iterator[str]:
    for kind, names in PAGES.items():
        yield from (url(name, row.pk) for name in names for row in rows[kind])
    for kind, paths in API.items():
        yield from (f"/api/v1/{path.format(row.pk)}" for path in paths for row in rows[kind])


def opened(browser: Client, rows: dict[type, list[Any]]) -> list[str]:
    """What somebody gets at who must get at nothing; whoever may, reads all of them."""
    return [path for path in addresses(rows) if browser.get(path).status_code not in (403, 404)]


@pytest.mark.full
def test_every_address_opens_to_somebody(nord: Place, rows: dict[type, list[Any]]) -> None:
    """Otherwise the tests below would ask for nothing."""
    worker, member = person("Frieda Fachkraft"), person("Ina Innen")
    membership(worker, nord, Role.CASE_WORKER)
    membership(member, nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        models.CaseFile.objects.update(worker=worker.pk)
        models.CaseNote.objects.update(author=worker.pk, entrusted=True)
    browsers = [client(nord, who=worker), client(nord, Role.ASD_LEAD), client(nord, who=member)]
    found = {path for browser in browsers for path in opened(browser, rows)}
    plain = {re.sub(r"[0-9a-f-]{36}", "{}", path) for path in found}
    assert {re.sub(r"[0-9a-f-]{36}", "{}", path) for path in addresses(rows)} == plain


@pytest.mark.parametrize(("role", "organisation"), [STRANGERS[0], *at_length(STRANGERS[1:])])
def test_who_has_no_business_with_a_case_opens_nothing_of_it(
    nord: Place, rows: dict[type, list[Any]], role: Role, organisation: str | None
) -> None:
    who = person("Frida Fremd")
    membership(who, nord, role, organisation)
    with transaction_in(nord):  # at home in the team of another district
        conferences.team_member(contracts.district("Anderswo"), who.pk, organisation)
    browser = client(nord, who=who)
    assert opened(browser, rows) == []
    keys = {str(row.pk) for some in rows.values() for row in some}
    for path in {re.sub(r"/\{\}.*", "", path) for paths in API.values() for path in paths}:
        answer = browser.get(f"/api/v1/{path}?limit=100")
        found = {r.get("id") for r in answer.json()["results"]} if answer.status_code == 200 else set()
        assert not found & keys, path


def test_another_office_opens_nothing(nord: Place, sued: Place, rows: dict[type, list[Any]]) -> None:
    browser = client(sued, Role.ASD_LEAD)
    assert opened(browser, rows) == []
    browser.defaults["HTTP_HOST"] = "nord.hilfenetz.localhost"
    assert {browser.get(path).status_code for path in addresses(rows)} == {403}


@pytest.mark.full
def test_who_left_the_team_opens_nothing_and_who_is_in_it_only_the_sheet(
    nord: Place, rows: dict[type, list[Any]]
) -> None:
    inside, gone = person("Ina Innen"), person("Gero Gegangen")
    for who in (inside, gone):
        membership(who, nord, Role.PROVIDER_WORKER, "beta")
    with transaction_in(nord):
        where = models.CaseFile.objects.get(pk=rows[models.CaseFile][0].pk).district
        conferences.team_member(where, inside.pk, "beta")
        conferences.team_member(where, gone.pk, "beta", ends=contracts.LONG_AGO)
    assert opened(client(nord, who=gone), rows) == []
    sheets = {str(i.pk) for i in rows[Item] if i.state != "registered"}
    parts = {
        str(r.pk) for kind in (models.SheetText, models.SheetEntry) for r in rows[kind] if str(r.item_id) in sheets
    }
    for path in opened(client(nord, who=inside), rows):
        assert any(key in path for key in sheets | parts), path
        assert not path.endswith(("/bogen/", "/datenschutz/", "/entscheiden/", "/findings", "/gaeste/")), path


VARIES = re.compile(
    r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"|"csrf[^"]*": ?"[^"]*"|X-CSRFToken[^}]*|nonce="[^"]*"'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
)
LOOKED_AT = [
    "/", "/faelle/", "/faelle/?export=csv", "/suche/?q=51-7", "/beratungen/", "/beratungen/?export=csv", "/sitzungen/",
    "/raumteams/", "/hilfen/", "/hilfen/umfang/", "/hilfen/umfang/?export=csv", "/hilfeplaene/", "/auftraege/", "/aufgaben/",
    "/kinderschutz/", "/kinderschutz/?export=csv", "/mitteilungen/", "/ressourcen/", "/verwaltung/aufbewahrung/",
    "/api/v1/cases", "/api/v1/items", "/api/v1/helps", "/api/v1/outcomes", "/api/v1/provider-tasks", "/api/v1/protections",
    "/api/v1/provider-notices", "/api/v1/team-sessions", "/api/v1/help-amounts",
]  # fmt: skip
OF_CASE = ["case", "case-persons", "case-notes", "case-papers", "case-items", "case-helps", "consents"]


def seen(browser: Client, case: Any) -> dict[str, tuple[int, str]]:
    """What somebody sees everywhere, without what differs from one moment to the next."""
    paths = [*LOOKED_AT, *(url(name, case.pk) for name in OF_CASE), f"/api/v1/cases/{case.pk}"]
    answers = {path: browser.get(path) for path in paths}
    return {path: (a.status_code, VARIES.sub("", a.content.decode())) for path, a in answers.items()}


@pytest.mark.parametrize(
    ("role", "organisation"),
    [("own", None), *at_length([*STRANGERS, (Role.PROVIDER_WORKER, "alpha"), (Role.PROVIDER_MANAGER, "alpha")])],
)
def test_r20_a_process_changes_nothing_that_others_see(nord: Place, role: Any, organisation: str | None) -> None:
    """Not even for the case's own worker, as long as somebody else is in charge; numbers and lists stay as they were."""
    who = person("Frida Fachkraft")
    membership(who, nord, Role.CASE_WORKER if role == "own" else role, organisation)
    with transaction_in(nord):
        case = make.case(number="51-7", **({"worker": who.pk} if role == "own" else {}))
        child = make.person(case)
        helps.followed(case)
        conferences.team_member(case.district, who.pk, organisation)
    browser = client(nord, who=who)
    seen(browser, case)  # the first look may note things on the person's own pages
    before = seen(browser, case)
    with transaction_in(nord):
        process = make.protection(case, uuid7(), concern=SECRET)
        process.persons.add(child)
        process.parts.create(topic="child", seen="Angst", weight="danger", written_by=uuid7())
        process.steps.create(text="Hausbesuch sofort", due_on=process.assess_until, person=uuid7())
        make.notice("alpha" if organisation != "alpha" else "beta", district=case.district)
    after = seen(browser, case)
    assert [path for path in before if before[path] != after[path]] == []


def test_no_narrative_goes_into_the_audit_as_a_reason() -> None:
    """The audit keeps a use case's `reason` in clear: what concerns a family is given as something else (R20)."""
    assert [name for name, verb in registry.items() if name.startswith("cases.") and verb.wants_reason] == []


def test_r20_the_administrator_reads_an_audit_without_child_protection(nord: Place) -> None:
    lead, admin, auditor = (actor(nord, role) for role in (Role.ASD_LEAD, Role.OFFICE_ADMIN, Role.AUDITOR))
    with transaction_in(nord), collecting():
        case = make.case()
        item = conferences.item(case)
        conferences.team_member(case.district, lead.person)
        raise_concern(actor=lead, item=item, concern=SECRET)
        all_of_it = set(audit_policy.rows(auditor).values_list("model", "verb"))
        assert {("cases.protection", "raise_concern"), ("cases.item", "raise_concern")} <= all_of_it
        assert not audit_policy.rows(admin).filter(pk__in=Entry.objects.filter(verb="raise_concern")).exists()
    apart = {
        m._meta.label_lower
        for m in apps.get_app_config("cases").get_models()
        if m.__module__ == "cases.models.protection"
    }
    assert {label for label in apart if "_" not in label} == set(APART)
