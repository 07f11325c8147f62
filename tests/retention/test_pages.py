"""The pages of retention: counts for the administration, file numbers for the lead only, the list for the archive."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.retention.models import Disposal, Hold
from kernel.tenancy.place import transaction_in
from tests.factories.people import client
from tests.retention.test_terms import night, over

pytestmark = [pytest.mark.django_db, pytest.mark.urls("project.urls_office")]


def test_file_numbers_are_the_leads_alone(nord):
    with transaction_in(nord):
        case = over()
        night()
        night(30)
        row = Disposal.objects.get()
    lead, admin = client(nord, Role.ASD_LEAD), client(nord, Role.OFFICE_ADMIN)
    for browser, named in ((lead, True), (admin, False)):
        assert browser.get("/verwaltung/aufbewahrung/").status_code == 200
        for path in ("/verwaltung/aufbewahrung/archiv/", "/verwaltung/aufbewahrung/archiv/?export=csv",
                     reverse("disposal", args=[row.pk])):  # fmt: skip
            page = browser.get(path)
            assert page.status_code == 200 and (case.number in page.content.decode()) is named, path
    assert case.number in lead.get("/verwaltung/aufbewahrung/demnaechst/").content.decode()
    assert admin.get("/verwaltung/aufbewahrung/demnaechst/").status_code == 403
    assert lead.get("/verwaltung/aufbewahrung/archiv/liste.pdf").content.startswith(b"%PDF")
    assert admin.get("/verwaltung/aufbewahrung/archiv/liste.pdf").status_code == 403
    assert client(nord, Role.CASE_WORKER).get("/verwaltung/aufbewahrung/").status_code == 403


def test_the_archives_answer_and_a_hold_by_buttons(nord):
    with transaction_in(nord):
        over()
        over(ends=date(1926, 1, 1))
        night()
        night(30)
        first, second = Disposal.objects.all()
    lead = client(nord, Role.ASD_LEAD)
    answer = lead.post(reverse("disposal-answer", args=[first.pk]), {"submission": uuid7(), "taken": "yes"})
    assert answer.status_code == 302
    answer = lead.post(reverse("disposal-hold", args=[second.pk]), {"submission": uuid7(), "reason": "Klage"})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert "Klage" in lead.get("/verwaltung/aufbewahrung/angehalten/").content.decode()
    with transaction_in(nord):
        assert Disposal.objects.get().state == "taken"
        held = Hold.objects.get()
    assert "Wieder freigeben" in lead.get(reverse("hold", args=[held.pk])).content.decode()
    assert lead.post(reverse("hold-lift", args=[held.pk]), {"submission": uuid7()}).status_code == 302


def test_par_80_the_evidence_is_made_from_what_is_declared(nord):
    admin = client(nord, Role.OFFICE_ADMIN)
    page = admin.get("/verwaltung/aufbewahrung/nachweis/").content.decode()
    assert "§ 9b Abs. 2" in page and "AES-GCM" in page and "Fall" in page
    assert admin.get("/verwaltung/aufbewahrung/nachweis.pdf").content.startswith(b"%PDF")
