"""Handing over, standing in, opening a case in an emergency, as a browser gets it."""

from datetime import timedelta

import pytest

from cases.models import CaseFile, CaseRules, CaseTransfer, EmergencyAccess, StandIn
from kernel import clock
from kernel.access.actor import Role
from kernel.audit.models import Entry
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.cases.file_pages import page, sent, url
from tests.factories import cases as make
from tests.factories.people import client, membership, person

pytestmark = pytest.mark.django_db


def test_a_case_is_handed_over_and_the_next_worker_sees_it_on_heute(nord, browser, case):
    other = person("Kolja Kollege")
    membership(other, nord, Role.CASE_WORKER)
    stranger = browser.post(url("case-hand-over", case.pk), sent(worker=str(uuid7()), transferred_on="heute"))
    assert stranger.status_code == 422 and "id_worker_error" in stranger.content.decode()
    done = browser.post(url("case-hand-over", case.pk), sent(worker=str(other.pk), transferred_on="heute"))
    assert done.status_code == 302
    page(browser, "case", case.pk, status=404)
    theirs = client(nord, who=other)
    assert "Fall 51-7 ist Ihnen übergeben" in page(theirs, "today")
    with transaction_in(nord):
        assert CaseTransfer.objects.get().after == other.pk


def test_a_stand_in_opens_the_cases_for_the_days(nord, me, browser, case):
    other = person("Kolja Kollege")
    membership(other, nord, Role.CASE_WORKER)
    fields = sent(stand_in=str(other.pk), begins="heute", ends=f"{clock.today() + timedelta(days=3):%d.%m.%Y}")
    assert browser.post(url("stand-in-new"), fields).status_code == 302
    theirs = client(nord, who=other)
    assert "51-7" in page(theirs, "cases") and "Sie vertreten Frieda Fachkraft" in page(theirs, "today")
    with transaction_in(nord):
        row = StandIn.objects.get()
    assert theirs.post(url("stand-in-end", row.pk), sent()).status_code == 403
    assert "Kolja Kollege" in page(browser, "stand-ins")
    assert browser.post(url("stand-in-end", row.pk), sent()).status_code == 302
    page(theirs, "case", case.pk, status=404)


def test_an_emergency_opens_a_foreign_case_for_hours_and_the_lead_reviews_it(nord, case):
    other, lead = client(nord, Role.CASE_WORKER, who=person("Nora Notdienst")), client(nord, Role.ASD_LEAD)
    page(other, "case", case.pk, status=404)
    for fields, sentence in (
        ({"number": "51-7", "why": ""}, "id_why_error"),
        ({"number": "51-7", "why": "darum"}, "in einem Satz, warum"),
        ({"number": "99-9", "why": "Kind steht vor der Tür"}, "Dazu gibt es keinen Fall"),
        ({"why": "Kind steht vor der Tür"}, "oder Name und Geburtsdatum"),
    ):
        refused = other.post(url("emergency-open"), sent(**fields))
        assert refused.status_code == 422 and sentence in refused.content.decode()
    opened = other.post(url("emergency-open"), sent(number="51-7", why="Kind steht vor der Tür"))
    assert opened.status_code == 302 and opened["location"] == url("case", case.pk)
    shown = page(other, "case", case.pk)
    assert "Müller-Straße" in shown and "Notzugriff bis" in shown
    page(other, "case-hand-over", case.pk, status=403)
    with transaction_in(nord):
        row = EmergencyAccess.objects.get()
        assert timedelta(hours=23) < row.expires_at - row.opened_at <= timedelta(hours=24)
        assert not Entry.objects.filter(reason__contains="Tür").exists()
    assert "Notzugriff auf Fall 51-7" in page(lead, "today") and "Nora Notdienst" in page(lead, "emergencies")
    assert "Kind steht vor der Tür" in page(lead, "emergency-review", row.pk)
    unsaid = lead.post(url("emergency-review", row.pk), sent(justified="no"))
    assert unsaid.status_code == 422 and "warum der Zugriff nicht nötig war" in unsaid.content.decode()
    assert lead.post(url("emergency-review", row.pk), sent(justified="yes")).status_code == 302
    assert "Notzugriff" not in page(lead, "today")
    with transaction_in(nord):
        past = row.opened_at - timedelta(days=2)
        EmergencyAccess.objects.update(opened_at=past, expires_at=past + timedelta(hours=1))
    page(other, "case", case.pk, status=404)


def test_an_emergency_finds_a_case_by_name_and_birth_date(nord, case):
    with transaction_in(nord):
        make.person(case, given_name="Ole", family_name="Müller", birth_date="2016-04-03")
    other = client(nord, Role.CASE_WORKER, who=person("Nora Notdienst"))
    why = "Kind steht vor der Tür"
    assert other.post(url("emergency-open"), sent(name="Ole Müller", birth_date="4.4.2016", why=why)).status_code == 422
    assert other.post(url("emergency-open"), sent(name="Ole Müller", birth_date="3.4.2016", why=why)).status_code == 302


def test_86c_a_move_to_another_office(nord, browser, case):
    fields = sent(office_name="Jugendamt Weststadt", announced_on=f"{clock.today() - timedelta(days=20):%d.%m.%Y}")
    with transaction_in(nord):
        CaseFile.objects.filter(pk=case.pk).update(begins=clock.today() - timedelta(days=100))
    assert browser.post(url("case-announce", case.pk), fields).status_code == 302
    assert "Die Familie wechselt zu Jugendamt Weststadt" in page(browser, "case", case.pk)
    assert "Gespräch eintragen" in page(browser, "today")
    assert browser.post(url("case-talk", case.pk), sent(talk_on="heute")).status_code == 302
    assert browser.post(url("case-accepted", case.pk), sent(accepted_on="heute")).status_code == 302
    assert "Familie verzogen" in page(browser, "case", case.pk)


def test_phases_end_and_reopening(nord, browser, case):
    assert browser.post(url("phase-new", case.pk), sent(kind="planning", begins="gestern")).status_code == 302
    assert "Hilfeplanung" in page(browser, "case", case.pk)
    assert browser.post(url("phase-undo", case.pk), sent()).status_code == 302
    assert browser.post(url("case-close", case.pk), sent(ends="heute", end_reason="done")).status_code == 302
    assert "Anliegen erledigt" in page(browser, "case", case.pk)
    assert browser.post(url("case-reopen", case.pk), sent()).status_code == 302


def test_the_office_sets_its_rules(nord):
    admin = client(nord, Role.OFFICE_ADMIN)
    fields = {
        "approval_minutes_a_week": "15",
        "approval_months": "9",
        "review_months": "6",
        "emergency_hours": "12",
        "first_assessment_days": "1",
    }
    refused = admin.post(url("case-rules"), sent(**fields | {"review_months": "24"}))
    assert refused.status_code == 422 and "§ 36 Abs. 2" in refused.content.decode()
    assert admin.post(url("case-rules"), sent(**fields)).status_code == 302
    with transaction_in(nord):
        row = CaseRules.objects.get()
    assert (row.approval_minutes_a_week, row.emergency_hours, row.approval_residential) == (900, 12, False)
    for version, status in ((row.version - 1, 409), (row.version, 302)):  # two at once: the second reads anew
        assert admin.post(url("case-rules"), sent(**fields, version=version)).status_code == status
