"""What belongs to one provider does not exist for another: every page that takes a key, every list, every export.

An address is asked for the keys of the table in which it looks; in `make test-full` for every key that there is.
"""

import pytest
from django.urls import reverse

from contracts.api.urls import router
from contracts.models import HoursMonth
from kernel import clock
from kernel.access.actor import Role
from kernel.access.policy import policy_of
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories import people
from tests.walk import routes, tables_asked

pytestmark = pytest.mark.django_db
ROLES = [Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER, pytest.param(Role.PROVIDER_ADMIN, marks=pytest.mark.full)]
PAGES = [r for r in routes("project.urls_office") if not r.pattern.startswith("api/")]
KNOWN_TO_ALL = {"districts", "centres", "roles", "offers", "offer-dates", "centre-members"}
SECRET = "Geheim-4711"
KEYS = pytest.mark.parametrize("every_key", [False, pytest.param(True, marks=pytest.mark.full)], ids=["own", "every"])


@pytest.fixture
def of_alpha(nord):
    """Everything that alpha has in the office, its texts marked."""
    worker = people.person("Fachkraft von Alpha")
    people.membership(worker, nord, Role.PROVIDER_WORKER, "alpha")
    with transaction_in(nord):
        make.role(make.district("Süd"), "beta")
        contract = make.contract("alpha", subject=SECRET)
        role = make.role(contract=contract)
        line = make.line(contract, state="released", remark=SECRET)
        outside = make.outside_line(remark=SECRET)
        paper = make.document(contract, title=SECRET)
        first = clock.today().replace(day=1)
        found = [
            contract, line, outside, paper, paper.versions.get(), make.instalment(line), make.account(holder=SECRET),
            make.hours(role, worker=worker.pk), make.hours_month(worker.pk, first, state="submitted"),
            make.timer(worker.pk, role.district), make.hours_import(worker.pk, filename=SECRET), make.reference(),
            make.readjustment(line, trigger=SECRET), make.posting(line, reason=SECRET), make.rate(outside),
            make.invoice(outside, remark=SECRET), make.allocation(make.line(contract, work_kind="case")),
            make.negotiation(contract, topic=SECRET), make.agreement(contract, summary=SECRET),
            query := make.proof_query(question=SECRET), query.proof, make.contact(make.centre(role.district)),
            run := make.run(make.instalment(line, number=2)), run.payments.get(), *contract.parties.all(),
        ]  # fmt: skip
        proof = query.proof
        proof.report = SECRET
        proof.save()
        return found


def allowed(role):
    for route in PAGES:
        page = route.access and route.access.kind == "page" and route.parameters == ("pk",)
        if page and policy_of(route.access.permission).allows_role(role, route.access.permission):
            yield route


@KEYS
@pytest.mark.parametrize("role", ROLES)
def test_no_key_of_another_provider_opens_or_changes_anything(nord, of_alpha, role, every_key):
    browser = people.client(nord, role, "beta")
    opened = []
    for route in allowed(role):
        kinds = sorted(route.access.methods & {"GET", "POST"})
        tables = tables_asked(browser, kinds[0], route)
        for row in of_alpha:
            if not every_key and tables and row._meta.db_table not in tables:
                continue
            for method in kinds:
                send = browser.get if method == "GET" else browser.post
                status = send(route.path(pk=row.pk), {"submission": str(uuid7())}).status_code
                if status not in (403, 404):
                    opened.append((route.pattern, method, status))
    assert opened == []
    with transaction_in(nord):
        assert HoursMonth.objects.filter(state="approved").count() == 0


@KEYS
@pytest.mark.parametrize("role", ROLES)
def test_no_list_and_no_export_names_what_is_anothers(nord, of_alpha, role, every_key):
    browser = people.client(nord, role, "beta")
    keys = {str(row.pk) for row in of_alpha}
    for prefix, viewset, _ in router.registry:
        answer = browser.get(f"/api/v1/{prefix}")
        assert answer.status_code in (200, 403), prefix
        if prefix not in KNOWN_TO_ALL:
            text = answer.content.decode()
            assert SECRET not in text and not [key for key in keys if key in text], prefix
        for row in of_alpha if answer.status_code == 200 and prefix not in KNOWN_TO_ALL else ():
            if every_key or isinstance(row, viewset.policy.model):
                assert browser.get(f"/api/v1/{prefix}/{row.pk}").status_code == 404, prefix
    for route in PAGES:
        if route.parameters or not route.access or route.access.kind != "page" or "GET" not in route.access.methods:
            continue
        for address in (route.path(), f"{route.path()}?export=csv"):
            answer = browser.get(address)
            assert SECRET not in answer.content.decode("utf-8", "replace"), address
    assert SECRET not in browser.get("/suche/", {"q": SECRET[:6]}).content.decode().replace(f'value="{SECRET[:6]}"', "")


def test_a_month_of_another_provider_is_not_approved_by_its_key(nord, of_alpha):
    browser = people.client(nord, Role.PROVIDER_MANAGER, "beta")
    with transaction_in(nord):
        month = HoursMonth.objects.get(state="submitted")
    given = {"submission": str(uuid7()), "month": month.month.isoformat(), "only": str(month.pk)}
    browser.post(reverse("months-approve", urlconf="project.urls_office"), given)
    with transaction_in(nord):
        month.refresh_from_db()
        assert month.state == "submitted"
