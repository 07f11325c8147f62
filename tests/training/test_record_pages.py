"""Pages of the record: in the office, in the workspace, at one's own account; each shows what its reader may see (R25, R26)."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from tenants.people.models import Person
from tenants.training.models import Certificate, ConductAssurance, ConductCheck, Recognition, Release, Requirement
from tests.database import set_up
from tests.factories import people as make
from tests.factories import training
from tests.training.test_record import employ

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def at_home(who: Person) -> Client:
    """A browser at the service's own address."""
    browser = Client(headers={"host": "hilfenetz.localhost"})
    browser.force_login(make.account(who))
    return browser


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def worker(nord):
    who = make.person("Kim Beispiel")
    employ(who)
    make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
    training.record_certificate(who, "sued", "beta", title="Mit Beta")
    training.record_certificate(who, "nord", "alpha", title="Mit Alpha")
    return who


@pytest.fixture
def leads(alpha):
    who = make.person("Leitung")
    employ(who, role=Role.PROVIDER_MANAGER)
    return at_home(who)


def asked(**fields):
    return {
        "submission": uuid7(),
        "title": "Sozialraum kompakt",
        "institution": "Akademie",
        "completed_on": "1.3.2026",
        "minutes": "24",
        "file": SimpleUploadedFile("zeugnis.pdf", training.PDF, "application/pdf"),
    } | fields


def test_the_own_record_with_its_files_and_releases(worker):
    browser = at_home(worker)
    page = text(browser.get("/fortbildung/nachweise/"))
    assert "Mit Beta" in page and "Mit Alpha" in page and "Meine Nachweise" in page
    assert "Mit Beta" in browser.get("/fortbildung/nachweise/?export=csv").content.decode("utf-8-sig")
    assert browser.get("/fortbildung/nachweise/?export=xlsx").content.startswith(b"PK")
    answer = browser.get("/fortbildung/nachweise/nachweise.json")
    assert {c["employer"] for c in json.loads(answer.content)["certificates"]} == {
        "Alpha Jugendhilfe", "Beta Familiendienste",
    }  # fmt: skip
    assert "Alpha Jugendhilfe" in text(browser.get("/fortbildung/nachweise/freigaben/"))
    browser.post("/fortbildung/nachweise/freigaben/alpha/geben/", {"submission": uuid7()})
    with set_up():
        release = Release.objects.get(person=worker)
    assert "freigegeben am" in text(browser.get("/fortbildung/nachweise/freigaben/"))
    browser.post(f"/fortbildung/nachweise/freigaben/{release.pk}/zuruecknehmen/", {"submission": uuid7()})
    assert "nur, was Sie dort gelernt haben" in text(browser.get("/fortbildung/nachweise/freigaben/"))
    assert browser.post("/fortbildung/nachweise/freigaben/beta/geben/", {"submission": uuid7()}).status_code == 404


def test_nobody_else_opens_the_own_pages():
    assert Client(headers={"host": "hilfenetz.localhost"}).get("/fortbildung/nachweise/").status_code == 302
    foreign = training.record_recognition(make.person("Jemand"))
    browser = at_home(make.person("Ich"))
    for path in ("", "beleg/"):
        assert browser.get(f"/fortbildung/anerkennungen/{foreign.pk}/{path}").status_code == 404


def test_from_the_workers_request_to_the_certificate(worker, nord):
    browser, organiser = at_home(worker), make.client(nord, Role.TRAINING)
    with set_up():
        workplace = worker.memberships.get(office="nord")
    curriculum = training.record_curriculum()
    given = {"workplace": workplace.pk, "curriculum": curriculum.pk}
    wrong = browser.post("/fortbildung/anerkennungen/neu/", asked(**given, file=""))
    assert wrong.status_code == 422 and "Wählen Sie eine Datei aus" in wrong.content.decode()
    fake = SimpleUploadedFile("zeugnis.pdf", b"<script>", "application/pdf")
    wrong = browser.post("/fortbildung/anerkennungen/neu/", asked(**given, file=fake))
    assert wrong.status_code == 422 and "keine Datei, die wir annehmen" in wrong.content.decode()
    done = browser.post("/fortbildung/anerkennungen/neu/", asked(**given), follow=True)
    assert "beantragt" in text(done)
    with set_up():
        row = Recognition.objects.get(person=worker)
    assert "1 Antrag wartet" in text(organiser.get("/fortbildung/anerkennungen/"))
    file = organiser.get(f"/fortbildung/anerkennungen/{row.pk}/beleg/")
    assert file.content == training.PDF and "attachment" in file["Content-Disposition"]
    path = f"/fortbildung/anerkennungen/{row.pk}/"
    assert "Begründung" in text(organiser.get(f"{path}ablehnen/"))
    assert organiser.post(f"{path}ablehnen/", {"submission": uuid7(), "reason": ""}).status_code == 422
    assert "anerkannt" in text(organiser.post(f"{path}anerkennen/", {"submission": uuid7()}, follow=True))
    assert "Sozialraum kompakt" in text(browser.get("/fortbildung/nachweise/"))
    assert "Sozialraum kompakt" in text(organiser.get("/fortbildung/nachweise/"))
    with set_up():
        assert Certificate.objects.get(recognition=row).minutes == 24 * 60


