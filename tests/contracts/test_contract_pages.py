"""The pages of a contract's life: the record on any day, versions, selection, notice, PDF, Heute, the list."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Contract
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories.people import client

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(name, urlconf="project.urls_office", args=args)


def sent(**fields: object) -> dict[str, object]:
    return {"submission": str(uuid7())} | fields


def two_versions(number: str = "V-1", **fields: object) -> tuple[Contract, Contract]:
    until = {"state": "superseded", "in_force_until": date(2026, 6, 30)}
    first = make.contract("alpha", number=number, corridor_percent=5, **until, **fields)
    since = {"state": "in_force", "in_force_since": date(2026, 7, 1)}
    return first, make.version(first, number=f"{number}/2", corridor_percent=10, **since)


def test_r4_the_record_shows_the_version_of_the_day_and_its_roles(nord):
    with transaction_in(nord):
        first, second = two_versions()
        where = make.district("Hüsten")
        make.role(where, contract=first, ends=date(2026, 3, 31))
        make.role(make.district("Neheim"), contract=first, begins=date(2026, 8, 1))
    planner = client(nord, Role.PLANNER)
    answer = planner.get(url("contract", second.pk), {"on": "1.3.2026"})
    assert answer.status_code == 302 and answer["location"] == f"{url('contract', first.pk)}?on=01.03.2026"
    then = planner.get(answer["location"]).content.decode()
    assert "So war es am 1.\u00a0März 2026" in then and "in Kraft" in then
    assert "Hüsten" in then and "Neheim" not in then
    now = planner.get(url("contract", second.pk)).content.decode()
    assert "Korridor in %: 5,00" in now and "V-1/2" in now and "Neheim" in now
    before = planner.get(url("contract", first.pk), {"on": "1.3.2024"}).content.decode()
    assert "war keine Fassung in Kraft" in before
    for nonsense in ("gestern?", "99.99.9999", "%00", "9" * 300):
        assert planner.get(url("contract", first.pk), {"on": nonsense}).status_code == 200


def test_r4_the_list_shows_what_holds_and_is_open_and_earlier_versions_when_asked(nord):
    with transaction_in(nord):
        _, second = two_versions()
        make.version(second, number="V-1/3")
    planner = client(nord, Role.PLANNER)

    def shown(**chosen: str) -> set[str]:
        page = planner.get(url("contracts"), chosen | {"export": "csv"}).content.decode("utf-8-sig")
        return {line.split(";")[0].split(",")[0].strip('"') for line in page.splitlines()[1:]}

    assert shown() == {"V-1/2", "V-1/3"}
    assert shown(versions="all") == {"V-1", "V-1/2", "V-1/3"}
    assert shown(state="superseded") == {"V-1"}
    assert shown(on="1.3.2026") == {"V-1"}
    assert shown(on="1.9.2026") == {"V-1/2"}
    then = planner.get(url("contracts"), {"on": "1.3.2026"}).content.decode()
    assert "in Kraft" in then and "abgelöst</span>" not in then


def test_warnings_come_twelve_months_ahead(nord):
    today = clock.today()
    with transaction_in(nord):
        make.contract(number="V-BALD", subject="Bald", ends=today + timedelta(days=300))
        make.contract(number="V-SPAET", subject="Spät", ends=today + timedelta(days=400))
        make.contract(number="V-KUEND", subject="Gekündigt", notice_on=today, terminates_on=today + timedelta(days=90))
    planner = client(nord, Role.PLANNER)
    heute = planner.get(url("today")).content.decode()
    assert "Bald läuft aus" in heute and "Gekündigt ist gekündigt" in heute and "Spät" not in heute
    rows = planner.get(url("contracts"), {"soon": "12"}).content.decode()
    assert "V-BALD" in rows and "V-KUEND" in rows and "V-SPAET" not in rows
    assert "gekündigt zum" in rows and "endet in" in rows


def test_r5_after_six_weeks_page_and_heute_name_the_schiedsstelle(nord):
    with transaction_in(nord):
        requested = clock.today() - timedelta(days=42)
        contract = make.contract(regime="78a", state="negotiation", negotiation_requested_on=requested)
    planner = client(nord, Role.PLANNER)
    assert "Jede Seite kann die Schiedsstelle anrufen" in planner.get(url("contract", contract.pk)).content.decode()
    assert "Jede Seite kann die Schiedsstelle anrufen" in planner.get(url("today")).content.decode()


def test_a_planner_amends_by_page_and_a_second_time_is_refused(nord):
    with transaction_in(nord):
        contract = make.contract(number="RV-2025-1")
    planner = client(nord, Role.PLANNER)
    fields = {"begins": "1.12.2025", "change_note": "Mehr Stunden"}
    early = planner.post(url("contract-amend", contract.pk), sent(**fields))
    assert early.status_code == 422 and "vor dem Vertrag" in early.content.decode()
    assert 'id="id_begins_error"' in early.content.decode()
    done = planner.post(url("contract-amend", contract.pk), sent(**fields | {"begins": "1.7.2026"}))
    assert "RV-2025-1/2" in planner.get(done["location"]).content.decode()
    again = planner.post(url("contract-amend", contract.pk), sent(**fields | {"begins": "1.8.2026"}))
    assert again.status_code == 422 and "schon in Arbeit" in again.content.decode()


def test_a_notice_that_is_too_early_gets_its_sentence_at_the_field(nord):
    today = clock.today()
    with transaction_in(nord):
        contract = make.contract(notice_months=3)
    planner = client(nord, Role.PLANNER)
    fields = {"notice_on": f"{today:%d.%m.%Y}", "termination_reason": "Umzug"}
    early = planner.post(url("contract-terminate", contract.pk), sent(terminates_on=f"{today:%d.%m.%Y}", **fields))
    page = early.content.decode()
    assert early.status_code == 422 and 'id="id_terminates_on_error"' in page and "3 Monate" in page
    late = f"{today + timedelta(days=100):%d.%m.%Y}"
    done = planner.post(url("contract-terminate", contract.pk), sent(terminates_on=late, **fields))
    shown = planner.get(done["location"]).content.decode()
    assert "Gekündigt am" in shown and "Kündigung zurücknehmen" in shown


def test_terms_with_own_dates_by_page(nord):
    with transaction_in(nord):
        contract = make.contract(state="draft")
    planner = client(nord, Role.PLANNER)
    fields = {"schedule": "own", "surplus_rule": "share", "surplus_percent": "33,5", "notice_months": "6"}
    wrong = planner.post(url("contract-terms", contract.pk), sent(schedule_dates="30.2.", **fields))
    assert wrong.status_code == 422 and 'id="id_schedule_dates_error"' in wrong.content.decode()
    planner.post(url("contract-terms", contract.pk), sent(schedule_dates="29.2., 15.11.", **fields))
    page = planner.get(url("contract", contract.pk)).content.decode()
    assert "29.2., 15.11." in page and "33,50\u00a0% für den Träger" in page and "6 Monate" in page
    again = planner.get(url("contract-terms", contract.pk)).content.decode()
    assert 'value="29.2., 15.11."' in again and 'value="33,5"' in again


def test_r7_the_selection_by_page_ends_with_parties(nord):
    with transaction_in(nord):
        contract = make.contract("beta", state="draft")
        make.engagement("alpha")
    planner = client(nord, Role.PLANNER)
    planner.post(
        url("contract-selection", contract.pk),
        sent(procedure="interest", announced_on="5.1.2026", closes_on="2.2.2026", criteria="Nähe"),
    )
    late = planner.post(url("applicant-new", contract.pk), sent(organisation="alpha", received_on="3.2.2026"))
    assert late.status_code == 422 and "Die Frist endete" in late.content.decode()
    planner.post(url("applicant-new", contract.pk), sent(organisation="alpha", received_on="2.2.2026", points="88,5"))
    with transaction_in(nord):
        chosen = contract.selection.applicants.get()
    planner.post(
        url("selection-decide", contract.pk), sent(selected=str(chosen.pk), decided_on="9.2.2026", grounds="Nähe")
    )
    page = planner.get(url("contract", contract.pk)).content.decode()
    assert "ausgewählt" in page and "88,50" in page and "Ausgewählte als Parteien aufnehmen" in page
    planner.post(url("selection-admit", contract.pk), sent())
    with transaction_in(nord):
        assert contract.parties.filter(organisation="alpha").exists()


def test_r7_a_provider_reads_its_contract_without_the_selection(nord):
    with transaction_in(nord):
        contract = make.contract("alpha")
        make.applicant(make.selection(contract), "beta", points=12)
    page = client(nord, Role.PROVIDER_MANAGER, "alpha").get(url("contract", contract.pk)).content.decode()
    assert "Auswahl der Träger" not in page and "Auswahlverfahren" not in page


def test_the_contract_as_pdf_for_office_and_party(nord):
    with transaction_in(nord):
        first, second = two_versions(subject='#panic("x") $ *')
        make.agreement(second)
        make.role(make.district("Hüsten"), contract=first)
    for browser in (client(nord, Role.PLANNER), client(nord, Role.PROVIDER_MANAGER, "alpha")):
        answer = browser.get(url("contract-pdf", second.pk))
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
        assert "V-1-2.pdf" in answer["Content-Disposition"]
    assert client(nord, Role.PROVIDER_MANAGER, "beta").get(url("contract-pdf", second.pk)).status_code == 404


def test_the_record_costs_the_same_queries_however_much_there_is(nord):
    planner = client(nord, Role.PLANNER)
    counts = []
    for number, most in (("V-1", 1), ("V-2", 3)):
        with transaction_in(nord):
            second = _filled(number, most)
        planner.get(url("contract", second.pk))
        with CaptureQueriesContext(connection) as queries:
            assert planner.get(url("contract", second.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"] for q in queries]


def _filled(number: str, most: int) -> Contract:
    first, second = two_versions(number)
    rows = [first, second, *([make.version(second, number=f"{number}/3")] if most > 1 else [])]
    for row in rows:
        for kind in ("cost", "content", "quality")[:most]:
            make.agreement(row, kind)
    chosen = make.selection(first)
    for organisation in ("alpha", "beta")[:most]:
        make.applicant(chosen, organisation)
    for n in range(most):
        make.document(first)
        make.negotiation(second)
        make.role(make.district(f"{number} {n}"), contract=first)
        make.line(first, setting=("ambulant", "day", "residential")[n])
    return second
