"""What people and programs put into addresses: nonsense is answered, never with an error of the program."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from contracts.policy import contract_policy
from contracts.queries.hours import hours_for
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAYS = [
    "0001-01-01",
    "9999-12-31",
    "1.1.0000",
    "31.12.9999",
    "31.2.",
    "\x00",
    "heute\x00",
    "%",
    "-1",
    "x" * 400,
    "１.１.２０２６",
]
NUMBERS = ["0", "-1", "9999", "020261", "0121", "12\x00", "9" * 400, "²", "NaN", "1e400", " 5"]
KEYS = ["\x00", "alpha\x00", "' OR 1=1 --", "../../x", "x" * 5000, "alpha", str(uuid7())]
HOSTILE = {
    "on": DAYS, "ab": DAYS, "tag": DAYS, "bis": DAYS, "jahr": NUMBERS, "monat": NUMBERS, "year": NUMBERS,
    "traeger": KEYS, "vertrag": KEYS, "contract": KEYS, "organisation": KEYS, "reference": KEYS, "feld": KEYS,
    "page": NUMBERS, "raum": KEYS, "dauer": NUMBERS, "verfahren": KEYS, "sort": ["-\x00", "amount", "x"],
    "export": ["\x00", "pdf"], "since": DAYS, "until": DAYS, "zentrum": KEYS, "centre": KEYS, "state": KEYS,
}  # fmt: skip
READ = {
    "contract": ["on"],
    "contracts": ["page", "organisation", "state", "sort", "export"],
    "contract-ledger": ["jahr", "traeger", "page", "export"],
    "contract-hours": ["jahr", "monat", "traeger"],
    "line-hours": ["monat", "page"],
    "line-ledger": ["page", "sort"],
    "lines": ["year", "contract", "organisation", "sort"],
    "steering": ["jahr", "organisation"],
    "instalments": ["since", "until", "organisation"],
    "runs": ["page", "state"],
    "run-new": ["bis"],
    "proofs": ["year", "contract", "organisation"],
    "proof-open": ["jahr", "vertrag"],
    "hours": ["since", "until", "reference", "organisation"],
    "hours-sums": ["since", "organisation"],
    "invoices": ["organisation", "state"],
    "readjustments": ["state"],
    "line-split": ["verfahren"],
    "districts": ["on", "page"],
    "roles": ["on", "organisation"],
    "district": ["on"],
}
WORKER = {
    "hours-week": ["ab"],
    "hours-copy": ["ab"],
    "hours-new": ["tag", "dauer", "raum", "art"],
    "hours-several": ["tag"],
}


def address(name, *args):
    return reverse(name, urlconf="project.urls_office", args=args)


@pytest.fixture
def keys(nord):
    with transaction_in(nord):
        role = make.role(contract=make.contract("alpha", begins=date(2025, 1, 1), in_force_since=date(2025, 1, 1)))
        line = make.line(role.contract, state="released")
        make.instalment(line)
        make.hours(role)
        return {"contract": role.contract_id, "line": line.pk, "district": role.district_id}


def failures(browser, pages, keys):
    """Addresses that are answered with an error of the program."""
    found = []
    for name, parameters in pages.items():
        kind = name.split("-")[0]
        needs = name in ("contract", "district") or name in (
            "contract-ledger",
            "contract-hours",
            "line-hours",
            "line-ledger",
        )
        path = address(name, keys[kind]) if needs else address(name)
        for parameter in parameters:
            for value in HOSTILE.get(parameter, KEYS):
                try:
                    status = browser.get(path, {parameter: value}).status_code
                except Exception as error:  # noqa: BLE001 - the test's client raises what a server answers with 500
                    status = repr(error)[:90]
                if not isinstance(status, int) or status >= 500:
                    found.append((name, parameter, value[:20], status))
    return found


@pytest.mark.full
def test_nonsense_in_the_address_of_the_offices_pages(nord, keys):
    who = people.person("Alle Rechte")
    for role in (Role.PLANNER, Role.FINANCE):
        people.membership(who, nord, role)
    pages = {name: parameters for name, parameters in READ.items() if name != "line-split"}
    assert failures(people.client(nord, Role.OFFICE_ADMIN, who=who), pages, keys) == []


def test_nonsense_in_the_address_of_a_workers_pages(nord, keys):
    assert failures(people.client(nord, Role.PROVIDER_WORKER, "alpha"), WORKER, keys) == []


def test_r12_someone_with_a_second_role_at_a_provider_does_not_learn_who_worked_elsewhere(nord):
    """An auditor who also works for beta reads alpha's hours without names."""
    who, worker = people.person("Zwei Rollen"), people.person("Fachkraft von Alpha")
    people.membership(who, nord, Role.PROVIDER_MANAGER, "beta")
    people.membership(worker, nord, Role.PROVIDER_WORKER, "alpha")
    actor = people.actor(nord, Role.AUDITOR, who=who)
    with transaction_in(nord):
        make.hours(make.role(), worker=worker.pk)
        make.hours(make.role(make.district("Süd"), "beta"), worker=who.pk)
        names = {row.organisation_id: row.worker_name for row in hours_for(actor)}
    assert names["alpha"] is None and names["beta"]


def test_r4_a_new_version_is_negotiated_with_its_own_parties_only(nord):
    """Who left the contract still reads what it signed, not what the others negotiate; drafts nobody reads."""
    alpha = people.actor(nord, Role.PROVIDER_MANAGER, "alpha")
    beta = people.actor(nord, Role.PROVIDER_MANAGER, "beta")
    with transaction_in(nord):
        first = make.contract("alpha", "beta")
        later = make.version(first, state="draft")
        later.parties.filter(organisation="beta").delete()
        assert set(contract_policy.rows(alpha)) == set(contract_policy.rows(beta)) == {first}
        later.state = "negotiation"
        later.save()
        assert set(contract_policy.rows(alpha)) == {first, later}
        assert set(contract_policy.rows(beta)) == {first}


def test_r4_who_negotiates_to_join_does_not_read_what_it_did_not_sign(nord):
    gamma = people.actor(nord, Role.PROVIDER_MANAGER, "beta")
    with transaction_in(nord):
        first = make.contract("alpha")
        later = make.version(first, state="negotiation")
        later.parties.create(organisation_id="beta")
        assert later in contract_policy.rows(gamma)


def test_the_week_of_a_day_at_the_end_of_time(nord, keys):
    browser = people.client(nord, Role.PROVIDER_WORKER, "alpha")
    for day in ("31.12.2199", "1.1.1900", (clock.today() + timedelta(days=4000)).isoformat()):
        assert browser.get(address("hours-week"), {"ab": day}).status_code == 200
