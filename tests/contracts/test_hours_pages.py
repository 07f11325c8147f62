"""The pages of hours as a browser gets them: week, several cases, copy, timer, months, files, sums, conversion."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import HoursEntry, HoursImport, HoursMonth, HoursTimer, Posting
from contracts.usecases.hours_week import monday_of
from kernel import clock
from kernel.access.actor import Role
from kernel.keys import uuid7
from kernel.tenancy.place import transaction_in
from tests.factories import contracts as make
from tests.factories.people import client, person
from tests.factories.sheets import csv_file

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(name, urlconf="project.urls_office", args=args)


def sent(**fields):
    return {"submission": str(uuid7())} | fields


@pytest.fixture
def worker(nord):
    return person("Fachkraft")


@pytest.fixture
def browser(nord, worker):
    return client(nord, Role.PROVIDER_WORKER, "alpha", who=worker)


@pytest.fixture
def role(nord):
    with transaction_in(nord):
        return make.role(make.district("Hüsten"))


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def quick(day, **fields):
    key = f"tag{day.weekday()}"
    given = {"submission": str(uuid7()), "contact": "direct", "case": ""} | fields
    return {"day": key} | {f"{key}-{name}": value for name, value in given.items()}


def test_the_week_shows_seven_days_with_entries_and_sums(nord, browser, worker, role):
    today = clock.today()
    with transaction_in(nord):
        make.hours(role, worker.pk, worked_on=today, minutes=90)
        make.hours(role, worker.pk, worked_on=today, minutes=45)
        make.hours(role, uuid7(), worked_on=today, minutes=600)
    page = browser.get(url("hours-week"))
    assert page.content.decode().count('class="hn-day') >= 7
    assert "2:15" in text(page) and "10:00" not in text(page)
    before = browser.get(url("hours-week"), {"ab": (today - timedelta(days=7)).isoformat()})
    assert "2:15" not in text(before) and "Woche danach" in text(before) and "Woche danach" not in text(page)
    for nonsense in ("", "quatsch", "99.99.9999", "'; --", "9" * 400):
        assert browser.get(url("hours-week"), {"ab": nonsense}).status_code == 200


def test_an_entry_in_one_line(nord, browser, worker, role):
    today = clock.today()
    answer = browser.post(url("hours-week"), quick(today, minutes="1,5", district=str(role.district_id)))
    assert answer.status_code == 302, text(answer)
    with transaction_in(nord):
        entry = HoursEntry.objects.get()
        assert (entry.worker, entry.worked_on, entry.minutes, entry.work_kind) == (worker.pk, today, 90, "no_case")
        case = make.reference()
        make.hours(role, worker.pk, worked_on=today, work_kind="case").references.add(case)
    answer = browser.post(
        url("hours-week"), quick(today, minutes="20 min", district=str(role.district_id), case=str(case.pk))
    )
    assert answer.status_code == 302, text(answer)
    with transaction_in(nord):
        assert HoursEntry.objects.get(minutes=20).references.get() == case


def test_what_is_wrong_in_one_line_stands_there_and_stays_typed(nord, browser, role):
    today = clock.today()
    answer = browser.post(url("hours-week"), quick(today, minutes="lange", district=str(role.district_id)))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="lange"' in page and "Diese Dauer verstehen wir nicht." in page
    assert re.search(r'<details class="hn-day__add" open>', page)
    answer = browser.post(url("hours-week"), quick(today, minutes="1:00", district=str(uuid7())))
    assert answer.status_code == 422
    assert browser.post(url("hours-week"), {"day": "tag9"}).status_code == 422
    with transaction_in(nord):
        assert not HoursEntry.objects.exists()


def test_a_locked_month_offers_no_line_and_takes_none(nord, browser, worker, role):
    today = clock.today()
    with transaction_in(nord):
        make.hours(role, worker.pk, worked_on=today)
        make.hours_month(worker.pk, today.replace(day=1), state="submitted")
    page = browser.get(url("hours-week"))
    assert "Der Monat ist eingereicht." in text(page)
    answer = browser.post(url("hours-week"), quick(today, minutes="1:00", district=str(role.district_id)))
    assert answer.status_code == 422


def test_last_week_is_copied_and_what_does_not_go_is_named(nord, browser, worker):
    monday = monday_of(clock.today()) - timedelta(days=7)
    with transaction_in(nord):
        ends = make.role(make.district("Hüsten"), ends=monday + timedelta(days=1))
        for day in range(3):
            make.hours(ends, worker.pk, worked_on=monday - timedelta(days=7 - day))
    address = f"{url('hours-copy')}?ab={monday.isoformat()}"
    page = browser.get(address)
    assert "2 Einträge passen" in text(page) and "1 passt nicht" in text(page) and "endete am" in text(page)
    answer = browser.post(address, sent(), follow=True)
    assert "2 Einträge übernommen." in text(answer)
    assert "Nicht übernommen: Mittwoch" in text(answer) and "endete am" in text(answer)
    with transaction_in(nord):
        assert HoursEntry.objects.filter(worked_on__gte=monday).count() == 2


def rows_of(*rows):
    fields = {"fall-TOTAL_FORMS": str(len(rows)), "fall-INITIAL_FORMS": "0"}
    return fields | {f"fall-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_several_cases_at_once(nord, browser, role):
    with transaction_in(nord):
        cases = [make.reference() for _ in range(3)]
        foreign = make.reference("beta")
    base = {"worked_on": "heute", "district": str(role.district_id), "contact": "direct"}
    rows = rows_of(*({"number": c.number, "chosen": "on"} for c in cases))
    answer = browser.post(url("hours-several"), sent(**base, together="1:40", **rows))
    assert answer.status_code == 302, text(answer)
    rows = rows_of({"number": f" {cases[0].number} ", "minutes": "0:20"}, {"number": "", "minutes": ""})
    assert browser.post(url("hours-several"), sent(**base, **rows)).status_code == 302
    with transaction_in(nord):
        assert sorted(HoursEntry.objects.values_list("minutes", flat=True)) == [20, 33, 33, 34]
    for wrong in ({"number": foreign.number}, {"number": "1"}, {"number": "", "minutes": "1:00"}):
        answer = browser.post(url("hours-several"), sent(**base, together="1:00", **rows_of(wrong)))
        assert answer.status_code == 422 and "Fallreferenz kennen wir nicht" in text(answer), wrong
    assert browser.post(url("hours-several"), sent(**base, together="1:00", **rows_of())).status_code == 422
    assert browser.get(url("hours-several")).status_code == 200


def test_the_role_is_asked_for_only_where_there_are_two(nord, browser, role):
    assert 'name="role"' not in browser.get(url("hours-new")).content.decode()
    with transaction_in(nord):
        other = make.role(role.district, field_of_help="school", contract=make.contract())
    page = browser.get(url("hours-new"))
    assert 'name="role"' in page.content.decode() and "Jugendsozialarbeit an Schulen" in text(page)
    fields = {
        "worked_on": "heute",
        "minutes": "1:00",
        "district": str(role.district_id),
        "work_kind": "no_case",
        "contact": "direct",
    }
    browser.post(url("hours-new"), sent(**fields))
    browser.post(url("hours-new"), sent(**fields, role=str(role.pk)))
    with transaction_in(nord):
        assert list(HoursEntry.objects.order_by("id").values_list("role", flat=True)) == [other.pk, role.pk]


def test_the_timer_runs_over_a_sign_out_and_becomes_an_entry(nord, browser, worker, role):
    browser.post(url("timer-start"), sent(district=str(role.district_id), work_kind="no_case"))
    with transaction_in(nord):
        timer = HoursTimer.objects.get()
    again = client(nord, who=worker)
    assert "Die Stoppuhr läuft" in text(again.get(url("hours-week"))) and "Stoppuhr" in text(again.get("/"))
    answer = again.post(url("timer-start"), sent(district=str(role.district_id), work_kind="case"))
    assert answer.status_code == 422 and "läuft schon" in text(answer)
    form = again.get(url("timer-stop", timer.pk))
    assert 'value="0:01"' in form.content.decode()
    fields = {"worked_on": "heute", "minutes": "0:30", "district": str(role.district_id)}
    answer = again.post(url("timer-stop", timer.pk), sent(**fields, work_kind="no_case", contact="direct"))
    assert answer.status_code == 302, text(answer)
    with transaction_in(nord):
        assert HoursEntry.objects.get().minutes == 30 and not HoursTimer.objects.exists()


def test_a_timer_over_midnight_books_the_first_day_and_asks_for_the_rest(nord, browser, worker, role, monkeypatch):
    from contracts.web import hours_timer

    now = clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction_in(nord):
        timer = make.timer(worker.pk, role.district, work_kind="no_case", started_at=midnight - timedelta(minutes=90))
    monkeypatch.setattr(hours_timer.clock, "now", lambda: midnight + timedelta(minutes=45))
    page = browser.get(url("timer-stop", timer.pk))
    assert "über Mitternacht" in text(page) and 'value="1:30"' in page.content.decode() and "0:45" in text(page)
    day = f"{midnight - timedelta(days=1):%d.%m.%Y}"
    fields = {"worked_on": day, "minutes": "1:30", "district": str(role.district_id)}
    answer = browser.post(url("timer-stop", timer.pk), sent(**fields, work_kind="no_case", contact="direct"))
    assert answer.status_code == 302, text(answer)
    rest = browser.get(answer["location"]).content.decode()
    assert f'value="{midnight:%d.%m.%Y}"' in rest and 'value="45 min"' in rest
    with transaction_in(nord):
        assert str(HoursEntry.objects.get().worked_on) == str((midnight - timedelta(days=1)).date())


def test_a_worker_hands_in_and_the_lead_gives_back_and_approves(nord, browser, worker, role):
    first = clock.today().replace(day=1)
    with transaction_in(nord):
        make.hours(role, worker.pk, worked_on=first, minutes=61)
        month = make.hours_month(worker.pk, first)
    page = browser.get(url("hours-month", month.pk))
    assert "1:01" in text(page) and "Monat einreichen" in text(page)
    answer = browser.post(url("month-submit"), sent(month=first.isoformat()), follow=True)
    assert "ist eingereicht" in text(answer)
    lead = client(nord, Role.PROVIDER_MANAGER, "alpha")
    assert "Alle freigeben" in text(lead.get(url("hours-months"))) and "freigeben" in text(lead.get("/"))
    answer = lead.post(url("month-return", month.pk), sent(return_reason="Der 3. fehlt."), follow=True)
    assert "Monat zurückgegeben." in text(answer)
    assert "Der 3. fehlt." in text(browser.get(url("hours-week"))) and "Der 3. fehlt." in text(browser.get("/"))
    browser.post(url("month-submit"), sent(month=first.isoformat()))
    answer = lead.post(url("months-approve"), sent(month=first.isoformat()), follow=True)
    assert "ein Monat freigegeben." in text(answer)
    answer = lead.post(url("month-reopen", month.pk), sent(return_reason="Doch noch etwas."), follow=True)
    assert "wieder offen" in text(answer)


def test_the_lead_approves_one_or_all_but_never_the_own(nord):
    who = person("Leitung")
    lead = client(nord, Role.PROVIDER_MANAGER, "alpha", who=who)
    first = clock.today().replace(day=1)
    with transaction_in(nord):
        own = make.hours_month(who.pk, first, state="submitted")
        others = [make.hours_month(uuid7(), first, state="submitted") for _ in range(3)]
    lead.post(url("months-approve"), sent(month=first.isoformat(), only=str(others[0].pk)))
    with transaction_in(nord):
        assert HoursMonth.objects.get(state="approved") == others[0]
    answer = lead.post(url("months-approve"), sent(month=first.isoformat(), only=str(own.pk)))
    assert answer.status_code == 422 and "jemand anderes" in text(answer)
    lead.post(url("months-approve"), sent(month=first.isoformat()))
    with transaction_in(nord):
        assert HoursMonth.objects.get(state="submitted") == own
    answer = lead.post(url("months-approve"), sent(month=first.isoformat()))
    assert answer.status_code == 422 and "kein Monat" in text(answer)


def test_r12_the_office_sees_sums_and_never_a_name(nord, worker, role):
    with transaction_in(nord):
        make.hours(role, worker.pk, minutes=61)
        make.hours_month(worker.pk, clock.today().replace(day=1), state="approved")
    lead = client(nord, Role.PROVIDER_MANAGER, "alpha")
    assert "Fachkraft" in text(lead.get(url("hours"), {"export": "csv"}))
    for office_role in (Role.FINANCE, Role.AUDITOR):
        office = client(nord, office_role)
        for name in ("hours", "hours-sums"):
            for export in ({}, {"export": "csv"}):
                answer = office.get(url(name), export)
                assert answer.status_code == 200 and worker.name not in text(answer)
        page = text(office.get(url("hours-sums")))
        assert "Alpha Jugendhilfe" in page and page.count("1:01") >= 4
        assert office.get(url("hours-months")).status_code == 403
        assert office.get(url("hours-imports")).status_code == 403
        assert "1:01" in text(office.get(url("hours"), {"month_state": "approved"}))
        assert "1:01" not in text(office.get(url("hours"), {"month_state": "open"})).partition("Kontakt")[2]


def upload(browser, content, name="stunden.csv"):
    return browser.post(url("hours-import-new"), sent(file=SimpleUploadedFile(name, content)), follow=True)


def line(**changes):
    cells = {"Datum": f"{clock.today():%d.%m.%Y}", "Dauer": "1:30", "Raum": "Hüsten", "Arbeitsart": "fallunspezifisch"}
    return list((cells | {"Kontakt": "direkt", "Fälle": ""} | changes).values())


def test_a_file_is_checked_then_booked(nord, browser, role):
    page = upload(browser, csv_file(line(), line(Dauer="45 min")))
    assert "Alles passt." in text(page) and "2:15" in text(page)
    with transaction_in(nord):
        row = HoursImport.objects.get()
    assert "2 Einträge gebucht." in text(browser.post(url("hours-import-book", row.pk), sent(), follow=True))
    answer = upload(browser, csv_file(line(), line(Dauer="45 min")))
    assert answer.status_code == 422 and "schon gebucht" in text(answer)


def test_the_faults_of_a_file_are_listed_and_exported(nord, browser, role):
    page = upload(browser, csv_file(line(), line(Dauer="=1+1"), line(Raum="<script>alert(1)</script>")))
    assert "Was zu berichtigen ist" in text(page) and "<script>alert" not in page.content.decode()
    with transaction_in(nord):
        row = HoursImport.objects.get()
    export = browser.get(url("hours-import", row.pk), {"export": "csv"}).content.decode("utf-8-sig")
    assert "3;Dauer;" in export and "4;Raum;" in export
    answer = browser.post(url("hours-import-book", row.pk), sent())
    assert answer.status_code == 422 and "Zeile 3" in text(answer)
    assert "Datei verworfen." in text(browser.post(url("hours-import-discard", row.pk), sent(), follow=True))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Die Datei ist leer"),
        ("Datum".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04kaputt", "lässt sich nicht lesen"),
        (b"x" * 5_000_001, "größer als 5 MB"),
        (csv_file(*([""] * 6 for _ in range(3))), "keine Zeile"),
    ],
    ids=["empty", "utf-16", "broken", "large", "no rows"],
)
def test_a_file_that_is_no_table_gets_its_sentence_at_the_field(nord, browser, content, words):
    answer = upload(browser, content)
    assert answer.status_code == 422 and words in text(answer)
    assert 'id="id_file_error"' in answer.content.decode()


def test_the_template_is_a_file_that_can_be_read_again(nord, browser, role):
    from kernel.documents.sheets import Limits, read_sheet

    lead = client(nord, Role.PROVIDER_MANAGER, "alpha")
    for someone, first in ((browser, "Datum"), (lead, "Fachkraft")):
        for name in ("hours-template-csv", "hours-template-xlsx"):
            answer = someone.get(url(name))
            assert answer["Content-Disposition"].startswith("attachment")
            assert read_sheet(answer.content, Limits(10**6, 10), "Stunden").rows[0].cells[0] == first


def test_left_over_hours_are_converted_on_a_page(nord):
    finance = client(nord, Role.FINANCE)
    with transaction_in(nord):
        under = make.contract()
        case = make.line(under, work_kind="case", minutes=6000, state="released")
        prevention = make.line(under, work_kind="no_case", minutes=600, state="released")
        alone = make.line(minutes=6000, state="released")
    assert "100:00" in text(finance.get(url("line-convert", case.pk)))
    assert "Legen Sie ihn im Vertrag an." in text(finance.get(url("line-convert", alone.pk)))
    fields = {"minutes": "20:00", "target": str(prevention.pk), "posted_on": "heute", "reason": "Weniger Fälle"}
    assert finance.post(url("line-convert", case.pk), sent(**fields)).status_code == 302
    with transaction_in(nord):
        assert sorted(Posting.objects.values_list("minutes", flat=True)) == [-1200, 1200]


@pytest.mark.parametrize("name", ["hours-week", "hours-months", "hours-imports", "hours", "today", "hours-copy"])
def test_pages_of_a_worker_cost_the_same_queries_at_one_and_three_rows(nord, browser, worker, name):
    counts = []
    for number, wanted in enumerate((1, 3)):
        with transaction_in(nord):
            for n in range(wanted):
                day = clock.today() - timedelta(days=7 if name == "hours-copy" else 7 * (n % 2))
                where = make.role(make.district(f"Raum {number} {n}"))
                make.hours(where, worker.pk, worked_on=day, minutes=5 + n, work_kind="case").references.add(
                    make.reference()
                )
                first = (day.replace(day=1) - timedelta(days=40 + 31 * (n + 3 * number))).replace(day=1)
                make.hours(where, worker.pk, worked_on=first)
                make.hours_month(worker.pk, first)
                make.hours_import(worker.pk)
        browser.get(url(name))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"][:200] for q in queries]


@pytest.mark.parametrize("name", ["hours-months", "hours-sums", "hours-imports", "today"])
def test_pages_of_a_lead_cost_the_same_queries_at_one_and_three_rows(nord, name):
    lead = client(nord, Role.PROVIDER_MANAGER, "alpha")
    counts = []
    for number, wanted in enumerate((1, 3)):
        with transaction_in(nord):
            for n in range(wanted):
                someone = uuid7()
                first = (clock.today().replace(day=1) - timedelta(days=31 * n)).replace(day=1)
                make.hours(make.role(make.district(f"Raum {number} {n}")), someone, worked_on=first)
                make.hours_month(someone, first, state="submitted")
                make.hours_import(someone)
        lead.get(url(name))
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(url(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [q["sql"][:200] for q in queries]
