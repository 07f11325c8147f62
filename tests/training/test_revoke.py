"""A certificate is revoked by whose office issued it, with a reason from a list; all who check it see since when (R26)."""

import pytest
from django.core.cache import cache
from django.test import Client

from kernel import clock
from kernel.access.actor import Role
from kernel.access.errors import Conflict, Denied
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tenants.training.models import Certificate
from tenants.training.usecases.attendance import revoke_certificate
from tenants.worklist.models import Event
from tests.api.conftest import Api
from tests.contracts.test_districts import refused
from tests.database import set_up
from tests.factories import people as make
from tests.factories import training
from tests.training.test_record import employ
from tests.training.test_record_pages import at_home, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(nord):
    who = make.person("Kim Beispiel")
    employ(who)
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    return who


def test_r26_only_the_office_that_issued_it_revokes_a_certificate_once_and_says_why(worker, nord, sued):
    row = training.record_certificate(worker, "sued", "alpha")
    with make.acting(nord, Role.TRAINING) as organiser, pytest.raises(Denied):
        revoke_certificate(actor=organiser, certificate=row, why="mistake")  # it sees the row, for Kim works there
    with make.acting(sued, Role.OFFICE_ADMIN) as other, pytest.raises(Denied):
        revoke_certificate(actor=other, certificate=row, why="mistake")
    with make.acting(sued, Role.TRAINING) as organiser:
        with refused("why", "Grund aus der Liste"):
            revoke_certificate(actor=organiser, certificate=row, why="weil")
        done = revoke_certificate(actor=organiser, certificate=row, why="attendance", version=1)
        assert done.revoked_at and done.version == 2
        with refused(None, "schon widerrufen"):
            revoke_certificate(actor=organiser, certificate=row, why="mistake")
        with pytest.raises(Conflict):
            revoke_certificate(actor=organiser, certificate=row, why="mistake", version=1)
    with set_up():
        event = Event.objects.get()
    assert (event.kind, event.person, event.office_id) == ("certificate_revoked", worker.pk, "sued")


def test_r26_the_check_says_since_when_and_an_employer_does_not_learn_why(worker, nord):
    cache.clear()
    row = training.record_certificate(worker, "nord", "alpha", code="ABCDEFGHJKLM")
    organiser = make.client(nord, Role.TRAINING)
    page = f"/fortbildung/nachweise/{row.pk}/"
    assert "Nachweis widerrufen" in text(organiser.get(page))
    assert organiser.get(f"{page}nachweis.pdf").content.startswith(b"%PDF")
    assert organiser.post(f"{page}widerrufen/", {"submission": uuid7(), "version": 1}).status_code == 422
    sent = {"submission": uuid7(), "version": 1, "why": "evidence"}
    assert organiser.post(f"{page}widerrufen/", sent).status_code == 302
    shown = text(organiser.get(page))
    assert "Beleg war nicht echt" in shown and "Nachweis widerrufen" not in shown
    assert organiser.get(f"{page}nachweis.pdf").status_code == 404
    anyone = Client(headers={"host": "hilfenetz.localhost"})
    checked = text(anyone.get("/fortbildung/nachweis/ABCDEFGHJKLM/"))
    assert f"am {clock.today():%d.%m.%Y}" in checked and "echt" not in checked
    assert "Beleg war nicht echt" in text(at_home(worker).get(page))
    boss = make.person("Leitung")
    employ(boss, role=Role.PROVIDER_MANAGER)
    seen = text(at_home(boss).get(f"/traeger/alpha/nachweise/{row.pk}/"))
    assert "Widerrufen am" in seen and "echt" not in seen


def test_r26_revoked_by_api(worker, nord):
    row = training.record_certificate(worker, "nord", "alpha")
    organiser = Api(make.client(nord, Role.TRAINING))
    manager = Api(make.client(nord, Role.PROVIDER_MANAGER, "alpha"))
    path = f"training-records/{row.pk}"
    assert manager.post(f"{path}/revoke", {"why": "mistake"}, if_match="*").status_code == 403
    assert organiser.post(f"{path}/revoke", {"why": "x"}, if_match="*").status_code == 422
    assert organiser.post(f"{path}/revoke", {"why": "mistake"}, if_match='"1"').json()["state"] == "revoked"
    assert organiser.post(f"{path}/revoke", {"why": "mistake"}, if_match='"1"').status_code == 412


def test_r26_a_recognition_is_confirmed_by_pdf_and_leads_to_its_evidence(worker, nord):
    row = training.record_recognition(worker, organisation="alpha")
    organiser = Api(make.client(nord, Role.TRAINING))
    assert organiser.post(f"training-recognitions/{row.pk}/recognise", {}, if_match="*").status_code == 200
    with set_up():
        made = Certificate.objects.get()
        assert Event.objects.get().kind == "recognition_decided"
    browser = at_home(worker)
    page = text(browser.get(f"/fortbildung/nachweise/{made.pk}/"))
    assert f"/fortbildung/anerkennungen/{row.pk}/" in page
    pdf = browser.get(f"/fortbildung/nachweise/{made.pk}/nachweis.pdf")
    assert pdf.content.startswith(b"%PDF") and "Nachweis" in pdf["Content-Disposition"]
    stranger = make.person("Fremd")
    assert at_home(stranger).get(f"/fortbildung/nachweise/{made.pk}/nachweis.pdf").status_code == 404
    with transaction_in(nord):
        assert not Certificate.objects.exclude(person=worker).exists()
