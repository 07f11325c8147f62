"""A person's record is printed for inspection, corrected, and an objection is noted (Art. 15, 16, 21 DSGVO)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import CaseNote, PersonRequest
from cases.queries.inspection import inspection_of
from cases.usecases.inspection import answer_request, record_request
from cases.web.today import inspection as today
from kernel.access.actor import Role
from kernel.access.errors import Denied
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.contracts.test_districts import refused
from tests.factories import cases as make
from tests.factories.people import acting, actor, client, person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("project.urls_office")]
DAY = timedelta(days=1)


def test_art_15_tells_the_own_data_and_nothing_of_others(nord):
    with acting(nord, Role.CASE_WORKER) as worker:
        case = make.case(worker=worker.person, referral="school")
        mother = make.person(case, "mother", given_name="Mara", address="Ahornweg 1", birth_date=date(1990, 3, 1))
        child = make.person(case, given_name="Kolja")
        confided = {"case": case, "happened_on": worker.today, "entrusted": True}
        CaseNote.objects.create(author=worker.person, confider=mother, text="Ich habe Angst um Kolja", **confided)
        CaseNote.objects.create(author=worker.person, confider=child, text="Die Mutter trinkt", **confided)
        CaseNote.objects.create(author=uuid7(), confider=mother, text="Einer anderen gesagt", **confided)
        CaseNote.objects.create(case=case, author=uuid7(), happened_on=worker.today, text="Nachbar Huber sagt")
        make.protection(case, worker.person, concern="Verdacht")
        told = inspection_of(worker, mother)
        text = str(told)
        assert "Ahornweg 1" in text and "01.03.1990" in text and "Schule" in text and "Angst um Kolja" in text
        assert "Eine Notiz" in text and "70 Jahre" in told["term"]
        for hidden in ("trinkt", "Einer anderen", "Huber", "Verdacht", "S-", "Beispiel', 'value': 'Kolja"):
            assert hidden not in text, hidden


def test_art_16_and_21_are_noted_and_answered(nord):
    stranger = actor(nord, Role.CASE_WORKER)
    with acting(nord, Role.CASE_WORKER) as worker:
        who = make.person(make.case(worker=worker.person))
        with refused("text", "anders sieht"):
            record_request(actor=worker, person=who, kind="objection", received_on=worker.today)
        with refused("received_on", "Zukunft"):
            record_request(actor=worker, person=who, kind="inspection", received_on=worker.today + DAY)
        with pytest.raises(Denied):
            record_request(actor=stranger, person=who, kind="inspection", received_on=worker.today)
        row = record_request(actor=worker, person=who, kind="objection", received_on=worker.today, text="Stimmt nicht")
        assert [d.action for d in today.due(worker)] == ["Antworten"] and not list(today.due(stranger))
        with refused("answered_on", "vor dem Eingang"):
            answer_request(actor=worker, request=row, answer="Nein", answered_on=worker.today - DAY)
        answer_request(actor=worker, request=row, answer="Ist vermerkt", answered_on=worker.today)
        with refused(None, "schon beantwortet"):
            answer_request(actor=worker, request=row, answer="Noch einmal", answered_on=worker.today)
        assert not list(today.due(worker))


def test_art_15_as_a_page_and_as_a_pdf(nord):
    who = person("Ina Inspektion")
    browser, other = client(nord, Role.CASE_WORKER, who=who), client(nord, Role.CASE_WORKER)
    with transaction_in(nord):
        row = make.person(make.case(worker=who.pk), address="Ahornweg 1")
    page, pdf = (reverse(n, args=[row.pk]) for n in ("person-inspection", "person-inspection-pdf"))
    assert "Ahornweg 1" in browser.get(page).content.decode()
    answer = browser.get(pdf)
    assert answer.content.startswith(b"%PDF") and "Kim" not in answer["content-disposition"]
    assert other.get(page).status_code == 404 and other.get(pdf).status_code == 404
    sent = browser.post(
        reverse("person-request-new", args=[row.pk]),
        {"submission": uuid7(), "kind": "correction", "received_on": "heute", "text": "Heißt Kimi"},
    )
    assert sent.status_code == 302
    assert "Heißt Kimi" in browser.get(page).content.decode()
    with transaction_in(nord):
        asked = PersonRequest.objects.get()
    answer = browser.post(
        reverse("person-request-answer", args=[asked.pk]),
        {"submission": uuid7(), "answer": "Berichtigt", "answered_on": "heute"},
    )
    assert answer.status_code == 302 and "Berichtigt" in browser.get(page).content.decode()