def test_the_manager_asks_in_the_workspace_and_sees_own_staff_only(worker, leads, nord):
    page = text(leads.get("/traeger/alpha/nachweise/"))
    assert "Mit Alpha" in page and "Mit Beta" not in page
    stranger = make.person("Fremd")
    make.membership(stranger, nord, Role.PROVIDER_WORKER, "beta")
    with set_up():
        own, foreign = worker.memberships.get(office="nord"), stranger.memberships.get(office="nord")
    given = {"curriculum": training.record_curriculum().pk}
    path = "/traeger/alpha/anerkennungen/"
    assert leads.post(f"{path}neu/", asked(**given, workplace=foreign.pk)).status_code == 422
    assert leads.post(f"{path}neu/", asked(**given, workplace=own.pk)).status_code == 302
    assert "Kim Beispiel" in text(leads.get(path))
    with set_up():
        row = Recognition.objects.get()
    assert leads.get(f"{path}{row.pk}/beleg/").content == training.PDF
    other = training.record_recognition(stranger, organisation="beta")
    assert leads.get(f"{path}{other.pk}/").status_code == 404


def test_requirements_and_coverage_in_the_office_and_in_the_workspace(worker, leads, nord):
    organiser = make.client(nord, Role.TRAINING)
    assert "Pflicht festlegen" in text(organiser.get("/fortbildung/pflichten/"))
    answer = organiser.post(
        "/fortbildung/pflichten/neu/",
        {
            "submission": uuid7(),
            "curriculum": training.record_curriculum(title="Datenschutz").pk,
            "roles": ["provider_worker"],
            "within_months": 6,
            "begins": "1.1.2024",
        },
        follow=True,
    )
    assert "Kim Beispiel" in text(answer) and "überfällig" in text(answer)
    with set_up():
        row = Requirement.objects.get()
    planner = make.client(nord, Role.PLANNER)
    for by in ("", "?nach=provider", "?nach=district", "?nach=team", "?nach=office"):
        page = text(planner.get(f"/fortbildung/abdeckung/{by}"))
        assert "0 von 1 nötigen Nachweisen" in page and "Kim" not in page
    assert "nötige Plätze: 1" in text(planner.get("/fortbildung/abdeckung/plan/"))
    assert planner.get(f"/fortbildung/pflichten/{row.pk}/").status_code == 403
    assert f"/fortbildung/pflichten/{row.pk}/" not in text(planner.get("/fortbildung/abdeckung/"))
    assert f"/fortbildung/pflichten/{row.pk}/" in text(organiser.get("/fortbildung/abdeckung/"))
    assert f"/traeger/alpha/abdeckung/{row.pk}/" in text(leads.get("/traeger/alpha/abdeckung/"))
    assert "Kim Beispiel" in text(leads.get(f"/traeger/alpha/abdeckung/{row.pk}/"))
    foreign = training.record_requirement("sued")
    assert leads.get(f"/traeger/alpha/abdeckung/{foreign.pk}/").status_code == 404
    organiser.post(f"/fortbildung/pflichten/{row.pk}/beenden/", {"submission": uuid7(), "ends": "1.2.2024"})
    assert "Niemand braucht heute" in text(planner.get("/fortbildung/abdeckung/"))


def test_r25_certificates_of_conduct_stay_in_the_workspace(worker, leads, nord):
    path = "/traeger/alpha/fuehrungszeugnisse/"
    assert "Bei 2 Personen fehlt" in text(leads.get(path))
    form = {"submission": uuid7(), "certificate_date": "1.9.2026", "inspected_on": "1.10.2026", "clear": "yes"}
    assert leads.post(f"{path}person/{worker.pk}/", form).status_code == 302
    assert "Bisherigen löschen" in text(leads.get(f"{path}person/{worker.pk}/"))
    assert "noch nicht zugesichert" in text(leads.get(f"{path}zusicherungen/"))
    leads.post(f"{path}zusicherungen/nord/", {"submission": uuid7()})
    with set_up():
        assert ConductAssurance.objects.get().people == 1
        check = ConductCheck.objects.get()
    organiser = make.client(nord, Role.TRAINING)
    page = text(organiser.get("/fortbildung/nachweise/zusicherungen/"))
    assert "Alpha Jugendhilfe" in page and "Kim" not in page
    assert (
        leads.post(f"{path}{check.pk}/loeschen/", {"submission": uuid7(), "version": check.version}).status_code == 302
    )
    worker_page = at_home(worker).get(path)
    assert worker_page.status_code == 403


@pytest.mark.parametrize(
    "path", ["nachweise/", "anerkennungen/", "abdeckung/", "abdeckung/?nach=district", "abdeckung/plan/"]
)
def test_lists_cost_the_same_queries_at_one_and_at_three_rows(nord, path):
    browser = make.client(nord, Role.TRAINING)

    def one() -> int:
        who = make.person("Noch jemand")
        make.membership(who, nord, Role.PROVIDER_WORKER, "alpha")
        training.record_certificate(who)
        training.record_recognition(who)
        training.record_requirement(curriculum=training.record_curriculum(title=f"K {uuid7()}"))
        browser.get(f"/fortbildung/{path}")
        with CaptureQueriesContext(connection) as asked:
            text(browser.get(f"/fortbildung/{path}"))
        return len(asked)

    first = one()
    one()
    assert one() == first
